"""What a file of tables holds once its container is opened: sheets of rows of cells; and how much is taken. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from types import MappingProxyType

from shop.values.folding import tidy

CellValue = str | int | float | date | None

LONGEST_CELL = 32_767  # what a spreadsheet's cell holds
_NOTHING: Mapping[int, int] = MappingProxyType({})
_NOTHING_BROKEN: Mapping[int, str] = MappingProxyType({})


@dataclass(frozen=True)
class FileLimits:
    """How much of a file is taken: its bytes, packed and unpacked, its columns, and its rows as XLSX and as CSV."""

    most_bytes: int
    most_unpacked: int
    most_columns: int
    most_sheet_rows: int
    most_text_rows: int
    most_entries: int = 100
    # A parser keeps about a hundred bytes for each; 20,000 rows of 25 cells have some two million.
    most_tags: int = 2_000_000


@dataclass(slots=True)
class SheetRow:
    """One row; `number` as the spreadsheet counts it. Merged areas are filled with their value. Never changed.

    `merged` tells for a filled column the first column of its area in this row, `continued` the columns whose area
    began in a row above, `broken` what is wrong with a cell (an error value, a formula without its result).
    `is_hidden`: whoever looks at the sheet does not see the row.
    """

    # Slots and what all rows share: a hundred thousand rows of a text file have none of the rest.
    number: int
    cells: Sequence[CellValue]
    merged: Mapping[int, int] = field(default_factory=lambda: _NOTHING)
    continued: frozenset[int] = frozenset()
    broken: Mapping[int, str] = field(default_factory=lambda: _NOTHING_BROKEN)
    is_hidden: bool = False
    _texts: list[str] | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def texts(self) -> list[str]:
        """The cells as a person reads them."""
        if self._texts is None:
            self._texts = [tidy(value) if isinstance(value, str) else text_of(value) for value in self.cells]
        return self._texts

    def text(self, column: int) -> str:
        """The cell as a person reads it: tidied, "" where there is none."""
        texts = self.texts
        return texts[column] if column < len(texts) else ""

    def distinct(self) -> list[tuple[int, str]]:
        """Columns and texts of what is filled in, a merged area counted once."""
        filled = [(column, text) for column, text in enumerate(self.texts) if text]
        if not self.merged:
            return filled
        return [(column, text) for column, text in filled if self.merged.get(column, column) == column]


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook, or a whole text file."""

    name: str
    rows: list[SheetRow]
    starts_1904: bool = False


def text_of(value: CellValue) -> str:
    """A cell's value as tidy text: whole numbers without a point, days as yyyy-mm-dd."""
    if value is None:
        return ""
    if isinstance(value, str):
        return tidy(value)
    return raw_text(value)


def raw_text(value: CellValue) -> str:
    """A cell's value as the source has it; text is left as it is, but for what no database keeps."""
    if isinstance(value, str):
        return value.replace("\x00", "")
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)
