"""Many goods on one page: prices, weights, stock and what is on sale, kept all together or not at all."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from shop import clock
from shop.audit_log import Subject
from shop.dashboard.refusal_words import refusal_words
from shop.dashboard.sheet_page import GridGood, Typed, make_grid, read_edit
from shop.dashboard.sheet_words import words_for_templates
from shop.dashboard.stall import present_stall
from shop.goods_sheets import (
    Field,
    GridEdit,
    KnownGood,
    Outcome,
    Plan,
    RowRefused,
    RowsRefused,
    list_known_goods,
    plan_grid,
    take_grid,
)
from shop.values.folding import fold
from shop.web.acting import Act, acting, done
from shop.web.lists import pages_here, url_with
from shop.web.paging import Pages
from shop.web.parameters import Parameters
from shop.web.words import _, ngettext

door = Blueprint("sheet", __name__)

GOODS_SHOWN = 40


@door.get("/hang-hoa/bang")
def index() -> str:
    """The goods of the stall, a page of them, ready to be changed."""
    asked = Parameters(request.args)
    words, number = asked.text("q"), asked.page()
    asked.check()
    now = clock.now()
    goods = [good for good in list_known_goods(present_stall().producer_id, now) if _is_wanted(good, words)]
    first = (number - 1) * GOODS_SHOWN
    grid = make_grid(goods[first : first + GOODS_SHOWN], now)
    return _page(grid, pages_here(number, len(goods), GOODS_SHOWN, runs_empty=True), words=words)


@door.post("/hang-hoa/bang")
def save() -> Response | tuple[str, int]:
    """Keep everything as typed; with a cell at fault nothing is kept and the cells are named."""
    producer_id = present_stall().producer_id
    edit = read_edit(request.form)
    try:
        with acting("goods_changed_together", Subject("producer", producer_id)) as act:
            count = _record(act, take_grid(producer_id, edit, act.at), edit)
    except RowsRefused:
        return _again(edit, _("Nothing was kept yet: some cells need another look.")), 422
    except RowRefused as refused:
        return _again(edit, _("Nothing was kept. %(name)s:", name=refused.name), refusal_words(refused.why)), 422
    words = ngettext("%(num)s change is kept.", "%(num)s changes are kept.", count)
    return done(words if count else _("Nothing was changed."), url_with())


def _record(act: Act, plan: Plan, edit: GridEdit) -> int:
    """Let the entry say what changed; how many packs and goods that were."""
    changed = [row for row in plan.rows if row.outcome is Outcome.CHANGED]
    act.facts["packs"] = [
        [row.variant_id, row.stock_delta, *([one.field, one.before, one.after] for one in row.changes)]
        for row in changed
    ]
    decided = {str(good): wanted for good, (was, wanted) in edit.sales.items() if was != wanted}
    act.facts["on_sale"] = decided
    return len(changed) + len(decided)


def _again(edit: GridEdit, problem: str, why: str = "") -> str:
    """The page as it was typed, with what is wrong, over what stands in the shop now."""
    now, producer_id = clock.now(), present_stall().producer_id
    shown = {row.number for row in edit.rows}
    goods = [
        good
        for good in list_known_goods(producer_id, now)
        if good.product_id in edit.sales or any(pack.variant_id in shown for pack in good.packs)
    ]
    grid = make_grid(goods, now, Typed(edit, plan_grid(producer_id, edit, now)))
    return _page(grid, pages_here(1, len(goods), max(1, len(goods))), problem=problem, why=why)


def _is_wanted(good: KnownGood, words: str) -> bool:
    return bool(good.packs) and fold(words) in fold(good.values[Field.NAME_VI])


def _page(grid: Sequence[GridGood], pages: Pages, *, words: str = "", problem: str = "", why: str = "") -> str:
    return render_template(
        "dashboard/sheet/index.html",
        grid=grid,
        pages=pages,
        words=words,
        problem=problem,
        why=why,
        wrong=[one for good in grid for one in good.problems],
        **words_for_templates(),
    )
