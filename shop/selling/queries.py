"""What a producer sees of the orders for their goods. Each read names the producer; another's parcel does not exist."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal, select, union_all

from shop.database import db
from shop.orders import (
    DAYS_TO_SEND,
    LineWithdrawal,
    Order,
    OrderLine,
    Parcel,
    ParcelKind,
    ParcelStatus,
    PaymentMethod,
)
from shop.selling.rules import (
    ON_THE_WAY,
    OVER,
    SEEN,
    TO_SEND,
    Pick,
    Recipient,
    StallLine,
    StallParcel,
    When,
    picks_of,
    recipient_is_shown,
)
from shop.values.dates import end_of_day, start_of_day, vietnam_day

MOST_TO_PICK = 1000
_P = ParcelStatus


@dataclass(frozen=True)
class ParcelsAsked:
    """Which parcels of a producer are asked for: in these statuses, of the orders whose code holds these letters."""

    producer_id: int
    statuses: Collection[ParcelStatus] = SEEN
    code: str = ""
    newest_first: bool = False


@dataclass(frozen=True)
class Standings:
    """How many of a producer's parcels are to be packed, by the day they are due, and stand anywhere else."""

    late: int = 0
    today: int = 0
    later: int = 0
    packed: int = 0
    sent: int = 0
    over: int = 0

    @property
    def to_pack(self) -> int:
        """Parcels that somebody has to pack."""
        return self.late + self.today + self.later


def list_parcels(asked: ParcelsAsked, *, at: datetime, page: int = 1, per_page: int = 50) -> list[StallParcel]:
    """One page of the parcels asked for, the longest promised first (or the newest); two statements."""
    order = (_SINCE.desc(), Parcel.id.desc()) if asked.newest_first else (_SINCE, Parcel.id)
    query = _parcels(asked.producer_id, asked.statuses).order_by(*order)
    if asked.code:
        query = query.where(Order.code.contains(code_letters(asked.code), autoescape=True))
    return _whole(asked.producer_id, query.limit(per_page).offset((page - 1) * per_page), at)


def count_standings(producer_id: int, at: datetime) -> Standings:
    """How many of a producer's parcels stand where; one statement."""
    today = vietnam_day(at)
    # Due by a day means: decided two days before.
    starts = start_of_day(today - timedelta(days=DAYS_TO_SEND))
    ends = end_of_day(today - timedelta(days=DAYS_TO_SEND))
    when = case((starts > _SINCE, When.LATE), (ends > _SINCE, When.TODAY), else_=When.LATER)
    part = case((Parcel.status == _P.PREPARING, when), (Parcel.status == _P.PACKED, "packed"), else_="sent")
    under_way: Any = (
        select(part.label("part"), func.count().label("number"))
        .join(Order, Order.id == Parcel.order_id)
        .where(Parcel.producer_id == producer_id, Parcel.status.in_((*TO_SEND, *ON_THE_WAY)))
        .group_by(part)
    )
    over = select(literal("over"), func.count()).where(Parcel.producer_id == producer_id, Parcel.status.in_(OVER))
    found = db.session.execute(union_all(under_way, over)).all()
    return Standings(**{str(part): int(number) for part, number in found})


def find_parcel(producer_id: int, parcel_id: int, at: datetime) -> StallParcel | None:
    """A producer's own parcel, None where it is another's or nobody may pack it yet; two statements."""
    found = list_chosen_parcels(producer_id, (parcel_id,), at)
    return found[0] if found else None


def list_chosen_parcels(producer_id: int, parcel_ids: Collection[int], at: datetime) -> list[StallParcel]:
    """Those of these parcels that are the producer's own, the longest promised first; two statements."""
    query = _parcels(producer_id, SEEN).where(Parcel.id.in_(parcel_ids))
    return _whole(producer_id, query.order_by(_SINCE, Parcel.id), at)


def list_picks(producer_id: int, *, until: date, at: datetime) -> list[Pick]:
    """What is to be fetched from the store for the parcels due by a day; two statements."""
    query = _parcels(producer_id, (ParcelStatus.PREPARING,)).where(
        end_of_day(until - timedelta(days=DAYS_TO_SEND)) > _SINCE
    )
    return picks_of(_whole(producer_id, query.order_by(_SINCE, Parcel.id).limit(MOST_TO_PICK), at), until)


