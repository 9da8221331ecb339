"""The fee table and the places to pick up, as the page on delivery prints them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shop.delivery import FeeRow, FeeTable, NoDeliveryThere, PointOfSale, Zone
from shop.storefront.delivery_words import ShownPoint, shown_point, weight_words
from shop.values.money import format_vnd
from shop.web.language import current_language
from shop.web.words import _


@dataclass(frozen=True)
class ShownFees:
    """One step of weight with the fee of each zone in words, "–" where the table has none."""

    weight: str
    fees: list[str]


@dataclass(frozen=True)
class DeliveryDuty:
    """What the page prints; `heads` are the columns, each with whether it holds numbers."""

    heads: list[tuple[str, bool]]
    fees: list[ShownFees]
    points: list[ShownPoint]


def delivery_duty(table: FeeTable, points: Sequence[PointOfSale]) -> DeliveryDuty:
    """The operator's table by weight and zone, in the visitor's language."""
    zones = [zone for zone in Zone if any(row.zone == zone for row in table.rows)]
    steps = sorted({row.up_to_grams for row in table.rows})
    heads = [(_("One parcel"), False), *((_zone_words(zone, table.rows), True) for zone in zones)]
    rows = [ShownFees(weight_words(grams), [_fee(table, zone, grams) for zone in zones]) for grams in steps]
    return DeliveryDuty(heads, rows, [shown_point(point) for point in points])


def _zone_words(zone: Zone, rows: Sequence[FeeRow]) -> str:
    name = {
        Zone.PROVINCE: lambda: _("Same province"),
        Zone.REGION: lambda: _("Same region"),
        Zone.PART: lambda: _("Same part of the country"),
        Zone.COUNTRY: lambda: _("Across the country"),
    }[zone]()
    days = [(row.days_min, row.days_max) for row in rows if row.zone == zone]
    first, last = min(pair[0] for pair in days), max(pair[1] for pair in days)
    return _("%(zone)s, %(first)s to %(last)s days", zone=name, first=first, last=last)


def _fee(table: FeeTable, zone: Zone, grams: int) -> str:
    try:
        return format_vnd(table.fee(zone, grams).fee_vnd, current_language())
    except NoDeliveryThere:
        return "–"
