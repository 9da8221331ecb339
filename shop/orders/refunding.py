"""Money owed back: written as a fact with its parts, paid by whoever handles money, reported back once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import func, select, update

from shop.database import count_changed, db
from shop.orders.models import Order
from shop.orders.notices import Notice, tell
from shop.orders.parts import LineLeft
from shop.orders.progress import advance_order, lock_order
from shop.orders.refund_models import RefundDue, RefundDueLine, RefundKind, RefundStatus
from shop.orders.refusals import NoSuchOrder
from shop.orders.rules import OrderStatus

_OPEN = (RefundStatus.DUE, RefundStatus.BEGUN)


def owe_back(
    order: Order, kind: RefundKind, parts: Iterable[RefundDueLine], *, reason: str, by: str, at: datetime
) -> RefundDue:
    """Write down that the parts of an order are owed back to its shopper; the amount in dong is their sum."""
    lines = [part for part in parts if part.amount_vnd]
    due = RefundDue(
        order_id=order.id,
        kind=kind,
        amount_vnd=sum(line.amount_vnd for line in lines),
        reason=reason,
        status=RefundStatus.DUE,
        decided_by=by,
        decided_at=at,
        lines=lines,
    )
    db.session.add(due)
    db.session.flush()
    return due


def goods_parts(lines: Iterable[LineLeft]) -> list[RefundDueLine]:
    """The parts for all pieces that are left of these lines."""
    return [part_of(line, line.left) for line in lines if line.left]


def part_of(line: LineLeft, quantity: int) -> RefundDueLine:
    """The part for so many pieces of a line."""
    return RefundDueLine(
        parcel_id=line.parcel_id, order_line_id=line.id, quantity=quantity, amount_vnd=quantity * line.unit_vnd
    )


def fee_parts(lines: Collection[LineLeft]) -> list[RefundDueLine]:
    """The parts for the delivery of the parcels in which these lines lie."""
    fees = {line.parcel_id: line.fee_vnd for line in lines}
    return [
        RefundDueLine(parcel_id=parcel_id, order_line_id=None, quantity=1, amount_vnd=fee)
        for parcel_id, fee in fees.items()
    ]


def list_refunds_due(limit: int = 200) -> list[RefundDue]:
    """Money that has not gone back yet, begun or not, the longest owed first, with its parts; two statements."""
    query = select(RefundDue).where(RefundDue.status.in_(_OPEN)).order_by(RefundDue.id).limit(limit)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def begin_refund(refund_due_id: int) -> bool:
    """Say that money is about to go back, before asking a provider; from then on nothing calls the refund off.

    False where it was begun, paid or called off before.
    """
    return _change(refund_due_id, (RefundStatus.DUE,), RefundStatus.BEGUN)


def drop_refund(order_id: int) -> bool:
    """Call off the refund of a whole order, which is revived; False where it has begun."""
    due = db.session.scalar(
        select(RefundDue.id).where(
            RefundDue.order_id == order_id, RefundDue.kind == RefundKind.ORDER, RefundDue.status == RefundStatus.DUE
        )
    )
    return due is not None and _change(due, (RefundStatus.DUE,), RefundStatus.DROPPED)


def record_refunded(refund_due_id: int, *, at: datetime, by: str) -> bool:
    """The money has gone back. False, and nothing changed, where that was recorded before, or it was called off.

    A dead order whose last money has gone back becomes refunded. Refuses NoSuchOrder.
    """
    due = db.session.get(RefundDue, refund_due_id)
    if due is None:
        raise NoSuchOrder("refund", refund_due_id)
    order = lock_order(due.order_id)
    if not _change(refund_due_id, _OPEN, RefundStatus.REFUNDED, refunded_at=at):
        return False
    if not _open_refunds(order.id):
        advance_order(order.id, (OrderStatus.REFUND_DUE, OrderStatus.REFUNDED), by=by, at=at)
    tell(Notice.REFUNDED, order, str(refund_due_id), at=at, amount_vnd=due.amount_vnd)
    return True


def _change(refund_due_id: int, from_: tuple[RefundStatus, ...], to: RefundStatus, **facts: object) -> bool:
    changed = update(RefundDue).where(RefundDue.id == refund_due_id, RefundDue.status.in_(from_))
    return count_changed(changed.values(status=to, **facts)) == 1


def _open_refunds(order_id: int) -> int:
    query = select(func.count()).select_from(RefundDue)
    return db.session.scalar(query.where(RefundDue.order_id == order_id, RefundDue.status.in_(_OPEN))) or 0
