"""A file as people send it, opened into sheets of rows: which container, which encoding, which separator. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from shop.spreadsheets.delimited import decode_text, likely_delimiters, split_rows
from shop.spreadsheets.faults import FileFault, FileRefused
from shop.spreadsheets.old_letters import find_old_letters, holds_foreign_words
from shop.spreadsheets.sheets import FileLimits, Sheet, SheetRow
from shop.values.refusal import Refusal

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
# Headings stand among so many rows at the top.
TELLING_ROWS = 100
_MARKUP = (b"<html", b"<!doctype", b"<?xml", b"<table")

WorkbookReader = Callable[[bytes, FileLimits], list[Sheet]]


def open_tables(
    data: bytes, limits: FileLimits, says: Callable[[Sheet], int], workbook: WorkbookReader | None = None
) -> tuple[list[Sheet], str]:
    """The sheets of a file, and its format as "xlsx" or "csv, utf-8"; "xlsx, tcvn3" where its letters were rewritten.

    A text file is split at the separator under which `says` finds most in it. `workbook` opens XLSX files, in this
    process unless another is given. Raises FileRefused, and what `says` refuses where no separator is better.
    """
    if len(data) > limits.most_bytes:
        raise FileRefused(FileFault.FILE_TOO_LARGE, megabytes=limits.most_bytes // 2**20)
    if not data or data.isspace():
        raise FileRefused(FileFault.FILE_EMPTY)
    if data.startswith(_ZIP):
        return _in_unicode((workbook or _read_workbook)(data, limits))
    if data.startswith(_OLD_OFFICE):
        raise FileRefused(FileFault.FILE_OLD_OR_LOCKED)
    if data.startswith(_OTHER_KINDS) or data.lstrip()[:20].lower().startswith(_MARKUP):
        raise FileRefused(FileFault.FILE_KIND)
    text, encoding = decode_text(data)
    return [_table(text, limits, says)], f"csv, {encoding}"


def _read_workbook(data: bytes, limits: FileLimits) -> list[Sheet]:
    # Only imports need the parser, and it takes eight megabytes of each web worker.
    from shop.spreadsheets.workbook import read_workbook

    return read_workbook(data, limits)


def _in_unicode(sheets: list[Sheet]) -> tuple[list[Sheet], str]:
    """The sheets with their texts in Unicode: fonts of TCVN3 and VNI put other letters under the signs of Latin-1.

    Refuses ENCODING_UNKNOWN where words are in neither and in no Vietnamese letters.
    """
    texts = [cell for sheet in sheets for row in sheet.rows for cell in row.cells if isinstance(cell, str)]
    old = find_old_letters(texts)
    if old is None:
        if holds_foreign_words(texts):
            raise FileRefused(FileFault.ENCODING_UNKNOWN)
        return sheets, "xlsx"
    name, rewrite = old
    return [replace(sheet, rows=[_rewritten(row, rewrite) for row in sheet.rows]) for sheet in sheets], f"xlsx, {name}"


def _rewritten(row: SheetRow, rewrite: Callable[[str], str]) -> SheetRow:
    return replace(row, cells=[rewrite(cell) if isinstance(cell, str) else cell for cell in row.cells])


def _table(text: str, limits: FileLimits, says: Callable[[Sheet], int]) -> Sheet:
    refusal: Refusal | None = None
    best: tuple[int, Sheet] | None = None
    for delimiter in likely_delimiters(text):
        try:
            if best is not None and says(Sheet("", split_rows(text, delimiter, limits, TELLING_ROWS))) <= best[0]:
                continue  # its beginning says no more than the whole under another one
            sheet = Sheet("", split_rows(text, delimiter, limits))
            said = says(sheet)
        except Refusal as refused:
            refusal = refusal or refused
            continue
        if best is None or said > best[0]:
            best = (said, sheet)
    if best is None or (best[0] == 0 and refusal):
        raise refusal or FileRefused(FileFault.FILE_EMPTY)
    return best[1]
