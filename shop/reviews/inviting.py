"""The review mail: one for each order, some days after its last parcel came, in a plain tone and without advertising.

It tells buyers of something that belongs to their order, so it needs no consent to news; whoever does not want it says
so once, by the link in it, and never gets another. Nobody is asked whose account is closed.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from shop.accounts import Person, normal_email
from shop.database import db, insert_if_missing
from shop.notifications import OutboxMessage, queue_message
from shop.orders import Order, OrderStatus, Parcel, ParcelStatus
from shop.reviews.models import Review, ReviewMailRefusal
from shop.reviews.queries import list_bought
from shop.reviews.rules import ASKED_AFTER, ASKED_UNTIL

REVIEW_INVITED = "review_invited"


@dataclass(frozen=True)
class OrderToAsk:
    """An order whose buyer may be asked what they think of it."""

    order_id: int
    code: str


def list_orders_to_ask(at: datetime, *, after: int = 0, limit: int = 50) -> list[OrderToAsk]:
    """Completed orders whose last parcel came some days ago, of which nobody was asked or wrote yet, by number.

    `after` is the number of the last one that was looked at: some stay in the list, whose buyers want no mail.
    """
    last = select(func.max(Parcel.delivered_at)).where(
        Parcel.order_id == Order.id, Parcel.status == ParcelStatus.DELIVERED
    )
    came = last.correlate(Order).scalar_subquery()
    recent = select(Parcel.order_id).where(
        Parcel.delivered_at > at - ASKED_UNTIL, Parcel.delivered_at <= at - ASKED_AFTER
    )
    asked = select(OutboxMessage.id).where(OutboxMessage.kind == REVIEW_INVITED, OutboxMessage.key == Order.code)
    wrote = select(Review.id).where(Review.order_id == Order.id)
    closed = select(Person.id).where(Person.id == Order.account_id, Person.deleted_at.is_not(None))
    rows = db.session.execute(
        select(Order.id, Order.code)
        .where(
            Order.id > after,
            Order.id.in_(recent),
            Order.status == OrderStatus.COMPLETED,
            Order.email != "",
            came <= at - ASKED_AFTER,
            ~asked.exists(),
            ~wrote.exists(),
            ~closed.exists(),
        )
        .order_by(Order.id)
        .limit(limit)
    )
    return [OrderToAsk(order_id, code) for order_id, code in rows]


def invite_to_review(order_id: int, at: datetime) -> bool:
    """Queue the mail for an order unless its buyer wants none, or nothing of it may be reviewed; was it queued?"""
    order = db.session.get_one(Order, order_id)
    goods = [bought.line for bought in list_bought(order_id, at) if bought.why_not is None]
    if not goods or not order.email or _wants_none(order.email):
        return False
    english = order.language == "en"
    facts = {
        "code": order.code,
        "name": order.name,
        "goods": [line.name_en if english and line.name_en else line.name_vi for line in goods],
        "address_hash": address_hash(order.email),
    }
    queue_message(REVIEW_INVITED, order.code, to=order.email, language=order.language, at=at, facts=facts)
    return True


def refuse_review_mails(hashed: str, at: datetime) -> None:
    """Whoever has the address with this hash wants no more review mails."""
    insert_if_missing(ReviewMailRefusal, address_hash=hashed, at=at)


def address_hash(address: str) -> str:
    """What stands for an address: nobody reads it out of the table."""
    return hashlib.sha256(f"review mail {normal_email(address)}".encode()).hexdigest()


def _wants_none(address: str) -> bool:
    return db.session.get(ReviewMailRefusal, address_hash(address)) is not None
