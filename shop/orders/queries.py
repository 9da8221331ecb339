"""Reads of orders for those whose business they are. A stranger finds nothing."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from shop.database import db
from shop.orders.codes import parse_order_code
from shop.orders.models import Order, Parcel
from shop.orders.rules import OrderStatus, ParcelStatus
from shop.values.phone import BadPhone, parse_phone

_WHOLE = (
    joinedload(Order.parcels).joinedload(Parcel.lines),
    selectinload(Order.events),
    selectinload(Order.refunds),
)


def find_order_by_code_and_phone(code: str, phone: str) -> Order | None:
    """The order that a guest names by its code and their telephone number as typed, whole; None for a stranger."""
    clean = parse_order_code(code)
    try:
        number = parse_phone(phone)
    except BadPhone:
        return None
    return _whole(select(Order).where(Order.code == clean, Order.phone == number)) if clean else None


def find_order_of_account(account_id: int, code: str) -> Order | None:
    """An account's own order by its code, whole; None where it is another's."""
    clean = parse_order_code(code)
    return _whole(select(Order).where(Order.code == clean, Order.account_id == account_id)) if clean else None


def find_order(code: str) -> Order | None:
    """Any order by its code, whole; for the selling organisation, never for a door that strangers enter."""
    clean = parse_order_code(code)
    return _whole(select(Order).where(Order.code == clean)) if clean else None


def get_order(order_id: int) -> Order | None:
    """Any order by its number, whole; as `find_order`."""
    return _whole(select(Order).where(Order.id == order_id))


def list_orders_of_account(
    account_id: int, *, statuses: Collection[OrderStatus] = (), page: int = 1, per_page: int = 20
) -> list[Order]:
    """An account's orders with their parcels and lines, newest first; one page, of these statuses if any."""
    query = select(Order).where(Order.account_id == account_id).order_by(Order.id.desc())
    if statuses:
        query = query.where(Order.status.in_(statuses))
    return list(_with_parcels(query.limit(per_page).offset((page - 1) * per_page)))


def count_orders_of_account(account_id: int) -> dict[OrderStatus, int]:
    """How many orders an account has in each status; statuses without any are left out."""
    rows = db.session.execute(
        select(Order.status, func.count()).where(Order.account_id == account_id).group_by(Order.status)
    )
    return {OrderStatus(status): count for status, count in rows}


def list_orders(
    *,
    statuses: Collection[OrderStatus] = (),
    since: datetime | None = None,
    page: int = 1,
    per_page: int = 50,
) -> list[Order]:
    """Orders with their parcels and lines, newest first; for the selling organisation."""
    query = select(Order).order_by(Order.id.desc()).limit(per_page).offset((page - 1) * per_page)
    if statuses:
        query = query.where(Order.status.in_(statuses))
    return list(_with_parcels(query if since is None else query.where(Order.placed_at >= since)))


def list_parcels_of_producer(producer_id: int, statuses: Collection[ParcelStatus]) -> list[Parcel]:
    """A producer's parcels in these statuses with their lines and order, the oldest order first; two statements."""
    query = (
        select(Parcel)
        .where(Parcel.producer_id == producer_id, Parcel.status.in_(statuses))
        .order_by(Parcel.id)
        .options(joinedload(Parcel.order), selectinload(Parcel.lines))
    )
    return list(db.session.scalars(query))


def find_parcel_of_producer(producer_id: int, parcel_id: int) -> Parcel | None:
    """A producer's own parcel with its lines and order; None where it is another's."""
    query = select(Parcel).where(Parcel.producer_id == producer_id, Parcel.id == parcel_id)
    return db.session.scalar(query.options(joinedload(Parcel.order), selectinload(Parcel.lines)))


def _whole(query: Select[Order]) -> Order | None:
    found = db.session.scalars(query.options(*_WHOLE).execution_options(populate_existing=True))
    return found.unique().one_or_none()


def _with_parcels(query: Select[Order]) -> Collection[Order]:
    loads = selectinload(Order.parcels).selectinload(Parcel.lines)
    found: Collection[Order] = db.session.scalars(query.options(loads).execution_options(populate_existing=True)).all()
    return found
