"""Parcels, days and places to pick up in words, for every page that speaks of delivery."""

from __future__ import annotations

from dataclasses import dataclass

from shop.delivery import FeeQuote, PointOfSale
from shop.places import find_commune, find_province, unit_words
from shop.values.phone import format_phone
from shop.web.language import current_language
from shop.web.templating import in_language
from shop.web.words import _, ngettext


@dataclass(frozen=True)
class ShownPoint:
    """A place where orders are picked up."""

    id: int
    name: str
    address: str
    hours: str
    phone: str


def days_words(fee: FeeQuote) -> str:
    """How long a parcel takes."""
    if fee.days_min == fee.days_max:
        return ngettext("arrives in %(num)s day", "arrives in %(num)s days", fee.days_max)
    return _("arrives in %(first)s to %(last)s days", first=fee.days_min, last=fee.days_max)


def weight_words(grams: int) -> str:
    """A parcel's weight as people read it: "650 g", "1,2 kg"."""
    if grams < 1_000:
        return f"{grams}\u00a0g"
    mark = "," if current_language() == "vi" else "."
    return f"{grams / 1_000:.1f}".replace(".0", "").replace(".", mark) + "\u00a0kg"


def shown_point(point: PointOfSale) -> ShownPoint:
    """A point of sale in the visitor's language."""
    province, commune = find_province(point.province_code), find_commune(point.commune_code)
    parts = [point.street]
    if commune and province:
        parts += [
            unit_words(commune.unit_type, commune.short_name, "en" if current_language() == "en" else "vi"),
            province.short_name,
        ]
    return ShownPoint(
        id=point.id,
        name=in_language(point, "name"),
        address=", ".join(parts),
        hours=in_language(point, "hours"),
        phone=format_phone(point.phone) if point.phone else "",
    )
