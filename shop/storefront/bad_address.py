"""The answer to an address that asks for something that cannot be read: 400, in words, with what was typed."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Response, make_response, render_template, request

from shop.catalogue import BadFilter, NoSuchPage
from shop.web.parameters import BadParameters, Fault, Wrong, clip
from shop.web.words import _

REASONS = {
    "not_a_number": Wrong.NOT_A_NUMBER,
    "out_of_range": Wrong.OUT_OF_RANGE,
    "too_long": Wrong.TOO_LONG,
    "bad_characters": Wrong.BAD_CHARACTERS,
    "too_many": Wrong.TOO_MANY,
}


def show(refusal: BadParameters) -> Response:
    """The page that names each fault, keeps the search words, and offers the same address without the faults."""
    blamed = {fault.parameter for fault in refusal.faults}
    kept = [(name, value) for name, value in request.args.items(multi=True) if name not in blamed and value]
    page = render_template(
        "errors/400.html",
        faults=[(_label(fault.parameter), fault.typed, _wrong(fault)) for fault in refusal.faults],
        retry=request.script_root + request.path + (f"?{urlencode(kept)}" if kept else ""),
        search_words=request.args.get("q", "", type=str)[:100],
    )
    return make_response(page, 400)


def _label(parameter: str) -> str:
    labels = {
        "q": _("Search words"),
        "group": _("Group of goods"),
        "stars": _("Stars"),
        "province": _("Province"),
        "place": _("Place"),
        "producer": _("Maker"),
        "min_price": _("Lowest price"),
        "max_price": _("Highest price"),
        "sort": _("Order"),
        "page": _("Page"),
        "state": _("State of the certificate"),
        "lapsing": _("Month of the last valid day"),
    }
    return labels.get(parameter, parameter)


def _wrong(fault: Fault) -> str:
    words = {
        Wrong.NOT_A_NUMBER: _("this must be a whole number, in plain digits."),
        Wrong.TOO_SMALL: _("this number is too small."),
        Wrong.TOO_LARGE: _("this number is larger than anything we have."),
        Wrong.TOO_LONG: _("this is too long; a few words are enough."),
        Wrong.UNKNOWN: _("the shop does not know this one."),
        Wrong.GIVEN_TWICE: _("this is given twice, and the two differ."),
        Wrong.NOT_A_MONTH: _("write the month like 2026-12."),
        Wrong.OUT_OF_RANGE: _("this number lies outside of what there is."),
        Wrong.BAD_CHARACTERS: _("this holds characters that cannot be typed."),
        Wrong.TOO_MANY: _("these are too many at once."),
    }
    return words[fault.wrong]


def show_bad_filter(refusal: BadFilter) -> Response:
    """The same for a list of goods, where the first fault ends the reading."""
    typed = ", ".join(request.args.getlist(refusal.field))
    return show(BadParameters([Fault(refusal.field, clip(typed), REASONS.get(refusal.reason, Wrong.UNKNOWN))]))


def show_no_page(refusal: NoSuchPage) -> Response:
    """A page beyond the last one is not there."""
    return make_response(render_template("errors/404.html"), 404)
