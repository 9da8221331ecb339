"""One order: everything about it, and what the selling organisation does with it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shop.audit_log import Subject
from shop.office.order_page import order_page
from shop.office.refusal_words import refusal_words
from shop.orders import (
    Order,
    cancel_lines,
    cancel_order,
    find_order,
    note_on_order,
    parse_order_code,
    read_order_story,
    revive_order,
)
from shop.values.folding import tidy
from shop.values.refusal import Refusal
from shop.web.acting import acting, done
from shop.web.card_desk import close_card_order
from shop.web.words import _

door = Blueprint("order", __name__)

# A line of an order; longer numbers are nobody's.
NUMBER = re.compile(r"[0-9]{1,15}")

LONGEST_REASON = 300


@dataclass(frozen=True)
class Unfinished:
    """A form that was refused: which one, why, and what was typed."""

    name: str = ""
    problem: str = ""
    typed: dict[str, str] = field(default_factory=dict)


@door.get("/don-hang/<code>")
def show(code: str) -> str | Response:
    """The order with its lines, parcels, money, steps, mails and notes."""
    clean = parse_order_code(code)
    if clean and clean != code:
        return redirect(url_for(".show", code=_order(code).code), 301)
    return _page(code, Unfinished())


@door.post("/don-hang/<code>/huy")
def cancel(code: str) -> str | Response | tuple[str, int]:
    """Redirects to the order once it is given up as a whole; what was paid is owed back."""
    order_id, reason = _order(code).id, _typed("reason")
    if not reason:
        return _again(code, "cancel", _("Say why; the shopper reads it."))
    try:
        with acting("order_cancelled", Subject("order", order_id)) as act:
            cancel_order(order_id, by=act.by, at=act.at, reason=reason, by_operator=True)
    except Refusal as refusal:
        return _again(code, "cancel", refusal_words(refusal))
    close_card_order(order_id)
    return done(_("The order is cancelled."), url_for(".show", code=code))


@door.post("/don-hang/<code>/bot-hang")
def withdraw(code: str) -> str | Response | tuple[str, int]:
    """Redirects to the order once pieces that cannot be supplied are left out; what was paid for them is owed back."""
    order_id, reason, pieces = _order(code).id, _typed("reason"), _pieces()
    if pieces is None:
        return _again(code, "withdraw", _("Write whole numbers of pieces."))
    if not pieces:
        return _again(code, "withdraw", _("Say of which line how many pieces are left out."))
    if not reason:
        return _again(code, "withdraw", _("Say why; the shopper reads it."))
    try:
        with acting("order_lines_withdrawn", Subject("order", order_id)) as act:
            cancel_lines(order_id, pieces, by=act.by, at=act.at, reason=reason)
            act.facts["pieces"] = {str(line_id): number for line_id, number in pieces.items()}
    except Refusal as refusal:
        return _again(code, "withdraw", refusal_words(refusal))
    return done(_("The pieces are left out."), url_for(".show", code=code))


@door.post("/don-hang/<code>/nhan-tien-muon")
def revive(code: str) -> Response:
    """Redirects to the order, which goes on with the money that came late."""
    order_id = _order(code).id
    with acting("order_revived", Subject("order", order_id)) as act:
        revive_order(order_id, by=act.by, at=act.at)
    return done(_("The order goes on; its money counts."), url_for(".show", code=code))


@door.post("/don-hang/<code>/ghi-chu")
def note(code: str) -> Response:
    """Redirects to the order, which has one note more."""
    order_id = _order(code).id
    with acting("order_noted", Subject("order", order_id)) as act:
        note_on_order(order_id, request.form.get("note", ""), by=act.by, at=act.at)
    return done(_("Noted."), url_for(".show", code=code))


def _order(code: str) -> Order:
    order = find_order(code)
    if order is None:
        abort(404)
    return order


def _page(code: str, unfinished: Unfinished) -> str:
    story = read_order_story(code, with_notes=True)
    if story is None:
        abort(404)
    page = order_page(story)
    return render_template("office/order/show.html", page=page, order=page.order, unfinished=unfinished)


def _again(code: str, name: str, problem: str) -> tuple[str, int]:
    """The page once more with the refused form open, its reason, and what was typed."""
    return _page(code, Unfinished(name, problem, request.form.to_dict())), 422


def _typed(name: str) -> str:
    return tidy(request.form.get(name, ""))[:LONGEST_REASON]


def _pieces() -> dict[int, int] | None:
    """How many pieces of which line, from fields `line-<number>`; None where one is no number."""
    pieces = {}
    for name, value in request.form.items():
        number = name.removeprefix("line-")
        if name.startswith("line-") and NUMBER.fullmatch(number) and value.strip():
            if not (value.strip().isascii() and value.strip().isdigit() and len(value.strip()) <= 5):
                return None
            if int(value):
                pieces[int(number)] = int(value)
    return pieces
