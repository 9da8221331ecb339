"""How a statement about a certificate is packed into few letters. Pure.

A statement is twelve bytes (form, key, day of signing, first and last valid day, stars) and four lines of text (good,
producer, province, decision), then 64 bytes of signature. The code of the certificate is not among them: it stands in
the address before, and is signed with the rest, so the two cannot disagree. All is written in Crockford's base 32,
whose letters a QR code holds in eleven bits for two. `static/check/statement.js` reads the same.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from datetime import date, timedelta

# Crockford's: what certificates' codes are written in.
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
FORM = 1
FIRST_OF_DAYS = date(2010, 1, 1)
SIGNATURE_BYTES = 64
DAY_NOT_KNOWN = 0x08
HEAD = struct.Struct(">B4sHHHB")
# What is signed begins with these words, so that no other signature of the same key could be taken for a statement.
PREAMBLE = b"OCOP certificate\n"
# In bytes; what is longer is cut, as a QR code has little room.
LONGEST = {"good": 90, "producer": 90, "province": 40, "decision": 40}
KEY_SERVES = timedelta(days=730)  # ours: then a new key signs; what the old one signed stays good


class BadStatement(ValueError):
    """The letters are no statement."""


@dataclass(frozen=True)
class Statement:
    """What is signed of a certificate. Days are Vietnamese; `last_day` is the last valid one, that day included."""

    code: str
    stars: int
    signed_on: date
    first_day: date
    last_day: date
    good: str
    producer: str
    province: str
    decision: str
    day_is_known: bool = True


def pack(statement: Statement, key_id: bytes) -> bytes:
    """The statement as bytes, without its code and its signature."""
    stars = statement.stars | (0 if statement.day_is_known else DAY_NOT_KNOWN)
    days = (_number(day) for day in (statement.signed_on, statement.first_day, statement.last_day))
    texts = (cut(" ".join(getattr(statement, name).split()), most) for name, most in LONGEST.items())
    return HEAD.pack(FORM, key_id, *days, stars) + "\n".join(texts).encode()


def signed_bytes(code: str, packed: bytes) -> bytes:
    """What the signature is made over: the code and the packed statement."""
    return PREAMBLE + code.encode() + b"\n" + packed


def read_statement(code: str, letters: str) -> tuple[Statement, bytes, bytes, bytes]:
    """A statement, the number of its key, what was signed, and the signature, unchecked; raises BadStatement."""
    whole = from_letters(letters)
    packed, signature = whole[:-SIGNATURE_BYTES], whole[-SIGNATURE_BYTES:]
    if len(packed) < HEAD.size or packed[0] != FORM:
        raise BadStatement("no statement of a form that is known")
    _, key_id, signed, first, last, stars = HEAD.unpack(packed[: HEAD.size])
    try:
        good, producer, province, decision = packed[HEAD.size :].decode().split("\n")
    except ValueError as error:
        raise BadStatement("its texts cannot be read") from error
    statement = Statement(
        code=code,
        stars=stars & 0x07,
        signed_on=_day(signed),
        first_day=_day(first),
        last_day=_day(last),
        good=good,
        producer=producer,
        province=province,
        decision=decision,
        day_is_known=not stars & DAY_NOT_KNOWN,
    )
    return statement, key_id, signed_bytes(code, packed), signature


def cut(text: str, most: int) -> str:
    """The text in at most so many bytes of UTF-8, with an ellipsis where it was cut; no letter is torn."""
    if len(text.encode()) <= most:
        return text
    kept = text.encode()[: most - len("…".encode())].decode(errors="ignore")
    return kept.rstrip() + "…"


def to_letters(whole: bytes) -> str:
    """Bytes in base 32, the last letter filled up with zero bits."""
    bits = len(whole) * 8
    count = -(-bits // 5)
    number = int.from_bytes(whole) << (count * 5 - bits)
    return "".join(LETTERS[number >> shift & 31] for shift in range((count - 1) * 5, -1, -5))


def from_letters(letters: str) -> bytes:
    """The bytes again; small letters count as large ones. Raises BadStatement."""
    number = 0
    for letter in letters.upper():
        value = LETTERS.find(letter)
        if value < 0:
            raise BadStatement(f"{letter!r} is no letter of it")
        number = number << 5 | value
    spare = len(letters) * 5 % 8
    if spare > 4 or number & (1 << spare) - 1:
        raise BadStatement("it is not whole")
    return (number >> spare).to_bytes(len(letters) * 5 // 8)


def _number(day: date) -> int:
    return max(0, (day - FIRST_OF_DAYS).days)


def _day(number: int) -> date:
    return FIRST_OF_DAYS + timedelta(days=number)
