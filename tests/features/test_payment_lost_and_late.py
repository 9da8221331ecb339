"""Messages that never come, and messages that come when everything has changed (D4, D5, D9)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from shop import clock
from shop.database import transaction
from shop.notifications.models import OutboxMessage
from shop.orders import PaymentMethod, PlacedOrder, cancel_order
from shop.schedule import JOBS
from shop.schedule import payments as jobs
from shop.schedule.runner import Runner
from shop.web import card_desk
from tests.factories.buying import make_offer, make_order
from tests.factories.money import CARD, VIETQR, Till
from tests.fakes.faults import Fault

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
WAYS = pytest.mark.parametrize("way", [CARD, VIETQR])


def ask_for(till: Till, minutes: int) -> None:
    """So much time passes in which nobody tells anything and the jobs do their work."""
    for _ in range(minutes):
        till.wait(MINUTE)
        till.work()


def pay(till: Till, placed: PlacedOrder, way: PaymentMethod, *, at: datetime | None = None) -> None:
    """The shopper pays; nobody tells the shop."""
    if way is CARD:
        till.pay_by_card(placed, at=at)
    else:
        till.transfer(placed, at=at)


def hear_nothing(till: Till, way: PaymentMethod) -> None:
    """An order is paid, no message comes, and within minutes the shop knows."""
    placed = till.order(way)
    ask_for(till, 1)
    pay(till, placed, way)
    ask_for(till, 5)
    assert till.status(placed) == "paid"


@WAYS
def test_without_any_message_the_shop_finds_out_by_asking(till: Till, way: PaymentMethod) -> None:
    hear_nothing(till, way)


@pytest.mark.breaks_a_promise
def test_a_shop_that_never_asks_is_found_out(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    """The broken twin."""
    for module in (card_desk, jobs):
        monkeypatch.setattr(module, "look_at_session", lambda *words, **more: False)
    with pytest.raises(AssertionError):
        hear_nothing(till, CARD)


def tell(till: Till, way: PaymentMethod) -> None:
    """The message comes at last."""
    if way is CARD:
        assert till.tell(till.stripe.event("checkout.session.completed")).status_code == 200
    else:
        assert till.tell_transfer(till.bank.account.rows[-1]).status_code == 200


def be_deaf(till: Till) -> None:
    """Nobody answers the shop's questions either."""
    till.stripe.faults.add("* /v1/*", Fault.ERROR, times=100_000)
    till.bank.faults.add("GET /transactions", Fault.ERROR, times=100_000)


def work_in_vain(till: Till) -> None:
    """The jobs run, though some may fail for want of an answer."""
    Runner(JOBS).run_once()


@WAYS
@pytest.mark.parametrize("late", [HOUR, pytest.param(3 * DAY, marks=pytest.mark.slow), 30 * DAY])
@pytest.mark.parametrize("meanwhile", ["nothing", "cancelled", "lapsed"])
def test_the_instant_of_payment_decides(till: Till, way: PaymentMethod, late: timedelta, meanwhile: str) -> None:
    """Paid in time and told late: honoured, also past a lapse; what was cancelled owes it back. (R7, domain 0.5)"""
    # The 36 months end with the day on which it was bought.
    pack = make_offer(decided_on="2023-11-21" if meanwhile == "lapsed" else "2026-01-05")
    placed = till.order(way, pack=pack)
    be_deaf(till)
    pay(till, placed, way)
    if meanwhile == "cancelled":
        with transaction():
            cancel_order(placed.id, by="shopper", at=clock.now())
    for _ in range(3):
        till.wait(late / 3)
        work_in_vain(till)
    tell(till, way)
    assert till.status(placed) == ("refund_due" if meanwhile == "cancelled" else "paid")
    till.stripe.faults.clear()
    till.bank.faults.clear()
    till.wait(DAY)
    till.work(times=2)
    if meanwhile == "cancelled" and way is CARD:
        assert till.status(placed) == "refunded"


