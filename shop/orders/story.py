"""Everything that a shopper may read of one order: what was bought, each step since, what was taken back."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, bindparam, func, literal, null, select, union_all
from sqlalchemy.orm import joinedload

from shop.database import db
from shop.orders.codes import parse_order_code
from shop.orders.models import Order, OrderEvent, OrderLine, OrderNote, Parcel, ParcelEvent
from shop.orders.refund_models import LineWithdrawal, RefundDue, RefundStatus, ReturnRequest, ReturnStatus
from shop.orders.rules import RETURN_WINDOW, OrderStatus, ParcelStatus, PaymentMethod, may_still_be_cancelled

WITHDRAWN = "withdrawn"
NOTED = "noted"
_ORDER = bindparam("order_id", type_=Integer)


@dataclass(frozen=True)
class Step:
    """One step in the life of the order, or of the parcel that is named; or a note, whose text is the reason."""

    parcel_id: int | None
    seq: int
    from_status: str
    to_status: str
    at: datetime
    reason: str
    actor: str


@dataclass(frozen=True)
class TakenBack:
    """Pieces of a line that are not sent after all (`withdrawn`), or that the shopper wants to give back.

    `status` is `withdrawn` or a ReturnStatus; `id` is that of the withdrawal or of the request.
    """

    id: int
    order_line_id: int
    quantity: int
    status: str
    reason: str
    note: str
    at: datetime
    decision_note: str
    decided_by: str

    @property
    def is_return(self) -> bool:
        return self.status != WITHDRAWN


@dataclass(frozen=True)
class OrderStory:
    """An order with its parcels and lines, the steps of all of them in order, what was taken back, what is owed.

    `notes` are the selling organisation's own, the newest first, and only there where they were asked for.
    """

    order: Order
    steps: tuple[Step, ...]
    taken_back: tuple[TakenBack, ...]
    refunds: tuple[RefundDue, ...]
    notes: tuple[Step, ...] = ()

    @property
    def lines(self) -> list[OrderLine]:
        """All lines, parcel by parcel."""
        return [line for parcel in self.order.parcels for line in parcel.lines]

    @property
    def steps_of_order(self) -> list[Step]:
        """The steps of the order itself."""
        return [step for step in self.steps if step.parcel_id is None]

    def steps_of(self, parcel: Parcel) -> list[Step]:
        """The steps of one of its parcels."""
        return [step for step in self.steps if step.parcel_id == parcel.id]

    @property
    def mark(self) -> str:
        """A short text that changes with every step; the same as `OrderPulse.mark`."""
        states = Counter(refund.status for refund in self.refunds)
        pieces = Counter(taken.status for taken in self.taken_back)
        return _mark(
            self.order.seq,
            sum(parcel.seq for parcel in self.order.parcels),
            *(states[status] for status in RefundStatus),
            *(pieces[status] for status in (*ReturnStatus, WITHDRAWN)),
        )

    @property
    def comes_back_vnd(self) -> int:
        """What has gone back or is still to go back, in dong."""
        return sum(refund.amount_vnd for refund in self.refunds if refund.status != RefundStatus.DROPPED)

    @property
    def may_be_cancelled(self) -> bool:
        """May its shopper give the whole order up now?"""
        return may_still_be_cancelled(
            OrderStatus(self.order.status), [ParcelStatus(parcel.status) for parcel in self.order.parcels]
        )

    def withdrawn(self, line: OrderLine) -> int:
        """How many pieces of a line are not sent after all."""
        return sum(t.quantity for t in self.taken_back if t.order_line_id == line.id and not t.is_return)

    def left(self, line: OrderLine) -> int:
        """How many pieces of a line are sent or to be sent."""
        return line.quantity - self.withdrawn(line)

    def to_collect_vnd(self, parcel: Parcel) -> int:
        """What a parcel costs in dong: what is left in it, and its delivery."""
        return sum(self.left(line) * line.unit_vnd for line in parcel.lines) + parcel.fee_vnd

    def can_give_back(self, line: OrderLine, parcel: Parcel, at: datetime) -> int:
        """How many pieces of a line of a delivered parcel may still be asked to be given back."""
        if parcel.delivered_at is None or at >= parcel.delivered_at + RETURN_WINDOW:
            return 0
        gone = sum(
            taken.quantity
            for taken in self.taken_back
            if taken.order_line_id == line.id and taken.status != ReturnStatus.REJECTED
        )
        return max(0, line.quantity - gone)


@dataclass(frozen=True)
class OrderPulse:
    """How an order stands, in one statement: for whoever waits for it to change."""

    order_id: int
    code: str
    status: OrderStatus
    method: PaymentMethod
    hold_until: datetime | None
    mark: str


def read_order_story(code: str, *, account_id: int | None = None, with_notes: bool = False) -> OrderStory | None:
    """The story of the order with this code, of this account where one is named; four statements, None without one.

    `with_notes` is for the selling organisation: shoppers never see what it noted.
    """
    query = select(Order).where(*_which(code, account_id)).options(joinedload(Order.parcels).joinedload(Parcel.lines))
    order = db.session.scalars(query.execution_options(populate_existing=True)).unique().one_or_none()
    if order is None:
        return None
    refunds = db.session.scalars(_refunds_statement(), {"order_id": order.id}).unique().all()
    told = _told(order.id, with_notes=with_notes)
    steps = tuple(step for step in told if step.to_status != NOTED)
    notes = tuple(step for step in reversed(told) if step.to_status == NOTED)
    return OrderStory(order, steps, _taken_back(order.id), tuple(refunds), notes)


def read_order_pulse(code: str, *, account_id: int | None = None) -> OrderPulse | None:
    """How the order with this code stands; one statement."""
    row = db.session.execute(
        select(Order.id, Order.code, Order.status, Order.method, Order.hold_until, Order.seq, *_counts()).where(
            *_which(code, account_id)
        )
    ).one_or_none()
    if row is None:
        return None
    order_id, found, status, method, hold_until, *counts = row
    return OrderPulse(order_id, found, OrderStatus(status), PaymentMethod(method), hold_until, _mark(*counts))


def _which(code: str, account_id: int | None) -> list[ColumnElement[bool]]:
    whose = [] if account_id is None else [Order.account_id == account_id]
    return [Order.code == (parse_order_code(code) or ""), *whose]


def _mark(*counts: int) -> str:
    return "-".join(str(count) for count in counts)


@cache
def _counts() -> list[ColumnElement[int]]:
    parcels = select(func.coalesce(func.sum(Parcel.seq), 0)).where(Parcel.order_id == Order.id)
    refunds = [
        select(func.count()).select_from(RefundDue).where(RefundDue.order_id == Order.id, RefundDue.status == status)
        for status in RefundStatus
    ]
    returns = [
        select(func.count())
        .select_from(ReturnRequest)
        .where(ReturnRequest.order_id == Order.id, ReturnRequest.status == status)
        for status in ReturnStatus
    ]
    withdrawn = (
        select(func.count())
        .select_from(LineWithdrawal)
        .join(OrderLine, OrderLine.id == LineWithdrawal.order_line_id)
        .where(OrderLine.order_id == Order.id)
    )
    return [
        query.correlate(Order).scalar_subquery().label(f"count_{number}")
        for number, query in enumerate((parcels, *refunds, *returns, withdrawn))
    ]


def _told(order_id: int, *, with_notes: bool) -> list[Step]:
    """What happened and, if wanted, what was noted, in order."""
    return [Step(*row) for row in db.session.execute(_told_statement(with_notes), {"order_id": order_id})]


# These statements take longer to build than to run, so they are built once.


@cache
def _refunds_statement() -> Select[RefundDue]:
    refunds = select(RefundDue).where(RefundDue.order_id == _ORDER).options(joinedload(RefundDue.lines))
    return refunds.order_by(RefundDue.id).execution_options(populate_existing=True)


@cache
def _told_statement(with_notes: bool) -> Select[Any]:
    def columns(table: type[OrderEvent | ParcelEvent], parcel: Any) -> tuple[Any, ...]:
        return (parcel, table.seq, table.from_status, table.to_status, table.happened_at, table.reason, table.actor)

    of_order = select(*columns(OrderEvent, null().label("parcel_id"))).where(OrderEvent.order_id == _ORDER)
    of_parcels = (
        select(*columns(ParcelEvent, ParcelEvent.parcel_id))
        .join(Parcel, Parcel.id == ParcelEvent.parcel_id)
        .where(Parcel.order_id == _ORDER)
    )
    written = (literal(NOTED), literal(NOTED), OrderNote.written_at, OrderNote.text, OrderNote.written_by)
    notes = select(null().label("parcel_id"), OrderNote.id, *written).where(OrderNote.order_id == _ORDER)
    told = union_all(of_order, of_parcels, *([notes] if with_notes else [])).subquery()
    return select(told).order_by(told.c.happened_at, told.c.parcel_id, told.c.seq)


def _taken_back(order_id: int) -> tuple[TakenBack, ...]:
    return tuple(TakenBack(*row) for row in db.session.execute(_taken_back_statement(), {"order_id": order_id}))


@cache
def _taken_back_statement() -> Select[Any]:
    returns = select(
        ReturnRequest.id,
        ReturnRequest.order_line_id,
        ReturnRequest.quantity,
        ReturnRequest.status,
        ReturnRequest.reason,
        ReturnRequest.note,
        ReturnRequest.requested_at.label("at"),
        ReturnRequest.decision_note,
        ReturnRequest.decided_by,
    ).where(ReturnRequest.order_id == _ORDER)
    withdrawn = (
        select(
            LineWithdrawal.id,
            LineWithdrawal.order_line_id,
            LineWithdrawal.quantity,
            literal(WITHDRAWN),
            LineWithdrawal.reason,
            literal(""),
            LineWithdrawal.withdrawn_at,
            literal(""),
            LineWithdrawal.withdrawn_by,
        )
        .join(OrderLine, OrderLine.id == LineWithdrawal.order_line_id)
        .where(OrderLine.order_id == _ORDER)
    )
    both = union_all(returns, withdrawn).subquery()
    return select(both).order_by(both.c.at, both.c.order_line_id)
