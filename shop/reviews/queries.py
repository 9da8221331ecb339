"""Reads of reviews: what may be reviewed, what shoppers see, what waits for a moderator or a producer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from shop.database import db
from shop.orders import LineWithdrawal, Order, OrderLine, Parcel
from shop.reviews.models import Review, ReviewPhoto
from shop.reviews.rules import Rating, ReviewOrder, ReviewStatus, WhyNotReview, mean_tenths, why_not_review


@dataclass(frozen=True)
class Bought:
    """A line of an order with what its buyer wrote of it, and why nothing may be written now (None: it may).

    `buyer` is the name on the order, "" where it was erased.
    """

    line: OrderLine
    review: Review | None
    delivered_at: datetime | None
    buyer: str
    why_not: WhyNotReview | None


@dataclass(frozen=True)
class Opinions:
    """How many published reviews of a good say what; `mean_tenths` is 46 for 4.6, None without any."""

    counts: Mapping[Rating, int]

    @property
    def total(self) -> int:
        """How many there are."""
        return sum(self.counts.values())

    @property
    def mean_tenths(self) -> int | None:
        """The mean in tenths, for machines: people are told the words."""
        return mean_tenths(dict(self.counts))


@dataclass(frozen=True)
class Shown:
    """A review in a list for the office or the stall: its good, and the code of its order."""

    review: Review
    line: OrderLine
    order_code: str


def list_bought(order_id: int, at: datetime) -> list[Bought]:
    """All lines of an order with their reviews and photos; two statements, one more where there are reviews."""
    return _bought(OrderLine.order_id == order_id, at)


def find_bought(order_id: int, line_id: int, at: datetime) -> Bought | None:
    """One line of an order; None where it is none of it."""
    return next(iter(_bought(and_(OrderLine.order_id == order_id, OrderLine.id == line_id), at)), None)


def find_review(review_id: int) -> Shown | None:
    """Any review with its photos, for the office."""
    return next(iter(_shown(_whole().where(Review.id == review_id))), None)


def read_opinions(product_id: int) -> Opinions:
    """How many published reviews of a good say what; one statement."""
    rows = db.session.execute(
        select(Review.rating, func.count()).where(*_published(product_id)).group_by(Review.rating)
    )
    found = {Rating(rating): count for rating, count in rows}
    return Opinions({rating: found.get(rating, 0) for rating in sorted(Rating, reverse=True)})


def list_published(
    product_id: int, order: ReviewOrder = ReviewOrder.NEWEST, *, page: int = 1, per_page: int = 10
) -> Sequence[Review]:
    """One page of the published reviews of a good with photos and lines; two statements."""
    query = select(Review).where(*_published(product_id), *_chosen(order)).options(*_loads())
    query = query.order_by(*_by(order), Review.published_at.desc(), Review.id.desc())
    return db.session.scalars(query.limit(per_page).offset((page - 1) * per_page)).all()


def count_published(product_id: int, order: ReviewOrder = ReviewOrder.NEWEST) -> int:
    """How many reviews a list in this order holds (only those with photos, where that is asked)."""
    query = select(func.count()).select_from(Review).where(*_published(product_id), *_chosen(order))
    return db.session.scalar(query) or 0


def list_reviews(status: ReviewStatus, *, page: int = 1, per_page: int = 30) -> list[Shown]:
    """Reviews that stand like this, for the office: those that wait the oldest first, others the newest first."""
    by = Review.written_at if status is ReviewStatus.WAITING else Review.decided_at.desc()
    query = _whole().where(Review.status == status).order_by(by, Review.id)
    return _shown(query.limit(per_page).offset((page - 1) * per_page))


def count_reviews_by_status() -> dict[ReviewStatus, int]:
    """How many there are of each status that occurs."""
    rows = db.session.execute(select(Review.status, func.count()).group_by(Review.status))
    return {ReviewStatus(status): count for status, count in rows}


def list_reviews_of_producer(
    producer_id: int, *, only_unanswered: bool = False, page: int = 1, per_page: int = 20
) -> list[Shown]:
    """The published reviews of a producer's goods, the newest first."""
    query = _whole().where(*_of_producer(producer_id, only_unanswered=only_unanswered))
    query = query.where(OrderLine.producer_id == producer_id, Parcel.producer_id == producer_id)
    query = query.order_by(Review.published_at.desc(), Review.id.desc())
    return _shown(query.limit(per_page).offset((page - 1) * per_page))


