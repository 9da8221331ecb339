"""Why something was not done in a stall, in words that say what to do instead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from shop.catalogue import PhotosChanged, TooManyPhotos
from shop.dashboard.parcel_refusals import PARCEL_REFUSALS
from shop.dashboard.renewal_refusals import RENEWAL_REFUSALS
from shop.reviews import CannotAnswer, WhyNotAnswer
from shop.values.refusal import Refusal
from shop.web.joining_words import JOINING_REFUSALS
from shop.web.upload_words import UPLOAD_REFUSALS
from shop.web.words import _


def refusal_words(refusal: Refusal) -> str:
    """The reason; for one without words of its own, that nothing was changed."""
    words = _WORDS.get(type(refusal))
    return words(refusal) if words else _("This cannot be done as things stand. Nothing was changed.")


def _cannot_answer(refusal: CannotAnswer) -> str:
    if refusal.why is WhyNotAnswer.TOO_LATE:
        return _("An answer can be changed for a day. Nothing was changed.")
    return _("This review is not shown any more, so it cannot be answered. Nothing was changed.")


_WORDS: dict[type[Refusal], Callable[[Any], str]] = {
    **PARCEL_REFUSALS,
    **RENEWAL_REFUSALS,
    **UPLOAD_REFUSALS,
    CannotAnswer: _cannot_answer,
    **JOINING_REFUSALS,
    **UPLOAD_REFUSALS,
    PhotosChanged: lambda refusal: _("Somebody else changed the photos meanwhile. Here they are as they stand now."),
    TooManyPhotos: lambda refusal: _(
        "A good may have %(number)s photos. Take one off before you add another.", number=refusal.limit
    ),
}
