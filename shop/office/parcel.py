"""One parcel: its next step."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from shop.audit_log import Subject
from shop.office.refusals import NeedsCash
from shop.orders import PaymentMethod, deliver_parcel, list_parcels, refuse_parcel, return_parcel
from shop.payments import collect_cash
from shop.values.folding import tidy
from shop.web.acting import acting, done, page_before
from shop.web.words import _

door = Blueprint("parcel", __name__)

LONGEST_REASON = 300


@door.post("/kien-hang/<int:number>/da-giao")
def deliver(number: int) -> Response:
    """Redirects to where one came from once the shopper has the parcel; cash on delivery is `collect`'s."""
    found = list_parcels([number])
    if found and found[0].order.method == PaymentMethod.COD:
        raise NeedsCash
    with acting("parcel_delivered", Subject("parcel", number)) as act:
        deliver_parcel(number, by=act.by, at=act.at)
    return _back(_("The parcel is delivered."))


@door.post("/kien-hang/<int:number>/thu-tien")
def collect(number: int) -> Response:
    """Redirects to where one came from once the shopper has the parcel and has paid for it in cash."""
    typed = "".join(letter for letter in request.form.get("amount", "") if letter.isascii() and letter.isdigit())
    amount = int(typed[:12] or 0)
    with acting("parcel_cash_collected", Subject("parcel", number), amount_vnd=amount) as act:
        collect_cash(number, amount, by=act.by, at=act.at)
    return _back(_("The parcel is delivered and its cash is recorded."))


@door.post("/kien-hang/<int:number>/khong-nhan")
def refuse(number: int) -> Response:
    """Redirects to where one came from; the shopper did not take the parcel, and it comes back."""
    reason = tidy(request.form.get("reason", ""))[:LONGEST_REASON] or "not_taken"
    with acting("parcel_refused", Subject("parcel", number)) as act:
        refuse_parcel(number, by=act.by, at=act.at, reason=reason)
    return _back(_("Written down: the parcel was not taken and comes back."))


@door.post("/kien-hang/<int:number>/da-ve")
def come_back(number: int) -> Response:
    """Redirects to where one came from; the refused parcel is back, and what was paid for its goods is owed back."""
    with acting("parcel_came_back", Subject("parcel", number)) as act:
        return_parcel(number, by=act.by, at=act.at)
    return _back(_("The parcel is back at its producer."))


def _back(words: str) -> Response:
    return done(words, page_before(url_for("office.parcels.index")))
