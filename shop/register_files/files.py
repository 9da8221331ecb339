"""A register file as offices send it, read into statements: the face of everything `register_*` that reads. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from hashlib import sha256

from shop.register_files.headings import Header, find_header, goes_on
from shop.register_files.reasons import Reason, ReasonCode, RegisterRefused
from shop.register_files.rows import SheetReader
from shop.register_files.statements import RegisterFile
from shop.register_files.titles import Context, Decision, Section, read_titles, stars_of_titles
from shop.spreadsheets import FileLimits, FileRefused, Sheet, SheetRow, open_tables

# What a decision's appendix may hold: spreadsheets are slow to read, so beyond 20,000 rows the office is asked for CSV.
LIMITS = FileLimits(
    most_bytes=32 * 1024 * 1024,
    most_unpacked=50 * 1024 * 1024,
    most_columns=100,
    most_sheet_rows=20_000,
    most_text_rows=200_000,
)


def read_register_file(name: str, data: bytes, given: Decision, today: date) -> RegisterFile:
    """Everything that a file states, with what must be refused; nothing is stored.

    `given` is the decision by options, which fills what rows and titles leave open; `today` is the Vietnamese day
    that no recognition may lie after. Refuses RegisterRefused where the file as a whole cannot be read.
    """
    kind, readers = open_register_file(data, given, today)
    rows = [row for reader in readers for row in reader.read()]
    if not rows:
        raise RegisterRefused(ReasonCode.NO_ROWS)
    return RegisterFile(
        name=name,
        sha256=sha256(data).hexdigest(),
        format=kind,
        statements=[row.statement for row in rows if not row.problems],
        refused=[problem for row in rows for problem in row.problems],
        passed_over=[line for reader in readers for line in reader.passed_over],
    )


def open_register_file(data: bytes, given: Decision, today: date) -> tuple[str, list[SheetReader]]:
    """The format of a file, as "xlsx" or "csv, utf-8", and a reader for each of its tables.

    Refuses RegisterRefused where it cannot be opened or has no table of goods.
    """
    sheets, kind = _open(data)
    readers, others = _readers(sheets, given, today)
    if not readers:
        raise RegisterRefused(ReasonCode.NO_HEADER, seen=_first_words(sheets))
    readers[-1].passed_over += others
    return kind, readers


def _open(data: bytes) -> tuple[list[Sheet], str]:
    """The sheets, and the format as "xlsx" or "csv, utf-8"."""
    try:
        return open_tables(data, LIMITS, _columns_found)
    except FileRefused as refused:
        code = ReasonCode(refused.code)
        raise RegisterRefused(code, row=refused.row, sheet=refused.sheet, **refused.facts) from refused


def _columns_found(sheet: Sheet) -> int:
    header = find_header(sheet)
    return len(header.columns) if header else 0


def _readers(sheets: list[Sheet], given: Decision, today: date) -> tuple[list[SheetReader], list[tuple[str, int, str]]]:
    """A reader for each sheet with a table, and the lines of the sheets without one."""
    titles = {sheet.name: _lines_above(sheet, header) for sheet in sheets if (header := find_header(sheet)) is not None}
    province = _only_province(titles.values())
    readers: list[SheetReader] = []
    others: list[tuple[str, int, str]] = []
    for sheet in sheets:
        header = find_header(sheet)
        if header is not None:
            readers.append(_reader(sheet, header, titles[sheet.name], given, province, today))
        elif readers and goes_on(sheet, readers[-1].sheet, readers[-1].header):
            readers.append(_next_page(sheet, readers[-1]))
        else:
            others += [(sheet.name, row.number, words) for row in sheet.rows if (words := _words(row))]
    return readers, others


def _reader(
    sheet: Sheet, header: Header, lines: list[str], given: Decision, province: str | None, today: date
) -> SheetReader:
    said = read_titles(lines)
    section = Section(stars=stars_of_titles([sheet.name, *lines]))
    return SheetReader(sheet, header, Context(given, replace(said, province=said.province or province), today), section)


def _next_page(sheet: Sheet, before: SheetReader) -> SheetReader:
    """A sheet without headings whose rows go on where those of the sheet before end."""
    header = replace(before.header, first=0, after=0)
    return SheetReader(sheet, header, before.context, before.section, goes_on_after=before)


def _only_province(titles: Iterable[list[str]]) -> str | None:
    """The province that the titles of all sheets name, where it is one: a sheet may leave it out."""
    named = {province for lines in titles if (province := read_titles(lines).province)}
    return named.pop() if len(named) == 1 else None


def _lines_above(sheet: Sheet, header: Header) -> list[str]:
    return [_words(row) for row in sheet.rows[: header.first]]


def _words(row: SheetRow) -> str:
    return " ".join(text for _, text in row.distinct())


def _first_words(sheets: Iterable[Sheet]) -> str:
    """What stands at the top, for the message that no header was found."""
    rows = [row for sheet in sheets for row in sheet.rows[:10]]
    words = [text for row in rows for _, text in row.distinct()]
    return " | ".join(words[:8])[:200]


__all__ = ["Decision", "Reason", "RegisterFile", "RegisterRefused", "open_register_file", "read_register_file"]
