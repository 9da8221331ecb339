"""Which lines of a register table speak of a good, and which only stand between: headings, totals, signatures. Pure."""

from __future__ import annotations

import re
from enum import Enum, auto

from shop.register_files.addresses import is_producer, place_level
from shop.register_files.cells import is_empty, is_mark, read_group, stars_of_cell, stars_of_heading
from shop.register_files.headings import Header, field_of, may_head
from shop.register_files.titles import says_decision
from shop.register_files.vocabulary import Field
from shop.spreadsheets import SheetRow
from shop.values.folding import fold

_TOTAL = re.compile(r"(tong cong|tong so|tong|cong|cong chung|tong hop)( \w+){0,4}")
_NUMBERED = re.compile(r"\(?\d+([.,]\d+)*[a-zđ]?[.)]?")
_SECTION_NUMBER = re.compile(r"[IVXLC]{1,6}(\.\d{1,2})*[.)]?|[A-ZĐa-zđ](\.\d{1,2})*[.)]?")
# What stands below a table and never in its rows of goods.
_BELOW = re.compile(
    r"(nguoi lap( bieu)?|noi nhan|thu truong|ke toan|kt |tm |tl |tuq |chu tich|pho chu tich|giam doc|pho giam doc|da ky"
    r"|chanh van phong|truong phong|an dinh danh sach|danh sach (nay )?(gom|co) \d+|.*\bngay \d* ?thang \d* ?nam \d+$)"
)
_SECTION_START = re.compile(r"[IVXLC]{1,6}\s*[.):\-]\s|[A-ZĐ]\s*[.)]\s")
LONGEST_NUMBER = 4
_FACTS = (Field.PRODUCER, Field.COMMUNE, Field.DECIDED_ON, Field.NUMBER, Field.YEAR)


class Line(Enum):
    """What a line is."""

    BLANK = auto()
    STATEMENT = auto()
    HEADING = auto()
    TOTAL = auto()
    REMARK = auto()


def kind_of_line(row: SheetRow, header: Header) -> Line:
    """What a line below the header is. A line that could be a row of the register is taken for one."""
    filled = row.distinct()
    if not filled:
        return Line.BLANK
    if _repeats_header(row, header):
        return Line.REMARK
    if _is_total(filled, row, header):
        return Line.TOTAL
    if _is_below(filled, row, header):
        return Line.REMARK
    return _kind_of_filled(filled, row, header)


def _kind_of_filled(filled: list[tuple[int, str]], row: SheetRow, header: Header) -> Line:
    name, index = _own_text(row, header, Field.NAME), _own_text(row, header, Field.INDEX)
    has_stars = any(_own_text_at(row, column) for column in header.columns_of_stars)
    is_section = _is_section(index) and not has_stars and not _own_text(row, header, Field.PRODUCER)
    if is_section or _heads_goods(filled, name, index):
        return Line.HEADING
    if len(filled) == 1:
        return _kind_of_single(filled[0], row, header)
    if _lacks_number(row, header) and not _has_readable_stars(row, header):
        is_whole = name and has_stars and _own_text(row, header, Field.PRODUCER)
        return Line.STATEMENT if is_whole else Line.REMARK  # signatures and notes below a numbered table
    if not name and not has_stars and not any(_own_text(row, header, field) for field in _FACTS):
        return Line.REMARK
    return Line.STATEMENT


def _lacks_number(row: SheetRow, header: Header) -> bool:
    """Whether the table numbers its rows and this one has no number, not even by a merged area from above."""
    if Field.INDEX not in header.columns:
        return False
    index = row.text(header.columns[Field.INDEX])
    return not index or (len(index) > LONGEST_NUMBER and not _NUMBERED.fullmatch(index))


def _is_below(filled: list[tuple[int, str]], row: SheetRow, header: Header) -> bool:
    """Whether a line signs or closes the table: by its words, without a number or stars of its own."""
    if Field.INDEX in header.columns and _NUMBERED.fullmatch(row.text(header.columns[Field.INDEX])):
        return False
    return not _has_readable_stars(row, header) and any(_BELOW.match(fold(text)) for _, text in filled[:2])


def _heads_goods(filled: list[tuple[int, str]], name: str, index: str) -> bool:
    """Whether a numbered line has only a producer or a place to say, over the goods below it."""
    if not index or not name or len(filled) != 2:
        return False
    return is_producer(name) or place_level(name) is not None


def _has_readable_stars(row: SheetRow, header: Header) -> bool:
    if (text := _own_text(row, header, Field.STARS)) and stars_of_cell(text):
        return True
    if not header.star_columns:
        return False
    cells = [(stars, _own_text_at(row, column)) for column, stars in header.star_columns]
    return any(text and is_mark(text, stars) for stars, text in cells)


def _own_text(row: SheetRow, header: Header, field: Field) -> str:
    """The text of a cell that is not just the width of a merged area that began further left."""
    column = header.columns.get(field)
    return "" if column is None else _own_text_at(row, column)


def _own_text_at(row: SheetRow, column: int) -> str:
    if row.merged and row.merged.get(column, column) != column:
        return ""
    text = row.text(column)
    return "" if is_empty(text) else text


def _kind_of_single(only: tuple[int, str], row: SheetRow, header: Header) -> Line:
    """A line with one text: a heading by its words or its width, a good's bare name only where nothing is numbered."""
    column, text = only
    is_wide = sum(1 for start in row.merged.values() if start == column) > 1
    if _says_section(text) or is_wide:
        return Line.HEADING
    if column != header.columns[Field.NAME] or Field.INDEX in header.columns:
        return Line.REMARK
    return Line.STATEMENT


def _says_section(text: str) -> bool:
    is_named = fold(text).startswith(("nhom ", "nganh ", "linh vuc ", "san pham dat ", "hang ", "phan "))
    known = read_group(text) if is_named or text.isupper() else None
    if says_decision(text) or is_producer(text):
        return True
    return bool(_SECTION_START.match(text) or known or is_named or stars_of_heading(text) or place_level(text))


def _is_section(index: str) -> bool:
    return bool(index) and not _NUMBERED.fullmatch(index) and bool(_SECTION_NUMBER.fullmatch(index))


def _is_total(filled: list[tuple[int, str]], row: SheetRow, header: Header) -> bool:
    """ "Tổng cộng: 12 sản phẩm", "Cộng", with at most counts beside it and no producer."""
    words = fold(filled[0][1] if not _NUMBERED.fullmatch(filled[0][1]) else filled[-1][1])
    if not words.startswith(("tong", "cong")):
        return False  # the usual case
    starts = _TOTAL.fullmatch(words) or re.match(r"(tong cong|tong so|cong)\b", words)
    if not starts or _own_text(row, header, Field.PRODUCER):
        return False
    return all(_NUMBERED.match(text) or column == filled[0][0] for column, text in filled[1:])


def _repeats_header(row: SheetRow, header: Header) -> bool:
    """The header printed again on a new page: all cells say what their column's heading says."""
    name = row.text(header.columns[Field.NAME])
    if name != header.label(Field.NAME) and (not may_head(name) or field_of(name) is not Field.NAME):
        return False
    same = [
        field_of(text) is field or text == header.labels[column]
        for field, column in header.columns.items()
        if (text := row.text(column))
    ]
    return len(same) > 1 and all(same)
