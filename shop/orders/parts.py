"""What is still to be sent of an order, line by line, and giving it up: parcels, pieces, and their stock."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from shop.database import db
from shop.orders.models import OrderLine, Parcel
from shop.orders.progress import advance_parcels
from shop.orders.refund_models import LineWithdrawal
from shop.orders.rules import UNSENT, ParcelStatus
from shop.stock import StockWanted, give_back


@dataclass(frozen=True)
class LineLeft:
    """An order line with what is left of it after withdrawals, and how its parcel stands; prices in dong."""

    id: int
    parcel_id: int
    variant_id: int
    good_id: int
    left: int
    unit_vnd: int
    parcel_status: str
    fee_vnd: int
    delivered_at: datetime | None
    valid_from: datetime
    valid_until: datetime

    @property
    def amount_vnd(self) -> int:
        """What the pieces that are left cost."""
        return self.left * self.unit_vnd


def list_lines_left(order_id: int) -> list[LineLeft]:
    """All lines of an order; one statement."""
    withdrawn = (
        select(func.coalesce(func.sum(LineWithdrawal.quantity), 0))
        .where(LineWithdrawal.order_line_id == OrderLine.id)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(
            OrderLine.id,
            OrderLine.parcel_id,
            OrderLine.variant_id,
            OrderLine.good_id,
            OrderLine.quantity - withdrawn,
            OrderLine.unit_vnd,
            Parcel.status,
            Parcel.fee_vnd,
            Parcel.delivered_at,
            OrderLine.valid_from,
            OrderLine.valid_until,
        )
        .join(Parcel, Parcel.id == OrderLine.parcel_id)
        .where(OrderLine.order_id == order_id)
        .order_by(OrderLine.id)
    )
    return [LineLeft(*tuple(row)) for row in rows]


def drop_unsent_parcels(
    order_id: int, lines: Collection[LineLeft], *, by: str, at: datetime, reason: str, only: int | None = None
) -> frozenset[int]:
    """Cancel the parcels of an order that are not sent yet (`only` one) and give their stock back; their ids."""
    dropped: dict[int, int] = {}
    for status in UNSENT:
        dropped |= advance_parcels(order_id, (status, ParcelStatus.CANCELLED), by=by, at=at, reason=reason, only=only)
    give_back(
        (
            StockWanted(line.variant_id, line.id, line.left, f"{line.id}:p{dropped[line.parcel_id]}")
            for line in lines
            if line.parcel_id in dropped and line.left
        ),
        at=at,
    )
    return frozenset(dropped)
