"""Reads of delivery."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select

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
    """Where one can pick up, by province; all points of sale, closed ones too, only where asked for."""
    query = select(PointOfSale).order_by(PointOfSale.province_code, PointOfSale.id)
    return list(db.session.scalars(query if with_closed else query.where(*_pickup())))


def list_places_to_buy() -> list[PointOfSale]:
    """Every point of sale that is open, by province, whether one can pick up there or not."""
    query = select(PointOfSale).where(PointOfSale.is_open)
    return list(db.session.scalars(query.order_by(PointOfSale.province_code, PointOfSale.id)))


def find_point_of_sale(point_id: int, *, with_closed: bool = False) -> PointOfSale | None:
    """The point of sale under this id where one can pick up, or None; any other only where asked for."""
    query = select(PointOfSale).where(PointOfSale.id == point_id)
    return db.session.scalar(query if with_closed else query.where(*_pickup()))


def find_place_to_buy(slug: str) -> PointOfSale | None:
    """The open point of sale with this address of a page, or None."""
    return db.session.scalar(select(PointOfSale).where(PointOfSale.slug == slug, PointOfSale.is_open))


def _pickup() -> tuple[ColumnElement[bool], ...]:
    return PointOfSale.is_open.is_(True), PointOfSale.offers_pickup.is_(True)
