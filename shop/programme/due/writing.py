"""Letters to be issued: what they would say and to whom, what is left out, and issuing them."""

from __future__ import annotations

from collections import Counter

from flask import Blueprint, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from shop import clock
from shop.audit_log import Subject
from shop.programme.due.asking import Asked, due_asked
from shop.programme.refusal_words import refusal_words
from shop.programme.scope import present_scope
from shop.renewals import (
    MOST_LETTERS_AT_ONCE,
    BadNumber,
    NumberTaken,
    Sender,
    draft_body,
    draft_letters,
    find_sender,
    issue_letters,
    list_round,
    next_number,
    queue_notices,
)
from shop.values.dates import vietnam_day
from shop.web.acting import acting, done
from shop.web.fields import parse_number
from shop.web.guards import present_member
from shop.web.parameters import Parameters
from shop.web.words import _, ngettext

door = Blueprint("writing", __name__)

SHOWN_OF_EACH_REASON = 12


@door.get("/soan")
def index() -> str:
    """The letters that the chosen certificates want, the first one as it would look."""
    return _page(request.args)


@door.post("/phat-hanh")
def issue() -> Response | tuple[str, int]:
    """Redirects to the round once its letters are issued, numbered, and mailed where that was asked for."""
    found = due_asked(Parameters(request.form))
    typed = request.form.get("so", "").strip()
    number = parse_number(typed) if typed else None
    if typed and number is None:
        return _page(request.form, _("Please type the first number with digits only.")), 422
    try:
        said, number_of_round = _issue(found, number)
    except (BadNumber, NumberTaken) as refusal:
        return _page(request.form, refusal_words(refusal)), 422
    return done(said, url_for("programme.due.letters.index", dot=number_of_round))


def _issue(found: Asked, number: int | None) -> tuple[str, int]:
    """What was issued and mailed, in words, and the number of its round."""
    scope, by_id = present_scope().province_code, present_member().person_id
    with acting("notices_issued", Subject("notice_round", 0)) as act:
        made = issue_letters(found.ask, found.sender_code, first_number=number, by_id=by_id, at=act.at)
        letters = [letter.id for letter in list_round(made.id, scope)]
        mails = queue_notices(letters, scope, by_id=by_id, at=act.at) if request.form.get("thu") == "yes" else 0
        act.subject = Subject("notice_round", made.id)
        act.facts.update(letters=len(letters), mails=mails)
        number_of_round = made.id
    said = ngettext("%(num)s letter was issued.", "%(num)s letters were issued.", len(letters))
    if mails:
        said += " " + ngettext("%(num)s e-mail goes out.", "%(num)s e-mails go out.", mails)
    return said, number_of_round


def _page(asked: MultiDict[str, str], problem: str | None = None) -> str:
    """The drafts that an address or a form asks for; with a problem, what was typed beside it."""
    found, now = due_asked(Parameters(asked)), clock.now()
    draft, today = draft_letters(found.ask, now), vietnam_day(now)
    known = find_sender(found.sender_code)
    sender = known.facts if known else Sender()
    return render_template(
        "programme/due/writing/index.html",
        draft=draft,
        asked=found,
        sender=sender,
        first_number=asked.get("so") if problem else next_number(found.sender_code, today.year),
        problem=problem,
        is_mailed=asked.get("thu") == "yes" if problem else None,
        today=today,
        sample=draft_body(draft.letters[0], sender, today) if draft.letters else None,
        reasons=Counter(why for _row, why in draft.left_out),
        shown_of_each=SHOWN_OF_EACH_REASON,
        most=MOST_LETTERS_AT_ONCE,
        parameters=_parameters(asked),
        sender_address=_sender_address(found),
        reached=sum(1 for rows in draft.letters if rows[0].people),
    )


def _parameters(values: MultiDict[str, str]) -> list[tuple[str, str]]:
    """The filters and ticks of an address, to be sent on."""
    kept = ("giai-doan", "tinh", "xa", "chu-the", "co-quan", "nop", "gian-hang", "thong-bao", "q", "c")
    return [(name, value) for name in kept for value in values.getlist(name) if value]


def _sender_address(found: Asked) -> str:
    return url_for("programme.due.sender.index", tinh=found.province.slug if found.province else None)