def code_letters(text: str) -> str:
    """The letters and digits of an order code, or of a part of it, as somebody types them."""
    return "".join(letter for letter in text.upper() if letter.isascii() and letter.isalnum())[:11] or "-"


_SINCE: ColumnElement[datetime] = func.coalesce(Order.decisive_at, Order.placed_at)


def _parcels(producer_id: int, statuses: Collection[ParcelStatus]) -> Select[Any]:
    """Columns, not rows of orders: what a producer has no business with is not read at all."""
    query: Any = (
        select(
            Parcel.id,
            Parcel.order_id,
            Order.code,
            Parcel.status,
            Parcel.kind,
            Order.decisive_at,
            Order.placed_at,
            Parcel.fee_vnd,
            Parcel.days_max,
            Parcel.carrier,
            Parcel.tracking,
            Parcel.delivered_at,
            Order.method,
            Order.name,
            Order.phone,
            Order.street,
            Order.commune_name,
            Order.province_name,
            Order.note,
        )
        .join(Order, Order.id == Parcel.order_id)
        .where(Parcel.producer_id == producer_id, Parcel.status.in_(statuses))
    )
    narrowed: Select[Any] = query
    return narrowed


def _whole(producer_id: int, query: Select[Any], at: datetime) -> list[StallParcel]:
    rows = db.session.execute(query).all()
    lines = _lines(producer_id, [row.id for row in rows])
    return [_seen(row, producer_id, tuple(lines[row.id]), at) for row in rows]


def _lines(producer_id: int, parcel_ids: Sequence[int]) -> dict[int, list[StallLine]]:
    found: dict[int, list[StallLine]] = defaultdict(list)
    if not parcel_ids:
        return found
    gone = func.coalesce(func.sum(LineWithdrawal.quantity), 0)
    query = (
        select(
            OrderLine.id,
            OrderLine.parcel_id,
            OrderLine.variant_id,
            OrderLine.product_id,
            OrderLine.name_vi,
            OrderLine.name_en,
            OrderLine.pack_vi,
            OrderLine.pack_en,
            OrderLine.stars,
            OrderLine.weight_grams,
            OrderLine.quantity,
            (OrderLine.quantity - gone).label("left"),
            OrderLine.unit_vnd,
        )
        .outerjoin(LineWithdrawal, LineWithdrawal.order_line_id == OrderLine.id)
        .where(OrderLine.producer_id == producer_id, OrderLine.parcel_id.in_(parcel_ids))
        .group_by(OrderLine.id)
        .order_by(OrderLine.id)
    )
    for row in db.session.execute(query):
        line = StallLine(*tuple[Any, ...](row))
        found[line.parcel_id].append(line)
    return found


def _seen(row: Any, producer_id: int, lines: tuple[StallLine, ...], at: datetime) -> StallParcel:
    since = row.decisive_at or row.placed_at
    is_shown = recipient_is_shown(row.status, since=since, delivered_at=row.delivered_at, at=at)
    left_vnd = sum(line.left * line.unit_vnd for line in lines)
    return StallParcel(
        id=row.id,
        order_id=row.order_id,
        producer_id=producer_id,
        code=row.code,
        status=ParcelStatus(row.status),
        kind=row.kind,
        since=since,
        lines=lines,
        days_max=row.days_max,
        carrier=row.carrier,
        tracking=row.tracking,
        delivered_at=row.delivered_at,
        province_name=row.province_name,
        recipient=_recipient(row) if is_shown else None,
        collect_vnd=left_vnd + row.fee_vnd if row.method == PaymentMethod.COD else None,
        note=row.note if is_shown else "",
    )


def _recipient(row: Any) -> Recipient:
    """A voucher goes nowhere, so nobody needs to know where its shopper lives."""
    if row.kind == ParcelKind.VOUCHER:
        return Recipient(row.name, row.phone, "", "", row.province_name)
    return Recipient(row.name, row.phone, row.street, row.commune_name, row.province_name)
