"""What shoppers are told by mail: a row in the outbox, in the transaction that makes it true, once for each event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum

from shop.notifications import queue_message
from shop.orders.models import Order, OrderLine
from shop.values.dates import format_instant


class Notice(StrEnum):
    """What is told; also the kind of the message in the outbox."""

    PLACED = "order_placed"
    PAID = "order_paid"
    SHIPPED = "order_shipped"
    DELIVERED = "order_delivered"
    CANCELLED = "order_cancelled"
    REFUNDED = "order_refunded"


def tell(notice: Notice, order: Order, key: str, *, at: datetime, **facts: object) -> None:
    """Queue a mail to the shopper of an order, if they gave an address; the same notice and key are told once.

    `facts` are plain values for the words: amounts in dong, texts.
    """
    if order.email:
        told = {"code": order.code, "name": order.name, "total_vnd": order.total_vnd, "method": order.method, **facts}
        if notice is Notice.PLACED and order.hold_until is not None:
            told["pay_until"] = format_instant(order.hold_until)
        queue_message(notice, key, to=order.email, language=order.language, at=at, facts=told)


def named_goods(lines: Iterable[OrderLine], pieces: Mapping[int, int], language: str) -> list[str]:
    """So many pieces of each of these lines (by number), as a mail lists them."""
    return [
        f"{pieces[line.id]} × {getattr(line, f'name_{language}')} ({getattr(line, f'pack_{language}')})"
        for line in lines
        if pieces.get(line.id)
    ]
