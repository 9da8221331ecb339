"""The moderator's decisions: publish, refuse for a stated reason, hide again. Who wrote it is told each time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from shop.database import changed_one, db, touch_public_version
from shop.reviews.models import Review
from shop.reviews.notices import ReviewNotice, tell_buyer
from shop.reviews.refusals import NoSuchReview, ReviewChanged
from shop.reviews.rules import ReviewStatus, WhyRefused, statuses_before


def publish_review(review_id: int, edition: int, *, by: str, at: datetime) -> None:
    """Let shoppers read a review in the edition that was looked at. Refuses NoSuchReview and ReviewChanged."""
    review = _decide(review_id, edition, ReviewStatus.PUBLISHED, by=by, at=at, reason="", published_at=at)
    touch_public_version(with_register=False)
    tell_buyer(ReviewNotice.PUBLISHED, review, at=at, once=str(edition))


def refuse_review(review_id: int, edition: int, reason: WhyRefused, *, by: str, at: datetime) -> None:
    """Say no to a review that waits; who wrote it may write it anew. Refuses NoSuchReview and ReviewChanged."""
    review = _decide(review_id, edition, ReviewStatus.REFUSED, by=by, at=at, reason=reason)
    tell_buyer(ReviewNotice.REFUSED, review, at=at, once=str(edition), reason=str(reason))


def hide_review(review_id: int, edition: int, reason: WhyRefused, *, by: str, at: datetime) -> None:
    """Take a published review away from shoppers again. Refuses NoSuchReview and ReviewChanged."""
    review = _decide(review_id, edition, ReviewStatus.HIDDEN, by=by, at=at, reason=reason)
    touch_public_version(with_register=False)
    tell_buyer(ReviewNotice.HIDDEN, review, at=at, once=f"{edition}-{at.timestamp():.0f}", reason=str(reason))


def _decide(review_id: int, edition: int, status: ReviewStatus, *, by: str, at: datetime, **values: object) -> Review:
    decided = (
        update(Review)
        .where(Review.id == review_id, Review.edition == edition, Review.status.in_(statuses_before(status)))
        .values(status=status, decided_by=by, decided_at=at, **values)
        .execution_options(synchronize_session=False)
    )
    is_decided = changed_one(decided)
    query = select(Review).where(Review.id == review_id).execution_options(populate_existing=True)
    review = db.session.scalar(query)
    if review is None:
        raise NoSuchReview(review_id)
    if not is_decided:
        raise ReviewChanged(review_id)
    return review
