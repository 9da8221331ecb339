"""What one producer sold at booths of fairs, as rows like those of the web's sales; see `stall_sales`."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, func, literal, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute, aliased

from shop.database import EPOCH, MILLISECOND
from shop.fairs import BoothSale, BoothSaleLine, LineKind, SaleKind
from shop.values.dates import end_of_day, start_of_day

_WEEK = 7 * 24 * 3600 * 1000
# A Monday, so that whole weeks can be counted from it.
SOME_MONDAY = date(2024, 1, 1)


class Channel(StrEnum):
    """Where goods were sold: in the web shop, or at booths of fairs."""

    WEB = "web"
    BOOTH = "booth"


def week_of(instant: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None]) -> ColumnElement[int]:
    """Which week since a Monday an instant lies in, in Vietnam, in SQL."""
    begins = (start_of_day(SOME_MONDAY) - EPOCH) // MILLISECOND
    return ((type_coerce(instant, BigInteger) - begins) // _WEEK).label("week")


def lines_at_booths(producer_id: int, first: date, last: date) -> Select[*tuple[Any, ...]]:
    """Each line that was sold at a booth on these days."""
    line = BoothSaleLine
    return (
        select(
            literal(str(Channel.BOOTH)).label("channel"),
            line.id.label("id"),
            BoothSale.happened_at.label("delivered_at"),
            BoothSale.code.label("order_code"),
            line.name_vi,
            line.name_en,
            line.pack_vi,
            line.pack_en,
            line.quantity.label("pieces"),
            came_back_to_booth().label("came_back"),
            line.unit_vnd,
            literal("").label("province_name"),
        )
        .join(BoothSale, BoothSale.id == line.booth_sale_id)
        .where(*_sold_at_booth(producer_id, first, last))
    )


def grouped_at_booths(producer_id: int, monday: date, last: date) -> Select[*tuple[Any, ...]]:
    """What was sold at booths by week and good."""
    line, week = BoothSaleLine, week_of(BoothSale.happened_at)
    stayed = line.quantity - came_back_to_booth()
    return (
        select(
            literal(str(Channel.BOOTH)).label("channel"),
            week,
            line.product_id,
            literal("").label("province_code"),
            func.max(line.name_vi).label("name_vi"),
            func.max(line.name_en).label("name_en"),
            func.sum(stayed).label("pieces"),
            func.sum(stayed * line.unit_vnd).label("goods_vnd"),
        )
        .join(BoothSale, BoothSale.id == line.booth_sale_id)
        .where(*_sold_at_booth(producer_id, monday, last))
        .group_by(week, line.product_id)
        .having(func.sum(stayed) > 0)
    )


def _sold_at_booth(producer_id: int, first: date, last: date) -> tuple[ColumnElement[bool], ...]:
    return (
        BoothSaleLine.producer_id == producer_id,
        BoothSaleLine.kind == LineKind.SALE,
        BoothSale.kind == SaleKind.SALE,
        BoothSale.happened_at >= start_of_day(first),
        BoothSale.happened_at < end_of_day(last),
    )


def came_back_to_booth() -> ColumnElement[int]:
    """Pieces of a line sold at a booth that came back, in SQL."""
    back = aliased(BoothSaleLine)
    query = select(func.coalesce(func.sum(back.quantity), 0)).where(back.of_line_id == BoothSaleLine.id)
    return query.correlate(BoothSaleLine).scalar_subquery()
