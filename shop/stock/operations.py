"""Writes of stock: one conditional statement decides, and a move tells why."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CursorResult, update

from shop.database import db, insert_if_missing, touch_public_version
from shop.stock.models import StockLevel, StockMove
from shop.stock.rules import WEB, NotEnoughStock, NothingToMove


def receive_stock(variant_id: int, quantity: int, *, at: datetime, reason: str, location: str = WEB) -> None:
    """Add `quantity` pieces (negative: take away) and record why.

    Refuses with NotEnoughStock what would leave less than nothing, with NothingToMove a quantity of zero.
    """
    if quantity == 0:
        raise NothingToMove
    if quantity > 0:
        insert_if_missing(StockLevel, variant_id=variant_id, location=location, on_hand=0)
    if not _change_level(variant_id, location, quantity):
        raise NotEnoughStock(variant_id, location, -quantity)
    db.session.add(StockMove(variant_id=variant_id, location=location, delta=quantity, reason=reason, moved_at=at))
    touch_public_version()


def _change_level(variant_id: int, location: str, delta: int) -> bool:
    result = db.session.execute(
        update(StockLevel)
        .where(
            StockLevel.variant_id == variant_id,
            StockLevel.location == location,
            StockLevel.on_hand + delta >= 0,
        )
        .values(on_hand=StockLevel.on_hand + delta)
    )
    return isinstance(result, CursorResult) and result.rowcount == 1
