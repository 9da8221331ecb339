"""The producer's one answer to a review, and the office's word on it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Update, or_, select, update

from shop.database import changed_one, db, touch_public_version
from shop.reviews.models import Review
from shop.reviews.notices import ReviewNotice, tell_buyer
from shop.reviews.refusals import CannotAnswer, NoSuchReview, ReviewChanged
from shop.reviews.rules import (
    ANSWER_WINDOW,
    LONGEST_ANSWER,
    ReviewStatus,
    WhyNotAnswer,
    tidy_paragraphs,
    why_not_answer,
)


def answer_review(producer_id: int, review_id: int, text: str, *, by: str, at: datetime) -> None:
    """Answer a published review of a producer's own good, or change the answer within a day; it cannot be removed.

    Refuses NoSuchReview (also another producer's, and an empty answer) and CannotAnswer.
    """
    query = select(Review).where(Review.id == review_id, Review.producer_id == producer_id)
    review = db.session.scalar(query.execution_options(populate_existing=True))
    answer = tidy_paragraphs(text, LONGEST_ANSWER)
    if review is None or not answer:
        raise NoSuchReview(review_id)
    why_not = why_not_answer(ReviewStatus(review.status), review.answered_at, at)
    if why_not is not None:
        raise CannotAnswer(review_id, why_not)
    is_first = review.answered_at is None
    # Only the first answer sets its instant: the day in which it may be changed does not begin anew.
    values = {"answer": answer, "answered_by": by, **({"answered_at": at} if is_first else {})}
    if not changed_one(_still_answerable(producer_id, review_id, at).values(**values)):
        raise CannotAnswer(review_id, WhyNotAnswer.NOT_PUBLISHED)
    db.session.expire(review)
    touch_public_version(with_register=False)
    if is_first:
        tell_buyer(ReviewNotice.ANSWERED, review, at=at, once="answer", answer=answer)


def set_answer_shown(review_id: int, is_shown: bool) -> None:
    """The office takes an answer away from shoppers, or shows it again. Refuses ReviewChanged where it stands so."""
    changed = update(Review).where(Review.id == review_id, Review.answer != "", Review.is_answer_hidden.is_(is_shown))
    if not changed_one(changed.values(is_answer_hidden=not is_shown).execution_options(synchronize_session=False)):
        raise ReviewChanged(review_id)
    touch_public_version(with_register=False)


def _still_answerable(producer_id: int, review_id: int, at: datetime) -> Update:
    in_time = or_(Review.answered_at.is_(None), Review.answered_at > at - ANSWER_WINDOW)
    return (
        update(Review)
        .where(
            Review.id == review_id,
            Review.producer_id == producer_id,
            Review.status == ReviewStatus.PUBLISHED,
            in_time,
        )
        .execution_options(synchronize_session=False)
    )
