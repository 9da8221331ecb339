"""What producers are owed, and paying it: all of a period in one go, then each transfer with the bank's reference."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.audit_log import Subject
from shop.office.asking import tabs_of
from shop.office.payee import payee_of
from shop.office.refusal_words import refusal_words
from shop.office.settlement_words import payout_words
from shop.office.week_chart import chart_of
from shop.producers import find_producer
from shop.settlement import (
    Payout,
    PayoutStatus,
    Period,
    count_payouts,
    find_payout,
    list_owed,
    list_payouts,
    list_weeks,
    mark_payout_failed,
    mark_payout_sent,
    parse_period,
    period_of,
    plan_payouts,
    prepare_payouts,
)
from shop.stalls import producers_with_account
from shop.values.folding import tidy
from shop.values.refusal import Refusal
from shop.web.acting import acting, done
from shop.web.fields import parse_number
from shop.web.lists import day_of, pages_here
from shop.web.parameters import Parameters
from shop.web.words import _, ngettext

door = Blueprint("payouts", __name__)

PER_PAGE = 30
WEEKS_SHOWN = timedelta(weeks=11)
PERIODS_SHOWN = 6


@door.get("/chi-tra")
def index() -> str:
    """Who is owed what, the longest waiting first, and what was sold in the last weeks."""
    today = clock.today()
    rows = list_owed()
    return render_template(
        "office/payouts/index.html",
        rows=rows,
        owed=sum(max(0, row.owed_vnd) for row in rows),
        owing=sum(-min(0, row.owed_vnd) for row in rows),
        set_aside=sum(row.in_payout_vnd for row in rows),
        available=sum(row.available_vnd for row in rows),
        to_send=count_payouts(statuses=[PayoutStatus.PREPARED]),
        period=period_of(today).previous,
        chart=chart_of(list_weeks(today - WEEKS_SHOWN, today)),
    )


@door.get("/chi-tra/ky/<code>")
def plan(code: str) -> str:
    """What would be paid out for a period that is over, before anything is done."""
    return _plan_page(_period(code))


@door.post("/chi-tra/ky/<code>")
def prepare(code: str) -> Response | tuple[str, int]:
    """Redirects to the payouts to be transferred, which were set aside just now, for exactly the total shown."""
    period, shown = _period(code), request.form.get("expected_total", "")
    if not (shown.isascii() and shown.isdigit() and len(shown) <= 15):
        abort(400)
    try:
        with acting("payouts_prepared", Subject("period", int(f"{period.first_day:%Y%m%d}"))) as act:
            numbers = prepare_payouts(period, expected_total=int(shown), by=act.by, at=act.at)
            act.facts |= {"payouts": numbers, "total_vnd": int(shown)}
    except Refusal as refusal:
        return _plan_page(period, problem=refusal_words(refusal)), 409
    words = ngettext(
        "%(num)s payout is ready to be transferred.", "%(num)s payouts are ready to be transferred.", len(numbers)
    )
    return done(words, url_for(".history", status=PayoutStatus.PREPARED))


@door.get("/chi-tra/danh-sach")
def history() -> str:
    """All payouts, the newest first."""
    asked = Parameters(request.args)
    status, page = asked.choice("status", list(PayoutStatus)), asked.page()
    asked.check()
    chosen = [PayoutStatus(status)] if status else []
    counts = {str(one): count_payouts(statuses=[one]) for one in PayoutStatus}
    pages = pages_here(page, counts[status] if status else sum(counts.values()), PER_PAGE)
    return render_template(
        "office/payouts/history.html",
        payouts=list_payouts(statuses=chosen, page=page, per_page=PER_PAGE),
        pages=pages,
        status=status,
        status_tabs=tabs_of(PayoutStatus, payout_words, counts, status),
    )


@door.get("/chi-tra/<int:number>")
def show(number: int) -> str:
    """One payout, and what can be done with it."""
    return _page(_payout(number))


@door.post("/chi-tra/<int:number>/da-chuyen")
def sent(number: int) -> Response | tuple[str, int]:
    """Redirects to the payout once it is marked as transferred under the bank's reference."""
    _payout(number)
    reference, paid_on = tidy(request.form.get("bank_reference", "")), day_of(request.form.get("paid_on", ""))
    if paid_on is None:
        return _page(_payout(number), problem=_("Say on which day the bank transferred it.")), 422
    shown = parse_number(request.form.get("bank_account_id", ""))
    try:
        with acting("payout_sent", Subject("payout", number)) as act:
            mark_payout_sent(number, reference, paid_on, by=act.by, at=act.at, bank_account_id=shown)
    except Refusal as refusal:
        return _page(_payout(number), problem=refusal_words(refusal)), 422
    return done(_("The payout is marked as transferred."), url_for(".show", number=number))


@door.post("/chi-tra/<int:number>/khong-thanh")
def failed(number: int) -> Response | tuple[str, int]:
    """Redirects to the payout once it is called off, or came back; the money is owed again."""
    _payout(number)
    try:
        with acting("payout_failed", Subject("payout", number)) as act:
            mark_payout_failed(number, request.form.get("reason", ""), by=act.by, at=act.at)
    except Refusal as refusal:
        return _page(_payout(number), problem=refusal_words(refusal)), 422
    return done(_("The money is owed to the producer again."), url_for(".show", number=number))


def _period(code: str) -> Period:
    period = parse_period(code)
    if period is None:
        abort(404)
    return period


def _payout(number: int) -> Payout:
    payout = find_payout(number) if number < 2**31 else None
    if payout is None:
        abort(404)
    return payout


def _plan_page(period: Period, *, problem: str = "") -> str:
    latest = period_of(clock.today()).previous
    periods = [latest]
    while len(periods) < PERIODS_SHOWN:
        periods.append(periods[-1].previous)
    is_over = clock.now() >= period.ends_at
    planned = plan_payouts(period) if is_over else []
    return render_template(
        "office/payouts/plan.html",
        plan_address=lambda code: url_for("office.payouts.plan", code=code),
        period=period,
        periods=periods,
        is_over=is_over,
        planned=planned,
        with_account=producers_with_account() if planned else frozenset(),
        total=sum(one.amount_vnd for one in planned),
        count=sum(1 for one in planned if one.amount_vnd),
        problem=problem,
    )


def _page(payout: Payout, *, problem: str = "") -> str:
    producer = find_producer(payout.producer_id)
    return render_template(
        "office/payouts/show.html",
        payout=payout,
        producer=producer,
        payee=payee_of(payout, clock.now()),
        problem=problem,
        today=clock.today(),
        typed=request.form.to_dict(),
    )
