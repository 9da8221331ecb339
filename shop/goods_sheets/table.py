"""From the sheets of a file to the rows of goods in it, each cell under what its heading means. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from shop.goods_sheets.headings import field_of
from shop.goods_sheets.rules import MOST_ROWS, Fault, Field, SourceRow
from shop.spreadsheets import CellValue, Sheet, SheetRow, raw_text
from shop.values.refusal import Refusal

SEARCHED_ROWS = 30
# Columns that say nothing by themselves.
_IDENTIFYING = frozenset({Field.NAME_VI, Field.MARK})


class TableFault(StrEnum):
    """Why a file that could be opened holds no table of goods."""

    NO_HEADER = "no_header"
    COLUMN_TWICE = "column_twice"
    NO_ROWS = "no_rows"
    TOO_MANY_GOODS_ROWS = "too_many_goods_rows"


class TableRefused(Refusal):
    """The file as a whole cannot be taken; `row` and `sheet` say where."""

    def __init__(self, code: TableFault, *, row: int | None = None, sheet: str = "", **facts: str | int) -> None:
        super().__init__(code, row, sheet, facts)
        self.code = code
        self.row = row
        self.sheet = sheet
        self.facts = facts


@dataclass(frozen=True)
class _Header:
    columns: Mapping[Field, int]
    after: int


def columns_found(sheet: Sheet) -> int:
    """How many of our columns a sheet has; tells the right separator of a text file. Refuses COLUMN_TWICE."""
    header = _find_header(sheet)
    return len(header.columns) if header else 0


def read_rows(sheets: list[Sheet]) -> list[SourceRow]:
    """The rows of all sheets that have our headings. Refuses TableRefused."""
    headed = [(sheet, header) for sheet in sheets if (header := _find_header(sheet))]
    if not headed:
        raise TableRefused(TableFault.NO_HEADER, seen=_first_words(sheets))
    rows = [
        source
        for sheet, header in headed
        for row in sheet.rows[header.after :]
        if (source := _source(row, header, sheet.name if len(headed) > 1 else "")).cells or source.broken
    ]
    if not rows:
        raise TableRefused(TableFault.NO_ROWS)
    if len(rows) > MOST_ROWS:
        raise TableRefused(TableFault.TOO_MANY_GOODS_ROWS, most=MOST_ROWS)
    return rows


def _find_header(sheet: Sheet) -> _Header | None:
    for place, row in enumerate(sheet.rows[:SEARCHED_ROWS]):
        columns: dict[Field, int] = {}
        for column, text in row.distinct():
            field = field_of(text)
            if field in columns:
                raise TableRefused(TableFault.COLUMN_TWICE, row=row.number, sheet=sheet.name, column=text)
            if field:
                columns[field] = column
        if len(columns) > 1 and _IDENTIFYING & columns.keys():
            return _Header(columns, place + 1)
    return None


def _source(row: SheetRow, header: _Header, sheet: str) -> SourceRow:
    cells: dict[Field, str] = {}
    broken: dict[Field, str] = {}
    for field, column in header.columns.items():
        if row.merged.get(column, column) != column:
            continue  # only the width of the column before
        if column in row.broken:
            broken[field] = Fault.CELL_BROKEN if row.broken[column] else Fault.FORMULA_WITHOUT_VALUE
        elif column < len(row.cells) and (text := _text(row.cells[column])).strip():
            cells[field] = text
    return SourceRow(row.number, cells, sheet, broken)


def _text(value: CellValue) -> str:
    """A cell as text. A broken number has four digits behind its point, so that nobody takes it for thousands."""
    if isinstance(value, float) and not value.is_integer():
        return f"{value:.4f}"
    return raw_text(value)


def _first_words(sheets: list[Sheet]) -> str:
    words = [text for sheet in sheets for row in sheet.rows[:5] for _, text in row.distinct()]
    return " | ".join(words[:6])[:160]
