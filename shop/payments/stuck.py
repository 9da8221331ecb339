"""Money that is stuck: whatever somebody should look at today. Empty is good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Integer, Select, cast, literal, null, select, union_all

from shop.database import db
from shop.orders import DEAD, Order, OrderStatus, RefundDue, RefundStatus
from shop.payments.models import CardSession, Payment, PaymentEvent
from shop.payments.office_models import Dispute, MoneyBack, SuspenseEntry
from shop.payments.rules import Allocation, MoneyBackStatus, Provider, SessionStatus
from shop.values.dates import vietnam_day

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
    """Everything that waits longer than it should, the oldest first; one statement."""
    kinds = (_dead(), *_refunds(at), _strange_refunds(), _suspense(at), _events(at), _sessions(at), _holds(at))
    every = union_all(*kinds, _disputes(), _cash(at)).subquery()
    rows = db.session.execute(select(every).order_by(every.c.since, every.c.kind, every.c.id))
    return [StuckMoney(StuckKind(kind), *rest) for kind, *rest in rows]


def _of(kind: StuckKind, number: Any, order_id: Any, amount: Any, since: Any, words: Any = "") -> Select[Any]:
    """What one kind of waiting adds to the list."""
    said = literal("") if isinstance(words, str) else words
    return select(
        literal(str(kind)).label("kind"),
        number.label("id"),
        order_id.label("order_id"),
        amount.label("amount_vnd"),
        since.label("since"),
        said.label("words"),
    )


def _dead() -> Select[Any]:
    """Money of an order that is dead and owes nothing back: it must not be kept silently."""
    owed = select(RefundDue.id).where(RefundDue.order_id == Order.id, RefundDue.status != RefundStatus.DROPPED)
    return (
        _of(StuckKind.PAID_BUT_DEAD, Payment.id, Payment.order_id, Payment.amount_vnd, Payment.recorded_at)
        .join(Order, Order.id == Payment.order_id)
        .where(Payment.allocation == Allocation.ORDER, Order.status.in_(DEAD), ~owed.exists())
    )


def _refunds(at: datetime) -> tuple[Select[Any], ...]:
    """Owed for too long, given up by the machine, or asked for too long ago without anything owed."""
    owed = (RefundDue.id, RefundDue.order_id, RefundDue.amount_vnd, RefundDue.decided_at, RefundDue.reason)
    waiting = RefundDue.status.in_((RefundStatus.DUE, RefundStatus.BEGUN))
    late = (MoneyBack.refund_due_id.is_(None), MoneyBack.asked_at <= at - REFUND_MAY_TAKE)
    return (
        _of(StuckKind.REFUND_LATE, *owed).where(waiting, RefundDue.decided_at <= at - REFUND_MAY_TAKE),
        _money_back(StuckKind.REFUND_FAILED, MoneyBack.trouble).where(MoneyBack.status == MoneyBackStatus.FAILED),
        _money_back(StuckKind.MONEY_BACK_LATE, MoneyBack.trouble).where(
            MoneyBack.status.not_in((MoneyBackStatus.SENT, MoneyBackStatus.FAILED)), *late
        ),
    )


def _money_back(kind: StuckKind, words: Any = "") -> Select[Any]:
    facts = (MoneyBack.id, Payment.order_id, MoneyBack.amount_vnd, MoneyBack.asked_at, words)
    return _of(kind, *facts).join_from(MoneyBack, Payment, Payment.id == MoneyBack.payment_id)


def _strange_refunds() -> Select[Any]:
    """Somebody sent it at the provider's desk, and no order owed it."""
    return _money_back(StuckKind.SENT_WITHOUT_DEBT).where(
        MoneyBack.origin == "provider",
        MoneyBack.refund_due_id.is_(None),
        MoneyBack.suspense_entry_id.is_(None),
        Payment.allocation == Allocation.ORDER,
    )


def _suspense(at: datetime) -> Select[Any]:
    entry = SuspenseEntry
    facts = (entry.id, cast(null(), Integer), Payment.amount_vnd, entry.opened_at, entry.reason)
    return (
        _of(StuckKind.SUSPENSE_LATE, *facts)
        .join_from(entry, Payment, Payment.id == entry.payment_id)
        .where(entry.closed_at.is_(None), entry.due_on < vietnam_day(at))
    )


def _events(at: datetime) -> Select[Any]:
    event = PaymentEvent
    facts = (event.id, cast(null(), Integer), cast(null(), BigInteger), event.received_at, event.kind)
    return _of(StuckKind.EVENT_UNREAD, *facts).where(
        event.processed_at.is_(None), event.received_at <= at - EVENT_MAY_WAIT
    )


def _sessions(at: datetime) -> Select[Any]:
    asked = CardSession
    return _of(StuckKind.SESSION_UNANSWERED, asked.id, asked.order_id, asked.amount_vnd, asked.asked_at).where(
        asked.status == SessionStatus.ASKED, asked.asked_at <= at - ANSWER_MAY_TAKE
    )


def _holds(at: datetime) -> Select[Any]:
    return _of(StuckKind.HOLD_NOT_ENDED, Order.id, Order.id, Order.total_vnd, Order.hold_until).where(
        Order.status == OrderStatus.AWAITING_PAYMENT, Order.hold_until <= at - HOLD_MAY_LAST
    )


def _disputes() -> Select[Any]:
    facts = (Dispute.id, Payment.order_id, Dispute.amount_vnd, Dispute.opened_at, Dispute.reason)
    return (
        _of(StuckKind.DISPUTE_OPEN, *facts)
        .outerjoin_from(Dispute, Payment, Payment.id == Dispute.payment_id)
        .where(Dispute.closed_at.is_(None))
    )


def _cash(at: datetime) -> Select[Any]:
    return _of(
        StuckKind.CASH_NOT_HANDED_OVER, Payment.id, Payment.order_id, Payment.amount_vnd, Payment.recorded_at
    ).where(
        Payment.provider == Provider.CASH,
        Payment.remittance_id.is_(None),
        Payment.recorded_at <= at - CARRIER_MAY_KEEP,
    )
