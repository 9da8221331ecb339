"""Why something was not done in a stall, in words that say what to do instead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from shop.catalogue import (
    AlreadyOffered,
    ClaimsOcop,
    ClaimsStars,
    LastPack,
    NoGoodChosen,
    NoPacks,
    NotCertified,
    NotYourGood,
    PhotosChanged,
    TooManyMarks,
    TooManyPacks,
    TooManyPhotos,
)
from shop.dashboard.good_words import claim_words, not_certified_words
from shop.dashboard.lot_words import LOT_REFUSALS
from shop.dashboard.parcel_refusals import PARCEL_REFUSALS
from shop.dashboard.profile_refusals import PROFILE_REFUSALS
from shop.dashboard.renewal_refusals import RENEWAL_REFUSALS
from shop.enquiries import EnquiryClosed
from shop.reviews import CannotAnswer, WhyNotAnswer
from shop.values.refusal import Refusal
from shop.web.enquiry_words import enquiry_closed_words
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
    **LOT_REFUSALS,
    **PARCEL_REFUSALS,
    **PROFILE_REFUSALS,
    **RENEWAL_REFUSALS,
    **UPLOAD_REFUSALS,
    CannotAnswer: _cannot_answer,
    EnquiryClosed: lambda refusal: enquiry_closed_words(),
    **JOINING_REFUSALS,
    **UPLOAD_REFUSALS,
    PhotosChanged: lambda refusal: _("Somebody else changed the photos meanwhile. Here they are as they stand now."),
    TooManyPhotos: lambda refusal: _(
        "A good may have %(number)s photos. Take one off before you add another.", number=refusal.limit
    ),
    AlreadyOffered: lambda refusal: _("The stall has this good already."),
    ClaimsOcop: claim_words,
    ClaimsStars: claim_words,
    LastPack: lambda refusal: _("A good on sale keeps at least one pack. Take the good off sale instead."),
    NoGoodChosen: lambda refusal: _("Please say first which certified good this is."),
    NoPacks: lambda refusal: _("Please add a pack with a price first."),
    NotCertified: not_certified_words,
    NotYourGood: lambda refusal: _("This good of the register cannot be chosen here."),
    TooManyMarks: lambda refusal: _("A good bears at most %(limit)s marks here.", limit=refusal.limit),
    TooManyPacks: lambda refusal: _("A good has at most %(limit)s packs.", limit=refusal.limit),
}
