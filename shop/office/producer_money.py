"""One producer's money: what is owed, the commission agreed, statements and payouts."""

from __future__ import annotations

import re

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.audit_log import Subject
from shop.office.payouts import WEEKS_SHOWN
from shop.office.refusal_words import refusal_words
from shop.office.week_chart import chart_of
from shop.producers import BadCommission, Producer, find_producer_by_slug, set_commission
from shop.settlement import list_payouts, list_statements, list_weeks, owed_to, prepare_payout
from shop.stalls import find_bank_account
from shop.values.refusal import Refusal
from shop.web.acting import acting, done
from shop.web.words import _

door = Blueprint("producer_money", __name__)

_PERCENT = re.compile(r"([0-9]{1,2})(?:[.,]([0-9]{1,2}))?")
MOST_DIGITS = 15


@door.get("/chi-tra/nha-san-xuat/<slug:slug>")
def show(slug: str) -> str:
    """What one producer is owed, sold, and was paid."""
    return _page(_producer(slug))


@door.post("/chi-tra/nha-san-xuat/<slug:slug>/hoa-hong")
def commission(slug: str) -> Response | tuple[str, int]:
    """Redirects to the producer, whose goods are sold at another commission from now on."""
    producer = _producer(slug)
    try:
        with acting("commission_set", Subject("producer", producer.id), is_recorded=False) as act:
            set_commission(producer.id, read_percent(request.form.get("percent", "")), by=act.actor, at=act.at)
    except BadCommission:
        problem = _("A commission is a share from 0 to 50 percent, such as 10 or 12.5.")
        return _page(_producer(slug), problem=problem, name="commission"), 422
    return done(_("The commission is agreed; orders placed before keep theirs."), url_for(".show", slug=slug))


@door.post("/chi-tra/nha-san-xuat/<slug:slug>/chuan-bi")
def prepare(slug: str) -> Response | tuple[str, int]:
    """Redirects to a payout of an amount that the operator chose, set aside just now."""
    producer, typed = _producer(slug), re.sub(r"[.,\s₫đ]", "", request.form.get("amount", ""))
    amount = int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= MOST_DIGITS else 0
    try:
        with acting("payouts_prepared", Subject("producer", producer.id)) as act:
            number = prepare_payout(producer.id, amount, by=act.by, at=act.at).id
            act.facts |= {"payouts": [number], "total_vnd": amount}
    except Refusal as refusal:
        return _page(_producer(slug), problem=refusal_words(refusal), name="prepare"), 422
    return done(_("The payout is ready to be transferred."), url_for("office.payouts.show", number=number))


def read_percent(text: str) -> int:
    """Hundredths of a percent from what a person types: "10", "12,5", "7.25 %"; -1 for anything else."""
    found = _PERCENT.fullmatch(text.replace("%", "").strip())
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0")) if found else -1


def _producer(slug: str) -> Producer:
    producer = find_producer_by_slug(slug)
    if producer is None:
        abort(404)
    return producer


def _page(producer: Producer, *, problem: str = "", name: str = "") -> str:
    today = clock.today()
    balance = owed_to(producer.id)
    return render_template(
        "office/producer_money/show.html",
        producer=producer,
        balance=balance,
        account=find_bank_account(producer.id),
        available=max(0, balance.owed_vnd - balance.in_payout_vnd),
        statements=list_statements(producer_id=producer.id, limit=12),
        payouts=list_payouts(producer_id=producer.id, per_page=12),
        chart=chart_of(list_weeks(today - WEEKS_SHOWN, today, producer_id=producer.id)),
        problem=problem,
        refused=name,
        typed=request.form.to_dict(),
    )
