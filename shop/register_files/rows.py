"""From the rows of a sheet to statements. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from shop.register_files.days import (
    MixedDays,
    could_be_turned,
    find_mixed_days,
)
from shop.register_files.headings import Header, find_next_header
from shop.register_files.lines import Line, kind_of_line
from shop.register_files.reading import read_statement
from shop.register_files.reasons import Reason, ReasonCode
from shop.register_files.remembered import Remembered
from shop.register_files.row_reader import RowReader
from shop.register_files.statements import Statement
from shop.register_files.titles import (
    Context,
    Section,
    read_section,
)
from shop.register_files.vocabulary import Field
from shop.spreadsheets import Sheet, SheetRow, text_of


@dataclass(frozen=True)
class ReadRow:
    """A row as it was read, as far as it could be; with problems it states nothing yet."""

    statement: Statement
    problems: tuple[Reason, ...]


@dataclass
class SheetReader:
    """Reads one sheet below its header, keeping what the headings between the rows say, and the lines between them."""

    sheet: Sheet
    header: Header
    context: Context
    section: Section
    passed_over: list[tuple[str, int, str]] = field(default_factory=list)
    goes_on_after: SheetReader | None = None

    def __post_init__(self) -> None:
        self._first_section = self.section
        self._headings: list[str] = []
        self._mixed: MixedDays | None = None
        self._before = Remembered(self.header, self.section)

    def read(self) -> Iterator[ReadRow]:
        """Every row that states something, in their order."""
        if self.goes_on_after is not None:
            self.section = self.goes_on_after.section
        rows, place = self.sheet.rows, self.header.after
        self._look_at_days()
        while place < len(rows):
            header = find_next_header(self.sheet, place)
            if header is not None:
                self._go_on_under(header)
                place = header.after
                continue
            line = kind_of_line(rows[place], self.header)
            if line is Line.STATEMENT:
                self._headings = []
                yield self._read_statement(rows[place])
            elif line is not Line.BLANK:
                self._pass_over(rows[place], line)
            place += 1

    def _go_on_under(self, header: Header) -> None:
        """The head again on a new page, or another table: its own titles hold then, and nothing from the one before."""
        for row in self.sheet.rows[header.first : header.after]:
            self._pass_over(row, Line.REMARK)
        if header.columns != self.header.columns:
            self.section = self._first_section
            for text in self._headings:
                self.section = read_section(text, self.section)
        self.header = header
        self._look_at_days()

    def _pass_over(self, row: SheetRow, line: Line) -> None:
        words = " ".join(text for _, text in row.distinct())
        if words:
            self.passed_over.append((self.sheet.name, row.number, words))
        if line is Line.HEADING:
            self._headings.append(self._heading(row))
            self.section = read_section(self._headings[-1], self.section)

    def _look_at_days(self) -> None:
        """Whether day and month were mixed up somewhere in the column of days, before any row is read."""
        column = self.header.columns.get(Field.DECIDED_ON)
        rows = self.sheet.rows[self.header.after :] if column is not None else []
        self._mixed = find_mixed_days({row.cells[column] for row in rows if column < len(row.cells)})  # type: ignore[index,operator]

    def _heading(self, row: SheetRow) -> str:
        """The words of a heading between rows, without its number in the column of running numbers."""
        index = self.header.columns.get(Field.INDEX)
        filled = row.distinct()
        return " ".join(text for column, text in filled if column != index or len(filled) == 1)

    def _read_statement(self, row: SheetRow) -> ReadRow:
        reader = RowReader(row, self.header, self.sheet.starts_1904)
        if self._before.section is not self.section or self._before.header is not self.header:
            self._before = Remembered(self.header, self.section)
        statement = read_statement(reader, self.context, self._before)
        if row.is_hidden:
            reader.refuse(ReasonCode.ROW_HIDDEN, Field.INDEX)
        day = reader.value(Field.DECIDED_ON, lambda cell: cell, None) if self._mixed else None
        if day and could_be_turned(day) and (self._mixed is MixedDays.ALL or isinstance(day, date)):
            reader.refuse(ReasonCode.DAY_ORDER_UNCLEAR, Field.DECIDED_ON, text=text_of(day))
        if self.sheet.name:
            statement = replace(statement, sheet=self.sheet.name)
        return ReadRow(statement, tuple(replace(problem, sheet=self.sheet.name) for problem in reader.problems))
