"""Producers as `components/producer_card.html` prints them."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from shop.catalogue import Card, ProducerEntry, picture_of
from shop.stalls import Stall
from shop.values.producer_names import ProducerKind
from shop.web.language import current_language
from shop.web.shown_photos import ShownPhoto, shown_photo
from shop.web.words import _


@dataclass(frozen=True)
class LabelFact:
    """A term and what is to be said of it, with where it leads if anywhere."""

    term: str
    text: str
    url: str | None = None


@dataclass(frozen=True)
class ShownMaker:
    """One maker; it never carries stars, which belong to goods."""

    url: str
    slug: str
    name: str
    legal_form: str | None
    place: str | None
    count: int
    story: str | None
    photo: ShownPhoto | None
    picture: str
    ground: str


def shown_maker(entry: ProducerEntry, goods: tuple[Card, ...], stall: Stall | None = None) -> ShownMaker:
    """A maker with goods on sale; its published stall gives words and picture, else its first good a drawing."""
    english = current_language() == "en"
    first = goods[0] if goods else None
    return ShownMaker(
        url=f"{request.script_root}/nha-san-xuat/{entry.slug}",
        slug=entry.slug,
        name=entry.name,
        legal_form=legal_form(entry.kind),
        place=(entry.place_en if english else entry.place_vi) or None,
        count=entry.count,
        story=(stall.story_in_short(current_language()) or None) if stall else None,
        photo=shown_photo(stall.cover, english=english) if stall and stall.cover else None,
        picture=picture_of(first.name_vi, first.kind) if first else "other",
        ground=first.region if first else "red-river-delta",
    )


def legal_form(kind: str) -> str | None:
    """What a maker is by law, in words; None where the source does not tell."""
    return {
        ProducerKind.COOPERATIVE: _("Cooperative"),
        ProducerKind.COOPERATIVE_GROUP: _("Cooperative group"),
        ProducerKind.COMPANY: _("Company"),
        ProducerKind.HOUSEHOLD: _("Household"),
    }.get(ProducerKind(kind))
