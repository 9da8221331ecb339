"""Telephone numbers: one form for storing, whatever was typed; nothing that nobody answers."""

from __future__ import annotations

import pytest

from shop.values.phone import BadPhone, format_phone, parse_phone


@pytest.mark.parametrize(
    "typed", ["0912345678", "0912 345 678", "0912.345.678", "+84 912 345 678", "84912345678", "(+84) 912-345-678"]
)
def test_one_number_however_it_is_typed(typed: str) -> None:
    assert parse_phone(typed) == "+84912345678"


def test_a_landline_and_how_a_number_is_read() -> None:
    assert parse_phone("0214 3840 000") == "+842143840000"
    assert format_phone("+84912345678") == "0912 345 678"


@pytest.mark.parametrize(
    "typed",
    ["", "abc", "1900 1234", "1800 1234", "01234567890", "091234567", "+1 415 555 2671", "0912345678x3", "9" * 99],
)
def test_what_is_no_number_of_a_person_here(typed: str) -> None:
    with pytest.raises(BadPhone):
        parse_phone(typed)
