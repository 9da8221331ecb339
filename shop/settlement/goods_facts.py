"""What happened to goods and to what is owed for them, and is not booked yet.

Pieces of a line are counted off in the order in which they leave it: first those withdrawn before sending, then those
that come back, return by return. So each piece has its own dong of the commission, however a line is split.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from sqlalchemy import ScalarSelect, and_, func, select
from sqlalchemy.orm import aliased

from shop.database import db
from shop.orders import (
    LineWithdrawal,
    Order,
    OrderLine,
    Parcel,
    ParcelEvent,
    ParcelStatus,
    PaymentMethod,
    RefundDue,
    RefundDueLine,
    RefundKind,
    RefundStatus,
)
from shop.settlement.rules import (
    UNDIVIDED,
    Account,
    Entry,
    FactKind,
    Pieces,
    Posting,
    between,
    delivered,
    goods_returned,
)
from shop.settlement.unbooked import is_unbooked, reversed_entries


def find_delivered(limit: int) -> list[Posting]:
    """A shopper has a parcel: what was not withdrawn of it is sold."""
    parcels = db.session.scalars(
        select(Parcel)
        .where(Parcel.status == ParcelStatus.DELIVERED, is_unbooked(FactKind.PARCEL_DELIVERED, Parcel.id))
        .order_by(Parcel.id)
        .limit(limit)
    ).all()
    pieces = _pieces_delivered([parcel.id for parcel in parcels])
    return [
        Posting(
            f"parcel:{parcel.id}:delivered",
            FactKind.PARCEL_DELIVERED,
            parcel.id,
            parcel.delivered_at,
            delivered(parcel.order_id, parcel.producer_id, pieces[parcel.id], parcel.fee_vnd),
            order_id=parcel.order_id,
            producer_id=parcel.producer_id,
            parcel_id=parcel.id,
        )
        for parcel in parcels
        if parcel.delivered_at
    ]


def find_returned_unopened(limit: int) -> list[Posting]:
    """A parcel that was refused is back at its producer: its delivery was paid and stays paid (see orders)."""
    query = (
        select(Parcel, ParcelEvent.happened_at)
        .join(Order, Order.id == Parcel.order_id)
        .join(ParcelEvent, and_(ParcelEvent.parcel_id == Parcel.id, ParcelEvent.seq == Parcel.seq))
        .where(
            Parcel.status == ParcelStatus.RETURNED,
            Order.method != PaymentMethod.COD,
            is_unbooked(FactKind.PARCEL_RETURNED, Parcel.id),
        )
        .order_by(Parcel.id)
        .limit(limit)
    )
    return [
        Posting(
            f"parcel:{parcel.id}:returned",
            FactKind.PARCEL_RETURNED,
            parcel.id,
            happened_at,
            between(
                parcel.fee_vnd,
                debit=(Account.CUSTOMER_MONEY, parcel.order_id),
                credit=(Account.DELIVERY, UNDIVIDED),
            ),
            order_id=parcel.order_id,
            producer_id=parcel.producer_id,
            parcel_id=parcel.id,
        )
        for parcel, happened_at in db.session.execute(query)
    ]


def find_refunds_decided(limit: int) -> list[Posting]:
    """Money of an order that is not earned is owed back."""
    query = (
        select(RefundDue)
        .where(
            RefundDue.kind != RefundKind.RETURN,
            RefundDue.status != RefundStatus.DROPPED,
            is_unbooked(FactKind.REFUND_DECIDED, RefundDue.id),
        )
        .order_by(RefundDue.id)
        .limit(limit)
    )
    return [
        Posting(
            f"refund:{due.id}",
            FactKind.REFUND_DECIDED,
            due.id,
            due.decided_at,
            between(
                due.amount_vnd,
                debit=(Account.CUSTOMER_MONEY, due.order_id),
                credit=(Account.OWED_TO_CUSTOMER, due.order_id),
            ),
            order_id=due.order_id,
        )
        for due in db.session.scalars(query)
    ]


def find_refunds_dropped(limit: int) -> list[Posting]:
    """What was owed back is not owed any more: its order is revived."""
    decided = is_unbooked(FactKind.REFUND_DECIDED, RefundDue.id)
    query = (
        select(RefundDue)
        .where(
            RefundDue.status == RefundStatus.DROPPED,
            ~decided,
            is_unbooked(FactKind.REFUND_DROPPED, RefundDue.id),
        )
        .order_by(RefundDue.id)
        .limit(limit)
    )
    return [
        Posting(
            f"refund:{due.id}:dropped",
            FactKind.REFUND_DROPPED,
            due.id,
            due.decided_at,
            reversed_entries(FactKind.REFUND_DECIDED, due.id),
            order_id=due.order_id,
        )
        for due in db.session.scalars(query)
    ]


def find_goods_returned(limit: int) -> list[Posting]:
    """Delivered goods were taken back: the producer's share and the commission of these very pieces go back."""
    dues = db.session.scalars(
        select(RefundDue)
        .where(RefundDue.kind == RefundKind.RETURN, is_unbooked(FactKind.GOODS_RETURNED, RefundDue.id))
        .order_by(RefundDue.id)
        .limit(limit)
    ).all()
    pieces = _pieces_returned([due.id for due in dues])
    return [
        Posting(
            f"refund:{due.id}",
            FactKind.GOODS_RETURNED,
            due.id,
            due.decided_at,
            tuple(_entries_of(due.order_id, pieces[due.id])),
            order_id=due.order_id,
            producer_id=next(iter(pieces[due.id])),
            parcel_id=due.lines[0].parcel_id,
        )
        for due in dues
    ]


