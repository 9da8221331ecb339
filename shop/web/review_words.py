"""Reviews in words: how content somebody is, and why a review is not published."""

from __future__ import annotations

from shop.reviews import Rating, WhyRefused
from shop.web.words import _


def rating_words(rating: int) -> str:
    """A step of the scale in words; it has no other form: stars are the authority's."""
    return {
        Rating.DELIGHTED: lambda: _("Delighted"),
        Rating.PLEASED: lambda: _("Pleased"),
        Rating.ALL_RIGHT: lambda: _("All right"),
        Rating.NOT_QUITE: lambda: _("Not quite"),
        Rating.DISAPPOINTED: lambda: _("Disappointed"),
    }[Rating(rating)]()


def why_refused_words(reason: str) -> str:
    """For what a review is not published; "" where there is no reason."""
    if reason not in tuple(WhyRefused):
        return ""
    return {
        WhyRefused.NOT_ABOUT_THE_GOOD: lambda: _("It does not speak of the good or its delivery."),
        WhyRefused.PERSONAL_DETAILS: lambda: _("It holds somebody's name, telephone number or address."),
        WhyRefused.OFFENSIVE: lambda: _("It insults somebody."),
        WhyRefused.ADVERTISING: lambda: _("It advertises something or leads to another site."),
        WhyRefused.HEALTH_CLAIM: lambda: _("It says that the good cures an illness, which the law forbids to publish."),
        WhyRefused.PHOTOS: lambda: _("A photo shows something else, or somebody who may not want it."),
    }[WhyRefused(reason)]()
