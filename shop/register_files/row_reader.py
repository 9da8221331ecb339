"""The cells of one row by what their columns state; what cannot be read is collected, never skipped. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from shop.register_files.cells import is_empty, read_mark, read_stars
from shop.register_files.headings import STAR_COLUMNS, Header
from shop.register_files.lengths import LONGEST, is_too_long
from shop.register_files.reasons import CellRefused, Reason, ReasonCode
from shop.register_files.vocabulary import Field
from shop.spreadsheets import SheetRow, raw_text
from shop.values.folding import tidy
from shop.values.ocop import CERTIFIED_STARS

_STARS_OF = {stars: field for field, stars in STAR_COLUMNS.items()}
_UNREAD = frozenset({Field.INDEX, Field.OTHER, Field.SCORE, Field.NOTE, Field.SOURCE})

T = TypeVar("T")


@dataclass
class RowReader:
    """Reads a row under its header; problems carry the row's number and the printed heading of the column."""

    row: SheetRow
    header: Header
    starts_1904: bool = False

    def __post_init__(self) -> None:
        self.problems: list[Reason] = []
        if self.row.broken:
            self._refuse_broken()

    def _refuse_broken(self) -> None:
        for field, column in self.header.columns.items():
            if column in self.row.broken and field not in _UNREAD:
                shown = self.row.broken[column]
                code = ReasonCode.CELL_BROKEN if shown else ReasonCode.FORMULA_WITHOUT_VALUE
                self.refuse(code, field, text=shown)
        for column, stars in self.header.star_columns:
            if column in self.row.broken and column != self.header.columns.get(_STARS_OF[stars]):
                self.refuse(ReasonCode.CELL_BROKEN, _STARS_OF[stars], text=self.row.broken[column])

    def has(self, field: Field) -> bool:
        """Whether the table has such a column."""
        return field in self.header.columns

    def text(self, field: Field) -> str:
        """The cell's tidy text; "" where there is none, or only a dash. Refuses what is too long to be meant."""
        column = self.header.columns.get(field)
        text = "" if column is None or column in self.row.broken else self.row.text(column)
        if len(text) > LONGEST.get(field, len(text)):
            self.refuse(ReasonCode.TOO_LONG, field, most=LONGEST[field])
        return "" if is_empty(text) else text

    def has_lines(self, field: Field) -> bool:
        """Whether a cell has more than one line."""
        value = self.row.cells[column] if (column := self.header.columns.get(field, -1)) < len(self.row.cells) else None
        return column >= 0 and isinstance(value, str) and "\n" in value

    def lines(self, field: Field) -> list[str]:
        """The lines of a cell as a person sees them, each tidy."""
        column = self.header.columns.get(field)
        if column is None or column >= len(self.row.cells) or column in self.row.broken:
            return []
        return [line for line in map(tidy, raw_text(self.row.cells[column]).splitlines()) if line]

    def value(self, field: Field, read: Callable[..., T], nothing: T, **options: Any) -> T:
        """The cell's meaning by one of the readers of cells, or `nothing` where there is none or it is refused."""
        column = self.header.columns.get(field)
        return nothing if column is None else self._value_at(column, field, read, nothing, **options)

    def _value_at(self, column: int, field: Field, read: Callable[..., T], nothing: T, **options: Any) -> T:
        if column >= len(self.row.cells) or column in self.row.broken:
            return nothing
        try:
            return read(self.row.cells[column], **options)
        except CellRefused as refused:
            self.refuse(refused.code, field, **refused.facts)
            return nothing

    def stars(self) -> int | None:
        """The stars from their column and from marks in the columns "3 sao", "4 sao", ...; they must agree."""
        stated = self.value(Field.STARS, read_stars, None)
        marked = {
            stars
            for column, stars in self.header.star_columns
            if self._value_at(column, _STARS_OF[stars], lambda cell, stars=stars: read_mark(cell, stars), False)
        }
        every = marked | ({stated} if stated is not None else set())
        if len(every) > 1:
            self.refuse(ReasonCode.STARS_TWICE, _STARS_OF[max(marked)], stars=", ".join(map(str, sorted(every))))
        elif marked and max(marked) < CERTIFIED_STARS[0]:
            self.refuse(ReasonCode.STARS_TOO_FEW, _STARS_OF[max(marked)], stars=max(marked))
        return min(every, default=None)

    def refuse(self, code: ReasonCode, field: Field, **facts: str | int) -> None:
        """Keep a problem with where it stands."""
        self.problems.append(Reason(code, facts, self.row.number, self.header.label(field) or None, about=field))

    def check_length(self, field: Field, text: str | None) -> None:
        """Refuse what cannot be kept, wherever the words stood: in the row, in its address, in a heading above."""
        if is_too_long(field, text) and not any(
            one.code == ReasonCode.TOO_LONG and one.about == field for one in self.problems
        ):
            self.refuse(ReasonCode.TOO_LONG, field, most=LONGEST[field])

    def cells(self) -> Mapping[str, str]:
        """What is printed in the row by column heading; the running number says nothing and is left out."""
        index = self.header.columns.get(Field.INDEX)
        labels = self.header.printed_labels
        if len(self.row.cells) <= len(labels) and not self.header.has_labels_twice:
            texts = map(raw_text, self.row.cells)
            printed = {label: text for label, text in zip(labels, texts, strict=False) if text}
            if index is not None:
                printed.pop(labels[index], None)
            return printed
        printed = {}
        for column, value in enumerate(self.row.cells):
            text = raw_text(value)
            if text and column != index:
                label = labels[column] if column < len(labels) else f"#{column + 1}"
                printed[label if label not in printed else f"{label} #{column + 1}"] = text
        return printed
