"""What buyers do with a review: write it, change it until it is moderated, take it back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select, update

from shop.database import changed_one, count_changed, db, insert_unless_taken, touch_public_version
from shop.photo_files import StoredPhoto
from shop.reviews.models import Review, ReviewPhoto
from shop.reviews.queries import find_bought
from shop.reviews.refusals import NoSuchReview, NotReviewable, ReviewChanged, TooManyReviewPhotos
from shop.reviews.rules import (
    CHANGEABLE,
    LONGEST_NAME,
    LONGEST_TEXT,
    MOST_PHOTOS,
    Draft,
    ReviewStatus,
    tidy_paragraphs,
)
from shop.values.folding import tidy

# What is left of a review that somebody takes back: that there was one.
NOTHING = {"text": "", "shown_as": "", "answer": "", "answered_at": None, "answered_by": "", "reason": ""}


def write_review(  # noqa: PLR0913  each part is named by the caller
    order_id: int,
    line_id: int,
    draft: Draft,
    photos: Sequence[StoredPhoto] = (),
    *,
    without: Collection[int] = (),
    language: str = "vi",
    at: datetime,
) -> int:
    """Write, or write anew, the one review of a line of an order, and put it before a moderator; its number.

    `photos` are added to those it has, `without` are numbers of those that go. Whoever calls knows that it is the
    buyer. Refuses NoSuchReview (no such line), NotReviewable, TooManyReviewPhotos, ReviewChanged.
    """
    bought = find_bought(order_id, line_id, at)
    if bought is None:
        raise NoSuchReview(line_id)
    if bought.why_not is not None:
        raise NotReviewable(line_id, bought.why_not)
    written = {
        "rating": int(draft.rating),
        "text": tidy_paragraphs(draft.text, LONGEST_TEXT),
        "shown_as": tidy(draft.shown_as)[:LONGEST_NAME].strip(),
        "language": language,
        "status": ReviewStatus.WAITING,
        "written_at": at,
        "reason": "",
    }
    line, review = bought.line, bought.review
    if review is not None:
        number = review.id
        _rewrite(review, written)
    else:
        found = insert_unless_taken(
            Review,
            order_line_id=line.id,
            order_id=order_id,
            product_id=line.product_id,
            producer_id=line.producer_id,
            edition=1,
            decided_by="",
            answer="",
            answered_by="",
            is_answer_hidden=False,
            **written,
        )
        if found is None:  # somebody sent another form for the same line at this moment
            raise ReviewChanged(line_id)
        number = int(found)
    _change_photos(number, line.producer_id, photos, without)
    return number


def withdraw_review(order_id: int, line_id: int, at: datetime) -> None:
    """Take a review back, published or not: words, name, answer and photos go; the line is not reviewed again.

    Refuses NoSuchReview.
    """
    query = select(Review).where(Review.order_id == order_id, Review.order_line_id == line_id)
    review = db.session.scalar(query.execution_options(populate_existing=True))
    if review is None or review.status == ReviewStatus.WITHDRAWN:
        raise NoSuchReview(line_id)
    empty_reviews([review.id], at)


def empty_reviews(numbers: Collection[int], at: datetime) -> None:
    """Leave nothing of reviews but that there was one."""
    if not numbers:
        return
    emptied = update(Review).where(Review.id.in_(numbers))
    count_changed(emptied.values(status=ReviewStatus.WITHDRAWN, decided_at=at, published_at=None, **NOTHING))
    # After the rows are held: somebody may be adding photos at this moment.
    count_changed(delete(ReviewPhoto).where(ReviewPhoto.review_id.in_(numbers)))
    touch_public_version(with_register=False)


def _rewrite(review: Review, written: dict[str, object]) -> None:
    changed = (
        update(Review)
        .where(Review.id == review.id, Review.edition == review.edition, Review.status.in_(CHANGEABLE))
        .values(edition=Review.edition + 1, **written)
        .execution_options(synchronize_session=False)
    )
    if not changed_one(changed):
        raise ReviewChanged(review.id)


def _change_photos(number: int, producer_id: int, photos: Sequence[StoredPhoto], without: Collection[int]) -> None:
    if without:
        count_changed(delete(ReviewPhoto).where(ReviewPhoto.review_id == number, ReviewPhoto.id.in_(without)))
    query = select(func.count(), func.max(ReviewPhoto.position)).where(ReviewPhoto.review_id == number)
    count, last = db.session.execute(query).one()
    if count + len(photos) > MOST_PHOTOS:
        raise TooManyReviewPhotos(MOST_PHOTOS)
    for position, photo in enumerate(photos, (last or 0) + 1):
        db.session.add(
            ReviewPhoto(
                review_id=number,
                producer_id=producer_id,
                position=position,
                stem=photo.stem,
                width=photo.width,
                height=photo.height,
            )
        )
    db.session.flush()
