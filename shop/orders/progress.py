"""The only writers of status. One conditional statement decides, an event tells; any other step is refused."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, select, update

from shop.database import db, insert_rows
from shop.orders.models import Order, OrderEvent, Parcel, ParcelEvent
from shop.orders.refusals import NoSuchOrder
from shop.orders.rules import ORDER_TRANSITIONS, PARCEL_TRANSITIONS, OrderStatus, ParcelStatus
from shop.orders.stall_notices import TOLD_STEPS, Told, tell_stalls

_AS_IT_STANDS = {"synchronize_session": False}


def lock_order(order_id: int) -> Order:
    """The order as it stands now; no other transaction changes it, its parcels or its refunds until this one ends.

    Refuses NoSuchOrder.
    """
    query = select(Order).where(Order.id == order_id).with_for_update().execution_options(populate_existing=True)
    order = db.session.scalar(query)
    if order is None:
        raise NoSuchOrder("order", order_id)
    return order


def advance_order(
    order_id: int, step: tuple[OrderStatus, OrderStatus], *, by: str, at: datetime, reason: str = "", **facts: object
) -> bool:
    """Take an order one step from where it must stand; `facts` are columns that the step makes known.

    False, and nothing changed, where it does not stand there (any more).
    """
    _check(step, ORDER_TRANSITIONS)
    seq = db.session.scalar(
        update(Order)
        .where(Order.id == order_id, Order.status == step[0])
        .values(status=step[1], seq=Order.seq + 1, **facts)
        .returning(Order.seq)
        .execution_options(**_AS_IT_STANDS)
    )
    if seq is None:
        return False
    event = {"order_id": order_id, "seq": seq, "from_status": step[0], "to_status": step[1]}
    insert_rows(OrderEvent, [{**event, "happened_at": at, "actor": by, "reason": reason}])
    return True


def advance_parcels(
    order_id: int,
    step: tuple[ParcelStatus, ParcelStatus],
    *,
    by: str,
    at: datetime,
    reason: str = "",
    only: int | None = None,
) -> dict[int, int]:
    """Take the parcels of an order (`only` one) that stand at the step's beginning over it.

    Their new count of events by id.
    """
    which = Parcel.order_id == order_id if only is None else and_(Parcel.order_id == order_id, Parcel.id == only)
    return _advance_parcels(which, step, by=by, at=at, reason=reason)


def advance_parcel(
    parcel_id: int, step: tuple[ParcelStatus, ParcelStatus], *, by: str, at: datetime, reason: str = "", **facts: object
) -> int | None:
    """Take one parcel over a step; its new count of events, None where it does not stand at the step's beginning."""
    return _advance_parcels(Parcel.id == parcel_id, step, by=by, at=at, reason=reason, **facts).get(parcel_id)


def _advance_parcels(
    which: ColumnElement[bool],
    step: tuple[ParcelStatus, ParcelStatus],
    *,
    by: str,
    at: datetime,
    reason: str,
    **facts: object,
) -> dict[int, int]:
    _check(step, PARCEL_TRANSITIONS)
    moved = dict(
        db.session.execute(
            update(Parcel)
            .where(which, Parcel.status == step[0])
            .values(status=step[1], seq=Parcel.seq + 1, **facts)
            .returning(Parcel.id, Parcel.seq)
            .execution_options(**_AS_IT_STANDS)
        ).all()
    )
    if moved:
        event = {"from_status": step[0], "to_status": step[1], "happened_at": at, "actor": by, "reason": reason}
        rows = [{"parcel_id": parcel_id, "seq": seq, **event} for parcel_id, seq in moved.items()]
        insert_rows(ParcelEvent, rows)
        if step in TOLD_STEPS:
            told = [Told(parcel_id, str(seq)) for parcel_id, seq in moved.items()]
            tell_stalls(TOLD_STEPS[step], told, by=by, at=at)
    return moved


def _check(step: tuple[str, str], allowed: frozenset[tuple[str, str]]) -> None:
    if step not in allowed:
        raise ValueError(f"no step leads from {step[0]} to {step[1]}")
