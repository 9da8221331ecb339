"""Days on which the stall takes no orders."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.audit_log import Subject
from shop.dashboard.refusal_words import refusal_words
from shop.dashboard.stall import present_stall
from shop.stalls import BadHoliday, Holiday, end_holiday, find_stall, take_holiday
from shop.web.acting import acting, done
from shop.web.lists import day_of
from shop.web.words import _

door = Blueprint("holiday", __name__)


@door.get("/tam-nghi")
def index() -> str:
    """Whether the stall rests or will, and the form for it."""
    return _page()


@door.post("/tam-nghi")
def begin() -> tuple[str, int] | Response:
    """Redirects to the page, which says from when to when the stall rests."""
    producer_id = present_stall().producer_id
    first, last = day_of(request.form.get("first_day", "")), day_of(request.form.get("last_day", ""))
    if first is None or last is None:
        return _page(_("Say the first and the last day of the holiday.")), 422
    try:
        with acting("holiday_set", Subject("producer", producer_id)) as act:
            act.facts |= {"first_day": first.isoformat(), "last_day": last.isoformat()}
            take_holiday(producer_id, Holiday(first, last), today=clock.today())
    except BadHoliday as refusal:
        return _page(refusal_words(refusal)), 422
    return done(_("The holiday is set. It ends by itself."), url_for(".index"))


@door.post("/tam-nghi/mo-lai")
def end() -> Response:
    """Redirects to the page of a stall that takes orders."""
    producer_id = present_stall().producer_id
    with acting("holiday_ended", Subject("producer", producer_id)):
        end_holiday(producer_id)
    return done(_("Your stall takes orders."), url_for(".index"))


def _page(problem: str = "") -> str:
    stall, today = find_stall(present_stall().producer_id), clock.today()
    planned = stall.planned_holiday if stall else None
    return render_template(
        "dashboard/holiday/index.html",
        planned=planned if planned and planned.last_day >= today else None,
        rests=planned is not None and planned.covers(today),
        today=today,
        problem=problem,
        typed=request.form.to_dict(),
    )
