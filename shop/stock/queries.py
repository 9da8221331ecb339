"""Reads of stock."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from shop.database import db
from shop.stock.models import StockLevel
from shop.stock.rules import WEB


def quantities_on_hand(variant_ids: Iterable[int], location: str = WEB) -> dict[int, int]:
    """Pieces on hand by variant id at one location; a variant without a level has none."""
    wanted = list(variant_ids)
    rows = db.session.execute(
        select(StockLevel.variant_id, StockLevel.on_hand).where(
            StockLevel.variant_id.in_(wanted), StockLevel.location == location
        )
    )
    found = dict(rows.all())
    return {variant_id: found.get(variant_id, 0) for variant_id in wanted}


def stock_by_location(variant_id: int) -> dict[str, int]:
    """Pieces on hand of one variant by location, in the order of the locations' names."""
    rows = db.session.execute(
        select(StockLevel.location, StockLevel.on_hand)
        .where(StockLevel.variant_id == variant_id)
        .order_by(StockLevel.location)
    )
    return dict(rows.all())
