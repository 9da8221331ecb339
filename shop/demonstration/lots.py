"""Lots of the demonstration's first stall: one past its day, one on sale; all invented, and named so."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from shop.catalogue import Product
from shop.database import db, transaction
from shop.lots import AreaFacts, LotFacts, add_area, count_lots, list_areas, make_lot
from shop.values.dates import vietnam_day

AREA = AreaFacts(
    "MSVT-MINH-HOA-01",
    "cơ quan minh họa của bản trình diễn",
    "một sườn đồi minh họa, 12,5 ha",
    "chè Shan tuyết",
)
OLD, NEW = timedelta(days=400), timedelta(days=20)
KEEPS = timedelta(days=365)
GOODS = 2


def add_lots(producer_id: int, at: datetime) -> int:
    """Two lots of each of the stall's first goods; how many were added."""
    if count_lots(producer_id):
        return 0
    today = vietnam_day(at)
    offered = select(Product.good_id).where(Product.producer_id == producer_id, Product.published_at.is_not(None))
    goods = [one for one in db.session.scalars(offered.order_by(Product.id).limit(GOODS)) if one is not None]
    added = 0
    with transaction():
        area_id = (list_areas(producer_id) or [add_area(producer_id, AREA)])[0].id
        for good_id in goods:
            for number, before in (("TD-CŨ", OLD), ("TD-MỚI", NEW)):
                made = today - before
                facts = LotFacts(
                    f"{number} (minh họa)",
                    made,
                    made + KEEPS,
                    area_id,
                    "Búp hái tay, sao lửa nhỏ (lời minh họa)",
                    "Picked by hand, dried over a small fire (invented)",
                )
                make_lot(producer_id, good_id, facts, today=today, at=at)
                added += 1
    return added
