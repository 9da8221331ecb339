"""Filters and their counts: each count is made with all other filters applied, so that the numbers add up.

Within one filter any of its values will do, across filters all must hold. A set of goods is a bitmap.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from functools import reduce
from operator import and_, or_

from shop.catalogue.bitmaps import members
from shop.catalogue.filters import Filters
from shop.catalogue.listing import Facets, FacetValue, PriceBand
from shop.catalogue.shelf import Shelf
from shop.values.ocop import GROUPS

MOST_PRODUCERS = 12
MOST_PLACES = 40
# Dong, both ends included. Ours: what a pack of honey, tea or rice costs falls into different bands.
PRICE_BANDS = ((None, 49_999), (50_000, 99_999), (100_000, 199_999), (200_000, 499_999), (500_000, None))


class Narrowing:
    """What each filter that is set lets through, beside what the search found."""

    def __init__(self, shelf: Shelf, filters: Filters, found: int) -> None:
        self._found = found
        self._sets = {field: make(shelf, filters) for field, make in _SETS.items() if _is_set(filters, field)}

    @property
    def all(self) -> int:
        """The goods that everything lets through."""
        return reduce(and_, self._sets.values(), self._found)

    def but(self, field: str) -> int:
        """The goods that all let through but this filter."""
        return reduce(and_, (goods for name, goods in self._sets.items() if name != field), self._found)


def _is_set(filters: Filters, field: str) -> bool:
    if field == "price":
        return filters.min_price is not None or filters.max_price is not None
    return bool(getattr(filters, field))


def _of_groups(shelf: Shelf, filters: Filters) -> int:
    return reduce(or_, (shelf.goods_with_group(group) for group in filters.groups), 0)


def _of_stars(shelf: Shelf, filters: Filters) -> int:
    return reduce(or_, (shelf.stars.get(stars, 0) for stars in filters.stars), 0)


def _of_provinces(shelf: Shelf, filters: Filters) -> int:
    return reduce(or_, (shelf.provinces.get(code, 0) for code in filters.provinces), 0)


def _of_places(shelf: Shelf, filters: Filters) -> int:
    return shelf.goods_of_place(filters.places)


def _of_producers(shelf: Shelf, filters: Filters) -> int:
    numbers = map(shelf.producers.find, filters.producers)
    return shelf.goods_of_producers(number for number in numbers if number is not None)


def _of_prices(shelf: Shelf, filters: Filters) -> int:
    return goods_between(shelf, filters.min_price, filters.max_price)


_SETS: dict[str, Callable[[Shelf, Filters], int]] = {
    "groups": _of_groups,
    "stars": _of_stars,
    "provinces": _of_provinces,
    "places": _of_places,
    "producers": _of_producers,
    "price": _of_prices,
}


def goods_between(shelf: Shelf, lowest: int | None, highest: int | None) -> int:
    """The set of goods whose lowest price in dong lies between two prices, both included; None is open."""
    distinct = shelf.prices.distinct
    low = 0 if lowest is None else bisect_left(distinct, lowest)
    end = len(distinct) if highest is None else bisect_right(distinct, highest)
    return shelf.prices.between(low, end)


def count_facets(shelf: Shelf, filters: Filters, narrowing: Narrowing) -> Facets:
    """The values worth choosing beside what is chosen, with their counts."""
    prices = narrowing.but("price")
    extremes = shelf.prices.extremes(prices)
    return Facets(
        groups=_counted(narrowing.but("groups"), ((g, "", shelf.goods_with_group(g)) for g in GROUPS), filters.groups),
        stars=_counted(
            narrowing.but("stars"),
            ((str(stars), "", shelf.stars[stars]) for stars in sorted(shelf.stars, reverse=True)),
            map(str, filters.stars),
        ),
        provinces=_provinces(shelf, filters, narrowing.but("provinces")),
        places=_places(shelf, filters, narrowing.but("places")),
        producers=_producers(shelf, filters, narrowing.but("producers")),
        price_bands=_price_bands(shelf, filters, prices),
        min_price=extremes[0] if extremes else None,
        max_price=extremes[1] if extremes else None,
    )


def _counted(within: int, values: Iterable[tuple[str, str, int]], selected: Iterable[str]) -> tuple[FacetValue, ...]:
    chosen = set(selected)
    counted = (
        FacetValue(value, label, (within & goods).bit_count(), value in chosen) for value, label, goods in values
    )
    return tuple(value for value in counted if value.count or value.selected)


def _provinces(shelf: Shelf, filters: Filters, within: int) -> tuple[FacetValue, ...]:
    """Most goods first; the value is the province's slug."""
    known = shelf.places.provinces
    named = ((place.province_slug, place.province_name, shelf.provinces[code]) for code, place in known.items())
    chosen = [value for field, value in filters.chips() if field == "province"]
    return tuple(sorted(_counted(within, named, chosen), key=lambda value: (-value.count, value.value)))


def _places(shelf: Shelf, filters: Filters, within: int) -> tuple[FacetValue, ...]:
    """Communes of today and former districts of the chosen provinces, most goods first, and what is chosen."""
    chosen = [number for number in map(shelf.places.find, filters.places) if number is not None]
    offered = [number for code in filters.provinces for number in shelf.places.offered_in(code)]
    if not chosen and not offered:
        return ()
    origins = shelf.places.count_among(members(within, len(shelf)))
    values = []
    for number in dict.fromkeys([*chosen, *offered]):
        count = sum(origins[origin] for origin in shelf.places.origins_of(number))
        if count or number in chosen:
            place = shelf.places[number]
            values.append(FacetValue(place.value, place.words, count, number in chosen))
    return tuple(sorted(values, key=lambda value: (not value.selected, -value.count, value.value))[:MOST_PLACES])


def _producers(shelf: Shelf, filters: Filters, within: int) -> tuple[FacetValue, ...]:
    """The producers with most of the goods, and those chosen."""
    chosen = [number for number in map(shelf.producers.find, filters.producers) if number is not None]
    counts = dict(shelf.busiest_producers(within, MOST_PRODUCERS))
    values = []
    for number in dict.fromkeys([*chosen, *counts]):
        entry = shelf.producers.entry(number)
        count = counts.get(number) or (within & shelf.goods_of_producers([number])).bit_count()
        if entry.slug:
            values.append(FacetValue(entry.slug, entry.name, count, number in chosen))
    return tuple(values)


def _price_bands(shelf: Shelf, filters: Filters, within: int) -> tuple[PriceBand, ...]:
    chosen = (filters.min_price, filters.max_price)
    bands = (
        PriceBand(low, high, (within & goods_between(shelf, low, high)).bit_count(), (low, high) == chosen)
        for low, high in PRICE_BANDS
    )
    return tuple(band for band in bands if band.count or band.selected)
