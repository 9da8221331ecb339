"""Labels for packs and cards for the counter, printed by an officer for a producer who has no stall yet."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request

from shop import clock
from shop.certification import find_certificate
from shop.programme.scope import present_scope
from shop.web.label_sheets import label_of, read_sheet, sheet_sizes

door = Blueprint("labels", __name__, url_prefix="/tem-nhan")


@door.get("/<code>")
def sheet(code: str) -> str:
    """A sheet as it will be printed, with what can be chosen above it."""
    wanted, found = read_sheet(request.args), find_certificate(code)
    if found is None or found.code != code or not present_scope().covers(found.good.province_code):
        abort(404)
    label = label_of(found, wanted, clock.now())
    return render_template(
        "programme/labels/sheet.html", certificate=found, wanted=wanted, label=label, sizes=sheet_sizes()
    )
