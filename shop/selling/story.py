"""What happened with one parcel, as its producer may read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, literal, select, union_all

from shop.database import db
from shop.orders import WITHDRAWN, LineWithdrawal, OrderLine, Parcel, ParcelEvent


@dataclass(frozen=True)
class StallStep:
    """One step of a parcel, or pieces left out of it (`withdrawn`); `pieces` says how many.

    `actor` is as the event has it: `producer:<person>`, `shopper`, `operator:<person>` ...
    """

    status: str
    at: datetime
    actor: str
    reason: str
    pieces: int


def list_steps(producer_id: int, parcel_id: int) -> list[StallStep]:
    """The steps of a producer's own parcel since it could be packed, in order; one statement."""
    steps = (
        select(
            ParcelEvent.to_status.label("status"),
            ParcelEvent.happened_at.label("at"),
            ParcelEvent.actor,
            ParcelEvent.reason,
            literal(0).label("pieces"),
            ParcelEvent.seq,
        )
        .join(Parcel, Parcel.id == ParcelEvent.parcel_id)
        .where(Parcel.producer_id == producer_id, Parcel.id == parcel_id, ParcelEvent.to_status != "waiting")
    )
    left_out = (
        select(
            literal(WITHDRAWN),
            LineWithdrawal.withdrawn_at,
            LineWithdrawal.withdrawn_by,
            LineWithdrawal.reason,
            func.sum(LineWithdrawal.quantity),
            func.max(LineWithdrawal.id),
        )
        .join(OrderLine, OrderLine.id == LineWithdrawal.order_line_id)
        .where(OrderLine.producer_id == producer_id, OrderLine.parcel_id == parcel_id)
        .group_by(LineWithdrawal.withdrawn_at, LineWithdrawal.withdrawn_by, LineWithdrawal.reason)
    )
    both = union_all(steps, left_out).subquery()
    rows = db.session.execute(select(both).order_by(both.c.at, both.c.pieces, both.c.seq))
    return [StallStep(row.status, row.at, row.actor, row.reason, int(row.pieces)) for row in rows]
