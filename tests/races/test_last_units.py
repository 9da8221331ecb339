"""Many buyers, few pieces: exactly what there is gets sold, whoever comes first; a broken twin is caught."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from shop.database import db
from shop.orders import Order
from shop.stock import quantities_on_hand
from tests.factories.buying import make_cart, make_checkout, make_offer
from tests.races.buyers import forms_for, race

pytestmark = pytest.mark.slow

REFUSED = {"OutOfStock", "NothingToOrder", "TotalChanged"}


def count_orders() -> int:
    return db.session.scalar(select(func.count()).select_from(Order)) or 0


def test_thirty_two_buyers_and_ten_pieces(app: Flask) -> None:
    honey = make_offer(on_hand=10)
    forms = forms_for({honey: 1}, 640)
    found = race([forms[start::32] for start in range(32)])
    assert found.endings["bought"] == 10
    assert set(found.endings) - {"bought"} <= REFUSED
    assert sum(found.endings.values()) == 640
    assert (quantities_on_hand([honey]), count_orders(), len(set(found.codes))) == ({honey: 0}, 10, 10)


def test_crossed_carts_wait_for_each_other_and_never_deadlock(app: Flask) -> None:
    first, second = make_offer(on_hand=400), make_offer(on_hand=400)
    one_way, other_way = forms_for({first: 1, second: 1}, 48), forms_for({second: 1, first: 1}, 48)
    found = race([way[start::4] for start in range(4) for way in (one_way, other_way)])
    assert dict(found.endings) == {"bought": 96}
    assert quantities_on_hand([first, second]) == {first: 304, second: 304}


def test_one_form_sent_twenty_times_at_once_is_one_order(app: Flask) -> None:
    honey = make_offer()
    form = make_checkout(make_cart({honey: 2}))
    found = race([[form]] * 20)
    assert dict(found.endings) == {"bought": 20}
    assert (len(set(found.codes)), count_orders(), quantities_on_hand([honey])) == (1, 1, {honey: 8})


@pytest.mark.breaks_a_promise
def test_the_twin_without_the_condition_sells_what_is_not_there(app: Flask) -> None:
    """The control: with a look before the write, and SQLite's usual deferred BEGIN, more is sold than there is."""
    honey = make_offer(on_hand=10)
    forms = forms_for({honey: 1}, 96)
    found = race([forms[start::12] for start in range(12)], broken=True)
    assert found.endings["bought"] > 10
