"""Messages in any order end the same way (D3)."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any

import pytest

from shop.payments import card_sessions
from shop.payments.rules import SessionStatus
from shop.schedule import JOBS
from shop.schedule.runner import Runner
from tests.factories.buying import make_offer
from tests.factories.money import CARD, Event, Till
from tests.fakes.faults import Fault

KINDS = (
    "checkout.session.completed",
    "payment_intent.succeeded",
    "payment_intent.payment_failed",
    "refund.created",
    "checkout.session.expired",
)


def story(till: Till, pack: int) -> tuple[Any, dict[str, Event]]:
    """An order whose first card failed, whose second paid, and whose money went back at the company's own desk.

    The message of the session's end is a lie, as a paid session never ends: it must not matter when it comes.
    """
    placed = till.order(CARD, pack=pack)
    session = till.session(placed)
    account = till.stripe.account
    till.stripe.account.pay(session, "4000000000000002")
    paid = account.pay(session)
    account.create_refund({"payment_intent": paid["id"]})
    ended = {**account.get("sessions", session), "status": "expired", "payment_status": "unpaid"}
    account.happened("checkout.session.expired", ended, account.seconds())
    return placed, {kind: till.stripe.event(kind) for kind in KINDS}


def ends(till: Till, orders: list[tuple[str, ...]]) -> list[dict[str, Any]]:
    """How each story stands after its messages came in this order, and the jobs looked at what waited."""
    pack = make_offer(on_hand=len(orders))
    client = till.client
    placed = []
    for kinds in orders:
        order, events = story(till, pack)
        assert {till.tell(events[kind], client).status_code for kind in kinds} == {200}
        placed.append(order)
    till.work("cards")
    return [till.standing(order) for order in placed]


@pytest.mark.slow
def test_all_hundred_and_twenty_orders_end_alike(till: Till) -> None:
    found = ends(till, list(itertools.permutations(KINDS)))
    assert len(found) == 120
    assert found[0]["order"] == "paid" and [back[:2] for back in found[0]["money back"]] == [
        (found[0]["payments"][0][1], "sent")
    ]
    assert all(standing == found[0] for standing in found)


def test_some_orders_end_alike(till: Till) -> None:
    """Every message first once, every message last once."""
    found = ends(till, [KINDS[turn:] + KINDS[:turn] for turn in range(5)] + [KINDS[::-1]])
    assert all(standing == found[0] for standing in found)
    assert found[0]["sessions"] == ["complete"]


@pytest.mark.breaks_a_promise
def test_a_shop_that_believes_the_last_word_is_found_out(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    """The broken twin: a session may move backwards."""
    monkeypatch.setattr(card_sessions, "statuses_before", lambda status: tuple(SessionStatus))
    found = ends(till, [KINDS, KINDS[::-1]])
    assert found[0] != found[1]


def test_what_is_told_long_before_its_payment_is_known_counts_all_the_same(till: Till) -> None:
    """The company's interface is down while its messages come: the message is given up, and opened again."""
    placed, events = story(till, make_offer())
    till.stripe.faults.add("GET /v1/*", Fault.ERROR, times=1000)
    till.tell(events["refund.created"])
    for _ in range(3):
        till.wait(timedelta(minutes=9))
        Runner(JOBS).run_once()
    till.stripe.faults.clear()
    till.tell(events["checkout.session.completed"])
    till.work("cards")
    assert [back[1] for back in till.standing(placed)["money back"]] == ["sent"]


def test_what_is_told_of_a_payment_before_the_payment_waits(till: Till) -> None:
    placed, events = story(till, make_offer())
    till.tell(events["refund.created"])
    assert till.standing(placed)["payments"] == []
    till.tell(events["checkout.session.completed"])
    assert [back[1] for back in till.standing(placed)["money back"]] == ["sent"]
