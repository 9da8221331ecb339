"""XLSX files: guarded before they are opened, read with their merged areas. Pure but for the parser."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError

from defusedxml import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.utils.exceptions import InvalidFileException

from shop.spreadsheets.faults import FileFault, FileRefused
from shop.spreadsheets.layout import Layout, bomb, read_layout
from shop.spreadsheets.sheets import LONGEST_CELL, CellValue, FileLimits, Sheet, SheetRow

# Empty cells that a reader makes up, for rows with something far to the right: a thousand rows of the widest sheet.
MOST_PADDED = 17_000_000
ERROR_VALUES = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"})
_BROKEN = (
    zipfile.BadZipFile,
    InvalidFileException,
    ParseError,
    ExpatError,
    DefusedXmlException,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
)


def guard_workbook(data: bytes, limits: FileLimits) -> None:
    """Refuse what would hurt before it is parsed: FILE_BOMB, FILE_BROKEN, or FILE_KIND where it is no workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            unpacked = sum(entry.file_size for entry in entries)
            if len(entries) > limits.most_entries or unpacked > limits.most_unpacked:
                raise bomb(limits)
            if "xl/workbook.xml" not in archive.namelist():
                raise FileRefused(FileFault.FILE_KIND)
            if sum(_count_tags(archive, entry) for entry in entries) > limits.most_tags:
                raise bomb(limits)
    except _BROKEN as error:
        raise FileRefused(FileFault.FILE_BROKEN) from error


def _count_tags(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> int:
    if not entry.filename.endswith((".xml", ".rels")):
        return 0
    with archive.open(entry) as stream:
        return sum(chunk.count(b"<") for chunk in iter(lambda: stream.read(1 << 20), b""))


def read_workbook(data: bytes, limits: FileLimits) -> list[Sheet]:
    """The visible sheets with their values as last computed and their merged areas filled.

    Refuses FILE_BROKEN, TOO_LONG, TOO_MANY_ROWS, TOO_MANY_COLUMNS and what `guard_workbook` refuses.
    """
    guard_workbook(data, limits)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        starts_1904 = book.epoch == CALENDAR_MAC_1904
        return [
            Sheet(sheet.title, _rows(sheet, _layout(data, sheet, limits), limits), starts_1904)
            for sheet in book.worksheets
            if sheet.sheet_state == "visible"
        ]
    except _BROKEN as error:
        raise FileRefused(FileFault.FILE_BROKEN) from error


def _layout(data: bytes, sheet: Any, limits: FileLimits) -> Layout:
    with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(sheet._worksheet_path) as stream:
        layout = read_layout(stream, limits)
    area = sum((right - left + 1) * (bottom - top + 1) for left, top, right, bottom in layout.merges)
    if area > limits.most_sheet_rows * limits.most_columns:  # merged areas never overlap in an honest file
        raise bomb(limits)
    return layout


def _rows(sheet: Any, layout: Layout, limits: FileLimits) -> list[SheetRow]:
    grid = [list(map(_plain, cells)) for cells in _bounded(sheet, limits)]
    merged: dict[int, dict[int, int]] = {}
    continued: dict[int, set[int]] = {}
    for left, top, right, bottom in layout.merges:
        if top > len(grid):
            continue
        value = grid[top - 1][left - 1] if left <= len(grid[top - 1]) else None
        for row in range(top, min(bottom, len(grid)) + 1):
            _fill(grid[row - 1], left, right, value)
            merged.setdefault(row, {}).update(dict.fromkeys(range(left - 1, right), left - 1))
            if row > top:
                continued.setdefault(row, set()).update(range(left - 1, right))
    broken = _broken(grid, layout.unsolved)
    return [
        SheetRow(
            number,
            cells,
            merged.get(number, {}),
            frozenset(continued.get(number, ())),
            broken.get(number, {}),
            is_hidden=number in layout.hidden,
        )
        for number, cells in enumerate(grid, 1)
    ]


def _bounded(sheet: Any, limits: FileLimits) -> Iterator[tuple[object, ...]]:
    """Row by row, so that a sheet that never ends is noticed while it is read."""
    sheet.reset_dimensions()  # the size that a file claims is not to be believed
    padded = 0
    for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
        padded += len(cells)
        if padded > MOST_PADDED:
            raise bomb(limits)
        _check_cells(sheet.title, number, cells, limits)
        if number <= limits.most_sheet_rows:
            yield cells[: limits.most_columns]
        elif cells.count(None) < len(cells):
            raise FileRefused(FileFault.TOO_MANY_ROWS, sheet=sheet.title, most=limits.most_sheet_rows)


def _check_cells(title: str, number: int, cells: tuple[object, ...], limits: FileLimits) -> None:
    beyond = cells[limits.most_columns :]
    if beyond.count(None) < len(beyond):
        raise FileRefused(FileFault.TOO_MANY_COLUMNS, row=number, sheet=title, most=limits.most_columns)
    if any(isinstance(cell, str) and len(cell) > LONGEST_CELL for cell in cells[: limits.most_columns]):
        raise FileRefused(FileFault.TOO_LONG, row=number, sheet=title, most=LONGEST_CELL)


def _fill(cells: list[CellValue], left: int, right: int, value: CellValue) -> None:
    cells.extend([None] * (right - len(cells)))
    cells[left - 1 : right] = [value] * (right - left + 1)


def _plain(value: object) -> CellValue:
    if value is None or isinstance(value, str | datetime | date) or type(value) in (int, float):
        return value  # type: ignore[return-value]
    return str(value)


def _broken(grid: list[list[CellValue]], unsolved: set[tuple[int, int]]) -> dict[int, dict[int, str]]:
    broken: dict[int, dict[int, str]] = {}
    for row, column in unsolved:
        broken.setdefault(row, {})[column - 1] = ""
    for number, cells in enumerate(grid, 1):
        for column, value in enumerate(cells):
            if isinstance(value, str) and value.strip() in ERROR_VALUES:
                broken.setdefault(number, {})[column] = value.strip()
    return broken
