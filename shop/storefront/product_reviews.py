"""What buyers say of a good, as `components/review.html` and `components/opinions.html` print it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from shop.reviews import Opinions, Review, list_published, read_opinions
from shop.values.dates import vietnam_day
from shop.web.review_photos import photos_of
from shop.web.review_words import rating_words
from shop.web.shown_photos import ShownPhoto
from shop.web.templating import in_language
from shop.web.words import _

ON_THE_PAGE_OF_THE_GOOD = 3


@dataclass(frozen=True)
class ShownReview:
    """One published review; `answer` is empty where the producer gave none or the office took it away."""

    rating: str
    paragraphs: tuple[str, ...]
    name: str
    written_on: date
    pack: str
    photos: tuple[ShownPhoto, ...]
    language: str
    answer: tuple[str, ...]
    answered_on: date | None


@dataclass(frozen=True)
class Share:
    """One step of the scale: its words, how many say so, and their share in percent."""

    words: str
    count: int
    percent: int


@dataclass(frozen=True)
class ShownOpinions:
    """How many reviews say what, from the best step to the worst; without any, `total` is 0."""

    total: int
    shares: tuple[Share, ...]


@dataclass(frozen=True)
class ReviewsOfProduct:
    """What the page of a good shows of its reviews; `opinions` are for machines."""

    opinions: Opinions
    shown: ShownOpinions
    newest: tuple[ShownReview, ...]


def reviews_of_product(product_id: int) -> ReviewsOfProduct:
    """The figures and the newest reviews of a good; one statement, three where there are reviews."""
    opinions = read_opinions(product_id)
    newest = list_published(product_id, per_page=ON_THE_PAGE_OF_THE_GOOD) if opinions.total else ()
    return ReviewsOfProduct(opinions, shown_opinions(opinions), shown_reviews(newest))


def shown_opinions(opinions: Opinions) -> ShownOpinions:
    """The figures in words."""
    total = opinions.total
    shares = tuple(
        Share(rating_words(rating), count, round(100 * count / total) if total else 0)
        for rating, count in opinions.counts.items()
    )
    return ShownOpinions(total, shares)


def shown_reviews(reviews: Iterable[Review]) -> tuple[ShownReview, ...]:
    """Reviews in words of the page's language; what people wrote stays in theirs."""
    return tuple(_shown(review) for review in reviews)


def _shown(review: Review) -> ShownReview:
    answer = "" if review.is_answer_hidden else review.answer
    return ShownReview(
        rating=rating_words(review.rating),
        paragraphs=tuple(review.text.splitlines()),
        name=review.shown_as or _("A buyer"),
        written_on=vietnam_day(review.written_at),
        pack=in_language(review.line, "pack"),
        photos=photos_of(review),
        language=review.language,
        answer=tuple(answer.splitlines()),
        answered_on=vietnam_day(review.answered_at) if answer and review.answered_at else None,
    )
