"""What the stalls and the office share of enquiries: their list, the form of an answer, the page that shows one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict

from shop.enquiries import ANSWERED_WITHIN, LONGEST_LINE, LONGEST_WORDS, Enquiry, EnquiryState
from shop.places import find_province
from shop.values.dates import vietnam_day
from shop.values.folding import tidy
from shop.web.fields import typed_lines
from shop.web.lists import pages_here, url_with
from shop.web.parameters import Parameters
from shop.web.words import _

PER_PAGE = 20
# An enquiry with the address of its page, and the name of its producer where that has to be said.
Row = tuple[Enquiry, str, str]


@dataclass(frozen=True)
class Answer:
    """What was typed, and the first field that cannot be sent so, with why."""

    answer: str = ""
    contact: str = ""
    problem: tuple[str, str] | None = None


def enquiry_list(count: Callable[[bool], int], rows: Callable[[bool, int], list[Row]]) -> dict[str, Any]:
    """What a list of enquiries prints: those that wait, the oldest first, or those that are closed.

    `count` says how many of them there are, `rows` gives a page: both are told whether closed ones are asked for.
    Answers 404 past the last page.
    """
    asked = Parameters(request.args)
    is_closed = asked.choice("tab", ["waiting", "closed"]) == "closed"
    page = asked.page()
    asked.check()
    counts = {over: count(over) for over in (False, True)}
    pages = pages_here(page, counts[is_closed], PER_PAGE)
    return {
        "rows": rows(is_closed, page),
        "pages": pages,
        "is_closed": is_closed,
        "tabs": [
            (_("To answer"), url_with(tab=""), counts[False], not is_closed),
            (_("Answered or closed"), url_with(tab="closed"), counts[True], is_closed),
        ],
    }


def read_answer(form: MultiDict[str, str]) -> Answer:
    """The answer as it is sent, or with its mistake."""
    answer, contact = typed_lines(form.get("answer", "")), tidy(form.get("contact", ""))
    return Answer(answer, contact, _mistake(answer, contact))


def reason_typed() -> str:
    """The word to the buyer of a form that declines, cut to what is kept."""
    return typed_lines(request.form.get("reason", ""))[:LONGEST_WORDS]


def shown_enquiry(enquiry: Enquiry, to: dict[str, str], typed: Answer) -> dict[str, Any]:
    """What the page of one enquiry prints; nothing can be done with one that is closed."""
    return {
        "enquiry": enquiry,
        "province": find_province(enquiry.province_code) if enquiry.province_code else None,
        "to": to if enquiry.standing is EnquiryState.WAITING else None,
        "typed": typed,
        "problem": typed.problem,
        "closes_on": vietnam_day((enquiry.confirmed_at or enquiry.created_at) + ANSWERED_WITHIN),
    }


def _mistake(answer: str, contact: str) -> tuple[str, str] | None:
    if not answer:
        return "answer", _("Please write an answer first.")
    if len(answer.replace("\r\n", "\n")) > LONGEST_WORDS:
        return "answer", _("Please keep it to %(number)s letters.", number=LONGEST_WORDS)
    if not contact:
        return "contact", _("Please say how the buyer reaches you.")
    if len(contact) > LONGEST_LINE:
        return "contact", _("Please keep it to %(number)s letters.", number=LONGEST_LINE)
    return None
