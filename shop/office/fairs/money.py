"""The money of a fair: what lies in drawers and is handed in, transfers that were seen and are not found yet."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.audit_log import Subject
from shop.fairs import list_cashiers
from shop.office.actors import actor_words
from shop.office.fairs.finding import BEYOND, present_fair
from shop.office.fairs.money_words import FAIR_CASH, fair_cash_words
from shop.office.refusal_words import refusal_words
from shop.payments import (
    NoSuchMoney,
    drop_transfer_back,
    give_up_transfer,
    list_open_transfers,
    list_settled_transfers,
    send_transfer_back,
)
from shop.settlement import CashWritten, FairCashKind, fair_books, list_drawers, list_fair_cash, write_fair_cash
from shop.values.refusal import Refusal
from shop.web.acting import Act, acting, done
from shop.web.words import _

door = Blueprint("money", __name__)


@door.get("/<int:fair_id>/tien")
def show(fair_id: int) -> str:
    """What lies at the fair, what was counted, handed in and spent, and the transfers that are awaited."""
    return _page(fair_id)


@door.post("/<int:fair_id>/tien/tien-mat")
def write(fair_id: int) -> Response | tuple[str, int]:
    """Redirects to the page once cash was written down that was given out, handed in, paid in or spent."""
    fair = present_fair(fair_id)
    kind = request.form.get("kind", "")
    written = CashWritten(
        FairCashKind(kind) if kind in FAIR_CASH else FairCashKind.HANDED_IN,
        _dong("amount"),
        _day("day"),
        request.form.get("reference", ""),
        request.form.get("note", ""),
    )
    try:
        with acting("fair_cash_written", Subject("fair", fair.id), kind=str(written.kind)) as act:
            act.facts["amount"] = written.amount_vnd
            write_fair_cash(fair.id, written, by=act.by, at=act.at)
    except Refusal as refusal:
        return _page(fair_id, "cash", refusal_words(refusal)), 422
    return done(_("Written down."), url_for(".show", fair_id=fair_id))


@door.post("/<int:fair_id>/tien/chuyen-khoan/<int:sale_id>")
def decide(fair_id: int, sale_id: int) -> Response | tuple[str, int]:
    """Redirects to the page once it is decided what becomes of a transfer that was never found, or is to go back."""
    fair, decision = present_fair(fair_id), request.form.get("decision", "")
    number = sale_id if sale_id < BEYOND else 0
    if number not in {one.sale.id for one in list_open_transfers(fair.id)}:
        raise NoSuchMoney("booth_sale", number)
    try:
        with acting("booth_transfer_decided", Subject("booth_sale", number), decision=decision[:20]) as act:
            _decide(number, decision, act)
    except NoSuchMoney:
        raise
    except Refusal as refusal:
        return _page(fair_id, f"transfer-{number}", refusal_words(refusal)), 422
    return done(_("Written down."), url_for(".show", fair_id=fair_id))


def _decide(sale_id: int, decision: str, act: Act) -> None:
    expected, note = _dong("expected"), request.form.get("note", "")
    if decision == "send_back":
        reference = request.form.get("reference", "")
        send_transfer_back(sale_id, expected_vnd=expected, reference=reference, by=act.by, at=act.at)
    elif decision == "drop":
        drop_transfer_back(sale_id, expected_vnd=expected, note=note, by=act.by, at=act.at)
    else:
        give_up_transfer(sale_id, expected_vnd=expected, note=note, by=act.by, at=act.at)


def _page(fair_id: int, refused: str = "", problem: str = "") -> str:
    fair = present_fair(fair_id)
    cash, open_ones = list_fair_cash(fair_id), list_open_transfers(fair_id)
    return render_template(
        "office/fairs/money/show.html",
        fair=fair,
        books=fair_books(fair_id),
        drawers=list_drawers(fair_id),
        cashiers={one.code: one.name for one in list_cashiers(fair_id)},
        cash=cash,
        awaited=[one for one in open_ones if one.open_vnd > 0],
        owed=[one for one in open_ones if one.open_vnd < 0],
        settled=list_settled_transfers(fair_id),
        kinds=[(str(kind), fair_cash_words(kind)) for kind in FairCashKind],
        name_of=actor_words({one.written_by for one in cash}),
        today=clock.today(),
        refused=refused,
        problem=problem,
        typed=request.form.to_dict() if problem else {},
    )


def _dong(name: str) -> int:
    """An amount as people write it: digits count, dots and blanks do not; nothing is 0."""
    digits = "".join(letter for letter in request.form.get(name, "") if letter.isascii() and letter.isdigit())
    return int(digits[:12] or 0)


def _day(name: str) -> date:
    """A day as a browser sends it; today where there is none."""
    try:
        return date.fromisoformat(request.form.get(name, ""))
    except ValueError:
        return clock.today()
