"""The page of a list of goods, as `storefront/products/index.html` prints it: from a Listing to words and addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask import current_app, url_for

from shop.catalogue import SORTS, FacetValue, Filters, Listing, Shelf, newest_goods
from shop.places import find_place, find_place_by_id, find_province
from shop.storefront.cards import ShownCard, shown_cards
from shop.values.money import format_vnd
from shop.web.certificate_words import group_words
from shop.web.language import current_language
from shop.web.paging import Pages, pages_of
from shop.web.words import _, ngettext

PER_PAGE = 24


@dataclass(frozen=True, slots=True)
class Option:
    """One box of a facet."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class ShownFacet:
    """What `components/facet.html` prints."""

    name: str
    title: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class PriceRange:
    """What `price_facet` prints; whole dong."""

    lowest: int | None
    highest: int | None
    chosen_lowest: int | None
    chosen_highest: int | None


@dataclass(frozen=True, slots=True)
class ShownChip:
    """A filter that is set, and the list without it."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class SortChoice:
    """One order of the list."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Corrected:
    """What was asked for, and what was taken for it."""

    asked: str
    used: str


@dataclass(frozen=True)
class ListingPage:
    """Everything that the list prints."""

    heading: str
    words: str
    note: str | None
    corrected: Corrected | None
    left_out: tuple[str, ...]
    total: int
    first: int
    last: int
    cards: list[ShownCard]
    facets: list[ShownFacet]
    prices: PriceRange
    chips: list[ShownChip]
    clear_url: str
    sorts: list[SortChoice]
    pages: Pages
    canonical: str
    is_indexed: bool
    suggested: list[ShownCard]


def listing_page(listing: Listing, shelf: Shelf) -> ListingPage:
    """The page of one Listing in the visitor's language."""
    filters, facets, search = listing.filters, listing.facets, listing.search
    chips = filters.chips()
    base = current_app.config["SHOP"].public_base_url
    return ListingPage(
        heading=_heading(filters),
        words=filters.q,
        note=_note(filters),
        corrected=Corrected(filters.q, search.did_you_mean) if search and search.did_you_mean else None,
        left_out=search.left_out if search and listing.total else (),
        total=listing.total,
        first=listing.first,
        last=listing.last,
        cards=shown_cards(listing.cards),
        facets=_shown_facets(listing),
        prices=PriceRange(facets.min_price, facets.max_price, filters.min_price, filters.max_price),
        chips=[ShownChip(_chip_label(chip, listing), url_of(filters.without_value(*chip))) for chip in chips],
        clear_url=url_of(Filters(q=filters.q, sort="relevance" if filters.q else "new")),
        sorts=_sorts(filters),
        pages=pages_of(listing.page, listing.total, PER_PAGE, lambda page: url_of(filters.on_page(page))),
        canonical=base + url_of(filters),
        is_indexed=not filters.q and len(chips) <= 1 and filters.sort == filters.default_sort,
        suggested=[] if listing.cards else shown_cards(newest_goods(shelf, 4)),
    )


def url_of(filters: Filters) -> str:
    """The address of the list for these wishes, in the language of the request."""
    query = filters.to_query_string()
    return url_for("storefront.products.index") + (f"?{query}" if query else "")


def _heading(filters: Filters) -> str:
    if filters.q:
        return _("Goods for “%(words)s”", words=filters.q)
    chips = filters.chips()
    if len(chips) == 1:
        field, value = chips[0]
        name = _fixed_label(field, value)
        if field == "province" and name:
            return _("Specialities of %(place)s", place=name)
        if field == "place" and name:
            return _("Specialities of %(place)s", place=name)
        if field == "stars":
            return _("Specialities with %(stars)s OCOP stars", stars=value)
        if field == "group":
            return name
    return _("Specialities that are certified today")


def _note(filters: Filters) -> str | None:
    """Where one old place was chosen: what it is today."""
    if len(filters.places) != 1:
        return None
    province_slug, _slash, slug = filters.places[0].partition("/")
    place = find_place(province_slug, slug) if slug else find_place_by_id(filters.places[0])
    province = find_province(place.province_code) if place else None
    if place is None or province is None or not place.kind.startswith("former"):
        return None
    return _(
        "%(place)s is an old name; it lies in %(province)s today.", place=place.words, province=province.short_name
    )


def _shown_facets(listing: Listing) -> list[ShownFacet]:
    facets = listing.facets
    shown = [
        _facet("group", _("Group"), facets.groups, lambda value: group_words(value.value)),
        _facet("stars", _("Official stars"), facets.stars, lambda value: _stars_words(value.value)),
        _facet("province", _("Province, city"), _chosen_first(facets.provinces), lambda value: value.label),
        _facet("producer", _("Maker"), _chosen_first(facets.producers), lambda value: value.label),
    ]
    if facets.places:
        shown.insert(3, _facet("place", _("Place"), _chosen_first(facets.places), lambda value: value.label))
    return [facet for facet in shown if facet.options]


def _facet(name: str, title: str, values: Iterable[FacetValue], label: Callable[[FacetValue], str]) -> ShownFacet:
    return ShownFacet(name, title, tuple(Option(v.value, label(v), v.count, v.selected) for v in values))


def _chosen_first(values: Iterable[FacetValue]) -> list[FacetValue]:
    return sorted(values, key=lambda value: not value.selected)


def _stars_words(stars: str) -> str:
    return _("%(stars)s stars", stars=stars)


def _chip_label(chip: tuple[str, str], listing: Listing) -> str:
    field, value = chip
    facets = {
        "province": listing.facets.provinces,
        "place": listing.facets.places,
        "producer": listing.facets.producers,
    }
    for facet in facets.get(field, ()):
        if facet.value == value and facet.label:
            return facet.label
    return _fixed_label(field, value) or value


def _fixed_label(field: str, value: str) -> str:
    if field == "group":
        return group_words(value)
    if field == "stars":
        return _stars_words(value)
    if field == "min_price":
        return _("from %(price)s", price=format_vnd(int(value), current_language()))
    if field == "max_price":
        return _("up to %(price)s", price=format_vnd(int(value), current_language()))
    if field == "province":
        province = find_province(value)
        return province.short_name if province else ""
    return _place_label(value) if field == "place" else ""


def _place_label(value: str) -> str:
    province_slug, _slash, slug = value.partition("/")
    place = find_place(province_slug, slug) if slug and ":" not in value else find_place_by_id(value)
    return place.words if place else ""


def _sorts(filters: Filters) -> list[SortChoice]:
    labels = {
        "relevance": _("Best match"),
        "new": _("Newly recognised"),
        "price": _("Price, low to high"),
        "price-desc": _("Price, high to low"),
        "name": _("Name"),
    }
    offered = [sort for sort in SORTS if sort != "relevance" or filters.q]
    return [SortChoice(sort, labels[sort], sort == filters.sort) for sort in offered]


def count_words(count: int) -> str:
    """How many goods, in words."""
    return ngettext("%(num)s good", "%(num)s goods", count)
