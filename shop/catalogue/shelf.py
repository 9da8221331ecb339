"""The Shelf: an immutable picture of all goods on sale, which lists, search, counts and suggestions ask.

Goods stand at positions 0, 1, 2 ... in the order of the newest recognition first, then of their names. Every set of
goods is a bitmap of positions. Nothing here reads the database; `stocking` makes a Shelf, `keeper` hands it out.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from shop.catalogue.bitmaps import RankedColumn, bitmap_of, full_bitmap
from shop.catalogue.listing import Card, Facets
from shop.catalogue.ordering import Orders
from shop.catalogue.packed import Keys, Lists, Packed
from shop.catalogue.recent import Recent
from shop.catalogue.shelf_places import Places
from shop.catalogue.shelf_producers import Producers
from shop.catalogue.vocabulary import Vocabulary, Word
from shop.photo_files import PhotoSources
from shop.stalls import Holiday
from shop.values.ocop import GROUPS

CODE_LENGTH = 11
KEPT_FACETS = 48


class Topic(NamedTuple):
    """A group, or a kind of goods, its goods, and the phrases that mean it."""

    group: str | None
    goods: int
    phrases: tuple[tuple[Word, ...], ...]


@dataclass(frozen=True, eq=False)
class Words:
    """Which words lead to which goods: word ids -> positions, producers, places."""

    vocabulary: Vocabulary
    names: Lists
    producers: Lists
    places: Lists
    # The word ids of each good's names in their order, the Vietnamese and the English name apart by NO_WORD.
    spelled: Lists


@dataclass(frozen=True, eq=False)
class Shelf:
    """All goods that are published and certified at each instant of [since, until), as of one public version."""

    version: int
    since: datetime | None
    made_for: datetime
    until: datetime | None
    product_ids: array[int]
    slugs: Keys
    codes: bytes
    packed_cards: Packed
    in_stock: int
    stars: Mapping[int, int]
    groups: Mapping[str, int]
    kinds: Mapping[str, int]
    provinces: Mapping[str, int]
    prices: RankedColumn
    orders: Orders
    producers: Producers
    places: Places
    topics: tuple[Topic, ...]
    words: Words
    # Holidays of stalls that are not over, by the producer's address.
    holidays: Mapping[str, Holiday] = field(default_factory=dict)

    # Counts beside the filters that were asked for last: the same on every page and in every order.
    counted: Recent[Facets] = field(default_factory=lambda: Recent(KEPT_FACETS))

    def __len__(self) -> int:
        return len(self.product_ids)

    def shows(self, at: datetime) -> bool:
        """Whether it is the right picture of this instant, as far as the clock is concerned."""
        return (self.since is None or self.since <= at) and (self.until is None or at < self.until)

    @cached_property
    def all_goods(self) -> int:
        """The set of everything on sale."""
        return full_bitmap(len(self))

    @cached_property
    def stars_in_order(self) -> tuple[int, ...]:
        """The sets of goods with five, four and three stars, as far as there are any."""
        return tuple(self.stars[count] for count in sorted(self.stars, reverse=True))

    def busiest_producers(self, within: int, limit: int) -> list[tuple[int, int]]:
        """Numbers and counts of the producers with most goods of a set; ties in the order of their addresses."""
        return self.producers.busiest(within, limit)

    def position_of(self, slug: str) -> int | None:
        """Where the good with this address stands, or None when it is not on sale."""
        return self.slugs.find(slug)

    def position_of_code(self, code: str) -> int | None:
        """Where the good with this certificate in force stands; `code` is in its clean form."""
        return self._keys_of_codes.find(code)

    @cached_property
    def _keys_of_codes(self) -> Keys:
        starts = range(0, len(self.codes), CODE_LENGTH)
        return Keys([self.codes[start : start + CODE_LENGTH].decode("ascii") for start in starts])

    def card(self, position: int) -> Card:
        """The card of the good at a position."""
        packed = self.packed_cards[position]
        slug, kind, group, name_vi, name_en, stars, recognised, until, day_is_known, price, more = packed[:11]
        pack_vi, pack_en, unit_price, unit, photo, is_demonstration, sole = packed[11:]
        origin = self.places.origin_of_good(position)
        producer_slug, producer_name = self.producers.named(position)
        start = position * CODE_LENGTH
        return Card(
            product_id=self.product_ids[position],
            slug=slug,
            kind=kind,
            group=group,
            name_vi=name_vi,
            name_en=name_en,
            stars=stars,
            certificate_code=self.codes[start : start + CODE_LENGTH].decode("ascii"),
            certified_until=date.fromordinal(until),
            recognised_on=date.fromordinal(recognised),
            day_is_known=day_is_known,
            producer_name=producer_name,
            producer_slug=producer_slug,
            province_code=origin.province_code,
            province_name=origin.province_name,
            region=origin.region,
            place_vi=origin.words,
            place_en=origin.words,
            price_from_vnd=price,
            has_more_prices=more,
            pack_vi=pack_vi,
            pack_en=pack_en,
            unit_price_vnd=unit_price,
            unit=unit,
            photo=PhotoSources(*photo) if photo else None,
            in_stock=bool(self.in_stock >> position & 1),
            sole_variant_id=sole,
            is_demonstration=is_demonstration,
            holiday=self.holidays.get(producer_slug),
        )

    def cards(self, positions: Iterable[int]) -> tuple[Card, ...]:
        """The cards of several goods, in the order given."""
        return tuple(map(self.card, positions))

    def goods_at(self, positions: Iterable[int]) -> int:
        """The set of the goods at these positions."""
        return bitmap_of(positions, len(self))

    def goods_of_producers(self, numbers: Iterable[int]) -> int:
        """The set of goods of these producers, given by their numbers."""
        return self.goods_at(chain.from_iterable(map(self.producers.goods.__getitem__, numbers)))

    def goods_of_places(self, numbers: Iterable[int]) -> int:
        """The set of goods that come from these places, given by their numbers."""
        return self._goods_of_origins(origin for place in numbers for origin in self.places.origins_of(place))

    def _goods_of_origins(self, origins: Iterable[int]) -> int:
        return self.goods_at(chain.from_iterable(map(self.places.goods.__getitem__, set(origins))))

    def goods_of_place(self, place: str | Collection[str]) -> int:
        """The set of goods of a place: a value such as "lao-cai/bao-yen", a place id, or several of either."""
        wanted = [place] if isinstance(place, str) else place
        return self._goods_of_origins(origin for value in wanted for origin in self.places.origins_in(value))

    def goods_with_group(self, group: str) -> int:
        """The set of goods of one of the six groups."""
        return self.groups.get(group, 0) if group in GROUPS else 0
