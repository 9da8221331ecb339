"""What seldom happens to money: lists that lie, desks of others, keys that are burnt, machines that are silent."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from shop import clock
from shop.database import db, transaction
from shop.orders import PlacedOrder, RefundDue, cancel_lines, cancel_order, get_order
from shop.payments import (
    AlreadyDone,
    BankUnavailable,
    CardSession,
    MoneyBack,
    PaymentEvent,
    StuckKind,
    fetch_bank_list,
    fetch_session,
    list_disputes,
    list_money_to_send,
    list_refunds_to_start,
    list_sessions_of,
    list_stuck_money,
    list_suspense,
    send_back_suspense,
    start_refund,
)
from shop.schedule.runner import RoundOver, each
from shop.web.card_desk import card_keys, close_card_order, open_card_session
from tests.factories.buying import make_offer, make_order
from tests.factories.money import CARD, VIETQR, Till
from tests.fakes.faults import Fault

DAY = timedelta(days=1)


def cancel(order_id: int) -> None:
    with transaction():
        cancel_order(order_id, by="shopper", at=clock.now())


def stuck(at: timedelta) -> set[StuckKind]:
    found = {one.kind for one in list_stuck_money(clock.now() + at)}
    db.session.rollback()
    return found


def test_the_banks_list_is_read_page_by_page_and_only_what_is_new_counts(till: Till) -> None:
    placed = till.order(VIETQR)
    for number in range(120):
        till.bank.account.transfer(1_000 + number, "ban hang")
    till.transfer(placed)
    till.work("bank-list", times=2)
    assert till.status(placed) == "paid"
    assert len(list_suspense()) == 120


@pytest.mark.parametrize("fault", [Fault.ERROR, Fault.GARBAGE, Fault.REFUSE])
def test_a_bank_that_cannot_be_asked_is_asked_again(till: Till, fault: Fault) -> None:
    placed = till.order(VIETQR)
    till.transfer(placed)
    till.bank.faults.add("GET *", fault)
    till.work("bank-list")
    assert till.status(placed) == "awaiting_payment"
    till.work("bank-list")
    assert till.status(placed) == "paid"


def test_a_row_that_is_none_keeps_no_other_waiting(till: Till) -> None:
    placed = till.order(VIETQR)
    till.bank.account.transfer(1_000, "x", content=["no", "text"])
    till.transfer(placed)
    till.work("bank-list")
    assert till.status(placed) == "paid"
    till.unknown_to_us.add(str(till.bank.account.rows[0]["id"]))


def test_the_bank_is_asked_with_its_token_and_never_inside_of_a_transaction(till: Till) -> None:
    with pytest.raises(BankUnavailable):
        fetch_bank_list(f"{till.bank.address}/transactions", "", begins=clock.now())
    keys = card_keys()
    assert keys is not None
    for ask in (
        lambda: fetch_bank_list("http://127.0.0.1:1", "x", begins=clock.now()),
        lambda: fetch_session(keys, "cs"),
    ):
        with pytest.raises(RuntimeError, match="inside of transaction"), transaction():
            ask()


def test_somebody_refunds_before_the_order_owes_it(till: Till) -> None:
    placed = till.order()
    till.settle(placed)
    intent = till.stripe.account.list("intents")[0]["id"]
    till.stripe.account.create_refund({"payment_intent": intent})
    till.tell(till.stripe.event("refund.created"))
    assert stuck(timedelta(0)) == {StuckKind.SENT_WITHOUT_DEBT}
    cancel(placed.id)
    till.work("refunds")
    assert (till.status(placed), stuck(3 * DAY)) == ("refunded", set())
    due = db.session.scalar(select(RefundDue.id))
    assert due is not None
    with pytest.raises(AlreadyDone), transaction():
        start_refund(due, by="operator", at=clock.now())


def test_a_refund_that_somebody_overtook_is_no_work_for_anybody(till: Till) -> None:
    """The company refuses ours, since all the money has gone back by its own desk, and nobody told us."""
    placed = till.order()
    till.settle(placed)
    intent = till.stripe.account.list("intents")[0]["id"]
    till.stripe.account.create_refund({"payment_intent": intent})
    cancel(placed.id)
    till.work("refunds")
    assert (till.status(placed), list(list_money_to_send())) == ("refunded", [])
    assert len(till.stripe.account.list("refunds")) == 1


def promised(till: Till) -> tuple[PlacedOrder, str]:
    """A paid order of three pieces whose one piece and then whose rest is promised back; its intent."""
    placed = till.order(quantity=3)
    till.settle(placed)
    order = get_order(placed.id)
    assert order is not None
    line = order.parcels[0].lines[0].id
    db.session.rollback()
    with transaction():
        cancel_lines(placed.id, {line: 1}, by="producer", at=clock.now(), reason="broken")
    cancel(placed.id)
    for due in list_refunds_to_start(clock.now()):
        with transaction():
            start_refund(due, by="shop", at=clock.now())
    return placed, till.stripe.account.list("intents")[0]["id"]


@pytest.mark.parametrize("is_told", [True, False])
def test_what_somebody_sends_at_the_desk_pays_several_promises(till: Till, is_told: bool) -> None:
    placed, intent = promised(till)
    till.stripe.account.create_refund({"payment_intent": intent})
    if is_told:
        till.tell(till.stripe.event("refund.created"))
    till.work("refunds", times=2)
    assert [one["amount"] for one in till.stripe.account.list("refunds")] == [placed.total_vnd]
    assert till.status(placed) == "refunded"
    assert list(list_money_to_send()) == []


def test_what_somebody_sends_at_the_desk_pays_a_part_of_a_promise(till: Till) -> None:
    """The rest goes back by itself, under a number of its own."""
    placed, intent = promised(till)
    till.stripe.account.create_refund({"payment_intent": intent, "amount": 200_000})
    till.tell(till.stripe.event("refund.created"))
    till.work("refunds")
    assert sum(one["amount"] for one in till.stripe.account.list("refunds")) == placed.total_vnd
    assert till.status(placed) == "refunded"
    till.stripe.account.fail_refund(till.stripe.account.list("refunds")[-1]["id"])
    till.tell(till.stripe.event("refund.failed"))
    assert sum(one.amount_vnd for one in list_money_to_send()) == 200_000


def test_a_charge_that_was_refunded_is_asked_about(till: Till) -> None:
    """Newer messages leave the refunds out: the job asks, and goes on asking while the company is silent."""
    placed = till.order()
    till.settle(placed)
    intent = till.stripe.account.list("intents")[0]["id"]
    till.stripe.account.create_refund({"payment_intent": intent, "amount": 20_000})
    event = till.stripe.event("charge.refunded")
    event["data"]["object"]["refunds"] = None
    till.tell(event)
    till.stripe.faults.add("GET /v1/refunds*", Fault.ERROR)
    till.work("cards")
    assert db.session.scalar(select(MoneyBack.id)) is None
    till.work("cards", times=2)
    assert db.session.scalars(select(MoneyBack.amount_vnd)).all() == [20_000]
    assert db.session.scalars(select(PaymentEvent.id).where(PaymentEvent.processed_at.is_(None))).all() == []


def test_money_that_is_not_what_we_asked_for_goes_back_by_its_card(till: Till) -> None:
    placed = till.order()
    with transaction():
        db.session.execute(update(CardSession).values(amount_vnd=CardSession.amount_vnd + 1))
    till.tell(till.pay_by_card(placed))
    [entry] = list_suspense()
    assert (entry.reason, till.status(placed)) == ("wrong_amount", "awaiting_payment")
    with transaction():
        send_back_suspense(entry.id, by="operator", at=clock.now())
    till.work("refunds")
    assert [one["amount"] for one in till.stripe.account.list("refunds")] == [placed.total_vnd]


def test_a_total_that_the_company_refuses_leaves_no_page(till: Till) -> None:
    placed = make_order({make_offer(): 1}, at=clock.now(), method=CARD)
    till.stripe.faults.add("POST /v1/checkout/sessions", Fault.ERROR_KEPT, times=2)
    assert open_card_session(placed.id) is None
    assert close_card_order(placed.id)
    assert {one.status for one in list_sessions_of(placed.id)} == {"failed"}


def test_disputes_and_failed_refunds_are_looked_at(till: Till) -> None:
    placed, other = till.order(), till.order()
    till.settle(placed)
    till.settle(other)
    by_amount = [one["id"] for one in till.stripe.account.list("intents")]
    till.stripe.account.open_dispute(by_amount[0])
    till.tell(till.stripe.event("charge.dispute.created"))
    assert stuck(timedelta(0)) == {StuckKind.DISPUTE_OPEN}
    assert len(list_disputes(open_only=True)) == 1
    cancel(placed.id)
    till.work("refunds")
    till.stripe.account.fail_refund(till.stripe.account.list("refunds")[0]["id"])
    till.tell(till.stripe.event("refund.failed"))
    assert stuck(timedelta(0)) == {StuckKind.DISPUTE_OPEN, StuckKind.REFUND_FAILED}


def test_an_event_that_nobody_reads_is_stuck(till: Till) -> None:
    placed = till.order()
    event = till.pay_by_card(placed)
    event["data"]["object"]["id"] = "cs_of_nobody"
    till.tell(event)
    assert StuckKind.EVENT_UNREAD in stuck(timedelta(minutes=10))
    till.unknown_to_us.add(till.session(placed))
    till.work("cards")


def test_one_failing_item_keeps_no_others_waiting(sqlite_app: Flask) -> None:
    done: list[int] = []

    def work(number: int) -> None:
        if number == 2:
            raise ValueError("two")
        if number == 4:
            raise RoundOver
        done.append(number)

    with pytest.raises(ValueError, match="two"):
        each([1, 2, 3, 4, 5], work)
    assert done == [1, 3]
