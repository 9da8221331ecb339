"""Lots and planting areas for tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from shop.certification import CertifiedGood
from shop.database import db, transaction
from shop.lots import AreaFacts, Lot, LotFacts, add_area, list_areas, make_lot
from shop.producers import Producer
from tests.factories.buying import NOON

AREA = AreaFacts("VN-LCOR-0012", "Chi cục Trồng trọt và Bảo vệ thực vật", "thôn Một, 2,5 ha", "chè")
TODAY = date(2026, 11, 21)


def make_area(producer_id: int, **changes: str) -> int:
    """A planting area of a producer; made once for a code."""
    facts = AreaFacts(**{**vars(AREA), **changes})
    known = [area.id for area in list_areas(producer_id, with_retired=True) if area.code == facts.code]
    if known:
        return known[0]
    with transaction():
        return add_area(producer_id, facts).id


def make_lot_of(producer: Producer, number: str = "L26-11", *, good_id: int | None = None, **changes: Any) -> Lot:
    """A lot of the first of a producer's goods, or of one, from its planting area."""
    first = select(CertifiedGood.id).where(CertifiedGood.producer_id == producer.id).order_by(CertifiedGood.id)
    chosen = good_id if good_id is not None else db.session.scalars(first.limit(1)).one()
    producer_id, area_id = producer.id, make_area(producer.id)
    days = {"made_on": date(2026, 11, 1), "best_before_on": date(2027, 11, 1), "planting_area_id": area_id}
    with transaction():
        return make_lot(producer_id, chosen, LotFacts(number, **{**days, **changes}), today=TODAY, at=NOON)
