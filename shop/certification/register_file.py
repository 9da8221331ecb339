"""A register file as offices send it, read into statements: the face of everything `register_*` that reads. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from hashlib import sha256

from shop.certification.register_headings import Header, find_header
from shop.certification.register_reasons import Reason, ReasonCode, RegisterRefused
from shop.certification.register_rows import Context, SheetReader
from shop.certification.register_statements import RegisterFile
from shop.certification.register_titles import Decision, Section, read_titles, stars_of_titles
from shop.spreadsheets import FileLimits, FileRefused, Sheet, open_tables

# What a decision's appendix may hold: spreadsheets are slow to read, so beyond 20,000 rows the office is asked for CSV.
LIMITS = FileLimits(
    most_bytes=20 * 1024 * 1024,
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
    readers = [_reader(sheet, header, given, today) for sheet in sheets if (header := find_header(sheet)) is not None]
    if not readers:
        raise RegisterRefused(ReasonCode.NO_HEADER, seen=_first_words(sheets))
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


def _reader(sheet: Sheet, header: Header, given: Decision, today: date) -> SheetReader:
    lines = [" ".join(text for _, text in row.distinct()) for row in sheet.rows[: header.first]]
    section = Section(stars=stars_of_titles([sheet.name, *lines]))
    return SheetReader(sheet, header, Context(given, read_titles(lines), today), section)


def _first_words(sheets: Iterable[Sheet]) -> str:
    """What stands at the top, for the message that no header was found."""
    rows = [row for sheet in sheets for row in sheet.rows[:10]]
    words = [text for row in rows for _, text in row.distinct()]
    return " | ".join(words[:8])[:200]


__all__ = ["Decision", "Reason", "RegisterFile", "RegisterRefused", "open_register_file", "read_register_file"]