def count_reviews_of_producer(producer_id: int, *, only_unanswered: bool = False) -> int:
    """How many published reviews a producer's goods have."""
    return db.session.scalar(counting_reviews_of(producer_id, only_unanswered=only_unanswered)) or 0


def counting_reviews_of(producer_id: int, *, only_unanswered: bool = False) -> Select[int]:
    """The statement that counts them, to be asked together with others."""
    wanted = _of_producer(producer_id, only_unanswered=only_unanswered)
    return select(func.count(Review.id)).where(*wanted)


def count_unanswered(producer_id: int) -> int:
    """How many published reviews wait for a producer's answer."""
    return count_reviews_of_producer(producer_id, only_unanswered=True)


def _bought(which: ColumnElement[bool], at: datetime) -> list[Bought]:
    withdrawn = (
        select(func.coalesce(func.sum(LineWithdrawal.quantity), 0))
        .where(LineWithdrawal.order_line_id == OrderLine.id)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(OrderLine, Review, Parcel.delivered_at, OrderLine.quantity - withdrawn, Order.name)
        .join(Parcel, Parcel.id == OrderLine.parcel_id)
        .join(Order, Order.id == OrderLine.order_id)
        .outerjoin(Review, Review.order_line_id == OrderLine.id)
        .where(which)
        .order_by(OrderLine.id)
        .options(selectinload(Review.photos))
        .execution_options(populate_existing=True)
    )
    found = []
    for line, review, delivered_at, left, buyer in rows:
        status = ReviewStatus(review.status) if review else None
        why_not = why_not_review(delivered_at=delivered_at, pieces_left=left, status=status, at=at)
        found.append(Bought(line, review, delivered_at, buyer, why_not))
    return found


def _whole() -> Select[*tuple[Review, OrderLine, str]]:
    return (
        select(Review, OrderLine, Order.code)
        .join(OrderLine, OrderLine.id == Review.order_line_id)
        .join(Parcel, Parcel.id == OrderLine.parcel_id)
        .join(Order, Order.id == Review.order_id)
        .options(selectinload(Review.photos))
        .execution_options(populate_existing=True)
    )


def _shown(query: Select[*tuple[Review, OrderLine, str]]) -> list[Shown]:
    return [Shown(review, line, code) for review, line, code in db.session.execute(query)]


def _loads() -> tuple[ExecutableOption, ...]:
    return selectinload(Review.photos), joinedload(Review.line)


def _published(product_id: int) -> tuple[ColumnElement[bool], ...]:
    return Review.product_id == product_id, Review.status == ReviewStatus.PUBLISHED


def _chosen(order: ReviewOrder) -> tuple[ColumnElement[bool], ...]:
    if order is not ReviewOrder.WITH_PHOTOS:
        return ()
    return (select(ReviewPhoto.id).where(ReviewPhoto.review_id == Review.id).exists(),)


def _by(order: ReviewOrder) -> tuple[ColumnElement[int], ...]:
    if order is ReviewOrder.CRITICAL:
        return (Review.rating.asc(),)
    return (Review.rating.desc(),) if order is ReviewOrder.CONTENT else ()


def _of_producer(producer_id: int, *, only_unanswered: bool) -> tuple[ColumnElement[bool], ...]:
    wanted = (Review.producer_id == producer_id, Review.status == ReviewStatus.PUBLISHED)
    return (*wanted, or_(Review.answer == "", Review.answered_at.is_(None))) if only_unanswered else wanted
