"""What the front page prints."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, timedelta
from urllib.parse import urlencode

from flask import url_for

from shop.catalogue import (
    Shelf,
    busiest_producers,
    count_producers,
    goods_of_producer,
    group_counts,
    newest_goods,
    province_counts,
)
from shop.certification import RegisterPicture
from shop.producers import find_producer_by_slug
from shop.stalls import find_public_stall
from shop.storefront.cards import ShownCard, shown_cards
from shop.storefront.makers import ShownMaker, shown_maker
from shop.storefront.origin_pages import CountedPlace, MapProvince, map_provinces
from shop.storefront.structured_facts import Facts, shop_facts
from shop.values.dates import vietnam_day
from shop.web.certificate_words import group_words

NEWEST = 8
STALL = 3
ENDING = 4
SOON = timedelta(days=60)
PLACES = 8
GOODS_OF_MAKER = 3

# The drawing and the ground that stand for each group.
TILES = {
    "food": ("rice", "red-river-delta"),
    "beverage": ("spirit", "north-east"),
    "herbal": ("turmeric", "north-west"),
    "handicraft": ("brocade", "central-highlands"),
    "ornamental": ("peach-blossom", "red-river-delta"),
    "tourism": ("homestay", "north-west"),
}


@dataclass(frozen=True)
class Tile:
    """One of the six groups."""

    url: str
    name: str
    count: int
    kind: str
    ground: str


@dataclass(frozen=True)
class Ending:
    """The goods whose certificates end soonest; days are last valid days."""

    count: int
    first_day: date
    last_day: date
    cards: list[ShownCard]
    url: str


@dataclass(frozen=True)
class TellingMaker(ShownMaker):
    """A maker with a story, and some of its goods."""

    cards: list[ShownCard]


@dataclass(frozen=True)
class HomePage:
    """Everything that `storefront/home/index.html` prints."""

    count: int
    producer_count: int
    province_count: int
    stall: list[ShownCard]
    tiles: list[Tile]
    newest: list[ShownCard]
    ending: Ending | None
    provinces: list[MapProvince]
    places: list[CountedPlace]
    producer: TellingMaker | None
    structured: list[Facts]


def home_page(shelf: Shelf, picture: RegisterPicture) -> HomePage:
    """The front page for what is on sale now."""
    newest = shown_cards(newest_goods(shelf, NEWEST * 4))
    provinces = map_provinces(shelf)
    full = sorted((one for one in provinces if one.count), key=lambda one: -one.count)
    return HomePage(
        count=len(shelf),
        producer_count=count_producers(shelf),
        province_count=len(province_counts(shelf)),
        stall=_of_different_kinds(newest, STALL),
        tiles=group_tiles(shelf),
        newest=newest[:NEWEST],
        ending=_ending(shelf, picture),
        provinces=provinces,
        places=[CountedPlace(one.name, one.href, one.count) for one in full[:PLACES]],
        producer=_telling_maker(shelf),
        structured=[shop_facts()],
    )


def _of_different_kinds(cards: list[ShownCard], wanted: int) -> list[ShownCard]:
    """The highest stars first, each kind once, so that the stall looks like a market."""
    chosen: dict[str, ShownCard] = {}
    for card in sorted(cards, key=lambda card: -card.stars):
        chosen.setdefault(card.kind, card)
    return list(chosen.values())[:wanted]


def group_tiles(shelf: Shelf) -> list[Tile]:
    """The six groups with their goods on sale."""
    listed = url_for("storefront.products.index")
    return [
        Tile(f"{listed}?group={entry.group}", group_words(entry.group), entry.count, *TILES[entry.group])
        for entry in group_counts(shelf)
    ]


def _ending(shelf: Shelf, picture: RegisterPicture) -> Ending | None:
    """The goods on sale that lose their certificate within the next weeks, and where the register lists them."""
    until = vietnam_day(picture.made_for) + SOON
    due = [
        (entry.covered_through, position)
        for entry in picture.entries
        if entry.covered_through and entry.covered_through <= until and entry.code
        if (position := shelf.position_of_code(entry.code)) is not None
    ]
    if not due:
        return None
    due.sort()
    days = [day for day, _position in due]
    query = urlencode({"lapsing": f"{days[0]:%Y-%m}"})
    return Ending(
        count=len(due),
        first_day=days[0],
        last_day=days[-1],
        cards=shown_cards(shelf.cards(position for _day, position in due[:ENDING])),
        url=f"{url_for('storefront.certificates.index')}?{query}",
    )


def _telling_maker(shelf: Shelf) -> TellingMaker | None:
    """The maker with most goods on sale that has a story to tell."""
    for entry in busiest_producers(shelf, 3):
        producer = find_producer_by_slug(entry.slug)
        stall = find_public_stall(producer.id) if producer else None
        if stall is not None:
            goods = goods_of_producer(shelf, entry.slug)
            maker = shown_maker(entry, goods, stall)
            values = {field.name: getattr(maker, field.name) for field in fields(maker)}
            return TellingMaker(**values, cards=shown_cards(goods[:GOODS_OF_MAKER]))
    return None
