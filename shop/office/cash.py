"""Cash that carriers collected, and what they hand over of it."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from shop.audit_log import Subject
from shop.office.refusal_words import refusal_words
from shop.office.refusals import NothingChosen
from shop.orders import list_parcels
from shop.payments import list_cash_to_remit, list_remittances, record_remittance
from shop.values.folding import tidy
from shop.values.refusal import Refusal
from shop.web.acting import acting, done
from shop.web.words import _

door = Blueprint("cash", __name__)

LATEST = 20


@door.get("/tien-mat")
def index() -> str:
    """Cash that is out, by carrier, and the latest remittances."""
    return _page()


@door.post("/tien-mat/ban-giao")
def remit() -> Response | tuple[str, int]:
    """Redirects to the list once what a carrier paid, and kept as its fee, covers the parcels that were ticked."""
    numbers = {int(text) for text in request.form.getlist("payment") if text.isdecimal() and len(text) < 10}
    came, kept = _dong("amount"), _dong("fee")
    try:
        if not numbers:
            raise NothingChosen
        with acting("cash_remitted", Subject("remittance", 0), payments=sorted(numbers), came=came, kept=kept) as act:
            number = record_remittance(
                tidy(request.form.get("carrier", "")),
                tidy(request.form.get("reference", "")),
                numbers,
                amounts=(came, kept),
                by=act.by,
                at=act.at,
            )
            act.subject = Subject("remittance", number)
    except Refusal as refusal:
        return _page(refusal_words(refusal), numbers), 422
    return done(_("Written down: the carrier has paid."), url_for(".index"))


def _page(problem: str = "", chosen: set[int] | None = None) -> str:
    payments = list_cash_to_remit()
    parcels = {parcel.id: parcel for parcel in list_parcels([one.parcel_id for one in payments if one.parcel_id])}
    rows = [(one, parcels.get(one.parcel_id or 0)) for one in payments]
    carriers = sorted({parcel.carrier for _one, parcel in rows if parcel and parcel.carrier})
    return render_template(
        "office/cash/index.html",
        rows=rows,
        carriers=carriers,
        total=sum(one.amount_vnd for one in payments),
        remittances=list_remittances(LATEST),
        problem=problem,
        chosen=chosen or set(),
        typed=request.form.to_dict() if problem else {},
    )


def _dong(name: str) -> int:
    """An amount as people write it: digits count, dots and blanks do not; nothing is 0."""
    digits = "".join(letter for letter in request.form.get(name, "") if letter.isascii() and letter.isdigit())
    return int(digits[:12] or 0)
