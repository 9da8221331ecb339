"""Money that is stuck: whatever somebody should look at today. Empty is good."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select

from shop.database import db
from shop.orders import DEAD, Order, OrderStatus, RefundDue, RefundStatus
from shop.payments.models import CardSession, Payment, PaymentEvent
from shop.payments.office_models import Dispute, MoneyBack, SuspenseEntry
from shop.payments.rules import Allocation, MoneyBackStatus, Provider, SessionStatus
from shop.values.dates import end_of_day

# How long each kind of waiting is nothing to worry about.
REFUND_MAY_TAKE = timedelta(days=2)
EVENT_MAY_WAIT = timedelta(minutes=10)
HOLD_MAY_LAST = timedelta(minutes=10)
ANSWER_MAY_TAKE = timedelta(minutes=10)
CARRIER_MAY_KEEP = timedelta(days=14)


class StuckKind(StrEnum):
    """What is stuck, and so who does what."""

    PAID_BUT_DEAD = "paid_but_dead"
    REFUND_LATE = "refund_late"
    REFUND_FAILED = "refund_failed"
    MONEY_BACK_LATE = "money_back_late"
    SENT_WITHOUT_DEBT = "sent_without_debt"
    SUSPENSE_LATE = "suspense_late"
    EVENT_UNREAD = "event_unread"
    SESSION_UNANSWERED = "session_unanswered"
    HOLD_NOT_ENDED = "hold_not_ended"
    DISPUTE_OPEN = "dispute_open"
    CASH_NOT_HANDED_OVER = "cash_not_handed_over"


@dataclass(frozen=True)
class StuckMoney:
    """One thing to look at: its row's number, the order where there is one, dong where it is known, and since when."""

    kind: StuckKind
    id: int
    order_id: int | None
    amount_vnd: int | None
    since: datetime
    words: str = ""


def list_stuck_money(at: datetime) -> list[StuckMoney]:
    """Everything that waits longer than it should, the oldest first; eleven statements."""
    kinds = (_dead, _refunds, _money_back, _strange_refunds, _suspense, _events, _sessions, _holds, _disputes, _cash)
    return sorted((one for kind in kinds for one in kind(at)), key=lambda one: one.since)


def _dead(at: datetime) -> Iterator[StuckMoney]:
    """Money of an order that is dead and owes nothing back: it must not be kept silently."""
    owed = select(RefundDue.id).where(RefundDue.order_id == Order.id, RefundDue.status != RefundStatus.DROPPED)
    query = (
        select(Payment)
        .join(Order, Order.id == Payment.order_id)
        .where(Payment.allocation == Allocation.ORDER, Order.status.in_(DEAD), ~owed.exists())
    )
    for one in db.session.scalars(query):
        yield StuckMoney(StuckKind.PAID_BUT_DEAD, one.id, one.order_id, one.amount_vnd, one.recorded_at)


def _refunds(at: datetime) -> Iterator[StuckMoney]:
    waiting = RefundDue.status.in_((RefundStatus.DUE, RefundStatus.BEGUN))
    for one in db.session.scalars(select(RefundDue).where(waiting, RefundDue.decided_at <= at - REFUND_MAY_TAKE)):
        yield StuckMoney(StuckKind.REFUND_LATE, one.id, one.order_id, one.amount_vnd, one.decided_at, one.reason)


def _money_back(at: datetime) -> Iterator[StuckMoney]:
    for one in db.session.scalars(select(MoneyBack).where(MoneyBack.status != MoneyBackStatus.SENT)):
        has_failed = one.status == MoneyBackStatus.FAILED
        is_late = one.refund_due_id is None and one.asked_at <= at - REFUND_MAY_TAKE
        if has_failed or is_late:
            kind = StuckKind.REFUND_FAILED if has_failed else StuckKind.MONEY_BACK_LATE
            yield StuckMoney(kind, one.id, one.payment.order_id, one.amount_vnd, one.asked_at, one.trouble)


def _strange_refunds(at: datetime) -> Iterator[StuckMoney]:
    """Somebody sent it at the provider's desk, and no order owed it."""
    query = select(MoneyBack).where(
        MoneyBack.origin == "provider", MoneyBack.refund_due_id.is_(None), MoneyBack.suspense_entry_id.is_(None)
    )
    for one in db.session.scalars(query):
        if one.payment.allocation == Allocation.ORDER:
            yield StuckMoney(StuckKind.SENT_WITHOUT_DEBT, one.id, one.payment.order_id, one.amount_vnd, one.asked_at)


def _suspense(at: datetime) -> Iterator[StuckMoney]:
    for one in db.session.scalars(select(SuspenseEntry).where(SuspenseEntry.closed_at.is_(None))):
        if end_of_day(one.due_on) <= at:
            yield StuckMoney(StuckKind.SUSPENSE_LATE, one.id, None, one.payment.amount_vnd, one.opened_at, one.reason)


def _events(at: datetime) -> Iterator[StuckMoney]:
    waiting = select(PaymentEvent).where(
        PaymentEvent.processed_at.is_(None), PaymentEvent.received_at <= at - EVENT_MAY_WAIT
    )
    for one in db.session.scalars(waiting):
        yield StuckMoney(StuckKind.EVENT_UNREAD, one.id, None, None, one.received_at, one.kind)


def _sessions(at: datetime) -> Iterator[StuckMoney]:
    unanswered = select(CardSession).where(
        CardSession.status == SessionStatus.ASKED, CardSession.asked_at <= at - ANSWER_MAY_TAKE
    )
    for one in db.session.scalars(unanswered):
        yield StuckMoney(StuckKind.SESSION_UNANSWERED, one.id, one.order_id, one.amount_vnd, one.asked_at)


def _holds(at: datetime) -> Iterator[StuckMoney]:
    ended = select(Order).where(Order.status == OrderStatus.AWAITING_PAYMENT, Order.hold_until <= at - HOLD_MAY_LAST)
    for one in db.session.scalars(ended):
        yield StuckMoney(StuckKind.HOLD_NOT_ENDED, one.id, one.id, one.total_vnd, one.hold_until or at)


def _disputes(at: datetime) -> Iterator[StuckMoney]:
    query = select(Dispute, Payment.order_id).outerjoin(Payment, Payment.id == Dispute.payment_id)
    for one, order_id in db.session.execute(query.where(Dispute.closed_at.is_(None))):
        yield StuckMoney(StuckKind.DISPUTE_OPEN, one.id, order_id, one.amount_vnd, one.opened_at, one.reason)


def _cash(at: datetime) -> Iterator[StuckMoney]:
    kept = select(Payment).where(
        Payment.provider == Provider.CASH,
        Payment.remittance_id.is_(None),
        Payment.recorded_at <= at - CARRIER_MAY_KEEP,
    )
    for one in db.session.scalars(kept):
        yield StuckMoney(StuckKind.CASH_NOT_HANDED_OVER, one.id, one.order_id, one.amount_vnd, one.recorded_at)
