"""Tables as files that a spreadsheet opens with the right letters and without running anything. Pure.

Every export of the shop is written here, so that no cell of any of them begins a formula.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import islice
from typing import Any

BYTE_ORDER_MARK = "\ufeff"
ROWS_AT_ONCE = 1000
LONGEST_TITLE = 31  # of a sheet, as Excel has it
# What a spreadsheet takes for the beginning of a formula: in ASCII, in full width, and in the small forms.
_FORMULA = tuple("=+-@＝＋－＠﹦﹢﹣﹫")
_BREAKS = tuple("\t\r\n")
# Control signs that no file of a spreadsheet may hold.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")

Cell = str | int | date | None
Row = Sequence[Cell]


@dataclass(frozen=True)
class Table:
    """A sheet of a workbook: its name, its rows, and how many letters wide its columns are."""

    title: str
    rows: Iterable[Row]
    widths: Sequence[int] = field(default=())
    # Whether the first row holds headings, which stay in sight.
    is_headed: bool = True


def harmless(text: str) -> str:
    """The text so that no spreadsheet runs it: with an apostrophe in front where it would begin a formula (OWASP, "CSV
    injection"; ASVS 1.2.10), and without signs that no spreadsheet's file may hold."""
    kept = _FORBIDDEN.sub("", text)
    # What bears an apostrophe of its own gets one more, to be told apart when it is read again.
    is_formula = _from_first_seen(kept).startswith(_FORMULA) or kept.lstrip("'").startswith(_BREAKS)
    return f"'{kept}" if is_formula else kept


def without_guard(text: str) -> str:
    """The text as it was before `harmless` wrote it."""
    return text[1:] if text.startswith("'") and harmless(text[1:]) == text else text


def _from_first_seen(text: str) -> str:
    """The text from its first letter or sign on that can be seen."""
    for place, letter in enumerate(text):
        if letter != "'" and not letter.isspace() and unicodedata.category(letter) != "Cf":
            return text[place:]
    return ""


def csv_bytes(rows: Iterable[Row], separator: str = ";") -> bytes:
    """Lines of cells in UTF-8 with its mark, which Excel needs to show Vietnamese letters (RFC 4180 otherwise).

    Where the comma is the decimal sign, as in Vietnam, Excel separates by semicolons; pass "," for English. Texts stand
    in quotation marks, so that programs that take both signs for separators split none. Numbers stay numbers.
    """
    return b"".join(csv_parts(rows, separator))


def csv_parts(rows: Iterable[Row], separator: str = ";") -> Iterator[bytes]:
    """The same in parts, for files that are written as they are read."""
    left, mark = iter(rows), BYTE_ORDER_MARK
    while (some := list(islice(left, ROWS_AT_ONCE))) or mark:
        written = io.StringIO(newline="")
        writer = csv.writer(written, delimiter=separator, quoting=csv.QUOTE_NONNUMERIC)
        writer.writerows([_written(cell) for cell in row] for row in some)
        yield (mark + written.getvalue()).encode()
        mark = ""


def _written(cell: Cell) -> str | int:
    if isinstance(cell, str):
        return harmless(cell)
    if isinstance(cell, date):
        return _day(cell).isoformat()
    return "" if cell is None else cell


def workbook_bytes(tables: Iterable[Table]) -> bytes:
    """An XLSX file of one sheet a table. Texts are stored as texts, days as days, numbers as numbers; no formulas."""
    # Eight megabytes that only exports need.
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for table in tables:
        sheet = book.create_sheet(_NOT_IN_TITLES.sub(" ", table.title)[:LONGEST_TITLE])
        for place, width in enumerate(table.widths):
            sheet.column_dimensions[_letters(place)].width = width
        if table.is_headed:
            sheet.freeze_panes = "A2"
        for number, row in enumerate(table.rows):
            sheet.append([_stored(sheet, cell, is_heading=table.is_headed and number == 0) for cell in row])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _stored(sheet: Any, cell: Cell, *, is_heading: bool) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    if cell is None or cell == "":
        return None
    if isinstance(cell, date):
        stored = WriteOnlyCell(sheet, datetime.combine(_day(cell), time()))
        stored.number_format = "dd/mm/yyyy"
        return stored
    if isinstance(cell, int):
        return cell
    stored = WriteOnlyCell(sheet, harmless(cell))
    stored.data_type = "s"
    stored.number_format = "@"  # what looks like a number, such as a bar code, stays as it is written
    if is_heading:
        stored.font = Font(bold=True)
    return stored


def _day(day: date) -> date:
    if isinstance(day, datetime):
        raise TypeError("an instant is no day: say which day it is in Vietnam")
    return day


def _letters(place: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(place + 1)
