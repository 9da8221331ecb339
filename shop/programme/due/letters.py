"""The log of the office's letters, one letter with how it went out, and all of a round for the printer."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.accounts import names_of
from shop.audit_log import Subject
from shop.programme.due.words import delivery_way_words
from shop.programme.scope import present_scope
from shop.renewals import (
    DeliveryWay,
    LetterAsk,
    NoticeLetter,
    find_letter,
    find_round,
    list_letters,
    list_round,
    note_delivery,
    queue_notices,
    void_letter,
)
from shop.values.dates import vietnam_day
from shop.web.acting import acting, done
from shop.web.fields import parse_day
from shop.web.guards import present_member
from shop.web.lists import pages_here, url_with
from shop.web.parameters import Parameters
from shop.web.words import _, ngettext

door = Blueprint("letters", __name__, url_prefix="/van-ban")

PER_PAGE = 40
STATES = ("chua-gui", "da-gui", "da-huy")
ON_PAPER = (DeliveryWay.HAND, DeliveryWay.POST)


@door.get("")
def index() -> str:
    """Letters, the latest first, by state, number and producer; `dot` shows those of one round."""
    asked = Parameters(request.args)
    words, state = asked.text("q"), asked.choice("trang-thai", STATES)
    round_id, page = asked.number("dot", 1, 10**9), asked.page()
    asked.check()
    scope = present_scope().province_code
    ask = LetterAsk(
        scope,
        round_id,
        is_sent={"chua-gui": False, "da-gui": True}.get(state or ""),
        is_void=True if state == "da-huy" else None,
        words=words,
    )
    letters, total = list_letters(ask, page=page, per_page=PER_PAGE)
    pages = pages_here(page, total, PER_PAGE)
    return render_template(
        "programme/due/letters/index.html",
        letters=letters,
        pages=pages,
        words=words,
        state=state,
        round=find_round(round_id, scope) if round_id else None,
        tabs=_tabs(state),
    )


@door.get("/in")
def print_round() -> str:
    """Every letter of a round that stands, one after the other on paper."""
    asked = Parameters(request.args)
    round_id = asked.number("dot", 1, 10**9)
    asked.check()
    scope = present_scope().province_code
    made = find_round(round_id or 0, scope)
    return render_template("programme/due/letters/print_round.html", round=made, letters=list_round(made.id, scope))


@door.get("/<int:number>")
def show(number: int) -> str:
    """One letter as it was issued, and how it went out."""
    letter = find_letter(number, present_scope().province_code)
    return render_template(
        "programme/due/letters/show.html",
        letter=letter,
        names=names_of(_people(letter)),
        today=vietnam_day(clock.now()),
        ways=[(way.value, delivery_way_words(way)) for way in ON_PAPER],
    )


@door.post("/<int:number>/giao")
def deliver(number: int) -> Response:
    """Redirects to the letter once it is written down how it went out on paper."""
    day, way = parse_day(request.form.get("ngay", "").strip()), request.form.get("cach", "")
    if way not in ON_PAPER:
        abort(400)
    here = url_for(".show", number=number)
    if day is None:
        flash(_("Please type a day such as 31/12/2026."), "error")
        return redirect(here, 303)
    with acting("notice_delivered", Subject("notice_letter", number), way=way) as act:
        note_delivery(
            number,
            present_scope().province_code,
            DeliveryWay(way),
            day=day,
            to_whom=request.form.get("nguoi-nhan", ""),
            by_id=present_member().person_id,
            at=act.at,
        )
    return done(_("Written down."), here)


@door.post("/<int:number>/gui-thu")
def mail(number: int) -> Response:
    """Redirects to the letter once its mails wait in the outbox."""
    with acting("notice_mailed", Subject("notice_letter", number)) as act:
        mails = _mail([find_letter(number, present_scope().province_code).id], act.at)
        act.facts.update(mails=mails)
    return done(_mailed(mails), url_for(".show", number=number))


@door.post("/dot/<int:number>/gui-thu")
def mail_round(number: int) -> Response:
    """Redirects to the round once the mails of its letters wait in the outbox."""
    scope = present_scope().province_code
    with acting("notices_mailed", Subject("notice_round", number)) as act:
        mails = _mail([letter.id for letter in list_round(find_round(number, scope).id, scope)], act.at)
        act.facts.update(mails=mails)
    return done(_mailed(mails), url_for(".index", dot=number))


@door.post("/<int:number>/huy")
def void(number: int) -> Response:
    """Redirects to the letter once it is taken back."""
    with acting("notice_voided", Subject("notice_letter", number)) as act:
        void_letter(
            number,
            present_scope().province_code,
            request.form.get("ly-do", ""),
            by_id=present_member().person_id,
            at=act.at,
        )
    return done(_("The letter is taken back; its number stays used."), url_for(".show", number=number))


def _mail(letter_ids: list[int], at: datetime) -> int:
    return queue_notices(letter_ids, present_scope().province_code, by_id=present_member().person_id, at=at)


def _mailed(mails: int) -> str:
    if not mails:
        return _("Nobody new to write to: the stall has no people, or all of them were told.")
    return ngettext("%(num)s e-mail goes out.", "%(num)s e-mails go out.", mails)


def _people(letter: NoticeLetter) -> set[int]:
    """Everybody whom the page names."""
    people = {letter.round.issued_by_id, letter.voided_by_id}
    for one in letter.deliveries:
        people |= {one.person_id, one.recorded_by_id}
    return {number for number in people if number is not None}


def _tabs(state: str | None) -> list[tuple[str, str, int | None, bool]]:
    words = {
        "": _("All"),
        "chua-gui": _("Not sent yet"),
        "da-gui": _("Gone out"),
        "da-huy": _("Cancelled letters"),
    }
    return [(label, url_with(**{"trang-thai": name}), None, name == (state or "")) for name, label in words.items()]
