"""The goods of a stall as a sheet: a row a pack, in the order in which the import and people read them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from shop.goods_sheets.headings import HEADINGS, USUAL_WIDTH, WIDTHS, heading
from shop.goods_sheets.marks import write_mark
from shop.goods_sheets.rules import TEXTS, Field, KnownGood, KnownPack
from shop.spreadsheets import Row

COLUMN_WIDTHS = tuple(WIDTHS.get(field, USUAL_WIDTH) for field in HEADINGS)
_NUMBERS = frozenset({Field.PRICE, Field.WEIGHT, Field.ON_HAND})


def sheet_rows(
    goods: Iterable[KnownGood], exported_ms: int, language: str, state_words: Callable[[KnownGood], str]
) -> list[Row]:
    """Headings and one row a pack; the texts of a good stand in its first row. `exported_ms` names the export."""
    rows: list[Row] = [[heading(field, language) for field in HEADINGS]]
    for good in goods:
        state = state_words(good)
        for place, pack in enumerate(good.packs):
            values = {Field.NET: shown_net(pack.values[Field.NET], language), Field.STATE: state}
            values[Field.MARK] = mark_of(good, pack, exported_ms)
            rows.append(_row(good, pack, values, is_first=not place))
    return rows


def shown_net(value: str, language: str) -> str:
    """A content as people write it: pieces are "cái" in Vietnamese."""
    return value.replace("piece", "cái") if language == "vi" else value


def mark_of(good: KnownGood, pack: KnownPack, exported_ms: int) -> str:
    """The mark of a pack's row."""
    return write_mark(pack.variant_id, exported_ms, {**good.values, **pack.values, Field.ON_HAND: str(pack.on_hand)})


def _row(good: KnownGood, pack: KnownPack, said: Mapping[Field, str], *, is_first: bool) -> Row:
    values = {**good.values, **pack.values, Field.ON_HAND: str(pack.on_hand), **said}
    if not is_first:
        values |= dict.fromkeys(TEXTS, "")
    return [int(values[field]) if field in _NUMBERS else values.get(field, "") for field in HEADINGS]
