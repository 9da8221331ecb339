"""The text inside a VietQR code: fields of two digits, a two-digit length and a value, with a checksum at the end.

EMV's merchant-presented form as the Vietnamese banks' network (NAPAS) uses it. ASCII only: a reader that counts bytes
and one that counts letters must agree.
"""

from __future__ import annotations

from dataclasses import dataclass

from shop.values.refusal import Refusal

NETWORK = "A000000727"
TO_AN_ACCOUNT = "QRIBFTTA"
DONG = "704"
LONGEST_ACCOUNT = 19
LONGEST_MEMO = 25
LONGEST_NAME = 25
MOST_DIGITS = 13


@dataclass
class BadQrField(Refusal):
    """This field cannot stand in a payment code: bin, account, amount, memo or name."""

    field: str


def vietqr_payload(
    bank_bin: str, account: str, *, amount_vnd: int | None = None, memo: str = "", account_name: str = ""
) -> str:
    """The text of a code that pays into an account: with an amount in dong for one payment, without for any.

    Refuses BadQrField: a BIN is six digits, an account at most 19 letters and digits, a memo and a name at most 25
    plain ASCII characters, an amount positive and at most 13 digits.
    """
    _check(bank_bin.isascii() and bank_bin.isdigit() and len(bank_bin) == 6, "bin")
    _check(account.isascii() and account.isalnum() and len(account) <= LONGEST_ACCOUNT, "account")
    _check(amount_vnd is None or 0 < amount_vnd < 10**MOST_DIGITS, "amount")
    _check(_is_plain(memo, LONGEST_MEMO), "memo")
    _check(_is_plain(account_name, LONGEST_NAME), "name")
    beneficiary = _field("00", bank_bin) + _field("01", account)
    parts = [
        _field("00", "01"),
        _field("01", "11" if amount_vnd is None else "12"),
        _field("38", _field("00", NETWORK) + _field("01", beneficiary) + _field("02", TO_AN_ACCOUNT)),
        _field("53", DONG),
        _field("54", str(amount_vnd)) if amount_vnd is not None else "",
        _field("58", "VN"),
        _field("59", account_name) if account_name else "",
        _field("62", _field("08", memo)) if memo else "",
        "6304",
    ]
    payload = "".join(parts)
    return payload + f"{crc16(payload.encode('ascii')):04X}"


def crc16(content: bytes) -> int:
    """CRC-16/CCITT-FALSE: polynomial 1021, begun with FFFF, nothing reflected; 29B1 for `123456789`."""
    crc = 0xFFFF
    for byte in content:
        crc ^= byte << 8
        for _ in range(8):
            crc = ((crc << 1) ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return crc


def _field(number: str, value: str) -> str:
    return f"{number}{len(value):02d}{value}"


def _is_plain(text: str, longest: int) -> bool:
    return len(text) <= longest and all(" " <= letter <= "~" for letter in text)


def _check(holds: bool, field: str) -> None:
    if not holds:
        raise BadQrField(field)
