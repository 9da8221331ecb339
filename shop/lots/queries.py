"""Reads of lots: a producer's own, the one on sale now, and one by the code on a pack."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from shop.certification import Certificate, CertifiedGood, certificate_in_force_at, parse_certificate_code
from shop.database import db
from shop.lots.models import Lot, PlantingArea
from shop.lots.rules import NoSuchArea, NoSuchLot, current_lot
from shop.values.dates import start_of_day

# Of a good that is made every day, so many lots can be on sale at once at most.
MOST_AT_ONCE = 400


def list_goods_with_lots(producer_id: int) -> Sequence[CertifiedGood]:
    """The producer's goods of the register, of which lots can be made, by name."""
    own = select(CertifiedGood).where(CertifiedGood.producer_id == producer_id, CertifiedGood.counts)
    return db.session.scalars(own.order_by(CertifiedGood.name_key, CertifiedGood.id)).all()


def list_lots(producer_id: int, *, good_id: int | None = None, page: int = 1, per_page: int = 50) -> Sequence[Lot]:
    """A producer's lots, of one good or of all, those made last first, with good and area."""
    query = select(Lot).where(Lot.producer_id == producer_id).options(joinedload(Lot.good), joinedload(Lot.area))
    if good_id is not None:
        query = query.where(Lot.good_id == good_id)
    part = query.order_by(Lot.made_on.desc(), Lot.id.desc()).limit(per_page).offset((page - 1) * per_page)
    return db.session.scalars(part).all()


def count_lots(producer_id: int, *, good_id: int | None = None) -> int:
    """How many lots a producer has, of one good or of all."""
    query = select(func.count(Lot.id)).where(Lot.producer_id == producer_id)
    if good_id is not None:
        query = query.where(Lot.good_id == good_id)
    return db.session.scalar(query) or 0


def find_lot(producer_id: int, lot_id: int) -> Lot:
    """One of a producer's lots, with good and area; refuses NoSuchLot."""
    query = select(Lot).where(Lot.producer_id == producer_id, Lot.id == lot_id)
    found = db.session.scalar(query.options(joinedload(Lot.good), joinedload(Lot.area)))
    if found is None:
        raise NoSuchLot
    return found


def find_lot_by_code(typed: str) -> Lot | None:
    """The lot whose code somebody scanned or typed, with all that its page tells; None for a code that is none."""
    code = parse_certificate_code(typed)
    if code is None:
        return None
    all_of_it = (joinedload(Lot.good), joinedload(Lot.area), joinedload(Lot.producer))
    return db.session.scalar(select(Lot).where(Lot.code == code).options(*all_of_it))


def find_lot_on_sale(producer_id: int, good_id: int, today: date) -> tuple[Lot | None, bool]:
    """The lot of a good that is on sale on a day, or None; and whether its producer writes lots of it down at all."""
    query = select(Lot).where(Lot.producer_id == producer_id, Lot.good_id == good_id).options(joinedload(Lot.area))
    lots = db.session.scalars(query.order_by(Lot.made_on.desc(), Lot.id.desc()).limit(MOST_AT_ONCE)).all()
    return current_lot(lots, today), bool(lots)


def lots_on_sale(producer_id: int, good_ids: Collection[int], today: date) -> dict[int, Lot]:
    """The lot that is on sale on a day, of each of a producer's goods that has one; one statement."""
    query = select(Lot).where(Lot.producer_id == producer_id, Lot.good_id.in_(good_ids))
    by_good: dict[int, list[Lot]] = {}
    for lot in db.session.scalars(query):
        by_good.setdefault(lot.good_id, []).append(lot)
    found = {good_id: current_lot(lots, today) for good_id, lots in by_good.items()}
    return {good_id: lot for good_id, lot in found.items() if lot is not None}


def certificate_when_made(lot: Lot) -> Certificate | None:
    """The certificate that was in force of the lot's good as the register knows it today, on the day it was made.

    A certificate of which only a part of that day is covered (revoked at noon) does not count.
    """
    whole = (certificate_in_force_at(start_of_day(lot.made_on)), certificate_in_force_at(_end_of(lot.made_on)))
    return db.session.scalar(select(Certificate).where(Certificate.good_id == lot.good_id, *whole))


def list_areas(producer_id: int, *, with_retired: bool = False) -> Sequence[PlantingArea]:
    """A producer's planting areas, those in use or all, by code."""
    query = select(PlantingArea).where(PlantingArea.producer_id == producer_id)
    if not with_retired:
        query = query.where(PlantingArea.retired_at.is_(None))
    return db.session.scalars(query.order_by(PlantingArea.code, PlantingArea.id)).all()


def find_area(producer_id: int, area_id: int) -> PlantingArea:
    """One of a producer's planting areas; refuses NoSuchArea."""
    query = select(PlantingArea).where(PlantingArea.producer_id == producer_id, PlantingArea.id == area_id)
    found = db.session.scalar(query)
    if found is None:
        raise NoSuchArea
    return found


def _end_of(day: date) -> datetime:
    next_day = date.fromordinal(day.toordinal() + 1)
    return start_of_day(next_day) - datetime.resolution