def _entries_of(order_id: int, by_producer: dict[int, list[Pieces]]) -> Iterable[Entry]:
    for producer_id, pieces in by_producer.items():
        yield from goods_returned(order_id, producer_id, pieces)


def _pieces_delivered(parcel_ids: Collection[int]) -> dict[int, list[Pieces]]:
    """The pieces that were sent, by parcel."""
    found: dict[int, list[Pieces]] = defaultdict(list)
    rows = db.session.execute(
        select(OrderLine.parcel_id, OrderLine.quantity, OrderLine.unit_vnd, OrderLine.commission_vnd, _WITHDRAWN)
        .where(OrderLine.parcel_id.in_(parcel_ids))
        .order_by(OrderLine.id)
    )
    for parcel_id, quantity, unit_vnd, commission_vnd, withdrawn in rows:
        found[parcel_id].append(Pieces(quantity, unit_vnd, commission_vnd, int(withdrawn), quantity))
    return found


def _pieces_returned(due_ids: Collection[int]) -> dict[int, dict[int, list[Pieces]]]:
    """The pieces that came back, by refund and producer."""
    found: dict[int, dict[int, list[Pieces]]] = defaultdict(lambda: defaultdict(list))
    rows = db.session.execute(
        select(
            RefundDueLine.refund_due_id,
            OrderLine.producer_id,
            OrderLine.quantity,
            OrderLine.unit_vnd,
            OrderLine.commission_vnd,
            _WITHDRAWN,
            _returned_before(),
            RefundDueLine.quantity,
        )
        .join(OrderLine, OrderLine.id == RefundDueLine.order_line_id)
        .where(RefundDueLine.refund_due_id.in_(due_ids))
        .order_by(RefundDueLine.id)
    )
    for due_id, producer_id, quantity, unit_vnd, commission_vnd, withdrawn, before, returned in rows:
        first = int(withdrawn) + int(before)
        pieces = Pieces(quantity, unit_vnd, commission_vnd, first, first + returned)
        found[due_id][producer_id].append(pieces)
    return found


_WITHDRAWN = (
    select(func.coalesce(func.sum(LineWithdrawal.quantity), 0))
    .where(LineWithdrawal.order_line_id == OrderLine.id)
    .correlate(OrderLine)
    .scalar_subquery()
)


def _returned_before() -> ScalarSelect[int]:
    """How many pieces of the same line came back by earlier returns."""
    line, due = aliased(RefundDueLine), aliased(RefundDue)
    return (
        select(func.coalesce(func.sum(line.quantity), 0))
        .join(due, due.id == line.refund_due_id)
        .where(
            line.order_line_id == RefundDueLine.order_line_id,
            line.id < RefundDueLine.id,
            due.kind == RefundKind.RETURN,
        )
        .correlate(RefundDueLine)
        .scalar_subquery()
    )
