"""Cards of goods as `components/product_card.html` prints them, in the visitor's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask import request

from shop import clock
from shop.catalogue import Card, picture_of
from shop.web.language import current_language
from shop.web.shown_photos import ShownPhoto, shown_photo
from shop.web.words import _


@dataclass(frozen=True, slots=True)
class ShownCard:
    """One good on sale; prices in dong."""

    url: str
    slug: str
    name: str
    stars: int
    certificate: str
    certified_until: date
    producer: str
    place: str
    price: int
    several_prices: bool
    unit_price: int | None
    unit: str | None
    sold_out: bool
    # While its stall is on holiday, the last day of it.
    rests_until: date | None
    variant_id: int | None
    photo: ShownPhoto | None
    kind: str
    picture: str
    ground: str


def shown_cards(cards: Iterable[Card]) -> list[ShownCard]:
    """The cards in the language of the request. Addresses are joined here: `url_for` for each would cost too much."""
    english = current_language() == "en"
    before = f"{request.script_root}/san-pham/"
    units, today = unit_names(), clock.today()
    return [
        ShownCard(
            url=before + card.slug,
            slug=card.slug,
            name=card.name_en if english else card.name_vi,
            stars=card.stars,
            certificate=card.certificate_code,
            certified_until=card.certified_until,
            producer=card.producer_name,
            place=card.province_name,
            price=card.price_from_vnd,
            several_prices=card.has_more_prices,
            unit_price=card.unit_price_vnd,
            unit=units.get(card.unit or ""),
            sold_out=not card.in_stock,
            rests_until=card.holiday.last_day if card.holiday and card.holiday.covers(today) else None,
            variant_id=card.sole_variant_id,
            photo=shown_photo(card.photo, english=english) if card.photo else None,
            kind=card.kind,
            picture=picture_of(card.name_vi, card.kind),
            ground=card.region,
        )
        for card in cards
    ]


def unit_names() -> dict[str, str]:
    """What unit prices are quoted for, in words."""
    return {"100g": _("100 g"), "litre": _("litre")}
