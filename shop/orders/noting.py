"""Notes on orders."""

from __future__ import annotations

from datetime import datetime

from shop.database import db
from shop.orders.models import OrderNote
from shop.orders.progress import lock_order
from shop.orders.refusals import EmptyNote
from shop.values.folding import tidy

LONGEST_NOTE = 1000


def note_on_order(order_id: int, text: str, *, by: str, at: datetime) -> None:
    """Keep something in mind about an order. Refuses NoSuchOrder, and EmptyNote."""
    words = tidy(text)[:LONGEST_NOTE]
    if not words:
        raise EmptyNote
    order = lock_order(order_id)
    db.session.add(OrderNote(order_id=order.id, written_by=by, written_at=at, text=words))
