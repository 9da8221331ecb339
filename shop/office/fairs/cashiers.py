"""Who sells at a fair: volunteers with a PIN of their own, no account."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug.wrappers import Response

from shop.audit_log import Subject
from shop.fairs import (
    BadPin,
    Cashier,
    Fair,
    HashedPin,
    add_cashier,
    change_pin,
    get_cashier,
    hash_pin,
    list_cashiers,
    retire_cashier,
)
from shop.office.fairs.finding import BEYOND, present_fair
from shop.office.fairs.forms import CashierForm
from shop.office.refusal_words import refusal_words
from shop.values.refusal import Refusal
from shop.web.acting import acting, done
from shop.web.words import _

door = Blueprint("cashiers", __name__)


@door.get("/<int:fair_id>/nguoi-ban")
def index(fair_id: int) -> str:
    """Everybody who sells at the fair, and who sold there before."""
    return _page(present_fair(fair_id))


@door.post("/<int:fair_id>/nguoi-ban")
def add(fair_id: int) -> Response | tuple[str, int]:
    """Redirects to the list once somebody new may sell."""
    fair, form = present_fair(fair_id), CashierForm(request.form)
    pin = _read_pin()
    if not form.validate() or pin is None:
        return _page(fair, form=form, bad_pin=pin is None), 422
    try:
        with acting("cashier_added", Subject("fair", fair_id)) as act:
            act.facts["cashier"] = add_cashier(fair_id, str(form.name.data), pin, at=act.at).code
    except Refusal as refusal:
        return _page(present_fair(fair_id), form=form, problem=refusal_words(refusal)), 409
    return done(_("Tell them their PIN: no page shows it again."), url_for(".index", fair_id=fair_id))


@door.post("/<int:fair_id>/nguoi-ban/<int:cashier_id>/pin")
def new_pin(fair_id: int, cashier_id: int) -> Response | tuple[str, int]:
    """Redirects to the list once somebody has another PIN."""
    cashier, pin = _present(fair_id, cashier_id), _read_pin()
    if pin is None:
        return _page(present_fair(fair_id), bad_pin_of=cashier_id), 422
    with acting("cashier_pin_changed", Subject("fair", fair_id), cashier=cashier.code):
        change_pin(fair_id, cashier_id, pin)
    return done(_("Saved. Tablets know the new PIN at their next contact."), url_for(".index", fair_id=fair_id))


@door.post("/<int:fair_id>/nguoi-ban/<int:cashier_id>/nghi")
def retire(fair_id: int, cashier_id: int) -> Response:
    """Redirects to the list once somebody sells no more."""
    cashier = _present(fair_id, cashier_id)
    with acting("cashier_retired", Subject("fair", fair_id), cashier=cashier.code) as act:
        retire_cashier(fair_id, cashier_id, at=act.at)
    return done(_("They cannot log in any more from the tablets' next contact on."), url_for(".index", fair_id=fair_id))


def _read_pin() -> HashedPin | None:
    """The PIN that was typed, hashed before any transaction; None where it is none."""
    try:
        return hash_pin(request.form.get("pin", "").strip())
    except BadPin:
        return None


def _present(fair_id: int, cashier_id: int) -> Cashier:
    present_fair(fair_id)
    return get_cashier(fair_id, cashier_id) if cashier_id < BEYOND else abort(404)


def _page(
    fair: Fair,
    *,
    form: CashierForm | None = None,
    bad_pin: bool = False,
    bad_pin_of: int | None = None,
    problem: str = "",
) -> str:
    cashiers = list_cashiers(fair.id)
    return render_template(
        "office/fairs/cashiers/index.html",
        fair=fair,
        selling=[one for one in cashiers if one.retired_at is None],
        gone=[one for one in cashiers if one.retired_at is not None],
        form=form or CashierForm(),
        bad_pin=bad_pin,
        bad_pin_of=bad_pin_of,
        problem=problem,
    )
