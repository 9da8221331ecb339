"""The way of a parcel: packed, shipped, delivered, or refused and returned."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from shop.database import db
from shop.orders.models import Order, Parcel
from shop.orders.notices import Notice, tell
from shop.orders.parts import list_lines_left
from shop.orders.progress import advance_order, advance_parcel, lock_order
from shop.orders.refund_models import RefundKind
from shop.orders.refunding import goods_parts, owe_back
from shop.orders.refusals import NoSuchOrder, WrongStatus
from shop.orders.rules import OrderStatus, ParcelStatus, status_after_parcels
from shop.values.folding import tidy

_P = ParcelStatus


def pack_parcel(parcel_id: int, *, by: str, at: datetime) -> None:
    """It is packed and waits for the carrier or the shopper. Refuses NoSuchOrder and WrongStatus."""
    _move(parcel_id, (_P.PREPARING, _P.PACKED), by=by, at=at)


def ship_parcel(parcel_id: int, *, carrier: str, tracking: str, by: str, at: datetime) -> None:
    """A carrier has it; the shopper is told with its tracking number. Refuses NoSuchOrder and WrongStatus."""
    facts = {"carrier": tidy(carrier)[:80], "tracking": tidy(tracking)[:80]}
    order = _move(parcel_id, (_P.PACKED, _P.SHIPPED), by=by, at=at, **facts)
    tell(Notice.SHIPPED, order, str(parcel_id), at=at, parcel_id=parcel_id, **facts)


def deliver_parcel(parcel_id: int, *, by: str, at: datetime) -> None:
    """The shopper has it: from the carrier, or handed over at a point of sale, or a voucher was sent.

    The last one completes its order. Refuses NoSuchOrder and WrongStatus.
    """
    parcel = _get(parcel_id)
    begins = _P.PACKED if parcel.status == _P.PACKED else _P.SHIPPED
    order = _move(parcel_id, (begins, _P.DELIVERED), by=by, at=at, delivered_at=at)
    tell(Notice.DELIVERED, order, str(parcel_id), at=at, parcel_id=parcel_id)
    complete_if_over(order, by=by, at=at)


def refuse_parcel(parcel_id: int, *, by: str, at: datetime, reason: str = "") -> None:
    """The shopper did not take it; it is on its way back. Refuses NoSuchOrder and WrongStatus."""
    _move(parcel_id, (_P.SHIPPED, _P.REFUSED), by=by, at=at, reason=reason)


def return_parcel(parcel_id: int, *, by: str, at: datetime) -> None:
    """A refused parcel is back at its producer: what was paid for the goods, without the delivery, is owed back.

    Whether the goods can be sold again, a person says by `receive_stock`. Refuses NoSuchOrder and WrongStatus.
    """
    order = _move(parcel_id, (_P.REFUSED, _P.RETURNED), by=by, at=at)
    if order.paid_at is not None:
        lines = [line for line in list_lines_left(order.id) if line.parcel_id == parcel_id]
        owe_back(order, RefundKind.PARCEL, goods_parts(lines), reason="returned_to_producer", by=by, at=at)
    complete_if_over(order, by=by, at=at)


def complete_if_over(order: Order, *, by: str, at: datetime) -> None:
    """Take a living order to its end once all its parcels are over; see `status_after_parcels`."""
    found = db.session.scalars(select(Parcel.status).where(Parcel.order_id == order.id)).all()
    ends = status_after_parcels(OrderStatus(order.status), found)
    if ends:
        advance_order(order.id, (OrderStatus(order.status), ends), by=by, at=at)
        if ends is OrderStatus.CANCELLED:
            tell(Notice.CANCELLED, order, str(order.id), at=at, why="not_taken")


def _move(
    parcel_id: int, step: tuple[ParcelStatus, ParcelStatus], *, by: str, at: datetime, reason: str = "", **facts: object
) -> Order:
    order = lock_order(_get(parcel_id).order_id)
    if advance_parcel(parcel_id, step, by=by, at=at, reason=reason, **facts) is None:
        raise WrongStatus("parcel", parcel_id, _get(parcel_id).status)
    return order


def _get(parcel_id: int) -> Parcel:
    query = select(Parcel).where(Parcel.id == parcel_id).execution_options(populate_existing=True)
    parcel = db.session.scalar(query)
    if parcel is None:
        raise NoSuchOrder("parcel", parcel_id)
    return parcel
