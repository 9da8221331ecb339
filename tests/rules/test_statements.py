"""Signed statements as letters: what goes in comes out, and nothing else is taken for one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.attestation.rules import (
    LONGEST,
    SIGNATURE_BYTES,
    BadStatement,
    Statement,
    cut,
    from_letters,
    pack,
    read_statement,
    signed_bytes,
    to_letters,
)

KEY = bytes.fromhex("0a1b2c3d")
SIGNATURE = bytes(range(SIGNATURE_BYTES))
HONEY = Statement(
    code="7GWX2M4QRT0",
    stars=4,
    signed_on=date(2026, 11, 22),
    first_day=date(2025, 3, 12),
    last_day=date(2028, 3, 12),
    good="Mật ong rừng",
    producer="HTX Vĩnh Yên",
    province="Lào Cai",
    decision="585/QĐ-UBND",
)
line = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Zs")), max_size=60)
days = st.dates(date(2010, 1, 1), date(2189, 6, 1))


@given(st.binary(max_size=400))
def test_letters_hold_bytes(whole: bytes) -> None:
    assert from_letters(to_letters(whole)) == whole
    assert from_letters(to_letters(whole).lower()) == whole


@pytest.mark.parametrize("letters", ["U", "IL", "0-0", "1", "ZZZ", "Z1", "0" * 6, "ữ"])
def test_letters_that_hold_no_bytes(letters: str) -> None:
    with pytest.raises(BadStatement):
        from_letters(letters)


@given(line, line, line, line, days, days, days, st.sampled_from((3, 4, 5)), st.booleans())
def test_a_statement_is_read_as_it_was_packed(  # noqa: PLR0917
    good: str,
    producer: str,
    province: str,
    decision: str,
    signed: date,
    first: date,
    last: date,
    stars: int,
    known: bool,
) -> None:
    made = Statement("7GWX2M4QRT0", stars, signed, first, last, good, producer, province, decision, known)
    packed = pack(made, KEY)
    read, key, message, signature = read_statement(made.code, to_letters(packed + SIGNATURE))
    wanted = replace(made, **{name: cut(getattr(made, name), most) for name, most in LONGEST.items()})
    assert (read, key, signature) == (wanted, KEY, SIGNATURE)
    assert message == signed_bytes(made.code, packed)


def test_the_code_of_the_address_is_signed_too() -> None:
    packed = pack(HONEY, KEY)
    assert signed_bytes(HONEY.code, packed) != signed_bytes("7GWX2M4QRT1", packed)
    assert HONEY.code.encode() not in packed


def test_a_text_with_breaks_is_one_line() -> None:
    packed = pack(replace(HONEY, good="Mật ong\nHTX Khác"), KEY)
    assert read_statement(HONEY.code, to_letters(packed + SIGNATURE))[0].good == "Mật ong HTX Khác"


@pytest.mark.parametrize(
    ("text", "most", "wanted"),
    [
        ("Mật", 10, "Mật"),
        ("Mật ong", 9, "Mật ong"),
        ("Mật ong rừng", 11, "Mật on…"),
        ("Mật ong rừng", 9, "Mật…"),
        ("ậậậ", 7, "ậ…"),
        ("", 3, ""),
    ],
)
def test_a_long_text_is_cut_between_letters(text: str, most: int, wanted: str) -> None:
    assert cut(text, most) == wanted
    assert len(wanted.encode()) <= most


@pytest.mark.parametrize(
    "whole",
    [
        b"",
        SIGNATURE,
        b"\x02" + pack(HONEY, KEY)[1:] + SIGNATURE,
        pack(HONEY, KEY)[:12] + b"one\ntwo" + SIGNATURE,
        pack(HONEY, KEY)[:12] + b"\xff\n\n\n" + SIGNATURE,
    ],
    ids=["nothing", "a signature alone", "another form", "too few lines", "no letters"],
)
def test_what_is_no_statement(whole: bytes) -> None:
    with pytest.raises(BadStatement):
        read_statement(HONEY.code, to_letters(whole))