def test_a_card_order_is_held_as_long_as_the_company_is_silent(till: Till) -> None:
    pack = make_offer(on_hand=1)
    placed = till.order(CARD, pack=pack)
    be_deaf(till)
    for _ in range(4):
        till.wait(HOUR)
        work_in_vain(till)
    assert (till.status(placed), till.on_hand(pack)) == ("awaiting_payment", 0)
    till.stripe.faults.clear()
    till.bank.faults.clear()
    till.wait(5 * MINUTE)
    till.work()
    assert (till.status(placed), till.on_hand(pack)) == ("expired", 1)


def end_the_hold(till: Till, state: str, status: str) -> None:
    """The hold is over while the session is paid, still open, or ended by itself."""
    pack = make_offer(on_hand=1)
    placed = till.order(CARD, pack=pack)
    session = till.session(placed)
    if state == "complete":
        till.pay_by_card(placed)
    if state == "open":
        # The company's clock goes late: it would let the shopper pay for a while yet.
        till.stripe.account.get("sessions", session)["expires_at"] += 3600
    till.wait(timedelta(minutes=35))
    till.work()
    assert till.status(placed) == status
    assert till.stripe.account.get("sessions", session)["status"] == ("complete" if state == "complete" else "expired")
    assert till.on_hand(pack) == (0 if status == "paid" else 1)


@pytest.mark.parametrize(("state", "status"), [("complete", "paid"), ("open", "expired"), ("expired", "expired")])
def test_the_company_is_asked_before_stock_is_given_away(till: Till, state: str, status: str) -> None:
    end_the_hold(till, state, status)


@pytest.mark.breaks_a_promise
def test_a_shop_that_expires_by_its_own_clock_is_found_out(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    """The broken twin: certain of the end without asking."""
    for module in (card_desk, jobs):
        monkeypatch.setattr(module, "end_card_session", lambda order_id: True)
    with pytest.raises(AssertionError):
        end_the_hold(till, "complete", "paid")


def late_transfer(till: Till, *, paid_after: timedelta) -> tuple[PlacedOrder, int]:
    """The last piece is ordered by transfer and its deadline passes; the money was sent so long after the order."""
    pack = make_offer(on_hand=1)
    placed = till.order(VIETQR, pack=pack)
    till.transfer(placed, at=clock.now() + paid_after)
    till.bank.faults.add("GET /transactions", Fault.ERROR, times=100)
    till.wait(DAY)
    work_in_vain(till)
    assert (till.status(placed), till.on_hand(pack)) == ("expired", 1)
    return placed, pack


def test_a_transfer_in_time_that_is_told_late_gets_its_goods(till: Till) -> None:
    placed, pack = late_transfer(till, paid_after=23 * HOUR)
    tell(till, VIETQR)
    assert (till.status(placed), till.on_hand(pack)) == ("paid", 0)


def test_a_transfer_in_time_whose_goods_are_gone_goes_back(till: Till) -> None:
    placed, pack = late_transfer(till, paid_after=23 * HOUR)
    make_order({pack: 1}, at=clock.now(), method=PaymentMethod.COD)
    tell(till, VIETQR)
    assert till.status(placed) == "refund_due"
    assert till.standing(placed)["owed"] == [(placed.total_vnd, "due")]
    kinds = till.column(select(OutboxMessage.kind).where(OutboxMessage.key.like(f"{placed.id}%")))
    assert "order_cancelled" in kinds, "the shopper is told"


def test_a_transfer_after_the_deadline_goes_back(till: Till) -> None:
    placed, pack = late_transfer(till, paid_after=DAY)
    tell(till, VIETQR)
    assert (till.status(placed), till.on_hand(pack)) == ("refund_due", 1)
    till.wait(DAY)
    till.work("refunds")
    assert [back[:2] for back in till.standing(placed)["money back"]] == [(placed.total_vnd, "asked")]
