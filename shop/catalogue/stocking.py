"""Makes a Shelf: reads rows once, packs them as they come, then puts all goods into their order."""

from __future__ import annotations

import gc
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from sys import intern
from typing import NamedTuple, TypeVar

from sqlalchemy.orm import Session

from shop.catalogue.bitmaps import RankedColumn, bitmap_of
from shop.catalogue.ordering import Orders
from shop.catalogue.packed import Keys, Lists, Packed, pack
from shop.catalogue.rules import quoted_unit_price
from shop.catalogue.shelf import Shelf
from shop.catalogue.shelf_places import OriginBook, Places
from shop.catalogue.shelf_producers import Producers
from shop.catalogue.shelf_rows import (
    GoodRow,
    ProducerRow,
    publications_around,
    read_goods,
    read_holidays,
    read_places,
    read_producers,
)
from shop.catalogue.shelf_words import NO_WORD, make_topics, make_words, place_words, producer_words
from shop.catalogue.vocabulary import WordReader
from shop.certification import changes_around
from shop.database import EPOCH, MILLISECOND, read_public_version
from shop.values.dates import vietnam_day

Value = TypeVar("Value")


class Picture(NamedTuple):
    """Of what a Shelf is the picture."""

    version: int
    since: datetime | None
    made_for: datetime
    until: datetime | None


class Intake:
    """The goods in the order in which they were read, column by column."""

    def __init__(self, reader: WordReader) -> None:
        self.reader = reader
        self.origins = OriginBook()
        self.ids = array("q")
        self.slugs: list[str] = []
        self.codes: list[bytes] = []
        self.cards: list[bytes] = []
        self.days = array("I")
        self.names: list[str] = []
        # The words of both names, and where those of each good begin.
        self.words = array("i")
        self.starts = array("I", [0])
        self.prices = array("q")
        self.stars = array("B")
        self.groups: list[str | None] = []
        self.kinds: list[str] = []
        self.in_stock = array("B")
        self.origin_of = array("I")
        self.producer_ids = array("q")

    def take(self, row: GoodRow, places: str) -> None:
        """Pack one row."""
        reader = self.reader
        self.ids.append(row.product_id)
        self.slugs.append(row.slug)
        self.codes.append(row.code.encode("ascii"))
        self.cards.append(_packed_card(row))
        self.days.append(row.first_day.toordinal())
        self.names.append(reader.order(row.name_vi))
        self.words.extend(reader.words(row.name_vi))
        self.words.append(NO_WORD)
        self.words.extend(reader.words(row.name_en))
        self.starts.append(len(self.words))
        self.prices.append(row.price_from_vnd)
        self.stars.append(row.stars)
        self.groups.append(row.group and intern(row.group))
        self.kinds.append(intern(row.kind))
        self.in_stock.append(row.in_stock)
        origin = (row.province_code, row.commune_code, row.former_commune, row.former_district, places)
        self.origin_of.append(self.origins.number_of(origin))
        self.producer_ids.append(row.producer_id or 0)

    def in_order(self) -> list[int]:
        """The goods as they stand on the Shelf: the newest recognition first, then by name; and the names' ranks."""
        self.ranks = _ranks(self.names)
        self.names.clear()
        return sorted(range(len(self.ids)), key=lambda taken: (-self.days[taken], self.ranks[taken], self.ids[taken]))

    def spelled(self, order: Sequence[int]) -> Lists:
        """The words of the names of each good, in this order."""
        return Lists.joined([self.words[self.starts[taken] : self.starts[taken + 1]] for taken in order], "i")


def stock_shelf(session: Session, at: datetime) -> Shelf:
    """The Shelf of an instant, from one snapshot of the database; seven statements."""
    with _collecting_later():
        return _stock_shelf(session, at)


