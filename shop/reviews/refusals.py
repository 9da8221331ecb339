"""What reviews refuse, with why."""

from __future__ import annotations

from dataclasses import dataclass

from shop.reviews.rules import WhyNotAnswer, WhyNotReview
from shop.values.refusal import Refusal


@dataclass
class NoSuchReview(Refusal):
    """There is no such review, or it is another producer's."""

    review_id: int


@dataclass
class NotReviewable(Refusal):
    """This line of an order may not be reviewed, or its review not be changed, now."""

    line_id: int
    why: WhyNotReview


@dataclass
class TooManyReviewPhotos(Refusal):
    """A review holds so many photos at most."""

    most: int


@dataclass
class ReviewChanged(Refusal):
    """Meanwhile somebody decided on it, or its text is another than was looked at."""

    review_id: int


@dataclass
class CannotAnswer(Refusal):
    """The producer may not answer this review, or no longer change the answer."""

    review_id: int
    why: WhyNotAnswer
