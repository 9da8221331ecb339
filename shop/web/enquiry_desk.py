"""What the stalls and the office share of enquiries: the form of an answer, and the page that shows one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict

from shop.enquiries import ANSWERED_WITHIN, LONGEST_LINE, LONGEST_WORDS, Enquiry, EnquiryState
from shop.places import find_province
from shop.values.dates import vietnam_day
from shop.values.folding import tidy
from shop.web.fields import typed_lines
from shop.web.words import _


@dataclass(frozen=True)
class Answer:
    """What was typed, and the first field that cannot be sent so, with why."""

    answer: str = ""
    contact: str = ""
    problem: tuple[str, str] | None = None


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
