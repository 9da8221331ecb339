"""Which column of a register table means what, however the office words it. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from shop.register_files.reasons import ReasonCode, RegisterRefused
from shop.register_files.vocabulary import FIELD_OF_WORDS, LIKELY, LONGEST_HEADING, Field
from shop.spreadsheets import Sheet, SheetRow
from shop.values.folding import fold

SEARCHED_ROWS = 60
DEEPEST_HEADER = 5
FEWEST_HEADINGS = 3
_FIRST_HEADINGS = frozenset({Field.INDEX, Field.NAME, Field.PRODUCER})
SHORTEST_NUMBERING = 3


STAR_COLUMNS = {Field(f"stars_{stars}"): stars for stars in range(1, 6)}
_MAY_REPEAT = frozenset({Field.INDEX, Field.SCORE, Field.NOTE, Field.SOURCE, Field.OTHER, Field.KIND})

_FIRST_WORDS = {words.partition(" ")[0] for words, field in FIELD_OF_WORDS.items() if field in _FIRST_HEADINGS}

_STAR_LABEL = re.compile(r"(?:.* )?(?:hang |dat )?(1|2|3|4|5|mot|hai|ba|bon|nam) sao")
_STAR_WORD = {"mot": "1", "hai": "2", "ba": "3", "bon": "4", "nam": "5"}
_LEVELS = frozenset("12345")
# Of two columns for one thing, which one holds today: what was before or is only asked for steps back.
_BEFORE = re.compile(r"\b(cu|truoc|truoc day|truoc sap xep|truoc sat nhap|lan truoc|lan dau|de nghi|de xuat|dang ky)\b")
_AFTER = re.compile(r"\b(moi|sau|nay|hien nay|lan nay|nay la|cong nhan|duoc cong nhan|chinh thuc)\b")
# Stars that somebody hopes for; those that are proposed for recognition stand in lists that a decision took over.
_ASKED_FOR = re.compile(r"\b(de nghi|de xuat|dang ky|tu cham|tu danh gia|phan dau|du kien)\b(?!.*\bcong nhan\b)")
# No running number has more, and thousands of digits are no number to Python.
MOST_DIGITS = 9
_COLUMN_NUMBER = re.compile(r"\(?\d{1,2}\)?(?:\s*=.*)?|\(?[A-Za-z]\)?|\[\d{1,2}\]")


@dataclass(frozen=True)
class Header:
    """A recognised header: which column states what, its printed labels, and the rows it takes up.

    `star_columns` are all columns to be marked, with the stars that a mark in each means.
    """

    columns: Mapping[Field, int]
    labels: Sequence[str]
    first: int
    after: int
    star_columns: Sequence[tuple[int, int]] = ()

    @property
    def gives_stars(self) -> bool:
        """Whether the table has stars of its own."""
        return bool(self.star_columns) or Field.STARS in self.columns

    @cached_property
    def columns_of_stars(self) -> Sequence[int]:
        """The column of stars, and those to be marked."""
        own = [self.columns[Field.STARS]] if Field.STARS in self.columns else []
        return own + [column for column, _ in self.star_columns]

    @cached_property
    def printed_labels(self) -> Sequence[str]:
        """The heading of each column, or its number where none is printed."""
        return [label or f"#{place}" for place, label in enumerate(self.labels, 1)]

    @cached_property
    def has_labels_twice(self) -> bool:
        """Whether two columns have one heading."""
        return len(set(self.printed_labels)) < len(self.labels)

    def label(self, field: Field) -> str:
        """The printed heading of a column, for messages."""
        return self.labels[self.columns[field]] if field in self.columns else ""


@lru_cache(maxsize=1024)
def field_of(label: str) -> Field | None:
    """What a heading means, or None."""
    bare = _bare(label)
    found = FIELD_OF_WORDS.get(bare) or FIELD_OF_WORDS.get(fold(label))
    if found:
        return found
    stars = _STAR_LABEL.fullmatch(bare) or re.fullmatch(r"([1-5])\s*[*★⭐]\ufe0f?", label)
    return Field(f"stars_{_STAR_WORD.get(stars[1], stars[1])}") if stars else None


@lru_cache(maxsize=1024)
def likely_field_of(label: str) -> Field | None:
    """What a heading that the vocabulary does not know probably means, or None; only for rows known to be headings."""
    bare = _bare(label)
    if not bare or len(bare.split()) > LONGEST_HEADING:
        return None
    return next((field for field, pattern in LIKELY if re.match(pattern, bare)), None)


def _bare(label: str) -> str:
    """The folded heading without remarks in brackets."""
    return fold(re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", label)) or fold(label)


def find_header(sheet: Sheet) -> Header | None:
    """The first row, or rows, of headings that name a product and at least one thing about it; None without any.

    Refuses COLUMN_TWICE where two columns claim to state the same.
    """
    for start, row in enumerate(sheet.rows[:SEARCHED_ROWS]):
        if any(field_of(text) or likely_field_of(text) for _, text in row.distinct()):
            header = _header_at(sheet, start)
            if header:
                return header
    return None


def find_next_header(sheet: Sheet, start: int) -> Header | None:
    """The header that begins in a row below another: the same on a new page, or that of another table; else None.

    Only headings that the vocabulary knows count here, so that no row of goods is taken for one.
    """
    row = sheet.rows[start]
    said = filter(None, row.texts)
    leftmost = next(said, "")
    if not leftmost or leftmost[0].isdecimal():
        return None  # the usual case: a row of goods with its number
    if not row.merged and not may_head(leftmost) and not may_head(next(said, "")):
        return None  # or with its name and its producer
    filled = row.distinct()
    if not any(may_head(text) and field_of(text) in _FIRST_HEADINGS for _, text in filled[:2]):
        return None
    known = [field_of(text) for _, text in filled]
    if len([field for field in known if field]) < FEWEST_HEADINGS or not {Field.NAME, Field.PRODUCER} & set(known):
        return None
    return _header_at(sheet, start)


def may_head(text: str) -> bool:
    """Whether a text begins as one of the first headings does; told at once of the names in long tables."""
    return "(" in text or "[" in text or fold(text).partition(" ")[0] in _FIRST_WORDS


def goes_on(sheet: Sheet, before: Sheet, header: Header) -> bool:
    """Whether a sheet without headings is the next page of another: its running numbers follow on."""
    index = header.columns.get(Field.INDEX)
    if index is None:
        return False
    first, next_page = (_running_numbers(one, index) for one in (before, sheet))
    return bool(first and next_page) and next_page[0] == first[-1] + 1


def _running_numbers(sheet: Sheet, index: int) -> list[int]:
    texts = (row.text(index) for row in sheet.rows)
    return [int(text) for text in texts if text.isdecimal() and len(text) <= MOST_DIGITS]


def _header_at(sheet: Sheet, start: int) -> Header | None:
    after = start + 1
    while after - start < DEEPEST_HEADER and after < len(sheet.rows) and _belongs(sheet.rows, start, after):
        after += 1
    header = _header(sheet, start, after)
    if header and Field.NAME in header.columns and len(header.columns.keys() - {Field.INDEX, Field.OTHER}) > 1:
        return header
    return None


def _belongs(rows: list[SheetRow], start: int, place: int) -> bool:
    """Whether a row below a heading continues it: only headings under it, or the numbers of the columns."""
    row = rows[place]
    fresh = _fresh(row)
    if not fresh:
        return bool(row.continued)
    if _counts_columns(row):
        return True
    if row.continued & {column for column, _ in rows[start].distinct()}:
        return True  # headings merged downwards reach beside it
    if len(rows[start].distinct()) == 1:
        return False  # a title
    stacked = [above for above in rows[start:place] if not _counts_columns(above)] + [row]
    return all(_meaning(texts := _stack(stacked, column)) or likely_field_of(texts[-1]) for column, _ in fresh)


def _fresh(row: SheetRow) -> list[tuple[int, str]]:
    """What is filled in but not by an area that began in a row above."""
    return [(column, text) for column, text in row.distinct() if column not in row.continued]


def _stack(rows: Sequence[SheetRow], column: int) -> list[str]:
    """The headings over a column from above; one that spans columns counts for all, also where its area is lost."""
    texts = [row.text(column) for row in rows]
    if not texts[0] and any(texts):
        texts[0] = next((rows[0].text(left) for left in range(column - 1, -1, -1) if rows[0].text(left)), "")
    return texts


def _counts_columns(row: SheetRow) -> bool:
    """Whether a row numbers the columns from the left: (1), (2), (3) or A, B, C."""
    fresh = _fresh(row)
    is_long = len(fresh) >= SHORTEST_NUMBERING and re.fullmatch(r"[(\[]?[1Aa][)\]]?", fresh[0][1]) is not None
    return is_long and all(_COLUMN_NUMBER.fullmatch(text) for _, text in fresh)


def _meaning(texts: Sequence[str]) -> Field | None:
    """What stacked headings mean: the lowest with those above it, the lowest alone, then the upper ones."""
    levels = [text for place, text in enumerate(texts) if text and text not in texts[:place]]
    if len(levels) > 1 and levels[-1] in _LEVELS and field_of(levels[-2]) is Field.STARS:
        return Field(f"stars_{levels[-1]}")
    if not levels:
        return None
    joined = (" ".join(levels), " ".join(levels[-2:]), levels[-1])
    return next((field for field in map(field_of, joined) if field), None)


def _header(sheet: Sheet, start: int, after: int) -> Header | None:
    rows = [row for row in sheet.rows[start:after] if not _counts_columns(row)]
    width = max(len(row.cells) for row in rows)
    columns: dict[Field, int] = {}
    stars: list[tuple[int, int]] = []
    labels = []
    for column in range(width):
        texts = _stack(rows, column)
        labels.append(" ".join(dict.fromkeys(filter(None, texts))))
        own = likely_field_of(texts[-1]) if texts[-1] != texts[0] else None
        field = (
            _meaning(texts) or own or _meaning(texts[:1]) or likely_field_of(labels[-1]) or likely_field_of(texts[0])
        )
        if field is None or _same_area(rows, column, columns.get(field)):
            continue
        if (field is Field.STARS or field in STAR_COLUMNS) and _ASKED_FOR.search(fold(labels[-1])):
            field = Field.OTHER
        if field in STAR_COLUMNS:
            stars.append((column, STAR_COLUMNS[field]))
        elif field in columns and field not in _MAY_REPEAT:
            kept = _that_holds(labels, columns[field], column)
            if kept is None:
                raise RegisterRefused(ReasonCode.COLUMN_TWICE, row=rows[0].number, sheet=sheet.name, column=labels[-1])
            columns[field] = kept
            continue
        columns.setdefault(field, column)
    _settle(columns, labels)
    return Header(columns, labels, start, after, stars) if columns else None


def _that_holds(labels: Sequence[str], one: int, other: int) -> int | None:
    """Of two columns for one thing the one that says what holds today; None where their headings do not tell."""
    is_before = [bool(_BEFORE.search(fold(labels[column]))) for column in (one, other)]
    is_after = [bool(_AFTER.search(fold(labels[column]))) for column in (one, other)]
    if is_before[0] != is_before[1]:
        return other if is_before[0] else one
    if is_after[0] != is_after[1]:
        return one if is_after[0] else other
    return None


def _settle(columns: dict[Field, int], labels: Sequence[str]) -> None:
    """What only the whole header tells: whose the only column of names is, and whether a district is of today."""
    if Field.NAME not in columns and Field.PRODUCER in columns and "san pham" in fold(labels[columns[Field.PRODUCER]]):
        columns[Field.NAME] = columns.pop(Field.PRODUCER)  # producers as headings over their goods
    commune, district = columns.get(Field.COMMUNE), columns.get(Field.DISTRICT)
    if commune is not None and district is not None and _is_of_today(labels[commune]):
        del columns[Field.DISTRICT]  # there are none since July 2025: it belongs to the commune of before


def _is_of_today(label: str) -> bool:
    return bool(re.search(r"\b(moi|sau sap xep|sau sat nhap|hien nay|nay la)\b", fold(label)))


def _same_area(rows: list[SheetRow], column: int, other: int | None) -> bool:
    """Whether two columns share one merged heading in the lowest row, so that the second is only its width."""
    if other is None:
        return False
    lowest = rows[-1].merged
    return column in lowest and lowest[column] == lowest.get(other, other)
