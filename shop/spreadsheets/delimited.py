"""Tables as text files: which encoding, which delimiter, which rows. Never guessed silently. Pure."""

from __future__ import annotations

import codecs
import csv
import re
import unicodedata
from collections.abc import Iterator
from itertools import islice

from shop.spreadsheets.faults import FileFault, FileRefused
from shop.spreadsheets.old_letters import find_old_letters, holds_foreign_words
from shop.spreadsheets.sheets import LONGEST_CELL, FileLimits, SheetRow
from shop.values.folding import nfc

DELIMITERS = (",", ";", "\t", "|")
_UTF16 = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_VIETNAMESE = frozenset(
    nfc(vowel + tone)
    for vowel in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
    for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
) | frozenset("đĐ")
_PUNCTUATION = frozenset("–—‘’“”…•·°²³½¼¾×÷±€₫«»§®©™‹›†‡‰´`¨¸\u00a0")
# One after the other: a stream of the whole text would hold it once more, four bytes a letter.
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+\Z")
# Equal cells are kept once: a hundred thousand rows name few places and decisions, and take a third of the memory so.
_REMEMBERED = 20_000
# UTF-8 read as Windows-1252 and saved again: every marked Vietnamese vowel turns into one of these pairs.
_GARBLED = re.compile(r"áº|á»|Ä‘|Ä\u0090|Æ°|Æ¡|Ã[\u00a0-\u00bf€-™]")


def decode_text(data: bytes) -> tuple[str, str]:
    """The text in NFC, and the encoding found: a byte order mark, else strict UTF-8, UTF-16, Windows-1258.

    TCVN3 and VNI are told by what comes out. Refuses ENCODING_UNKNOWN, and TEXT_GARBLED where an earlier conversion
    broke the letters.
    """
    encoding = _encoding_of(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise FileRefused(FileFault.ENCODING_UNKNOWN, row=_row_at(data, error.start)) from error
    text, encoding = _in_unicode(nfc(text), data, encoding)
    _check_garbled(text)
    return text, {"utf-8-sig": "utf-8"}.get(encoding, encoding)


def _in_unicode(text: str, data: bytes, encoding: str) -> tuple[str, str]:
    """The text, rewritten where its letters are those of TCVN3 or VNI; the encoding says so then."""
    signs = data.decode("latin-1") if encoding == "cp1258" else text
    old = find_old_letters(_lines(signs))
    if old:
        return nfc(old[1](signs)), old[0]
    if encoding == "cp1258":
        _check_windows_1258(text)
    elif holds_foreign_words(_lines(signs)) and not _GARBLED.search(text):
        raise FileRefused(FileFault.ENCODING_UNKNOWN)
    return text, encoding


def _lines(text: str) -> Iterator[str]:
    """One after the other, as whoever asks needs only the first ones."""
    return (match[0] for match in _LINE.finditer(text))


def _encoding_of(data: bytes) -> str:
    for mark, encoding in _UTF16:
        if data.startswith(mark):
            return "utf-16"
        if _looks_utf16(data, encoding):
            return encoding
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "cp1258"
    return "utf-8-sig"


def _looks_utf16(data: bytes, encoding: str) -> bool:
    """Without a mark: the bytes that hold the upper half of ASCII letters, delimiters and line ends are zero."""
    sample = data[:4000]
    zeros = sample[1::2] if encoding == "utf-16-le" else sample[::2]
    others = sample[::2] if encoding == "utf-16-le" else sample[1::2]
    return len(data) % 2 == 0 and zeros.count(0) > len(zeros) // 3 and 0 not in others


def _check_windows_1258(text: str) -> None:
    """Any bytes decode as Windows-1258; only Vietnamese ones give Vietnamese letters."""
    for number, line in enumerate(text.splitlines(), 1):
        for letter in line:
            if letter >= "\x80" and letter not in _VIETNAMESE and letter not in _PUNCTUATION:
                raise FileRefused(FileFault.ENCODING_UNKNOWN, row=number)


def _check_garbled(text: str) -> None:
    found = _GARBLED.search(text)
    place = found.start() if found else next((text.index(bad) for bad in ("\ufffd", "\x00") if bad in text), None)
    if place is not None:
        raise FileRefused(FileFault.TEXT_GARBLED, row=text.count("\n", 0, place) + 1)


def _row_at(data: bytes, place: int) -> int:
    return data.count(b"\n", 0, place) + 1


def split_rows(text: str, delimiter: str, limits: FileLimits, first: int | None = None) -> list[SheetRow]:
    """The records of delimited text, or the first of them; line ends of any kind mixed, counted as a spreadsheet does.

    Refuses QUOTES_BROKEN, TOO_LONG, TOO_MANY_COLUMNS and TOO_MANY_ROWS.
    """
    rows: list[SheetRow] = []
    known: dict[str, str] = {}
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
    try:
        for number, cells in enumerate(islice(reader, first), 1):
            _check_size(number, cells, limits)
            rows.append(SheetRow(number, [known.setdefault(cell, cell) for cell in cells]))
            if len(known) > _REMEMBERED:
                known.clear()
    except csv.Error as error:
        if "field limit" in str(error):  # the reader's own, four times what a spreadsheet's cell holds
            raise FileRefused(FileFault.TOO_LONG, row=len(rows) + 1, most=LONGEST_CELL) from error
        raise FileRefused(FileFault.QUOTES_BROKEN, row=len(rows) + 1) from error
    return rows


def _check_size(number: int, cells: list[str], limits: FileLimits) -> None:
    if number > limits.most_text_rows:
        raise FileRefused(FileFault.TOO_MANY_ROWS, most=limits.most_text_rows)
    if len(cells) > limits.most_columns:
        raise FileRefused(FileFault.TOO_MANY_COLUMNS, row=number, most=limits.most_columns)
    if cells and max(map(len, cells)) > LONGEST_CELL:
        raise FileRefused(FileFault.TOO_LONG, row=number, most=LONGEST_CELL)


def likely_delimiters(text: str) -> list[str]:
    """The delimiters worth trying, the one that Excel's first line `sep=` names alone, else by how often they occur."""
    named = re.match(r"\ufeff?sep=(.)\r?\n?", text)
    if named and named[1] in DELIMITERS:
        return [named[1]]
    head = unicodedata.normalize("NFC", text[:20_000])
    return sorted((sign for sign in DELIMITERS if sign in head), key=head.count, reverse=True) or [","]
