"""The same money told again: fifty times, by several machines at once, days later, under other numbers (D1, D2)."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from shop.orders import PaymentMethod, PlacedOrder
from shop.payments import bank, card_events, recording
from shop.web.card_desk import settle_card_order
from tests.factories.money import CARD, VIETQR, Till
from tests.racing import all_at_once

WAYS = pytest.mark.parametrize("way", [CARD, VIETQR])
Tell = Callable[[], int]


def paid_by(till: Till, way: PaymentMethod) -> tuple[PlacedOrder, Callable[[], int]]:
    """An order that its shopper has paid, and how the provider tells the shop: the status of the answer."""
    placed = till.order(way)
    if way is CARD:
        event = till.pay_by_card(placed)
        return placed, lambda: till.tell(event).status_code
    row = till.transfer(placed)
    return placed, lambda: till.tell_transfer(row).status_code


def hear(till: Till, placed: PlacedOrder, tell: Tell, times: int) -> None:
    """The provider tells it so often; it counts once."""
    assert {tell() for _ in range(times)} == {200}
    standing = till.standing(placed)
    assert (standing["order"], standing["parcels"]) == ("paid", ["preparing"])
    assert len(standing["payments"]) == 1 and standing["money back"] == []
    till.compare_books()


@WAYS
def test_the_same_message_fifty_times(till: Till, way: PaymentMethod) -> None:
    placed, tell = paid_by(till, way)
    hear(till, placed, tell, 50)


@WAYS
def test_the_same_message_from_several_machines_at_once(till: Till, way: PaymentMethod) -> None:
    placed, tell = paid_by(till, way)
    assert all_at_once(till.app, lambda _: tell(), 8) == [200] * 8
    hear(till, placed, tell, 1)


@WAYS
def test_the_same_message_again_after_days(till: Till, way: PaymentMethod) -> None:
    placed, tell = paid_by(till, way)
    hear(till, placed, tell, 1)
    for days in (1, 3, 26):
        till.wait(timedelta(days=days))
        till.work()
        hear(till, placed, tell, 2)


def other_numbers(till: Till) -> Tell:
    """The card company makes a new message of the same fact each time."""
    event, numbers = till.stripe.event("checkout.session.completed"), itertools.count()
    return lambda: till.tell({**event, "id": f"evt_again_{next(numbers)}"}).status_code


def test_one_fact_under_many_numbers(till: Till) -> None:
    placed, _ = paid_by(till, CARD)
    hear(till, placed, other_numbers(till), 20)


def test_one_fact_by_message_by_asking_and_by_the_return_page(till: Till) -> None:
    placed, tell = paid_by(till, CARD)
    assert str(settle_card_order(placed.id)) == "paid"
    till.wait(timedelta(minutes=3))
    till.work()
    hear(till, placed, tell, 3)


def test_a_transfer_by_message_and_by_list(till: Till) -> None:
    placed, tell = paid_by(till, VIETQR)
    till.work("bank-list")
    hear(till, placed, tell, 3)


def forget(monkeypatch: pytest.MonkeyPatch, *, messages: bool, facts: bool) -> None:
    """A shop that does not notice what it knows already: messages, or the money itself."""
    numbers = itertools.count()
    insert: Any = recording.insert_unless_taken
    if facts:

        def write_again(table: type, **values: Any) -> Any:
            return insert(table, **{**values, "provider_ref": f"{values['provider_ref']}#{next(numbers)}"})

        monkeypatch.setattr(recording, "insert_unless_taken", write_again)
    if messages:
        for module in (card_events, bank):
            store = module.store_event

            def store_again(provider: str, number: str, *words: Any, _store: Any = store, **more: Any) -> Any:
                return _store(provider, f"{number}#{next(numbers)}", *words, **more)

            monkeypatch.setattr(module, "store_event", store_again)


@WAYS
def test_facts_are_known_though_messages_are_not(
    till: Till, way: PaymentMethod, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget(monkeypatch, messages=True, facts=False)
    placed, tell = paid_by(till, way)
    hear(till, placed, tell, 5)


@pytest.mark.breaks_a_promise
@WAYS
def test_a_shop_that_forgets_both_is_found_out(till: Till, way: PaymentMethod, monkeypatch: pytest.MonkeyPatch) -> None:
    """The broken twin of the two tests above."""
    forget(monkeypatch, messages=True, facts=True)
    placed, tell = paid_by(till, way)
    with pytest.raises(AssertionError):
        hear(till, placed, tell, 2)


@pytest.mark.breaks_a_promise
def test_a_shop_that_knows_only_messages_is_found_out(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    """The broken twin of one fact under many numbers."""
    forget(monkeypatch, messages=False, facts=True)
    placed, _ = paid_by(till, CARD)
    with pytest.raises(AssertionError):
        hear(till, placed, other_numbers(till), 2)
