"""The form of a review: how content, in which words, with which photos, under which name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from shop.photo_files import MOST_BYTES
from shop.reviews import LONGEST_NAME, LONGEST_TEXT, MOST_PHOTOS, Bought, Draft, Rating, usual_name
from shop.values.folding import tidy
from shop.web.uploads import SentFile
from shop.web.words import _


@dataclass
class ReviewForm:
    """What stands in the form, with what is wrong by field; `photos` are the files as they were sent."""

    rating: Rating | None = None
    text: str = ""
    shown_as: str = ""
    without: frozenset[int] = frozenset()
    photos: tuple[bytes, ...] = ()
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def draft(self) -> Draft:
        """The clean values of a form without problems."""
        return Draft(self.rating or Rating.ALL_RIGHT, self.text, self.shown_as)


def form_of(bought: Bought) -> ReviewForm:
    """The form as it stands first: what was written before, or nothing with the usual name."""
    if bought.review is None:
        return ReviewForm(shown_as=usual_name(bought.buyer))
    return ReviewForm(Rating(bought.review.rating), bought.review.text, bought.review.shown_as)


def read_form(form: MultiDict[str, str], photos: Sequence[SentFile], bought: Bought) -> ReviewForm:
    """What was sent; every field is looked at, so that all that is wrong can be said at once."""
    kept = {photo.id for photo in bought.review.photos} if bought.review else set()
    read = ReviewForm(
        rating=_rating(form.get("rating", "")),
        text=form.get("text", "").strip(),
        shown_as=tidy(form.get("shown_as", "")),
        without=frozenset(number for number in kept if str(number) in form.getlist("without")),
        photos=tuple(photo.content(MOST_BYTES) for photo in photos[: MOST_PHOTOS + 1]),
    )
    if read.rating is None:
        read.problems["rating"] = _("Please choose how content you are.")
    if len(read.text.replace("\r\n", "\n")) > LONGEST_TEXT:
        read.problems["text"] = _("Please keep it to %(number)s letters.", number=LONGEST_TEXT)
    if len(read.shown_as) > LONGEST_NAME:
        read.problems["shown_as"] = _("Please keep it to %(number)s letters.", number=LONGEST_NAME)
    if len(kept - read.without) + len(read.photos) > MOST_PHOTOS:
        read.problems["photos"] = _("Up to %(number)s photos can stand with a review.", number=MOST_PHOTOS)
    return read


def _rating(typed: str) -> Rating | None:
    return next((rating for rating in Rating if str(int(rating)) == typed), None)
