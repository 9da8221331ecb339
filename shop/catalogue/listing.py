"""What a list shows: cards, counts, pages. Plain values for templates; made from the Shelf, never from the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from shop.catalogue.filters import Filters
from shop.photo_files import PhotoSources
from shop.stalls import Holiday
from shop.values.refusal import Refusal

PER_PAGE = 24


class NoSuchPage(Refusal):
    """A page beyond the last one."""

    def __init__(self, page: int, pages: int) -> None:
        super().__init__(page, pages)
        self.page = page
        self.pages = pages


class Card(NamedTuple):
    """All that a card of a good on sale says. Prices in whole dong, days on the Vietnamese calendar."""

    product_id: int
    slug: str
    kind: str
    group: str | None
    name_vi: str
    name_en: str
    stars: int
    certificate_code: str
    # The last valid day of the certificate in force, its extension included.
    certified_until: date
    recognised_on: date
    # False where the source states only the year: `recognised_on` is then the first day that is certain.
    day_is_known: bool
    producer_name: str
    producer_slug: str
    province_code: str
    province_name: str
    region: str
    place_vi: str
    place_en: str
    price_from_vnd: int
    has_more_prices: bool
    pack_vi: str
    pack_en: str
    unit_price_vnd: int | None
    unit: str | None
    photo: PhotoSources | None
    in_stock: bool
    # The pack whose price is shown, where it is the only one in stock: it can be put into the cart from the card.
    sole_variant_id: int | None
    is_demonstration: bool
    # The holiday of its stall that runs or comes: on its days the good can be seen, and not be ordered.
    holiday: Holiday | None = None


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a filter with the number of goods it would show beside all other filters. Label "": a fixed word."""

    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True)
class PriceBand:
    """Goods from `min_price` to `max_price` dong, both included; None is open."""

    min_price: int | None
    max_price: int | None
    count: int
    selected: bool


@dataclass(frozen=True)
class Facets:
    """The values worth choosing now. The prices are the ends among goods that all other filters let through."""

    groups: tuple[FacetValue, ...]
    stars: tuple[FacetValue, ...]
    provinces: tuple[FacetValue, ...]
    places: tuple[FacetValue, ...]
    producers: tuple[FacetValue, ...]
    price_bands: tuple[PriceBand, ...]
    min_price: int | None
    max_price: int | None


class MatchedWord(NamedTuple):
    """A word as typed, the word it stands for, and how: whole, prefix, typo or left_out."""

    typed: str
    shown: str
    how: str


@dataclass(frozen=True)
class SearchReport:
    """What a search looked for. `did_you_mean` is the corrected text where a slip of the keys was assumed."""

    shown: str
    words: tuple[MatchedWord, ...]
    did_you_mean: str | None = None

    @property
    def left_out(self) -> tuple[str, ...]:
        """The typed words that no good has together with the others."""
        return tuple(word.typed for word in self.words if word.how == "left_out")


@dataclass(frozen=True)
class Listing:
    """One page of a list. `first` and `last` number the goods shown, from 1; both 0 when there are none."""

    cards: tuple[Card, ...]
    total: int
    page: int
    pages: int
    first: int
    last: int
    filters: Filters
    facets: Facets
    search: SearchReport | None

    @property
    def sort(self) -> str:
        """The order of the cards, one of SORTS."""
        return self.filters.sort


@dataclass(frozen=True, slots=True)
class ProducerEntry:
    """A producer with goods on sale and their number."""

    slug: str
    name: str
    kind: str
    province_code: str
    place_vi: str
    place_en: str
    count: int


@dataclass(frozen=True, slots=True)
class PlaceEntry:
    """A place with goods on sale: `value` as the place filter takes it, "" for a province of today."""

    value: str
    province_code: str
    province_slug: str
    province_name: str
    words_vi: str
    words_en: str
    count: int


@dataclass(frozen=True, slots=True)
class GroupEntry:
    """One of the six groups and the number of its goods on sale."""

    group: str
    count: int


@dataclass(frozen=True)
class Suggestions:
    """What to offer while a shopper types; only what has goods on sale."""

    query: str
    goods: tuple[Card, ...] = ()
    producers: tuple[ProducerEntry, ...] = ()
    places: tuple[PlaceEntry, ...] = ()
    groups: tuple[GroupEntry, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to offer."""
        return not (self.goods or self.producers or self.places or self.groups)
