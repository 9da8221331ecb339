"""Goods that came, and what their buyers say of them; for tests."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from shop.database import db, transaction
from shop.orders import OrderLine
from shop.photo_files import StoredPhoto
from shop.reviews import Draft, Rating, Review, publish_review, write_review
from tests.factories.buying import NOON, make_offer, make_order
from tests.factories.settling import arrive, parcels_of, pay

_numbers = itertools.count(1)


def a_photo() -> StoredPhoto:
    """A photo with a stem of its own; there are no files."""
    return StoredPhoto(f"{next(_numbers):032x}", 640, 480)


@dataclass(frozen=True)
class Delivered:
    """One line that came: numbers of its order, line, good and maker, and the order's code."""

    order_id: int
    code: str
    line_id: int
    product_id: int
    producer_id: int
    slug: str


def deliver(variant_id: int | None = None, *, quantity: int = 1, at: datetime = NOON, **changes: Any) -> Delivered:
    """An order of one good that was paid and delivered; other arguments are fields of Checkout."""
    placed = make_order({variant_id or make_offer(): quantity}, at=at, **changes)
    pay(placed, at=at)
    for parcel_id in parcels_of(placed.id):
        arrive(parcel_id, at=at)
    line = db.session.scalars(select(OrderLine).where(OrderLine.order_id == placed.id)).one()
    found = Delivered(placed.id, placed.code, line.id, line.product_id, line.producer_id, line.product_slug)
    db.session.rollback()
    return found


def write(
    bought: Delivered,
    text: str = "Mật thơm, đặc.",
    *,
    rating: Rating = Rating.DELIGHTED,
    at: datetime = NOON,
    **more: Any,
) -> int:
    """The buyer writes; the number of the review."""
    draft = Draft(rating, text, more.pop("shown_as", "Hoa N."))
    with transaction():
        return write_review(bought.order_id, bought.line_id, draft, at=at, **more)


def publish(review_id: int, *, at: datetime = NOON) -> int:
    """A moderator publishes what stands there now."""
    with transaction():
        publish_review(review_id, review(review_id).edition, by="operator:1", at=at)
    return review_id


def review(review_id: int) -> Review:
    """The review as it stands now."""
    return db.session.get_one(Review, review_id, populate_existing=True)


def make_review(
    text: str = "Mật thơm, đặc.", *, variant_id: int | None = None, at: datetime = NOON, **more: Any
) -> int:
    """A published review of a good that was bought for it."""
    return publish(write(deliver(variant_id, at=at), text, at=at, **more), at=at)
