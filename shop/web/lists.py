"""Lists of the office and of the stalls: addresses of their other pages, and answers where nothing can be shown."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from shop.web.paging import Pages, pages_within
from shop.web.parameters import BadParameters

YEARS = range(1900, 2200)  # room to count months, midnights and time zones from any of their days


def url_with(**changes: object) -> str:
    """The present address with these parameters changed; None or "" takes one away, and the page goes with it."""
    asked = {name: value for name, value in request.args.items() if name != "page"}
    asked |= {name: str(value or "") for name, value in changes.items()}
    query = urlencode([(name, value) for name, value in asked.items() if value])
    return request.script_root + request.path + (f"?{query}" if query else "")


def pages_here(number: int, total: int, per_page: int, *, runs_empty: bool = False) -> Pages:
    """The row of page numbers for the list at the present address; a page after the last one as in `pages_within`."""

    def url_of(page: int) -> str:
        return url_with(page=page if page > 1 else "")

    return pages_within(number, total, per_page, url_of, runs_empty=runs_empty)


def day_of(text: str) -> date | None:
    """A day as a date field sends it; None for anything else, also for a year that no calendar of ours reaches."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in YEARS else None


def answer_bad_address(refusal: BadParameters) -> Response:
    """The address asks for what cannot be read: the page says so, and nothing is guessed."""
    return make_response(render_template("errors/400.html"), 400)


def answer_missing(refusal: Exception) -> Response:
    """There is no such thing."""
    return make_response(render_template("errors/404.html"), 404)
