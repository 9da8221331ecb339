"""Lists of goods on sale, asked of a Shelf: no statement, no object, whatever the page."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from shop.catalogue.bitmaps import first_members, members
from shop.catalogue.facets import Narrowing, count_facets
from shop.catalogue.filters import Filters
from shop.catalogue.listing import PER_PAGE, Card, GroupEntry, Listing, NoSuchPage, ProducerEntry
from shop.catalogue.search import Found, search
from shop.catalogue.shelf import Shelf
from shop.values.ocop import GROUPS


def list_goods(shelf: Shelf, filters: Filters, per_page: int = PER_PAGE) -> Listing:
    """One page of the goods that a shopper asked for, with counts beside every filter; raises NoSuchPage."""
    found = search(shelf, filters.q) if filters.q else None
    narrowing = Narrowing(shelf, filters, found.goods if found else shelf.all_goods)
    within = narrowing.all
    total = within.bit_count()
    pages = max(1, -(-total // per_page))
    if filters.page > pages:
        raise NoSuchPage(filters.page, pages)
    start = (filters.page - 1) * per_page
    positions = _in_order(shelf, filters, within, found)[start : start + per_page]
    return Listing(
        cards=shelf.cards(positions),
        total=total,
        page=filters.page,
        pages=pages,
        first=start + 1 if total else 0,
        last=start + len(positions),
        filters=filters,
        facets=shelf.counted.get(replace(filters, sort="new", page=1), lambda: count_facets(shelf, filters, narrowing)),
        search=found.report if found else None,
    )


def _in_order(shelf: Shelf, filters: Filters, within: int, found: Found | None) -> Sequence[int]:
    if found is not None and filters.sort == "relevance":
        return shelf.orders.by_tiers(found.tiers(within), (within, "relevance", filters.q))
    return shelf.orders.in_order(within, "new" if filters.sort == "relevance" else filters.sort)


def find_card(shelf: Shelf, slug: str) -> Card | None:
    """The card of the good on sale at an address, or None."""
    position = shelf.position_of(slug)
    return None if position is None else shelf.card(position)


def newest_goods(shelf: Shelf, limit: int = 12) -> tuple[Card, ...]:
    """The goods recognised last."""
    return shelf.cards(range(min(limit, len(shelf))))


def list_slugs(shelf: Shelf) -> list[tuple[str, date]]:
    """Address and day of recognition of every good on sale, the newest first; for the sitemap."""
    return [
        (packed[0], date.fromordinal(packed[6])) for packed in map(shelf.packed_cards.__getitem__, range(len(shelf)))
    ]


def goods_of_producer(shelf: Shelf, slug: str) -> tuple[Card, ...]:
    """All goods on sale of the producer at an address, the newest recognition first."""
    number = shelf.producers.find(slug)
    return () if number is None else shelf.cards(shelf.producers.goods[number])


def goods_of_place(shelf: Shelf, place: str | Collection[str], limit: int | None = None) -> tuple[Card, ...]:
    """Goods on sale of a place ("lao-cai/bao-yen", a place id, or several of either), the newest recognition first."""
    goods = shelf.goods_of_place(place)
    return shelf.cards(members(goods, len(shelf)) if limit is None else first_members(goods, limit))


def count_goods_of_place(shelf: Shelf, place: str | Collection[str]) -> int:
    """The number of goods on sale of a place, given as for `goods_of_place`."""
    return shelf.goods_of_place(place).bit_count()


def related_goods(shelf: Shelf, slug: str, limit: int = 8) -> tuple[Card, ...]:
    """Goods like the one at an address, itself left out; none when it is not on sale."""
    position = shelf.position_of(slug)
    if position is None:
        return ()
    card = shelf.card(position)
    cards = goods_like(
        shelf,
        group=card.group,
        kind=card.kind,
        province_code=card.province_code,
        producer_slug=card.producer_slug,
        limit=limit + 1,
    )
    return tuple(other for other in cards if other.slug != slug)[:limit]


def goods_like(
    shelf: Shelf,
    *,
    group: str | None,
    kind: str,
    province_code: str | None,
    producer_slug: str = "",
    limit: int = 8,
) -> tuple[Card, ...]:
    """Goods on sale that could serve instead of one.

    First the same kind of the same province, then the same kind, then the same producer, then the same group of the
    province, then the same group; in each the newest recognition first.
    """
    kinds, province = shelf.kinds.get(kind, 0), shelf.provinces.get(province_code or "", 0)
    groups = shelf.goods_with_group(group) if group else 0
    number = shelf.producers.find(producer_slug)
    producer = shelf.goods_of_producers([number]) if number is not None else 0
    chosen: dict[int, None] = {}
    for goods in (kinds & province, kinds, producer, groups & province, groups):
        chosen.update(dict.fromkeys(first_members(goods, limit)))
        if len(chosen) >= limit:
            break
    return shelf.cards(list(chosen)[:limit])


def list_producers(shelf: Shelf, province_code: str | None = None) -> tuple[ProducerEntry, ...]:
    """The producers with goods on sale, of one province or of all, in the order of their addresses."""
    return tuple(entry for entry in shelf.producers if province_code in (None, entry.province_code))


def busiest_producers(shelf: Shelf, limit: int) -> tuple[ProducerEntry, ...]:
    """The producers with most goods on sale, the fullest first; ties in the order of their addresses."""
    numbers = (number for number, _ in shelf.busiest_producers(shelf.all_goods, limit + 1))
    return tuple(entry for entry in map(shelf.producers.entry, numbers) if entry.slug)[:limit]


def count_producers(shelf: Shelf) -> int:
    """How many producers have goods on sale."""
    return len(shelf.producers)


def find_producer_entry(shelf: Shelf, slug: str) -> ProducerEntry | None:
    """The producer at an address with the number of its goods on sale; None without any."""
    number = shelf.producers.find(slug)
    return None if number is None else shelf.producers.entry(number)


def province_counts(shelf: Shelf) -> dict[str, int]:
    """Goods on sale by code of the province of today; provinces without any are left out."""
    return {code: goods.bit_count() for code, goods in shelf.provinces.items() if code}


def place_counts(shelf: Shelf, province_code: str | None = None) -> dict[str, int]:
    """Goods on sale by place id, of one province of today or of all."""
    return shelf.places.counts_by_id(province_code)


def group_counts(shelf: Shelf) -> tuple[GroupEntry, ...]:
    """All six groups with the number of their goods on sale."""
    return tuple(GroupEntry(group, shelf.goods_with_group(group).bit_count()) for group in GROUPS)


def star_counts(shelf: Shelf) -> dict[int, int]:
    """Goods on sale by stars, five first; all three are named."""
    return {stars: shelf.stars.get(stars, 0).bit_count() for stars in (5, 4, 3)}
