"""Statements: made for a period that is over, read on a page, on paper, and in a spreadsheet."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.audit_log import Subject
from shop.office.refusal_words import refusal_words
from shop.producers import Producer, find_producer_by_slug
from shop.settlement import (
    AT_BOOTHS,
    Period,
    Statement,
    find_statement,
    list_statements_of_period,
    make_statements,
    parse_period,
    period_of,
)
from shop.values.refusal import Refusal
from shop.web.acting import acting, done
from shop.web.spreadsheet_answers import answer_csv
from shop.web.statement_rows import rows_of
from shop.web.words import ngettext

door = Blueprint("statements", __name__)

PERIODS_SHOWN = 12


@door.get("/bang-ke")
def index() -> str:
    """The statements of one period; the last that is over unless another is asked for."""
    latest = period_of(clock.today()).previous
    period = _period(request.args["period"]) if request.args.get("period") else latest
    return _list_page(period)


@door.post("/bang-ke/<code>")
def make(code: str) -> Response | tuple[str, int]:
    """Redirects to the statements of a period, made just now for everybody who has none."""
    period = _period(code)
    try:
        with acting("statements_made", Subject("period", int(f"{period.first_day:%Y%m%d}"))) as act:
            made = make_statements(period, act.at)
            act.facts["statements"] = len(made)
    except Refusal as refusal:
        return _list_page(period, problem=refusal_words(refusal)), 409
    words = ngettext(
        "%(num)s statement is made and will not change.", "%(num)s statements are made and will not change.", len(made)
    )
    return done(words, url_for(".index", period=period.code))


@door.get("/bang-ke/<slug:slug>/<code>")
def show(slug: str, code: str) -> str:
    """One statement, for reading and for printing."""
    producer, statement = _statement(slug, code)
    return render_template("office/statements/show.html", producer=producer, statement=statement, at_booths=AT_BOOTHS)


@door.get("/bang-ke/<slug:slug>/<code>.csv")
def export(slug: str, code: str) -> Response:
    """One statement as a file for a spreadsheet."""
    producer, statement = _statement(slug, code)
    return answer_csv(rows_of(statement), f"bang-ke-{producer.slug}-{code}")


def _period(code: str) -> Period:
    period = parse_period(code)
    if period is None:
        abort(404)
    return period


def _statement(slug: str, code: str) -> tuple[Producer, Statement]:
    producer = find_producer_by_slug(slug)
    statement = find_statement(producer.id, _period(code)) if producer else None
    if producer is None or statement is None:
        abort(404)
    return producer, statement


def _list_page(period: Period, *, problem: str = "") -> str:
    periods = [period_of(clock.today()).previous]
    while len(periods) < PERIODS_SHOWN:
        periods.append(periods[-1].previous)
    return render_template(
        "office/statements/index.html",
        statements_address=lambda code: url_for("office.statements.index", period=code),
        period=period,
        periods=periods,
        is_over=clock.now() >= period.ends_at,
        rows=list_statements_of_period(period),
        problem=problem,
    )
