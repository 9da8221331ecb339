"""What the rows of a table say again and again, read once: their decisions, stars, groups and places. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from typing import Any, NamedTuple

from shop.register_files.headings import STAR_COLUMNS, Header
from shop.register_files.titles import Section
from shop.register_files.vocabulary import Field
from shop.spreadsheets import SheetRow

# A country has some ten thousand communes, and a file a few hundred decisions.
MOST = 20_000
_FACTS = (
    *(Field.STARS, *STAR_COLUMNS, Field.DECIDED_ON, Field.UNTIL, Field.YEAR, Field.NUMBER, Field.ISSUER),
    *(Field.GROUP, Field.KIND, Field.NOTE),
)
_PLACES = (Field.COMMUNE, Field.DISTRICT, Field.PROVINCE)
_PRODUCERS = (Field.PRODUCER, Field.ADDRESS)

Place = tuple[str, str, str]


class Facts(NamedTuple):
    """What the cells of a row say but for its name, its producer and its place."""

    stars: int | None
    decided_on: date | None
    year: int | None
    number: str | None
    issuer: str | None
    group: str | None
    stated_kind: str
    is_planned: bool


@dataclass
class Remembered:
    """What equal cells were read as under one header and one section; nothing that was refused is remembered.

    Reading a row takes half the time so: in a hundred thousand rows few cells but the names are new.
    """

    header: Header
    section: Section
    facts: dict[Any, Facts] = field(default_factory=dict)
    places: dict[Any, Place] = field(default_factory=dict)
    producers: dict[Any, tuple[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        stars = [column for column, _ in self.header.star_columns]
        self._facts_of = _picking([*_columns(self.header, _FACTS), *stars])
        self._place_of = _picking(_columns(self.header, _PLACES))
        self._producer_of = _picking(_columns(self.header, _PRODUCERS))

    def facts_key(self, row: SheetRow) -> Any:
        """The cells that say the facts; None where the row is not as others are."""
        return None if row.broken else self._facts_of(row)

    def place_key(self, row: SheetRow, address: str) -> Any:
        """The cells that say the place, with the address that stood elsewhere; None where the row is not as others."""
        cells = None if row.broken else self._place_of(row)
        return None if cells is None else (cells, address)

    def producer_key(self, row: SheetRow) -> Any:
        """The cells that say the producer and its address; None where the row is not as others are."""
        return None if row.broken else self._producer_of(row)

    def keep_facts(self, key: Any, facts: Facts) -> None:
        """For the next row with the same cells."""
        if key is not None:
            _keep(self.facts, key, facts)

    def keep_place(self, key: Any, place: Place) -> None:
        """For the next row with the same cells."""
        if key is not None:
            _keep(self.places, key, place)

    def keep_producer(self, key: Any, producer: tuple[str, str]) -> None:
        """For the next row with the same cells."""
        if key is not None:
            _keep(self.producers, key, producer)


def _columns(header: Header, fields: Iterable[Field]) -> list[int]:
    return [header.columns[field] for field in fields if field in header.columns]


def _picking(columns: list[int]) -> Callable[[SheetRow], Any]:
    """What takes these cells out of a row; None where the row is shorter."""
    if not columns:
        return lambda row: ()
    pick, width = itemgetter(*columns), max(columns) + 1
    return lambda row: pick(row.cells) if len(row.cells) >= width else None


def _keep(kept: dict[Any, Any], key: Any, value: Any) -> None:
    if len(kept) >= MOST:
        kept.clear()
    kept[key] = value
