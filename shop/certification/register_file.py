"""A register file as offices send it, read into statements: the face of everything `register_*` that reads. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from hashlib import sha256

from shop.certification.register_headings import Header, find_header
from shop.certification.register_reasons import Reason, ReasonCode, RegisterRefused
from shop.certification.register_rows import Context, SheetReader
from shop.certification.register_sheets import MOST_BYTES, Sheet
from shop.certification.register_statements import RegisterFile
from shop.certification.register_text import decode_text, likely_delimiters, split_rows
from shop.certification.register_titles import Decision, Section, read_titles, stars_of_titles

_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_OTHER_KINDS = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"{\\rtf",
    b"SQLite format",
)


def read_register_file(name: str, data: bytes, given: Decision, today: date) -> RegisterFile:
    """Everything that a file states, with what must be refused; nothing is stored.

    `given` is the decision by options, which fills what rows and titles leave open; `today` is the Vietnamese day
    that no recognition may lie after. Refuses RegisterRefused where the file as a whole cannot be read.
    """
    sheets, kind = _open(data)
    readers = [_reader(sheet, header, given, today) for sheet in sheets if (header := find_header(sheet)) is not None]
    if not readers:
        raise RegisterRefused(ReasonCode.NO_HEADER, seen=_first_words(sheets))
    for reader in readers:
        reader.read()
    file = RegisterFile(
        name=name,
        sha256=sha256(data).hexdigest(),
        format=kind,
        statements=[statement for reader in readers for statement in reader.statements],
        refused=[reason for reader in readers for reason in reader.refused],
        passed_over=[line for reader in readers for line in reader.passed_over],
    )
    if not file.statements and not file.refused:
        raise RegisterRefused(ReasonCode.NO_ROWS)
    return file


def _open(data: bytes) -> tuple[list[Sheet], str]:
    """The sheets, and the format as "xlsx" or "csv, utf-8"."""
    if len(data) > MOST_BYTES:
        raise RegisterRefused(ReasonCode.FILE_TOO_LARGE, megabytes=MOST_BYTES // 2**20)
    if not data.strip():
        raise RegisterRefused(ReasonCode.FILE_EMPTY)
    if data.startswith(_ZIP):
        # Only imports need the parser, and it takes eight megabytes of each web worker.
        from shop.certification.register_workbook import read_workbook

        return read_workbook(data), "xlsx"
    if data.startswith(_OLD_OFFICE):
        raise RegisterRefused(ReasonCode.FILE_OLD_OR_LOCKED)
    if data.startswith(_OTHER_KINDS) or data.lstrip()[:20].lower().startswith(
        (b"<html", b"<!doctype", b"<?xml", b"<table")
    ):
        raise RegisterRefused(ReasonCode.FILE_KIND)
    text, encoding = decode_text(data)
    return [_table(text)], f"csv, {encoding}"


def _table(text: str) -> Sheet:
    """The text split at the delimiter under which its header says most."""
    refusal: RegisterRefused | None = None
    best: tuple[int, Sheet] | None = None
    for delimiter in likely_delimiters(text):
        try:
            sheet = Sheet("", split_rows(text, delimiter))
            header = find_header(sheet)
        except RegisterRefused as refused:
            refusal = refusal or refused
            continue
        said = len(header.columns) if header else 0
        if best is None or said > best[0]:
            best = (said, sheet)
    if best is None or (best[0] == 0 and refusal):
        raise refusal or RegisterRefused(ReasonCode.FILE_EMPTY)
    return best[1]


def _reader(sheet: Sheet, header: Header, given: Decision, today: date) -> SheetReader:
    lines = [" ".join(text for _, text in row.distinct()) for row in sheet.rows[: header.first]]
    section = Section(stars=stars_of_titles([sheet.name, *lines]))
    return SheetReader(sheet, header, Context(given, read_titles(lines), today), section)


def _first_words(sheets: Iterable[Sheet]) -> str:
    """What stands at the top, for the message that no header was found."""
    rows = [row for sheet in sheets for row in sheet.rows[:10]]
    words = [text for row in rows for _, text in row.distinct()]
    return " | ".join(words[:8])[:200]


__all__ = ["Decision", "Reason", "RegisterFile", "RegisterRefused", "read_register_file"]
