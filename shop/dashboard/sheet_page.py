"""The grid as its page shows it: what stands in the shop, what was typed over it, and what is wrong with that."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from shop.dashboard.sheet_words import fault_words
from shop.database import EPOCH
from shop.goods_sheets import Fault, Field, GridEdit, KnownGood, KnownPack, Plan, SourceRow, mark_of, was_edited
from shop.values.money import group_digits
from shop.web.language import current_language

TYPED = (Field.PRICE, Field.WEIGHT, Field.CHANGE)
LONGEST_TYPED = 200
_CELL = re.compile(r"(mark|price_vnd|weight_grams|stock_change)-(\d{1,9})")
_SALE = re.compile(r"(was|sale)-(\d{1,9})")


@dataclass(frozen=True)
class Cell:
    """One field of the grid: its name in the form, what stands in it, what stands in the shop, and what is wrong."""

    name: str
    value: str
    kept: str
    problem: str = ""


@dataclass(frozen=True)
class GridRow:
    """A pack in the grid. `mark` says what the page showed of it."""

    pack: KnownPack
    mark: str
    cells: dict[Field, Cell]


@dataclass(frozen=True)
class GridGood:
    """A good in the grid with its packs; `is_ticked` to be on sale."""

    good: KnownGood
    rows: list[GridRow]
    is_ticked: bool

    @property
    def problems(self) -> list[tuple[str, GridRow, Field, Cell]]:
        """The cells at fault, each with the name of the good."""
        name = self.good.values[Field.NAME_VI]
        return [(name, row, at, cell) for row in self.rows for at, cell in row.cells.items() if cell.problem]


@dataclass(frozen=True)
class Typed:
    """What came back from the page and could not be kept as a whole."""

    edit: GridEdit
    plan: Plan

    @property
    def cells(self) -> dict[int, Mapping[Field, str]]:
        """What was typed, by pack."""
        return {row.number: row.cells for row in self.edit.rows}

    @property
    def problems(self) -> dict[tuple[int, Field], str]:
        """What is wrong, by pack and column."""
        return {(row.source.number, one.field): fault_words(one) for row in self.plan.rows for one in row.wrongs}


def read_edit(form: Mapping[str, str]) -> GridEdit:
    """What came with the form, pack by pack in the order of the page."""
    typed: dict[int, dict[Field, str]] = {}
    sales: dict[int, dict[str, bool]] = {}
    for name, text in form.items():
        if found := _CELL.fullmatch(name):
            typed.setdefault(int(found[2]), {})[Field(found[1])] = text[:LONGEST_TYPED]
        elif found := _SALE.fullmatch(name):
            sales.setdefault(int(found[2]), {})[found[1]] = text == "1"
    rows = [SourceRow(pack, cells, broken=_wiped(cells)) for pack, cells in typed.items() if Field.MARK in cells]
    decided = {good: (said["was"], said.get("sale", False)) for good, said in sales.items() if "was" in said}
    return GridEdit(rows, decided)


def _wiped(cells: Mapping[Field, str]) -> dict[Field, str]:
    """In a file an empty cell changes nothing; on the page a price or a weight that was wiped out is a slip."""
    return {at: Fault.MUST_STAND for at in (Field.PRICE, Field.WEIGHT) if at in cells and not cells[at].strip()}


@dataclass(frozen=True)
class _Typing:
    sales: Mapping[int, tuple[bool, bool]] = field(default_factory=dict)
    cells: Mapping[int, Mapping[Field, str]] = field(default_factory=dict)
    problems: Mapping[tuple[int, Field], str] = field(default_factory=dict)


def make_grid(goods: Sequence[KnownGood], now: datetime, typed: Typed | None = None) -> list[GridGood]:
    """The goods as fields. What was typed stays; what was left alone shows what stands in the shop now."""
    typing = _Typing(typed.edit.sales, typed.cells, typed.problems) if typed else _Typing()
    exported_ms = (now - EPOCH) // timedelta(milliseconds=1)
    grid = []
    for good in goods:
        was, wanted = typing.sales.get(good.product_id, (good.is_on_sale, good.is_on_sale))
        rows = [GridRow(pack, mark_of(good, pack, exported_ms), _cells(pack, typing)) for pack in good.packs]
        grid.append(GridGood(good, rows, good.is_on_sale if was == wanted else wanted))
    return grid


def _cells(pack: KnownPack, typing: _Typing) -> dict[Field, Cell]:
    typed = typing.cells.get(pack.variant_id, {})
    cells = {}
    for at in TYPED:
        kept = _shown(pack.values.get(at, ""))
        problem = typing.problems.get((pack.variant_id, at), "")
        value = typed[at] if at in typed and (problem or was_edited(typed, at)) else kept
        cells[at] = Cell(f"{at}-{pack.variant_id}", value, kept, problem)
    return cells


def _shown(value: str) -> str:
    """A number as people write it, which the form reads in either language."""
    return group_digits(int(value), current_language()) if value.isdigit() else value
