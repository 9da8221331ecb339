"""The text of a VietQR code: the vectors that three other programs agree on, and what cannot stand in one."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.payments.vietqr import BadQrField, crc16, vietqr_payload

ASCII = st.characters(min_codepoint=32, max_codepoint=126)


def test_the_checksum_is_the_agreed_one() -> None:
    assert f"{crc16(b'123456789'):04X}" == "29B1"


def test_a_code_for_any_amount() -> None:
    assert vietqr_payload("970416", "257678859") == (
        "00020101021138530010A0000007270123000697041601092576788590208QRIBFTTA53037045802VN6304AE9F"
    )


def test_a_code_for_one_payment() -> None:
    assert vietqr_payload("970416", "257678859", amount_vnd=10_000, memo="Chuyen tien") == (
        "00020101021238530010A0000007270123000697041601092576788590208QRIBFTTA53037045405100005802VN"
        "62150811Chuyen tien630453E6"
    )


def test_a_code_for_an_order() -> None:
    assert vietqr_payload("970405", "8800205123456", amount_vnd=1_250_000, memo="OCOP26A7K9") == (
        "00020101021238570010A00000072701270006970405011388002051234560208QRIBFTTA530370454071250000"
        "5802VN62140810OCOP26A7K9630476CD"
    )


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("bin", {"bank_bin": "97041"}),
        ("bin", {"bank_bin": "97041x"}),
        ("bin", {"bank_bin": "٩70416"}),
        ("account", {"account": ""}),
        ("account", {"account": "1" * 20}),
        ("account", {"account": "12 34"}),
        ("account", {"account": "số12"}),
        ("amount", {"amount_vnd": 0}),
        ("amount", {"amount_vnd": -1}),
        ("amount", {"amount_vnd": 10**13}),
        ("memo", {"memo": "Chuyển tiền"}),
        ("memo", {"memo": "x" * 26}),
        ("memo", {"memo": "a\nb"}),
        ("name", {"account_name": "HỢP TÁC XÃ"}),
        ("name", {"account_name": "X" * 26}),
    ],
)
def test_what_cannot_stand_in_a_code_is_refused(field: str, values: dict[str, object]) -> None:
    with pytest.raises(BadQrField) as refusal:
        vietqr_payload(**{"bank_bin": "970416", "account": "257678859", **values})  # type: ignore[arg-type]
    assert refusal.value.field == field


@given(
    account=st.from_regex(r"[0-9A-Z]{1,19}", fullmatch=True),
    amount=st.none() | st.integers(1, 10**13 - 1),
    memo=st.text(ASCII, max_size=25),
    name=st.text(ASCII, max_size=25),
)
def test_a_code_reads_back_as_it_was_written(account: str, amount: int | None, memo: str, name: str) -> None:
    payload = vietqr_payload("970416", account, amount_vnd=amount, memo=memo, account_name=name)
    fields = read(payload)
    assert f"{crc16(payload[:-4].encode()):04X}" == fields["63"]
    assert read(read(fields["38"])["01"]) == {"00": "970416", "01": account}
    assert fields.get("54") == (None if amount is None else str(amount))
    assert read(fields.get("62", "")).get("08", "") == memo
    assert fields.get("59", "") == name


def read(text: str) -> dict[str, str]:
    """The fields of a text, as any reader finds them."""
    fields = {}
    while text:
        match = re.match(r"(\d\d)(\d\d)", text)
        assert match is not None
        end = 4 + int(match[2])
        fields[match[1]], text = text[4:end], text[end:]
    return fields
