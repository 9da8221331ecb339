"""What buyers are told of their reviews by mail: each event once, in the transaction that makes it true."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import select

from shop.database import db
from shop.notifications import queue_message
from shop.orders import Order, OrderLine
from shop.reviews.models import Review


class ReviewNotice(StrEnum):
    """What is told; also the kind of the message in the outbox."""

    PUBLISHED = "review_published"
    REFUSED = "review_refused"
    HIDDEN = "review_hidden"
    ANSWERED = "review_answered"


def tell_buyer(notice: ReviewNotice, review: Review, *, at: datetime, once: str, **facts: object) -> None:
    """Queue a mail to who wrote a review, if their order has an address; `once` tells one event from the next."""
    order = db.session.scalars(select(Order).where(Order.id == review.order_id)).one()
    own = (OrderLine.id == review.order_line_id, OrderLine.producer_id == review.producer_id)
    line = db.session.scalars(select(OrderLine).where(*own)).one()
    if not order.email:
        return
    good = line.name_en if order.language == "en" and line.name_en else line.name_vi
    told = {"code": order.code, "name": order.name, "good": good, "slug": line.product_slug, "line_id": line.id}
    key = f"{review.id}-{once}"
    queue_message(notice, key, to=order.email, language=order.language, at=at, facts={**told, **facts})
