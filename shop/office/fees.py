"""Delivery fees: the whole table in one form, its effect before it is kept, all or nothing."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from shop.audit_log import Subject
from shop.delivery import BadFeeTable, FeeRow, FeeTable, Zone, read_fee_table, replace_fees
from shop.office.fee_grid import Grid, blame_bad_row, compare, fingerprint, grid_of, read_grid, zone_words
from shop.office.refusals import StaleTable
from shop.web.acting import acting, done
from shop.web.words import _

door = Blueprint("fees", __name__)


@door.get("/phi-giao-hang")
def index() -> str:
    """The table in force, ready to be changed."""
    table = read_fee_table()
    return _page(grid_of(table), table)


@door.post("/phi-giao-hang")
def save() -> str | Response | tuple[str, int]:
    """Redirects to the table once it is kept as typed; with mistakes, or for a look, the form stays as it is."""
    before, grid = read_fee_table(), read_grid(request.form)
    if grid.problems:
        return _page(grid, before, problem=_("Some rows cannot be kept. Nothing was changed.")), 422
    if request.form.get("do") == "preview":
        return _page(grid, before, is_preview=True)
    try:
        with acting("fees_replaced", Subject("fee_table", 1), before=_plain(before.rows), after=_plain(grid.fees)):
            if request.form.get("seen") != fingerprint(read_fee_table()):
                raise StaleTable
            replace_fees(grid.fees)
    except StaleTable:
        problem = _("Somebody changed the table meanwhile. Compare with what is in force now, and save again.")
        return _page(grid, read_fee_table(), problem=problem, is_preview=True), 409
    except BadFeeTable as refusal:
        return _page(blame_bad_row(grid, refusal), before, problem=_("Nothing was changed.")), 422
    return done(_("The fees are in force from now on."), url_for(".index"))


def _page(grid: Grid, before: FeeTable, *, problem: str = "", is_preview: bool = False) -> str:
    return render_template(
        "office/fees/index.html",
        grid=grid,
        problem=problem,
        seen=fingerprint(before),
        is_preview=is_preview,
        samples=compare(before, FeeTable(grid.fees)),
        zones=list(Zone),
        zone_words=zone_words,
    )


def _plain(rows: tuple[FeeRow, ...]) -> list[list[object]]:
    return [[str(row.zone), row.up_to_grams, row.fee_vnd, row.days_min, row.days_max] for row in rows]
