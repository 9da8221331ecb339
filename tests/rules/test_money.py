"""Money as people read it, and prices per unit."""

from __future__ import annotations

import pytest
from babel.numbers import format_currency
from hypothesis import given
from hypothesis import strategies as st

from shop.values.money import Vnd, format_vnd, unit_price


def test_dong_are_written_as_each_language_writes_them() -> None:
    assert format_vnd(1250000) == "1.250.000\u00a0₫"
    assert format_vnd(1250000, "en") == "₫1,250,000"
    assert format_vnd(0) == "0\u00a0₫"


@given(st.integers(-(10**12), 10**12))
def test_the_writing_is_that_of_the_locales(amount: int) -> None:
    assert format_vnd(amount) == format_currency(amount, "VND", locale="vi")
    assert format_vnd(amount, "en") == format_currency(amount, "VND", locale="en")


@pytest.mark.parametrize(
    ("price", "amount", "per", "result"),
    [(150000, 500, 100, 30000), (100000, 300, 100, 33333), (5, 2, 1, 3), (120000, 750, 1000, 160000)],
)
def test_a_unit_price_is_rounded_half_up(price: int, amount: int, per: int, result: int) -> None:
    assert unit_price(Vnd(price), amount, per) == result


def test_nothing_has_no_unit_price() -> None:
    with pytest.raises(ValueError, match="positive"):
        unit_price(Vnd(1000), 0, 100)
