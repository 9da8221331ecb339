"""What the search box offers while typing: groups, places, makers and goods that are on sale."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request, url_for

from shop.catalogue import Suggestions
from shop.storefront.listing_page import count_words
from shop.web.certificate_words import group_words
from shop.web.language import current_language


@dataclass(frozen=True, slots=True)
class ShownSuggestion:
    """One option of the list."""

    url: str
    sign: str
    label: str
    note: str | None


def shown_suggestions(found: Suggestions) -> list[ShownSuggestion]:
    """The options in the order in which they help most: what narrows the list first, then single goods."""
    english = current_language() == "en"
    listed = url_for("storefront.products.index")
    groups = [
        ShownSuggestion(f"{listed}?group={entry.group}", "tag", group_words(entry.group), count_words(entry.count))
        for entry in found.groups
    ]
    places = [
        ShownSuggestion(
            f"{listed}?place={entry.value}" if entry.value else f"{listed}?province={entry.province_slug}",
            "map-pin",
            entry.words_en if english else entry.words_vi,
            count_words(entry.count),
        )
        for entry in found.places
    ]
    makers = [
        ShownSuggestion(
            f"{request.script_root}/nha-san-xuat/{entry.slug}", "store", entry.name, count_words(entry.count)
        )
        for entry in found.producers
    ]
    goods = [
        ShownSuggestion(
            f"{request.script_root}/san-pham/{card.slug}",
            "leaf",
            card.name_en if english else card.name_vi,
            " · ".join(filter(None, (card.producer_name, card.province_name))) or None,
        )
        for card in found.goods
    ]
    return groups + places + makers + goods
