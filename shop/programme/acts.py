"""The log of acts on the register: who did what by which paper; taking an act back; the second person's word."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.accounts import Role, list_people
from shop.audit_log import Subject
from shop.certification import (
    ActFilter,
    ActKind,
    ActState,
    Preview,
    RegisterAct,
    Undo,
    acts_standing_on,
    asked_of,
    confirm_act,
    do_act,
    find_act,
    goods_of_act,
    list_acts,
    look_at_act,
    refuse_act,
    take_back_act,
    undo_of,
)
from shop.config import Config
from shop.photo_files import DOCUMENT_FORMS, document_path
from shop.programme.act_changes import changes_of
from shop.programme.act_goods import goods_words
from shop.programme.making import said_of
from shop.programme.persons import Persons
from shop.programme.refusal_words import refusal_words
from shop.programme.scope import present_scope
from shop.programme.stopping import stop_orders
from shop.values.folding import tidy
from shop.values.refusal import Refusal
from shop.web.act_words import act_kind_words, act_line, act_state_words
from shop.web.acting import acting, done, present_hand
from shop.web.documents import send_document
from shop.web.lists import day_of, pages_here
from shop.web.parameters import Parameters
from shop.web.words import _

door = Blueprint("acts", __name__, url_prefix="/thao-tac")
for words in (act_kind_words, act_line, act_state_words):
    door.add_app_template_filter(words)

PER_PAGE = 50
MOST_GOODS = 60
LONGEST = 100
LONGEST_REASON = 1000


@door.get("")
def index() -> str:
    """Acts, the newest first, by kind, state, officer, day and words."""
    asked = Parameters(request.args)
    kind, state = asked.choice("kind", list(ActKind)), asked.choice("state", list(ActState))
    officer, words = asked.number("officer", 1, 10**9), asked.text("q", LONGEST)
    first, last = day_of(asked.text("from", 10)), day_of(asked.text("to", 10))
    page = asked.page()
    asked.check()
    wanted = ActFilter(
        kind=ActKind(kind) if kind else None,
        state=ActState(state) if state else None,
        by=f"officer:{officer}" if officer else "",
        first_day=first,
        last_day=last,
        words=words,
    )
    acts, total = list_acts(present_scope(), wanted, page=page, per_page=PER_PAGE)
    pages = pages_here(page, total, PER_PAGE)
    return render_template(
        "programme/acts/index.html",
        acts=acts,
        pages=pages,
        undone=undo_of([act.id for act in acts]),
        goods_of=goods_words(acts),
        persons=Persons([*(act.by for act in acts), *(act.decided_by for act in acts)]),
        wanted=wanted,
        officer=officer,
        kinds=[(one, act_kind_words(one)) for one in ActKind],
        states=[(one, act_state_words(one)) for one in ActState if one != ActState.WRITING],
        officers=[
            (person.id, person.name)
            for person in list_people(role=Role.OFFICER)
            if present_scope().is_country or person.officer_scope in (None, present_scope().province_code)
        ],
    )


@door.get("/<int:number>")
def show(number: int) -> str:
    """One act: what it did, by which paper, and what may be done with it."""
    return _show(_act(number))


@door.get("/<int:number>/van-ban")
def paper(number: int) -> Response:
    """The paper of an act, to be saved."""
    stem = _act(number).document_stem
    config: Config = current_app.config["SHOP"]
    forms = [form for form in DOCUMENT_FORMS if stem and document_path(stem, form, config.media_dir).is_file()]
    if stem is None or not forms:
        abort(404)
    return send_document(stem, forms[0], f"thao-tac-{number}")


@door.post("/<int:number>/xac-nhan")
def confirm(number: int) -> Response:
    """The second person agrees; it is done as the register is now."""
    with acting("register_act_confirmed", Subject("register_act", number)) as doing:
        act = confirm_act(number, by=doing.by, at=doing.at, scope=present_scope())
        stop_orders(act, by=doing.by, at=doing.at)
    return done(_("Confirmed and entered. Whoever looks at the shop sees it at once."), _url(number))


@door.post("/<int:number>/tu-choi")
def refuse(number: int) -> Response:
    """The second person says no, and why."""
    with acting("register_act_refused", Subject("register_act", number)) as doing:
        refuse_act(number, reason=_reason(), by=doing.by, at=doing.at, scope=present_scope())
    return done(_("Refused. Nothing was changed; the reason stands in the log."), _url(number))


@door.post("/<int:number>/rut")
def take_back(number: int) -> Response:
    """Whoever asked thinks better of it."""
    with acting("register_act_taken_back", Subject("register_act", number)) as doing:
        take_back_act(number, by=doing.by, at=doing.at, scope=present_scope())
    return done(_("Taken back. Nothing was changed."), _url(number))


@door.get("/<int:number>/hoan-tac")
def undoing(number: int) -> str | Response:
    """What taking the act back would change, and the form that does it."""
    act = _act(number)
    try:
        preview = look_at_act(Undo(act_id=act.id), at=clock.now(), scope=present_scope())
    except Refusal as refusal:
        flash(refusal_words(refusal), "error")
        return redirect(_url(number), 303)
    return render_template("programme/acts/undo.html", act=act, preview=preview, persons=Persons([act.by]))


@door.post("/<int:number>/hoan-tac")
def undo(number: int) -> Response:
    """Take an act back by another one; redirects to that."""
    act, reason = _act(number), _reason()
    with acting("register_act_undone", Subject("register_act", act.id)) as doing:
        made = do_act(Undo(act_id=number), evidence=reason, by=doing.by, at=doing.at, scope=present_scope())
        stop_orders(made, by=doing.by, at=doing.at)
    return done(said_of(made), _url(made.id))


def _show(act: RegisterAct) -> str:
    goods, total = goods_of_act(act.id, limit=MOST_GOODS)
    is_waiting = act.state == ActState.WAITING
    preview, refused = _preview(act) if is_waiting else (None, "")
    undone = undo_of([act.id])
    can_undo = act.state == ActState.DONE and act.id not in undone
    later = acts_standing_on(act) if can_undo else []
    return render_template(
        "programme/acts/show.html",
        act=act,
        goods=goods,
        total=total,
        changes=changes_of(act),
        is_mine=act.by == present_hand(),
        preview=preview,
        refused=refused,
        later=later,
        can_undo=can_undo and not later,
        undone=undone,
        undoes=find_act(act.undoes_id, present_scope()) if act.undoes_id else None,
        persons=Persons([act.by, act.decided_by, *(one.by for one in [*later, *undone.values()])]),
    )


def _preview(act: RegisterAct) -> tuple[Preview | None, str]:
    """What a waiting act would change now, or why it cannot be done any more."""
    asked = asked_of(act)
    if asked is None:
        return None, ""
    try:
        return look_at_act(asked, at=clock.now(), scope=present_scope()), ""
    except Refusal as refusal:
        return None, refusal_words(refusal)


def _act(number: int) -> RegisterAct:
    act = find_act(number, present_scope())
    if act is None:
        abort(404)
    return act


def _reason() -> str:
    return tidy(request.form.get("reason", ""))[:LONGEST_REASON]


def _url(number: int) -> str:
    return url_for("programme.acts.show", number=number)
