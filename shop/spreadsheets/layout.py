"""What openpyxl's quick reader leaves out: merged areas, hidden rows, formulas without their result. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from openpyxl.utils.cell import column_index_from_string, coordinate_from_string, range_boundaries

from shop.spreadsheets.faults import FileFault, FileRefused
from shop.spreadsheets.sheets import FileLimits

# Five in each row of the longest sheet that is taken.
MOST_MERGES = 100_000


def bomb(limits: FileLimits) -> FileRefused:
    """A file that is far larger than it looks."""
    return FileRefused(FileFault.FILE_BOMB, entries=limits.most_entries, megabytes=limits.most_unpacked // 2**20)


@dataclass
class Layout:
    """Merged areas as (left, top, right, bottom), unsolved cells as (row, column), hidden rows; all counted from 1."""

    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    unsolved: set[tuple[int, int]] = field(default_factory=set)
    hidden: set[int] = field(default_factory=set)


def read_layout(stream: IO[bytes], limits: FileLimits) -> Layout:
    """One pass over a sheet's XML without building a tree.

    Refuses FILE_BROKEN where it holds a document type, FILE_BOMB where it merges cells without end.
    """
    reader = _LayoutReader(limits)
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _refuse_document_type
    parser.ParseFile(stream)
    return reader.layout


def _refuse_document_type(*declaration: object) -> None:
    raise FileRefused(FileFault.FILE_BROKEN)


class _LayoutReader:
    def __init__(self, limits: FileLimits) -> None:
        self.layout = Layout()
        self._limits = limits
        self._cell = ""
        self._has_formula = self._has_result = self._in_result = False
        self._row = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "c":
            self._cell, self._has_formula, self._has_result = attributes.get("r", ""), False, False
        elif tag == "row":
            self._start_row(attributes)
        elif tag == "f":
            self._has_formula = True
        elif tag == "v":
            self._in_result = True
        elif tag == "mergeCell":
            if len(self.layout.merges) == MOST_MERGES:
                raise bomb(self._limits)
            self.layout.merges.append(_corners(attributes.get("ref", ""), self._limits))

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._row = int(attributes.get("r") or self._row + 1)
        if attributes.get("hidden") in ("1", "true"):
            self.layout.hidden.add(self._row)

    def text(self, text: str) -> None:
        self._has_result = self._has_result or (self._in_result and bool(text))

    def end(self, name: str) -> None:
        tag = name.rpartition(":")[2]
        if tag == "v":
            self._in_result = False
        elif tag == "c" and self._has_formula and not self._has_result:
            letters, row = coordinate_from_string(self._cell)
            self.layout.unsolved.add((row, column_index_from_string(letters)))


def _corners(reference: str, limits: FileLimits) -> tuple[int, int, int, int]:
    left, top, right, bottom = range_boundaries(reference)
    if left is None or top is None or right is None or bottom is None:
        raise ValueError(reference)
    return left, top, min(right, limits.most_columns), min(bottom, limits.most_sheet_rows)