@contextmanager
def _collecting_later() -> Iterator[None]:
    """Put off the search for garbage: it would walk the growing Shelf again and again, and find nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _stock_shelf(session: Session, at: datetime) -> Shelf:
    version = read_public_version(session)
    since, until = _unchanging(session, at)
    intake, places = Intake(WordReader()), read_places(session, at)
    for row in read_goods(session, at):
        intake.take(row, places.pop(row.good_id, ""))
    producers = read_producers(session, set(intake.producer_ids))
    shelf = arrange(intake, producers, Picture(version, since, at, until))
    return replace(shelf, holidays=read_holidays(session, vietnam_day(at)))


def _unchanging(session: Session, at: datetime) -> tuple[datetime | None, datetime | None]:
    """The interval around an instant in which the clock alone changes nothing."""
    certified, published = changes_around(at, session), publications_around(session, at)
    befores = [edge for edge in (certified[0], published[0]) if edge is not None]
    afters = [edge for edge in (certified[1], published[1]) if edge is not None]
    return max(befores, default=None), min(afters, default=None)


def _packed_card(row: GoodRow) -> bytes:
    unit_price = None
    if row.net_amount is not None and row.net_unit is not None:
        unit_price = quoted_unit_price(row.price_from_vnd, row.net_amount, row.net_unit)
    photo = None
    if row.photo_stem is not None:
        photo = (row.photo_stem, row.photo_width, row.photo_height, row.photo_alt_vi, row.photo_alt_en)
    return pack(
        (
            row.slug,
            row.kind,
            row.group,
            row.name_vi,
            row.name_en,
            row.stars,
            row.first_day.toordinal(),
            _last_day(row.valid_until),
            row.day_is_known,
            row.price_from_vnd,
            bool(row.has_more_prices),
            row.pack_vi or "",
            row.pack_en or "",
            unit_price.price_vnd if unit_price else None,
            unit_price.unit if unit_price else None,
            photo,
            row.is_demonstration,
            row.sole_variant_id,
        )
    )


@lru_cache(maxsize=4096)
def _last_day(valid_until: int) -> int:
    return vietnam_day(EPOCH + (valid_until - 1) * MILLISECOND).toordinal()


def arrange(intake: Intake, producers: Sequence[ProducerRow], picture: Picture) -> Shelf:
    """The Shelf of what was taken in, every column in the order of the positions."""
    size, order = len(intake.ids), intake.in_order()
    prices = [intake.prices[taken] for taken in order]
    groups = _sets(intake.groups[taken] for taken in order)
    kinds = _sets(intake.kinds[taken] for taken in order)
    stars = _sets(intake.stars[taken] for taken in order)
    places = Places(intake.origins, [intake.origin_of[taken] for taken in order])
    named_groups = {group: goods for group, goods in groups.items() if group}
    codes: list[bytes] = _given_up(intake.codes, order)
    return Shelf(
        **picture._asdict(),
        product_ids=array("q", [intake.ids[taken] for taken in order]),
        slugs=Keys(_given_up(intake.slugs, order)),
        codes=b"".join(codes),
        packed_cards=Packed(_given_up(intake.cards, order)),
        in_stock=bitmap_of((at for at, taken in enumerate(order) if intake.in_stock[taken]), size),
        stars=stars,
        groups=named_groups,
        kinds=kinds,
        provinces=_sets(places.origin_of_good(position).province_code for position in range(size)),
        prices=RankedColumn(prices),
        orders=Orders([intake.ranks[taken] for taken in order], prices, stars),
        producers=Producers(producers, [intake.producer_ids[taken] for taken in order]),
        places=places,
        topics=make_topics(named_groups, kinds),
        words=make_words(
            intake.reader,
            intake.spelled(order),
            producers=[producer_words(row.name) for row in producers],
            places=[place_words(place) for place in intake.origins.places.values()],
        ),
    )


def _given_up(column: list[Value], order: Sequence[int]) -> list[Value]:
    """A column in this order; its own memory is given up, since a Shelf takes most while it is made."""
    arranged = [column[taken] for taken in order]
    column.clear()
    return arranged


def _ranks(keys: Sequence[str]) -> array[int]:
    """The place of each key among all, in their order; equal keys in the order given."""
    ranks = array("I", bytes(4 * len(keys)))
    for rank, number in enumerate(sorted(range(len(keys)), key=keys.__getitem__)):
        ranks[number] = rank
    return ranks


def _sets(values: Iterable[Value]) -> dict[Value, int]:
    """For each value the set of positions that have it."""
    positions: dict[Value, list[int]] = defaultdict(list)
    size = 0
    for size, value in enumerate(values, 1):
        positions[value].append(size - 1)
    return {value: bitmap_of(found, size) for value, found in positions.items()}
