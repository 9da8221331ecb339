"""Goods that shoppers want to give back, as the producer who made them sees it, and what came back of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from shop.database import db
from shop.orders import Order, OrderLine, ParcelStatus, ReturnRequest, ReturnStatus
from shop.selling.models import GoodsBack
from shop.selling.queries import list_chosen_parcels
from shop.selling.rules import CameBack, StallLine, StallParcel

OPEN = (ReturnStatus.REQUESTED, ReturnStatus.ACCEPTED)


@dataclass(frozen=True)
class StallReturn:
    """A shopper wants to give back pieces of a line: why, what the shop decided, and what came back so far."""

    id: int
    parcel_id: int
    order_line_id: int
    code: str
    name_vi: str
    name_en: str
    pack_vi: str
    pack_en: str
    quantity: int
    reason: str
    note: str
    status: ReturnStatus
    requested_at: datetime
    came: CameBack | None
    remark: str
    said_at: datetime | None

    @property
    def waits_for_goods(self) -> bool:
        """Is it still to be said what came back?"""
        return self.came is None and self.status != ReturnStatus.REJECTED


@dataclass(frozen=True)
class FoundReturn:
    """One return with the parcel and the line that it is about."""

    asked: StallReturn
    parcel: StallParcel
    line: StallLine

    @property
    def quantity(self) -> int:
        """How many pieces the shopper wants to give back."""
        return self.asked.quantity

    @property
    def came(self) -> CameBack | None:
        """What came back, None as long as nobody said it."""
        return self.asked.came

    @property
    def is_rejected(self) -> bool:
        return self.asked.status == ReturnStatus.REJECTED


def list_stall_returns(producer_id: int, *, is_waiting: bool, page: int = 1, per_page: int = 30) -> list[StallReturn]:
    """One page of the returns of a producer's goods, those that wait for the goods (oldest first) or all others."""
    query = _returns(producer_id, is_waiting)
    query = query.order_by(ReturnRequest.id if is_waiting else ReturnRequest.id.desc())
    rows = db.session.execute(query.limit(per_page).offset((page - 1) * per_page))
    return [_seen(row) for row in rows]


def list_returns_of_parcel(parcel: StallParcel) -> list[StallReturn]:
    """What a shopper wants to give back of a producer's parcel, the oldest first; one statement, none undelivered."""
    if parcel.status is not ParcelStatus.DELIVERED:
        return []
    query = _columns(parcel.producer_id).where(OrderLine.parcel_id == parcel.id).order_by(ReturnRequest.id)
    return [_seen(row) for row in db.session.execute(query)]


def count_stall_returns(producer_id: int) -> tuple[int, int]:
    """How many returns wait for the producer to say what came back, and how many do not; one statement."""
    waiting = _is_waiting()
    query = (
        select(waiting, func.count())
        .select_from(ReturnRequest)
        .join(OrderLine, OrderLine.id == ReturnRequest.order_line_id)
        .outerjoin(GoodsBack, GoodsBack.return_id == ReturnRequest.id)
        .where(OrderLine.producer_id == producer_id)
        .group_by(waiting)
    )
    counts = {bool(is_waiting): int(number) for is_waiting, number in db.session.execute(query)}
    return counts.get(True, 0), counts.get(False, 0)


def find_return(producer_id: int, return_id: int, at: datetime) -> FoundReturn | None:
    """A return of this producer's own goods with its parcel and line, None where it is another's; three statements."""
    row = db.session.execute(_columns(producer_id).where(ReturnRequest.id == return_id)).one_or_none()
    if row is None:
        return None
    asked = _seen(row)
    [parcel] = list_chosen_parcels(producer_id, (asked.parcel_id,), at)
    line = next(line for line in parcel.lines if line.id == asked.order_line_id)
    return FoundReturn(asked, parcel, line)


def read_what_came_back(return_ids: Collection[int]) -> dict[int, GoodsBack]:
    """What producers said that came back, by return; for the selling organisation, who decides on the money."""
    if not return_ids:
        return {}
    rows = db.session.scalars(select(GoodsBack).where(GoodsBack.return_id.in_(return_ids)))
    return {row.return_id: row for row in rows if row.return_id is not None}


def list_goods_back(parcel: StallParcel) -> dict[int, GoodsBack]:
    """What came back of a parcel that was not taken, by order line; one statement, none while it is not back."""
    if parcel.status is not ParcelStatus.RETURNED:
        return {}
    query = select(GoodsBack).where(
        GoodsBack.producer_id == parcel.producer_id, GoodsBack.parcel_id == parcel.id, GoodsBack.return_id.is_(None)
    )
    return {row.order_line_id: row for row in db.session.scalars(query)}


def _is_waiting() -> Any:
    return GoodsBack.id.is_(None) & ReturnRequest.status.in_(OPEN)


def _columns(producer_id: int) -> Select[Any]:
    query: Any = (
        select(ReturnRequest, OrderLine, Order.code, GoodsBack)
        .join(OrderLine, OrderLine.id == ReturnRequest.order_line_id)
        .join(Order, Order.id == ReturnRequest.order_id)
        .outerjoin(GoodsBack, GoodsBack.return_id == ReturnRequest.id)
        .where(OrderLine.producer_id == producer_id)
    )
    columns: Select[Any] = query
    return columns


def _returns(producer_id: int, is_waiting: bool) -> Select[Any]:
    waiting = _is_waiting()
    return _columns(producer_id).where(waiting if is_waiting else ~waiting)


def _seen(row: Any) -> StallReturn:
    asked, line, code, back = row
    return StallReturn(
        id=asked.id,
        parcel_id=line.parcel_id,
        order_line_id=line.id,
        code=code,
        name_vi=line.name_vi,
        name_en=line.name_en,
        pack_vi=line.pack_vi,
        pack_en=line.pack_en,
        quantity=asked.quantity,
        reason=asked.reason,
        note=asked.note,
        status=ReturnStatus(asked.status),
        requested_at=asked.requested_at,
        came=CameBack(back.sellable, back.spoiled) if back else None,
        remark=back.remark if back else "",
        said_at=back.written_at if back else None,
    )
