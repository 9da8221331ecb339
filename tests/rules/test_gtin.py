"""Barcode numbers: four lengths, one check digit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.catalogue.gtin import LENGTHS, check_digit, parse_gtin
from shop.catalogue.refusals import BadGtin


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("4006381333931", "4006381333931"),
        ("8938505974194", "8938505974194"),
        (" 4006381 333931 ", "4006381333931"),
        ("4006381-333931", "4006381333931"),
        ("96385074", "96385074"),
        ("036000291452", "036000291452"),
        ("10614141000415", "10614141000415"),
        ("", None),
        ("  ", None),
    ],
)
def test_right_numbers_are_taken(typed: str, stored: str | None) -> None:
    assert parse_gtin(typed) == stored


@pytest.mark.parametrize(
    "typed", ["1", "400638133393", "12345678901234567", "40063813339３1", "abcdefgh", "4006381333931x"]
)
def test_what_is_no_number_of_a_barcode_is_refused(typed: str) -> None:
    with pytest.raises(BadGtin):
        parse_gtin(typed)


def test_a_wrong_last_digit_is_told() -> None:
    with pytest.raises(BadGtin) as refused:
        parse_gtin("4006381333932")
    assert refused.value.last_digit == "1"


@given(st.sampled_from(LENGTHS).flatmap(lambda length: st.text("0123456789", min_size=length - 1, max_size=length - 1)))
def test_one_wrong_digit_never_passes(digits: str) -> None:
    whole = digits + check_digit(digits)
    assert parse_gtin(whole) == whole
    for place in range(len(whole)):
        wrong = whole[:place] + str((int(whole[place]) + 1) % 10) + whole[place + 1 :]
        with pytest.raises(BadGtin):
            parse_gtin(wrong)
