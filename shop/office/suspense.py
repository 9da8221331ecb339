"""Money without an order: why, whose it may be, and what a person makes of it."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.audit_log import Subject
from shop.fairs import SaleKind, find_booth_sales_by_codes, parse_receipt_code
from shop.office.actors import actor_words
from shop.office.refusal_words import refusal_words
from shop.orders import PaidOutcome, find_order, parse_order_code
from shop.payments import (
    NoSuchMoney,
    ReturnAccount,
    SuspenseEntry,
    assign_suspense,
    assign_to_sale,
    close_suspense,
    get_suspense,
    open_of,
    search_suspense,
    send_back_suspense,
    take_suspense,
)
from shop.reports import list_candidates
from shop.values.dates import vietnam_day
from shop.values.folding import tidy
from shop.values.refusal import Refusal
from shop.web.acting import acting, done
from shop.web.lists import pages_here, url_with
from shop.web.parameters import Parameters
from shop.web.words import _

door = Blueprint("suspense", __name__)

PER_PAGE = 30


@door.get("/tien-treo")
def index() -> str:
    """Money that waits, what is due first first; or what was settled."""
    asked = Parameters(request.args)
    words, state = asked.text("q"), asked.choice("status", ("open", "closed")) or "open"
    page = asked.page()
    asked.check()
    rows, total = search_suspense(words, is_open=state == "open", page=page, per_page=PER_PAGE)
    pages = pages_here(page, total, PER_PAGE)
    return render_template(
        "office/suspense/index.html",
        rows=rows,
        pages=pages,
        words=words,
        state=state,
        today=vietnam_day(clock.now()),
        name_of=actor_words({row.owner for row in rows}),
        tabs=[
            (_("Waiting"), url_with(status=""), None, state == "open"),
            (_("Settled"), url_with(status="closed"), None, state == "closed"),
        ],
    )


@door.get("/tien-treo/<int:number>")
def show(number: int) -> str:
    """One sum with its memo, the orders that it may be for, and what can be done."""
    return _page(number)


@door.post("/tien-treo/<int:number>/nhan")
def take(number: int) -> Response:
    """Redirects to the sum, which one looks after oneself from now on."""
    with acting("suspense_taken", Subject("suspense", number)) as act:
        take_suspense(number, owner=act.by, at=act.at)
    return done(_("It is yours now."), url_for(".show", number=number))


@door.post("/tien-treo/<int:number>/gan-don")
def assign(number: int) -> Response | tuple[str, int]:
    """Redirects to the sum once it is given to the order that was chosen or typed."""
    order = find_order(request.form.get("code", ""))
    if order is None:
        return _again(number, "assign", _("No order has this code."))
    order_id, code = order.id, order.code
    try:
        with acting("suspense_assigned", Subject("suspense", number), order=code) as act:
            outcome = assign_suspense(number, order_id, by=act.by, at=act.at, note=_note())
            act.facts["outcome"] = str(outcome)
    except NoSuchMoney:
        raise
    except Refusal as refusal:
        return _again(number, "assign", refusal_words(refusal))
    return done(_assigned_words(outcome, code), url_for(".show", number=number))


@door.post("/tien-treo/<int:number>/gan-lan-ban")
def assign_sale(number: int) -> Response | tuple[str, int]:
    """Redirects to the sum once it is given to the sale at a fair whose receipt was typed.

    Where another amount came than that sale awaits, the difference is borne by the fair, once it was said.
    """
    sales = [one for one in find_booth_sales_by_codes([_receipt()]) if one.kind == SaleKind.SALE]
    if len(sales) != 1:
        return _again(number, "assign_sale", _("No sale at a fair has this receipt."))
    sale_id, code = sales[0].id, sales[0].code
    difference = get_suspense(number).payment.amount_vnd - max(0, open_of(sale_id))
    if difference and not request.form.get("differs"):
        words = _("What came is not what is awaited. Tick the box if the difference is to be borne by the fair.")
        return _again(number, "assign_sale", words)
    try:
        with acting("suspense_assigned_to_sale", Subject("suspense", number), receipt=code) as act:
            assign_to_sale(number, sale_id, expected_difference=difference, by=act.by, at=act.at, note=_note())
    except NoSuchMoney:
        raise
    except Refusal as refusal:
        return _again(number, "assign_sale", refusal_words(refusal))
    return done(_("%(code)s is paid with it.", code=code), url_for(".show", number=number))


@door.post("/tien-treo/<int:number>/tra-lai")
def send_back(number: int) -> Response | tuple[str, int]:
    """Redirects to the sum once it is promised back; a transfer is then sent by hand, a card by timed work."""
    fields = {name: tidy(request.form.get(name, "")) for name in ("bank", "account", "name")}
    to = ReturnAccount(**fields) if any(fields.values()) else None
    try:
        with acting("suspense_sent_back", Subject("suspense", number)) as act:
            send_back_suspense(number, by=act.by, at=act.at, to=to, note=_note())
    except NoSuchMoney:
        raise
    except Refusal as refusal:
        return _again(number, "send_back", refusal_words(refusal))
    return done(_("It goes back. A transfer is sent by hand under “Refunds”."), url_for(".show", number=number))


@door.post("/tien-treo/<int:number>/dong")
def close(number: int) -> Response | tuple[str, int]:
    """Redirects to the sum, which stays where it is for the reason in the note."""
    try:
        with acting("suspense_closed", Subject("suspense", number)) as act:
            close_suspense(number, note=_note(), by=act.by, at=act.at)
    except NoSuchMoney:
        raise
    except Refusal as refusal:
        return _again(number, "close", refusal_words(refusal))
    return done(_("Closed with a note."), url_for(".show", number=number))


def _page(number: int, name: str = "", problem: str = "") -> str:
    entry: SuspenseEntry = get_suspense(number)
    is_open = entry.closed_at is None
    return render_template(
        "office/suspense/show.html",
        entry=entry,
        payment=entry.payment,
        candidates=list_candidates(entry.payment) if is_open else [],
        is_late=is_open and entry.due_on < vietnam_day(clock.now()),
        name_of=actor_words({entry.owner, entry.closed_by}),
        sales={one.code: one.id for one in find_booth_sales_by_codes(entry.codes.split())},
        chosen=parse_order_code(request.args.get("code", "")) or "",
        refused=name,
        problem=problem,
        typed=request.form.to_dict() if problem else {},
    )


def _again(number: int, name: str, problem: str) -> tuple[str, int]:
    return _page(number, name, problem), 422


def _receipt() -> str:
    return parse_receipt_code(request.form.get("receipt", "")) or ""


def _note() -> str:
    return tidy(request.form.get("note", ""))[:1000]


def _assigned_words(outcome: PaidOutcome, code: str) -> str:
    return {
        PaidOutcome.PAID: _("%(code)s is paid with it.", code=code),
        PaidOutcome.REVIVED: _("%(code)s is paid with it and goes on: the money had come in time.", code=code),
        PaidOutcome.REFUND_DUE: _(
            "It belongs to %(code)s, which is over: the money is owed back, or you accept it on the order's page.",
            code=code,
        ),
        PaidOutcome.SURPLUS: _("%(code)s has its money already: this sum goes back.", code=code),
    }[outcome]
