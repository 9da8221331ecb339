"""What the rows of a table say again and again, read once: their decisions, stars, groups and places. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar

from shop.register_files.headings import STAR_COLUMNS, Header
from shop.register_files.row_reader import RowReader
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
Producer = tuple[str, str]
T = TypeVar("T")


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


class Remembered:
    """What equal cells were read as under one header and one section; nothing that was refused is remembered.

    Reading a row takes half the time so: in a hundred thousand rows few cells but the names are new.
    """

    def __init__(self, header: Header, section: Section) -> None:
        self.header, self.section = header, section
        stars = [column for column, _ in header.star_columns]
        self._facts_of = _picking([*_columns(header, _FACTS), *stars])
        self._place_of = _picking(_columns(header, _PLACES))
        self._producer_of = _picking(_columns(header, _PRODUCERS))
        self._facts: dict[Any, Facts] = {}
        self._places: dict[Any, Place] = {}
        self._producers: dict[Any, Producer] = {}

    def facts(self, reader: RowReader, read: Callable[[], Facts]) -> Facts:
        """What the cells of decision, stars and group say; `read` is asked where no row before had the same."""
        return _once(self._facts, self._facts_of(reader.row), reader, read)

    def place(self, reader: RowReader, address: str, read: Callable[[], Place]) -> Place:
        """What the cells of a place say, with the address that stood elsewhere."""
        cells = self._place_of(reader.row)
        return _once(self._places, None if cells is None else (cells, address), reader, read)

    def producer(self, reader: RowReader, read: Callable[[], Producer]) -> Producer:
        """What the cells of the producer and its address say."""
        return _once(self._producers, self._producer_of(reader.row), reader, read)


def _once(kept: dict[Any, T], key: Any, reader: RowReader, read: Callable[[], T]) -> T:
    """What the same cells were read as before, else what they are read as now; kept where nothing was wrong with it.

    The key is None where a row is not as others are.
    """
    known = kept.get(key)
    if known is not None:
        return known
    problems = len(reader.problems)
    found = read()
    if key is not None and len(reader.problems) == problems:
        _keep(kept, key, found)
    return found


def _columns(header: Header, fields: Iterable[Field]) -> list[int]:
    return [header.columns[field] for field in fields if field in header.columns]


def _picking(columns: list[int]) -> Callable[[SheetRow], Any]:
    """What takes these cells out of a row; None where the row is shorter, or a cell of it broken."""
    if not columns:
        return lambda row: None if row.broken else ()
    pick, width = itemgetter(*columns), max(columns) + 1
    return lambda row: pick(row.cells) if len(row.cells) >= width and not row.broken else None


def _keep(kept: dict[Any, Any], key: Any, value: Any) -> None:
    if len(kept) >= MOST:
        kept.clear()
    kept[key] = value
