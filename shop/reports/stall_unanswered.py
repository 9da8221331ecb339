"""Who waits for words of a stall: asked with every page of it, so all of it at once."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import select

from shop.database import db
from shop.enquiries import counting_enquiries_of
from shop.reviews import counting_reviews_of


class Unanswered(NamedTuple):
    """How many enquiries and published reviews wait for an answer."""

    enquiries: int
    reviews: int


def count_unanswered_in_stall(producer_id: int) -> Unanswered:
    """Both for a producer, in one statement."""
    enquiries, reviews = counting_enquiries_of(producer_id), counting_reviews_of(producer_id, only_unanswered=True)
    return Unanswered(*db.session.execute(select(enquiries.scalar_subquery(), reviews.scalar_subquery())).one())
