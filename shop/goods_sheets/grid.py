"""The grid: many goods changed on one page. It is a sheet whose rows never left the shop, so the same plan decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from shop.catalogue import publish_product_of, retire_product_of
from shop.database import take_turns
from shop.goods_sheets.cells import canonical
from shop.goods_sheets.marks import read_mark
from shop.goods_sheets.operations import GOODS_TURNS, make_plan
from shop.goods_sheets.plan import Plan
from shop.goods_sheets.queries import list_known_goods, lock_goods
from shop.goods_sheets.refusals import RowRefused, RowsRefused
from shop.goods_sheets.rules import CellFault, Field, KnownGood, SourceRow
from shop.goods_sheets.taking import take_rows
from shop.values.refusal import Refusal


@dataclass(frozen=True)
class GridEdit:
    """What came from the page: the rows, and by good whether it was on sale when the page was made and shall be now."""

    rows: Sequence[SourceRow]
    sales: Mapping[int, tuple[bool, bool]]


def plan_grid(producer_id: int, edit: GridEdit, at: datetime) -> Plan:
    """What the grid would change as things stand."""
    return make_plan(producer_id, edit.rows, "grid", at)


def take_grid(producer_id: int, edit: GridEdit, at: datetime) -> Plan:
    """Do all that the grid asks for: prices and weights, stock, and then what is on sale; returns what was changed.

    Refuses RowsRefused and RowRefused; then nothing changes.
    """
    take_turns(GOODS_TURNS + producer_id)
    lock_goods(producer_id)
    plan = plan_grid(producer_id, edit, at)
    if plan.is_refused:
        raise RowsRefused
    wanted = _sales(list_known_goods(producer_id, at), edit.sales)
    take_rows(producer_id, plan.rows, at)
    for good, on_sale in wanted:
        _sell(producer_id, good, on_sale, at)
    return plan


def _sales(goods: Sequence[KnownGood], sales: Mapping[int, tuple[bool, bool]]) -> list[tuple[KnownGood, bool]]:
    """The goods to be put on sale or taken off; where somebody decided the same meanwhile there is nothing to do."""
    changed = []
    for good in goods:
        was, wanted = sales.get(good.product_id, (good.is_on_sale, good.is_on_sale))
        if wanted not in (was, good.is_on_sale):
            changed.append((good, wanted))
    return changed


def _sell(producer_id: int, good: KnownGood, on_sale: bool, at: datetime) -> None:
    try:
        if on_sale:
            publish_product_of(producer_id, good.product_id, at)
        else:
            retire_product_of(producer_id, good.product_id, at)
    except Refusal as refusal:
        raise RowRefused(0, good.values[Field.NAME_VI], refusal) from refusal


def was_edited(typed: Mapping[Field, str], field: Field) -> bool:
    """Whether a cell of the page says something else than what the page showed; so it is kept over what stands now."""
    if not typed.get(field, "").strip() or field is Field.CHANGE:
        return bool(typed.get(field, "").strip())
    mark = read_mark(typed.get(Field.MARK, ""))
    try:
        return mark is None or not mark.said(field, canonical(field, typed[field]))
    except CellFault:
        return True
