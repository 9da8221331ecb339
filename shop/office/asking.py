"""Lists of the office: what their addresses ask for, and the addresses of other answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from shop.office.status_words import StatusWords
from shop.values.dates import start_of_day, vietnam_day
from shop.web.paging import Pages, pages_of
from shop.web.parameters import BadParameters
from shop.web.words import _

LAST_PAGE = 100_000
SPANS = ("today", "week", "month")


def url_with(**changes: object) -> str:
    """The present address with these parameters changed; None or "" takes one away, and the page goes with it."""
    asked = {name: value for name, value in request.args.items() if name != "page"}
    asked |= {name: str(value or "") for name, value in changes.items()}
    query = urlencode([(name, value) for name, value in asked.items() if value])
    return request.script_root + request.path + (f"?{query}" if query else "")


def pages_here(number: int, total: int, per_page: int) -> Pages:
    """The row of page numbers for the list at the present address."""
    return pages_of(number, total, per_page, lambda page: url_with(page=page if page > 1 else ""))


def since(span: str | None, now: datetime) -> datetime | None:
    """When a span of SPANS began: this day, six days before it, or 29; None for no span."""
    days = {"today": 0, "week": 6, "month": 29}
    return start_of_day(vietnam_day(now) - timedelta(days=days[span])) if span else None


def span_words() -> list[tuple[str, str]]:
    """The spans of SPANS in words, for a form."""
    return [("today", _("Today")), ("week", _("Last 7 days")), ("month", _("Last 30 days"))]


def tabs_of(
    statuses: Iterable[str], words: Callable[[str], StatusWords], counts: Mapping[str, int], chosen: str | None
) -> list[tuple[str, str, int, bool]]:
    """The links that narrow a list to one status, each with how many there are; those without any are left out."""
    every = (_("All"), url_with(status=""), sum(counts.values()), not chosen)
    return [every] + [
        (words(status).label, url_with(status=status), counts.get(status, 0), status == chosen)
        for status in statuses
        if counts.get(status) or status == chosen
    ]


def day_of(text: str) -> date | None:
    """A day as a date field sends it; None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def answer_bad_address(refusal: BadParameters) -> Response:
    """The address asks for what cannot be read: the page says so, and nothing is guessed."""
    return make_response(render_template("errors/400.html"), 400)


def answer_missing(refusal: Exception) -> Response:
    """There is no such thing."""
    return make_response(render_template("errors/404.html"), 404)
