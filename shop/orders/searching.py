"""Looking orders and parcels up, for the selling organisation; never for a door that strangers enter."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, lazyload, selectinload

from shop.database import db
from shop.orders.models import Order, OrderLine, Parcel
from shop.orders.refund_models import LineWithdrawal, RefundDue, RefundStatus, ReturnRequest, ReturnStatus
from shop.orders.rules import OrderStatus, ParcelStatus, PaymentMethod
from shop.values.folding import fold

MOST_WORDS = 8


@dataclass(frozen=True)
class OrderSearch:
    """Which orders are asked for; empty fields ask for nothing.

    `words` are those of code, name, telephone, goods or producers, marks or not, each anywhere.
    """

    words: str = ""
    statuses: Collection[OrderStatus] = ()
    method: PaymentMethod | None = None
    since: datetime | None = None
    until: datetime | None = None

    def among(self, statuses: Collection[OrderStatus]) -> OrderSearch:
        """The same, of orders in these statuses only."""
        return replace(self, statuses=statuses)


@dataclass(frozen=True)
class ParcelSearch:
    """Which parcels are asked for; `words` as in OrderSearch, `before` the decisive instant of their order."""

    words: str = ""
    statuses: Collection[ParcelStatus] = ()
    producer_id: int | None = None
    before: datetime | None = None

    def among(self, statuses: Collection[ParcelStatus]) -> ParcelSearch:
        """The same, of parcels in these statuses only."""
        return replace(self, statuses=statuses)


@dataclass(frozen=True)
class AskedReturn:
    """A request to return goods with the line and the order that it is about."""

    request: ReturnRequest
    line: OrderLine
    order: Order

    @property
    def amount_vnd(self) -> int:
        """What accepting it gives back, in dong."""
        return self.request.quantity * self.line.unit_vnd


@dataclass(frozen=True)
class OwedRefund:
    """Money owed back with the order that owes it."""

    refund: RefundDue
    order: Order


def search_orders(search: OrderSearch, *, page: int, per_page: int) -> tuple[list[Order], int]:
    """One page of the orders asked for, whole and newest first, and how many there are; four statements."""
    loads = selectinload(Order.parcels).selectinload(Parcel.lines)
    query = _narrowed(select(Order), search).order_by(Order.id.desc())
    rows = db.session.scalars(query.limit(per_page).offset((page - 1) * per_page).options(loads)).all()
    return list(rows), db.session.scalar(_narrowed(select(func.count(Order.id)), search)) or 0


def order_exists(code: str) -> bool:
    """Is there an order of this code?"""
    return db.session.scalar(select(Order.id).where(Order.code == code)) is not None


def order_codes(order_ids: Collection[int]) -> dict[int, str]:
    """The codes of these orders by number; no statement for none."""
    if not order_ids:
        return {}
    found = db.session.execute(select(Order.id, Order.code).where(Order.id.in_(order_ids)))
    return {int(number): str(code) for number, code in found}


def count_orders_by_status(search: OrderSearch) -> dict[str, int]:
    """How many of the orders asked for stand in each status that occurs."""
    return _counted(_narrowed(_plain(select(Order.status, func.count())), search).group_by(Order.status))


def search_parcels(search: ParcelSearch, *, page: int, per_page: int) -> list[Parcel]:
    """One page of the parcels asked for with their order and lines, the longest promised first; two statements."""
    query = (
        _narrowed_parcels(select(Parcel), search)
        .order_by(func.coalesce(Order.decisive_at, Order.placed_at), Parcel.id)
        .limit(per_page)
        .offset((page - 1) * per_page)
        .options(joinedload(Parcel.order), selectinload(Parcel.lines))
    )
    return list(db.session.scalars(query))


def count_parcels_by_status(search: ParcelSearch) -> dict[str, int]:
    """How many of the parcels asked for stand in each status that occurs."""
    return _counted(_narrowed_parcels(_plain(select(Parcel.status, func.count())), search).group_by(Parcel.status))


def list_parcels(parcel_ids: Collection[int]) -> list[Parcel]:
    """These parcels with their order and lines, in the order of their numbers; two statements."""
    query = select(Parcel).where(Parcel.id.in_(parcel_ids)).order_by(Parcel.id)
    return list(db.session.scalars(query.options(joinedload(Parcel.order), selectinload(Parcel.lines))))


def pieces_left(parcels: Collection[Parcel]) -> dict[int, int]:
    """How many pieces are still in each line of these parcels, by number, after what was left out; one statement."""
    numbers = [line.id for parcel in parcels for line in parcel.lines]
    query = select(LineWithdrawal.order_line_id, func.sum(LineWithdrawal.quantity)).where(
        LineWithdrawal.order_line_id.in_(numbers)
    )
    gone = {
        line_id: int(number) for line_id, number in db.session.execute(query.group_by(LineWithdrawal.order_line_id))
    }
    return {line.id: line.quantity - gone.get(line.id, 0) for parcel in parcels for line in parcel.lines}


def list_parcel_makers(statuses: Collection[ParcelStatus]) -> list[tuple[int, str]]:
    """Number and name of every producer who has a parcel in these statuses, by name."""
    query = (
        select(OrderLine.producer_id, func.min(OrderLine.producer_name))
        .join(Parcel, Parcel.id == OrderLine.parcel_id)
        .where(Parcel.status.in_(statuses))
        .group_by(OrderLine.producer_id)
        .order_by(func.min(OrderLine.producer_name))
    )
    return [(number, name) for number, name in db.session.execute(query)]


def list_returns(statuses: Collection[ReturnStatus], *, page: int, per_page: int) -> list[AskedReturn]:
    """One page of the requests to return goods in these statuses, the oldest first; one statement."""
    query = (
        select(ReturnRequest, OrderLine, Order)
        .join(OrderLine, OrderLine.id == ReturnRequest.order_line_id)
        .join(Order, Order.id == ReturnRequest.order_id)
        .where(ReturnRequest.status.in_(statuses))
        .order_by(ReturnRequest.id)
        .limit(per_page)
        .offset((page - 1) * per_page)
    )
    return [AskedReturn(asked, line, order) for asked, line, order in db.session.execute(query)]


def search_refunds(status: RefundStatus, *, page: int, per_page: int) -> list[OwedRefund]:
    """One page of the money owed back in a status with its order, the longest owed first; one statement."""
    query = (
        select(RefundDue, Order)
        .join(Order, Order.id == RefundDue.order_id)
        .where(RefundDue.status == status)
        .order_by(RefundDue.id)
        .limit(per_page)
        .offset((page - 1) * per_page)
        .options(lazyload(RefundDue.lines))
    )
    return [OwedRefund(refund, order) for refund, order in db.session.execute(query)]


def count_refunds_by_status() -> dict[str, int]:
    """How many debts to shoppers stand in each status that occurs."""
    return _counted(_plain(select(RefundDue.status, func.count())).group_by(RefundDue.status))


def count_returns_by_status() -> dict[str, int]:
    """How many requests to return goods stand in each status that occurs."""
    return _counted(_plain(select(ReturnRequest.status, func.count())).group_by(ReturnRequest.status))


def _plain(query: Any) -> Select[Any]:
    narrowed: Select[Any] = query
    return narrowed


def _counted(query: Select[Any]) -> dict[str, int]:
    return {str(status): int(number) for status, number in db.session.execute(query).all()}


def _narrowed(query: Select[Any], search: OrderSearch) -> Select[Any]:
    query = _with_words(query, search.words)
    if search.statuses:
        query = query.where(Order.status.in_(search.statuses))
    if search.method:
        query = query.where(Order.method == search.method)
    if search.since is not None:
        query = query.where(Order.placed_at >= search.since)
    return query if search.until is None else query.where(Order.placed_at < search.until)


def _narrowed_parcels(query: Select[Any], search: ParcelSearch) -> Select[Any]:
    query = _with_words(query.join(Order, Order.id == Parcel.order_id), search.words)
    if search.statuses:
        query = query.where(Parcel.status.in_(search.statuses))
    if search.before is not None:
        query = query.where(func.coalesce(Order.decisive_at, Order.placed_at) < search.before)
    return query if search.producer_id is None else query.where(Parcel.producer_id == search.producer_id)


def _with_words(query: Select[Any], words: str) -> Select[Any]:
    for word in fold(words).split()[:MOST_WORDS]:
        query = query.where(Order.search_words.contains(word, autoescape=True))
    return query
