"""Refunds: what is owed, what goes back by card by itself, what a person sends by transfer."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from shop.audit_log import Subject
from shop.office.refusal_words import refusal_words
from shop.orders import RefundStatus, count_refunds_by_status, search_refunds
from shop.payments import (
    MoneyBack,
    NoSuchMoney,
    ReturnAccount,
    let_dispute_pay,
    list_disputed,
    list_money_back_for,
    list_money_to_send,
    mark_sent_back,
    set_return_account,
    start_refund,
)
from shop.values.folding import tidy
from shop.values.refusal import Refusal
from shop.web.acting import acting, done, page_before
from shop.web.lists import pages_here, url_with
from shop.web.parameters import Parameters
from shop.web.words import _

door = Blueprint("refunds", __name__)

PER_PAGE = 30


@door.get("/hoan-tien")
def index() -> str:
    """What is to be sent by hand, and every debt of orders with how far it is."""
    return _page()


@door.post("/hoan-tien/<int:number>/bat-dau")
def start(number: int) -> Response:
    """Redirects to the list once the money is promised back; from then on the order cannot be revived."""
    with acting("refund_started", Subject("refund", number)) as act:
        start_refund(number, by=act.by, at=act.at)
    return done(_("The refund has begun."), page_before(url_for(".index")))


@door.post("/hoan-tien/gui/<int:number>/tai-khoan")
def set_account(number: int) -> Response | tuple[str, int]:
    """Redirects to the list once it is known where the money goes."""
    fields = {name: tidy(request.form.get(name, "")) for name in ("bank", "account", "name")}
    try:
        with acting("refund_account_set", Subject("money_back", number)) as act:
            set_return_account(number, ReturnAccount(**fields), by=act.by, at=act.at)
    except NoSuchMoney:
        raise
    except Refusal as refusal:
        return _page(number, refusal_words(refusal)), 422
    return done(_("Saved."), url_for(".index"))


@door.post("/hoan-tien/gui/<int:number>/da-gui")
def sent(number: int) -> Response | tuple[str, int]:
    """Redirects to the list once a transfer that a person made is written down with the bank's reference."""
    reference = tidy(request.form.get("reference", ""))
    try:
        with acting("refund_sent", Subject("money_back", number)) as act:
            mark_sent_back(number, reference, by=act.by, at=act.at)
    except NoSuchMoney:
        raise
    except Refusal as refusal:
        return _page(number, refusal_words(refusal)), 422
    return done(_("Written down: the money has gone back."), url_for(".index"))


@door.post("/hoan-tien/gui/<int:number>/ngan-hang-da-lay")
def paid_by_dispute(number: int) -> Response:
    """Redirects to the list once a refund that never left is set against the dispute that took its money."""
    with acting("refund_paid_by_dispute", Subject("money_back", number)) as act:
        let_dispute_pay(number, by=act.by, at=act.at)
    return done(_("Written down: the shopper has it from the bank of the card."), url_for(".index"))


def _page(refused: int = 0, problem: str = "") -> str:
    asked = Parameters(request.args)
    status = RefundStatus(asked.choice("status", list(RefundStatus)) or RefundStatus.DUE)
    page = asked.page()
    asked.check()
    counts, to_send = count_refunds_by_status(), list_money_to_send()
    debts = search_refunds(status, page=page, per_page=PER_PAGE)
    ways: dict[int, list[MoneyBack]] = {}
    for back in list_money_back_for([debt.refund.id for debt in debts]):
        ways.setdefault(back.refund_due_id or 0, []).append(back)
    return render_template(
        "office/refunds/index.html",
        to_send=to_send,
        disputed=list_disputed([back.payment_id for back in to_send]),
        debts=debts,
        ways=ways,
        pages=pages_here(page, counts.get(status, 0), PER_PAGE, runs_empty=True),
        status=status,
        counts=counts,
        statuses=[(one, url_with(status=one if one != RefundStatus.DUE else "")) for one in RefundStatus],
        refused=refused,
        problem=problem,
        typed=request.form.to_dict() if problem else {},
    )
