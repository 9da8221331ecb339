"""What one producer sold: by week, good, place and channel.

Goods count when they are delivered, or sold at a booth; what came back does not.

Each read names the producer, and nobody else's line can be in it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Row, Select, func, literal, select, union_all

from shop.database import db
from shop.orders import LineWithdrawal, Order, OrderLine, Parcel, ParcelStatus, ReturnRequest, ReturnStatus
from shop.reports.stall_sales_at_booths import SOME_MONDAY, Channel, grouped_at_booths, lines_at_booths, week_of
from shop.values.dates import end_of_day, start_of_day

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True)
class Sold:
    """One good in one week in one province (none at fairs): pieces, and their value in dong."""

    channel: Channel
    monday: date
    product_id: int
    name_vi: str
    name_en: str
    province_code: str
    pieces: int
    goods_vnd: int


@dataclass(frozen=True)
class Share:
    """What belongs to one week, good, place or channel; `key` says to which."""

    key: Any
    name_vi: str
    name_en: str
    pieces: int
    goods_vnd: int


@dataclass(frozen=True)
class StallSales:
    """What a producer sold from one Monday on, week by week, also in weeks without any sale."""

    mondays: tuple[date, ...]
    sold: tuple[Sold, ...]

    @cached_property
    def pieces(self) -> int:
        """All pieces."""
        return sum(one.pieces for one in self.sold)

    @cached_property
    def goods_vnd(self) -> int:
        """Their value in dong."""
        return sum(one.goods_vnd for one in self.sold)

    @property
    def weeks(self) -> list[Share]:
        """By week, the oldest first."""
        found = {share.key: share for share in self._by(lambda one: one.monday)}
        return [found.get(monday, Share(monday, "", "", 0, 0)) for monday in self.mondays]

    @property
    def goods(self) -> list[Share]:
        """By good, what brought most first."""
        return self._by(lambda one: one.product_id)

    @property
    def places(self) -> list[Share]:
        """By the province to which it went, what brought most first; what was sold at fairs went nowhere."""
        sent = StallSales(self.mondays, tuple(one for one in self.sold if one.channel is Channel.WEB))
        return sent._by(lambda one: one.province_code)

    @property
    def channels(self) -> list[Share]:
        """By channel, also where nothing was sold."""
        found = {share.key: share for share in self._by(lambda one: one.channel)}
        return [replace(found.get(one, Share(one, "", "", 0, 0)), name_vi="", name_en="") for one in Channel]

    def _by(self, key: Callable[[Sold], K]) -> list[Share]:
        groups: dict[K, list[Sold]] = {}
        for one in self.sold:
            groups.setdefault(key(one), []).append(one)
        shares = [
            Share(name, of[-1].name_vi, of[-1].name_en, sum(s.pieces for s in of), sum(s.goods_vnd for s in of))
            for name, of in groups.items()
        ]
        return sorted(shares, key=lambda share: (-share.goods_vnd, str(share.key)))


@dataclass(frozen=True)
class SoldLine:
    """One line that was delivered or sold at a booth; pieces that came back are told apart; prices in dong.

    `order_code` is that of a booth's receipt, and `province_name` empty, for what was sold at a fair.
    """

    delivered_at: datetime
    order_code: str
    name_vi: str
    name_en: str
    pack_vi: str
    pack_en: str
    pieces: int
    came_back: int
    unit_vnd: int
    province_name: str
    channel: Channel

    @property
    def goods_vnd(self) -> int:
        """What the pieces that stayed cost."""
        return (self.pieces - self.came_back) * self.unit_vnd


def read_stall_sales(producer_id: int, first: date, last: date) -> StallSales:
    """What a producer sold from the Monday of the first day through the last day; one statement."""
    monday = first - timedelta(days=first.weekday())
    both = union_all(_grouped(producer_id, monday, last), grouped_at_booths(producer_id, monday, last))
    rows = db.session.execute(both).all()
    mondays = tuple(monday + timedelta(days=days) for days in range(0, (last - monday).days + 1, 7))
    return StallSales(mondays, tuple(_sold(row) for row in rows))


def list_sold_lines(producer_id: int, first: date, last: date, limit: int = 20_000) -> Sequence[SoldLine]:
    """Every line of a producer that was delivered or sold at a booth on these days, the oldest first; one statement."""
    monday = first - timedelta(days=first.weekday())
    both = union_all(_lines_delivered(producer_id, monday, last), lines_at_booths(producer_id, monday, last)).subquery()
    query = select(both).order_by(both.c.delivered_at, both.c.channel, both.c.id).limit(limit)
    return [_sold_line(row) for row in db.session.execute(query)]


def _lines_delivered(producer_id: int, first: date, last: date) -> Select[*tuple[Any, ...]]:
    return (
        select(
            literal(str(Channel.WEB)).label("channel"),
            OrderLine.id.label("id"),
            Parcel.delivered_at,
            Order.code.label("order_code"),
            OrderLine.name_vi,
            OrderLine.name_en,
            OrderLine.pack_vi,
            OrderLine.pack_en,
            (OrderLine.quantity - withdrawn()).label("pieces"),
            came_back().label("came_back"),
            OrderLine.unit_vnd,
            Order.province_name,
        )
        .select_from(OrderLine)
        .join(Parcel, Parcel.id == OrderLine.parcel_id)
        .join(Order, Order.id == OrderLine.order_id)
        .where(*_delivered(producer_id, first, last))
        .where(OrderLine.quantity > withdrawn())
    )


def _sold_line(row: Row[*tuple[Any, ...]]) -> SoldLine:
    facts = {name: value for name, value in row._mapping.items() if name not in ("id", "channel")}
    return SoldLine(**facts, channel=Channel(row.channel))


def _grouped(producer_id: int, monday: date, last: date) -> Select[*tuple[Any, ...]]:
    week = week_of(Parcel.delivered_at)
    stayed = OrderLine.quantity - withdrawn() - came_back()
    return (
        select(
            literal(str(Channel.WEB)).label("channel"),
            week,
            OrderLine.product_id,
            Order.province_code,
            func.max(OrderLine.name_vi).label("name_vi"),
            func.max(OrderLine.name_en).label("name_en"),
            func.sum(stayed).label("pieces"),
            func.sum(stayed * OrderLine.unit_vnd).label("goods_vnd"),
        )
        .select_from(OrderLine)
        .join(Parcel, Parcel.id == OrderLine.parcel_id)
        .join(Order, Order.id == OrderLine.order_id)
        .where(*_delivered(producer_id, monday, last))
        .group_by(week, OrderLine.product_id, Order.province_code)
        .having(func.sum(stayed) > 0)
    )


def _delivered(producer_id: int, first: date, last: date) -> tuple[ColumnElement[bool], ...]:
    return (
        OrderLine.producer_id == producer_id,
        Parcel.producer_id == producer_id,
        Parcel.status == ParcelStatus.DELIVERED,
        Parcel.delivered_at >= start_of_day(first),
        Parcel.delivered_at < end_of_day(last),
    )


def withdrawn() -> ColumnElement[int]:
    """Pieces of an order line that its producer could not send, in SQL."""
    query = select(func.coalesce(func.sum(LineWithdrawal.quantity), 0))
    return query.where(LineWithdrawal.order_line_id == OrderLine.id).correlate(OrderLine).scalar_subquery()


def came_back() -> ColumnElement[int]:
    """Pieces of an order line that came back, in SQL."""
    query = select(func.coalesce(func.sum(ReturnRequest.quantity), 0)).where(
        ReturnRequest.order_line_id == OrderLine.id, ReturnRequest.status == ReturnStatus.ACCEPTED
    )
    return query.correlate(OrderLine).scalar_subquery()


def _sold(row: Row[*tuple[Any, ...]]) -> Sold:
    return Sold(
        channel=Channel(row.channel),
        monday=SOME_MONDAY + timedelta(days=7 * int(row.week)),
        product_id=row.product_id,
        name_vi=row.name_vi,
        name_en=row.name_en,
        province_code=row.province_code,
        pieces=int(row.pieces),
        goods_vnd=int(row.goods_vnd),
    )
