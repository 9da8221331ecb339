"""Reads of delivery."""

from __future__ import annotations

from sqlalchemy import select

from shop.database import db
from shop.delivery.models import DeliveryFee, PointOfSale
from shop.delivery.rules import FeeRow, FeeTable, Zone

_FEES = select(
    DeliveryFee.zone, DeliveryFee.up_to_grams, DeliveryFee.fee_vnd, DeliveryFee.days_min, DeliveryFee.days_max
)
_NEAR_TO_FAR = {zone: place for place, zone in enumerate(Zone)}


def read_fee_table() -> FeeTable:
    """The operator's whole table, by zone from near to far, the lightest step first; one statement."""
    rows = [FeeRow(Zone(zone), *rest) for zone, *rest in db.session.execute(_FEES)]
    return FeeTable(tuple(sorted(rows, key=lambda row: (_NEAR_TO_FAR[row.zone], row.up_to_grams))))


def list_points_of_sale(*, with_closed: bool = False) -> list[PointOfSale]:
    """Where one can pick up, by province; closed ones only where asked for."""
    query = select(PointOfSale).order_by(PointOfSale.province_code, PointOfSale.id)
    return list(db.session.scalars(query if with_closed else query.where(PointOfSale.is_open)))


def find_point_of_sale(point_id: int, *, with_closed: bool = False) -> PointOfSale | None:
    """The point of sale under this id, or None; a closed one only where asked for."""
    query = select(PointOfSale).where(PointOfSale.id == point_id)
    return db.session.scalar(query if with_closed else query.where(PointOfSale.is_open))
