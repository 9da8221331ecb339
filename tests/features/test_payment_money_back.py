"""Money that goes back: never twice, never more than came, and a person where the provider cannot (D12, D15)."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from shop import clock
from shop.database import db, transaction
from shop.orders import PlacedOrder, RefundDue, cancel_lines, cancel_order, get_order
from shop.payments import (
    AlreadyDone,
    MoneyBack,
    Payment,
    PaymentEvent,
    list_disputes,
    list_money_to_send,
    list_stuck_money,
    mark_sent_back,
    recording,
    settle_refund,
    start_refund,
)
from shop.payments.card_facts import RefundFacts
from shop.schedule.payments import send_money_back
from tests.factories.buying import make_offer
from tests.factories.money import CARD, VIETQR, Till
from tests.fakes.faults import Fault
from tests.racing import all_at_once


def paid_order(till: Till, way: object = CARD, quantity: int = 2) -> PlacedOrder:
    placed = till.order(way, pack=make_offer(), quantity=quantity)  # type: ignore[arg-type]
    till.settle(placed)
    return placed


def cancel(placed: PlacedOrder) -> int:
    """The shopper gives up a paid order: the number of what is owed."""
    with transaction():
        cancel_order(placed.id, by="shopper", at=clock.now())
    return owed(placed)[-1]


def owed(placed: PlacedOrder) -> list[int]:
    return list(db.session.scalars(select(RefundDue.id).where(RefundDue.order_id == placed.id).order_by(RefundDue.id)))


def withdraw_one(placed: PlacedOrder) -> None:
    """One piece of a line cannot be sent."""
    order = get_order(placed.id)
    assert order is not None
    line = order.parcels[0].lines[0].id
    with transaction():
        cancel_lines(placed.id, {line: 1}, by="producer", at=clock.now(), reason="broken")


def refunds(till: Till) -> list[int]:
    return sorted(one["amount"] for one in till.stripe.account.list("refunds"))


def test_a_part_goes_back_and_then_the_rest(till: Till) -> None:
    placed = paid_order(till)
    withdraw_one(placed)
    till.work("refunds")
    assert refunds(till) == [125_000]
    assert till.status(placed) == "paid"
    cancel(placed)
    till.work("refunds", times=2)
    assert sum(refunds(till)) == placed.total_vnd
    assert till.status(placed) == "refunded"


@pytest.mark.parametrize("fault", [Fault.CUT, Fault.GARBAGE, Fault.ERROR, Fault.REFUSE, Fault.ERROR_KEPT])
def test_a_refund_whose_answer_is_lost_goes_back_once(till: Till, fault: Fault) -> None:
    """Also where the company has forgotten our key by the time we ask again, and where it keeps saying no."""
    placed = paid_order(till)
    cancel(placed)
    till.stripe.faults.add("POST /v1/refunds", fault)
    till.work("refunds")
    for wait in (timedelta(minutes=1), timedelta(days=2), timedelta(days=2)):
        till.wait(wait)
        till.work("refunds")
    assert refunds(till) == [placed.total_vnd]
    assert till.status(placed) == "refunded"
    till.work("refunds")
    assert refunds(till) == [placed.total_vnd]


def test_keys_are_the_numbers_of_promises(till: Till) -> None:
    placed = paid_order(till)
    cancel(placed)
    till.work("refunds")
    [number] = till.column(select(MoneyBack.id))
    assert [call.idempotency_key for call in till.stripe.calls if call.route == "POST /v1/refunds"] == [
        f"money-back-{number}"
    ]


def start_at_once(till: Till, due: int) -> list[object]:
    def start(_: int) -> list[int]:
        with transaction():
            return start_refund(due, by="operator", at=clock.now())

    return all_at_once(till.app, start, 6)


def test_a_double_click_promises_once(till: Till) -> None:
    placed = paid_order(till)
    due = cancel(placed)
    outcomes = start_at_once(till, due)
    assert [type(one) for one in outcomes].count(AlreadyDone) == 5
    assert till.column(select(MoneyBack.amount_vnd)) == [placed.total_vnd]


def test_several_workers_send_once(till: Till) -> None:
    """Several workers send what is promised at the same moment."""
    placed = paid_order(till)
    due = cancel(placed)
    with transaction():
        start_refund(due, by="operator", at=clock.now())
    all_at_once(till.app, lambda _: send_money_back(), 6)
    till.work("refunds")
    assert refunds(till) == [placed.total_vnd]


@pytest.mark.breaks_a_promise
def test_never_more_than_came(till: Till) -> None:
    """The database itself refuses; so does the one statement that takes money for a refund."""
    placed = paid_order(till)
    [payment] = till.column(select(Payment.id))
    with transaction():
        assert recording.take_for_refund(payment, placed.total_vnd - 1)
        assert not recording.take_for_refund(payment, 2)
        assert recording.take_for_refund(payment, 1)
        assert not recording.take_for_refund(payment, 1)


def test_somebody_refunds_at_the_companys_own_desk(till: Till) -> None:
    """Known, once, and where exactly that is owed the debt is paid."""
    placed = paid_order(till)
    due = cancel(placed)
    [payment] = till.column(select(Payment.reference))
    till.stripe.account.create_refund({"payment_intent": payment})
    for kind in ("refund.created", "charge.refunded"):
        till.tell(till.stripe.event(kind))
    till.work("refunds", "cards", times=2)
    assert refunds(till) == [placed.total_vnd]
    assert till.status(placed) == "refunded"
    assert till.column(select(MoneyBack.refund_due_id)) == [due]


def test_a_card_that_cannot_take_it_back_gives_a_person_work(till: Till) -> None:
    placed = paid_order(till)
    cancel(placed)
    till.work("refunds")
    [refund] = till.stripe.account.list("refunds")
    till.stripe.account.fail_refund(refund["id"])
    till.tell(till.stripe.event("refund.failed"))
    [waiting] = list_money_to_send()
    assert waiting.amount_vnd == placed.total_vnd
    number = waiting.id
    db.session.rollback()
    with transaction():
        mark_sent_back(number, "FT26112100001", by="operator", at=clock.now())
    assert till.column(select(MoneyBack.status)) == ["sent"]
    assert till.column(select(MoneyBack.provider)) == ["bank"]


def test_what_came_back_and_was_refunded_again_at_the_desk_is_nobodys_work(till: Till) -> None:
    """Else a person would transfer it a second time."""
    placed = paid_order(till)
    cancel(placed)
    till.work("refunds")
    [first] = till.stripe.account.list("refunds")
    till.stripe.account.fail_refund(first["id"])
    till.tell(till.stripe.event("refund.failed"))
    till.stripe.account.create_refund({"payment_intent": first["payment_intent"]})
    till.tell(till.stripe.event("refund.created"))
    assert list_money_to_send() == []
    db.session.rollback()
    till.work("refunds", "cards", times=2)
    assert till.column(select(MoneyBack.status)) == ["sent"]


def test_a_desks_refund_that_failed_before_it_was_told_is_not_believed(till: Till) -> None:
    """Messages come in any order: "failed" first, then the older one that says it went out."""
    placed = paid_order(till)
    cancel(placed)
    made = till.stripe.account.create_refund({"payment_intent": till.column(select(Payment.reference))[0]})
    older = till.stripe.event("refund.created")
    till.stripe.account.fail_refund(made["id"])
    till.tell(till.stripe.event("refund.failed"))
    till.tell(older)
    assert till.column(select(MoneyBack.status).where(MoneyBack.status == "sent")) == []
    assert till.status(placed) == "refund_due"


def test_a_failed_refund_that_the_list_still_names_fails_no_other(till: Till) -> None:
    """Stripe lists the failed one beside the one that went out in its place: nobody is told to send it again."""
    placed = paid_order(till)
    cancel(placed)
    till.work("refunds")
    intent = till.column(select(Payment.reference))[0]
    [back] = till.column(select(MoneyBack.id))
    with transaction():  # as if our question had been asked, and its answer lost
        db.session.execute(update(MoneyBack).values(status="asked", provider_ref=None, tries=1))

    def told(ref: str, status: str, ours: int | None) -> None:
        with transaction():
            settle_refund(RefundFacts(ref, status, placed.total_vnd, intent, ours, ""), at=clock.now())

    told("re_first", "failed", back)
    told("re_first", "succeeded", back)  # the older word comes late
    assert till.column(select(MoneyBack.status)) == ["failed"]
    told("re_second", "succeeded", None)
    for word in ("failed", "succeeded"):
        told("re_first", word, back)
    assert till.column(select(MoneyBack.status)) == ["sent"]
    assert till.column(select(MoneyBack.provider_ref)) == ["re_second"]


def test_a_transfer_goes_back_by_hand_once(till: Till) -> None:
    placed = paid_order(till, VIETQR)
    cancel(placed)
    till.work("refunds")
    [number] = till.column(select(MoneyBack.id))

    def send(racer: int) -> None:
        with transaction():
            mark_sent_back(number, f"FT2611210000{racer}", by="operator", at=clock.now())

    outcomes = all_at_once(till.app, send, 5)
    assert [type(one) for one in outcomes].count(AlreadyDone) == 4
    assert till.status(placed) == "refunded"


# Disputes, and what nobody has heard of


def test_a_dispute_is_written_down_from_its_beginning_to_its_end(till: Till) -> None:
    placed = paid_order(till)
    [intent] = till.column(select(Payment.reference))
    dispute = till.stripe.account.open_dispute(intent)
    till.tell(till.stripe.event("charge.dispute.created"))
    [known] = list_disputes()
    assert (known.amount_vnd, known.status, known.closed_at) == (placed.total_vnd, "needs_response", None)
    assert "dispute_open" in {str(one.kind) for one in list_stuck_money(clock.now())}
    db.session.rollback()
    till.wait(timedelta(days=20))
    till.stripe.account.close_dispute(dispute["id"], won=False)
    till.tell(till.stripe.event("charge.dispute.closed"))
    till.tell(till.stripe.event("charge.dispute.created"))
    [known] = list_disputes()
    assert known.status == "lost" and known.closed_at is not None
    db.session.rollback()


def test_unknown_messages_are_kept_and_change_nothing(till: Till) -> None:
    placed = till.order(CARD)
    before = till.standing(placed)
    account = till.stripe.account
    for kind in (
        "balance.available",
        "payout.paid",
        "radar.early_fraud_warning.created",
        "customer.created",
        "x" * 300,
    ):
        event = account.happened(kind, {"id": "obj_1", "object": "thing", "amount": 5}, account.seconds())
        assert till.tell(event).status_code == 200
    assert till.standing(placed) == before
    stored = till.column(select(PaymentEvent.processed_at))
    assert len(stored) == 5 and None not in stored


KINDS = ("checkout.session.completed", "charge.refunded", "refund.updated", "charge.dispute.closed")
STRANGE: tuple[dict[str, object], ...] = (
    {},
    {"id": None},
    {"id": "x", "amount": "much"},
    {"id": 7, "payment_intent": [1]},
    {"id": "cs_x", "payment_status": "paid", "amount_total": -1, "currency": "vnd", "livemode": False},
)


def test_known_kinds_with_strange_contents_are_kept(till: Till) -> None:
    account = till.stripe.account
    for kind, about in itertools.product(KINDS, STRANGE):
        assert till.tell(account.happened(kind, about, account.seconds())).status_code == 200, (kind, about)
    assert till.column(select(func.count()).select_from(PaymentEvent)) == [len(KINDS) * len(STRANGE)]
    till.wait(timedelta(minutes=10))
    till.work("cards", times=2)
    assert None not in till.column(select(PaymentEvent.processed_at)), "nothing waits for ever"
    assert till.column(select(Payment.id)) == []
