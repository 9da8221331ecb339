"""What reviews know of people: the file that they may take along, and how it goes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload, selectinload

from shop.database import count_changed, db, touch_public_version
from shop.orders import Order
from shop.reviews.models import Review
from shop.reviews.rules import ReviewStatus
from shop.reviews.writing import empty_reviews


def export_reviews(account_id: int) -> list[dict[str, Any]]:
    """All reviews of an account's orders as plain values for JSON, the oldest first."""
    query = (
        select(Review)
        .join(Order, Order.id == Review.order_id)
        .where(Order.account_id == account_id, Review.status != ReviewStatus.WITHDRAWN)
        .order_by(Review.id)
        .options(joinedload(Review.line), joinedload(Review.order), selectinload(Review.photos))
        .execution_options(populate_existing=True)
    )
    return [_exported(review) for review in db.session.scalars(query)]


def forget_reviews(account_id: int, at: datetime) -> list[tuple[str, int]]:
    """An account is closed: its reviews go with words, names and photos; the stems and widths of those photos."""
    query = (
        select(Review)
        .join(Order, Order.id == Review.order_id)
        .where(Order.account_id == account_id, Review.status != ReviewStatus.WITHDRAWN)
        .options(selectinload(Review.photos))
    )
    reviews = db.session.scalars(query).all()
    photos = [(photo.stem, photo.width) for review in reviews for photo in review.photos]
    empty_reviews([review.id for review in reviews], at)
    return photos


def forget_names_of_old_reviews() -> int:
    """Take the name off reviews whose order knows its buyer no more; how many there were."""
    nobodys = select(Order.id).where(Order.id == Review.order_id, Order.name == "").exists()
    count = count_changed(update(Review).where(Review.shown_as != "", nobodys).values(shown_as=""))
    if count:
        touch_public_version(with_register=False)
    return count


def _exported(review: Review) -> dict[str, Any]:
    return {
        "order": review.order.code,
        "line": review.order_line_id,
        "good": review.line.name_vi,
        "rating": review.rating,
        "text": review.text,
        "shown_as": review.shown_as,
        "status": review.status,
        "written_at": review.written_at.isoformat(),
        "published_at": review.published_at.isoformat() if review.published_at else None,
        "photos": [f"/media/{photo.stem[:2]}/{photo.stem}-{photo.width}.webp" for photo in review.photos],
        "answer": review.answer,
    }
