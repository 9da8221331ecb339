"""Labels for packs and cards for the counter, of the stall's goods whose certificate is in force."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from shop import clock
from shop.dashboard.stall import present_stall
from shop.renewals import find_certificate_of, list_renewals
from shop.web.label_sheets import label_of, read_sheet, sheet_sizes

door = Blueprint("labels", __name__, url_prefix="/tem-nhan")


@door.get("")
def index() -> str:
    """The goods for which labels can be printed now, and those for which they cannot."""
    now = clock.now()
    found = [one.certificate for one in list_renewals(present_stall().producer_id, now) if one.certificate]
    return render_template(
        "dashboard/labels/index.html",
        certificates=[one for one in found if one.facts.is_in_force(now)],
        ended=[one for one in found if not one.facts.is_in_force(now)],
    )


@door.get("/<certificate>")
def sheet(certificate: str) -> str:
    """A sheet as it will be printed, with what can be chosen above it."""
    wanted = read_sheet(request.args)
    found = find_certificate_of(present_stall().producer_id, certificate)
    label = label_of(found, wanted, clock.now())
    return render_template(
        "dashboard/labels/sheet.html", certificate=found, wanted=wanted, label=label, sizes=sheet_sizes()
    )
