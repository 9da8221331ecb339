"""Money that comes while the order is being given up: either it is sent, or it goes back (D8)."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from shop import clock
from shop.database import transaction
from shop.orders import Order, PlacedOrder, cancel_lines, cancel_order, expire_order, get_order
from shop.orders import paying as order_paying
from shop.orders.rules import OrderStatus
from shop.payments import Payment
from shop.web.card_desk import close_card_order
from tests.factories.buying import make_offer
from tests.factories.money import CARD, VIETQR, Till
from tests.fakes.faults import Fault
from tests.racing import all_at_once

Act = Callable[[], object]
# `ROUNDS=200` for the whole proof, which takes minutes.
ROUNDS = int(os.environ.get("ROUNDS", "10"))


def give_up(placed: PlacedOrder) -> None:
    with transaction():
        cancel_order(placed.id, by="shopper", at=clock.now())


def reject(placed: PlacedOrder) -> None:
    """The producer cannot send it."""
    order = get_order(placed.id)
    assert order is not None
    lines = {line.id: line.quantity for parcel in order.parcels for line in parcel.lines}
    with transaction():
        cancel_lines(placed.id, lines, by="producer", at=clock.now(), reason="sold out")


def end(placed: PlacedOrder) -> None:
    with transaction():
        expire_order(placed.id, at=clock.now())


WAYS_OUT = {"the shopper cancels": give_up, "the producer rejects": reject, "the hold ends": end}


def take(acts: list[Act], number: int) -> object:
    return acts[number]()


def race(till: Till, act: Callable[[PlacedOrder], None], rounds: int) -> set[str]:
    """So often money and an act meet at one moment: the ways in which it ended, the books in order each time."""
    pack, found = make_offer(on_hand=rounds), set()
    for _ in range(rounds):
        placed = till.order(VIETQR, pack=pack)
        row = till.transfer(placed, at=clock.now())
        if act is end:
            till.wait(timedelta(hours=24))
        both: list[Act] = [partial(till.tell_transfer, row), partial(act, placed)]
        all_at_once(till.app, partial(take, both), 2)
        standing = till.standing(placed)
        found.add(standing["order"])
        assert standing["order"] in ("paid", "refund_due"), "the money was there"
        if standing["order"] == "refund_due":
            assert standing["owed"] == [(placed.total_vnd, "due")]
        till.compare_books()
    return found


@pytest.mark.parametrize("way", WAYS_OUT)
def test_either_the_order_wins_or_its_money_goes_back(till: Till, way: str) -> None:
    race(till, WAYS_OUT[way], ROUNDS)


@pytest.mark.breaks_a_promise
def test_a_shop_that_ignores_money_for_dead_orders_is_found_out(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    """The broken twin: nothing is owed back for an order that was cancelled before."""
    monkeypatch.setattr(order_paying, "_owe_all", lambda *words, **more: None)
    placed = till.order(VIETQR)
    give_up(placed)
    till.tell_transfer(till.transfer(placed))
    with pytest.raises(AssertionError, match="paid and forgotten"):
        till.compare_books()


def test_cancelling_ends_the_card_page(till: Till) -> None:
    placed = till.order(CARD)
    give_up(placed)
    assert close_card_order(placed.id)
    assert till.stripe.account.get("sessions", till.session(placed))["status"] == "expired"
    assert till.standing(placed)["sessions"] == ["expired"]


def test_a_cancelled_order_whose_page_could_not_be_ended_is_ended_by_a_job(till: Till) -> None:
    placed = till.order(CARD)
    give_up(placed)
    till.stripe.faults.add("POST /v1/checkout/sessions/*/expire", Fault.ERROR)
    assert not close_card_order(placed.id)
    till.wait(timedelta(minutes=3))
    till.work("cards")
    assert till.stripe.account.get("sessions", till.session(placed))["status"] == "expired"


def test_a_card_that_was_quicker_than_the_cancelling_is_refunded_by_itself(till: Till) -> None:
    pack = make_offer()
    placed = till.order(CARD, pack=pack)
    till.pay_by_card(placed)
    give_up(placed)
    assert close_card_order(placed.id), "asking finds that it was paid"
    assert till.status(placed) == OrderStatus.REFUND_DUE
    till.wait(timedelta(minutes=1))
    till.work("refunds")
    assert till.status(placed) == OrderStatus.REFUNDED
    assert till.on_hand(pack) == 10
    assert [refund["amount"] for refund in till.stripe.account.list("refunds")] == [placed.total_vnd]


def test_every_payment_is_somewhere(till: Till) -> None:
    """A mixed afternoon; the fixture compares the books."""
    pack = make_offer(on_hand=40)
    orders = [till.order(way, pack=pack) for way in (CARD, VIETQR) * 4]
    for number, placed in enumerate(orders):
        if number % 3 == 0:
            give_up(placed)
        till.settle(placed)
    statuses = till.column(select(Order.status).order_by(Order.id))
    assert statuses.count("paid") == 5 and statuses.count("refund_due") == 3
    assert len(till.column(select(Payment.id))) == 8
