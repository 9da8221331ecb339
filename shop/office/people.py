"""Accounts: who has one, what they may do, where they are logged in."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.accounts import (
    Person,
    Role,
    RoleNeedsProducer,
    SessionEnd,
    count_recovery_codes,
    disable_person,
    enable_person,
    end_session,
    end_sessions_of,
    find_person,
    grant_role,
    list_sessions,
    search_people,
    take_role,
)
from shop.audit_log import Subject, list_entries_about
from shop.office.refusals import NothingChosen
from shop.office.role_words import role_words
from shop.places import find_province, list_provinces
from shop.producers import find_producer_by_slug, list_producer_names
from shop.values.folding import slugify, tidy
from shop.web.acting import acting, done
from shop.web.guards import present_member
from shop.web.lists import pages_here, url_with
from shop.web.parameters import Parameters
from shop.web.words import _

door = Blueprint("people", __name__)
door.add_app_template_filter(role_words)

PER_PAGE = 30
LATEST_ENTRIES = 10


@door.get("/tai-khoan")
def index() -> str:
    """Accounts by name or address, all or those with a role."""
    asked = Parameters(request.args)
    words, role = asked.text("q"), asked.choice("role", list(Role))
    page = asked.page()
    asked.check()
    rows, total = search_people(words, Role(role) if role else None, page=page, per_page=PER_PAGE)
    tabs = [(_("Everybody"), url_with(role=""), None, not role)]
    tabs += [(role_words(choice), url_with(role=choice), None, choice == role) for choice in Role]
    pages = pages_here(page, total, PER_PAGE)
    return render_template("office/people/index.html", rows=rows, pages=pages, words=words, role=role, tabs=tabs)


@door.get("/tai-khoan/<int:number>")
def show(number: int) -> str:
    """One account with its roles, its sessions and what was changed on it."""
    person = _person(number)
    return render_template(
        "office/people/show.html",
        person=person,
        is_self=person.id == present_member().person_id,
        sessions=list_sessions(number, clock.now()),
        codes=count_recovery_codes(number),
        producers=list_producer_names(),
        roles=[(role, role_words(role)) for role in Role],
        provinces=[("", _("The whole country")), *((one.code, one.name) for one in list_provinces())],
        province_names={one.code: one.name for one in list_provinces()},
        entries=list_entries_about(Subject("person", number), LATEST_ENTRIES),
    )


@door.post("/tai-khoan/<int:number>/vai-tro")
def grant(number: int) -> Response:
    """Redirects to the account, which has one role more; its sessions end, as they carry the rights of before."""
    _person(number)
    role = _role()
    producer_id = _producer() if role is Role.PRODUCER else None
    province_code = _province() if role is Role.OFFICER else None
    with acting("role_granted", Subject("person", number), is_recorded=False) as act:
        is_owner = producer_id is not None
        grant_role(
            number,
            role,
            producer_id=producer_id,
            is_owner=is_owner,
            province_code=province_code,
            by=act.actor,
            at=act.at,
        )
    return done(_("The role is given. They have to log in again."), url_for(".show", number=number))


@door.post("/tai-khoan/<int:number>/vai-tro/bo")
def take(number: int) -> Response:
    """Redirects to the account, which has one role less; the last operator stays one."""
    _person(number)
    role, text = _role(), request.form.get("producer_id", "")
    producer_id = int(text) if role is Role.PRODUCER and text.isdecimal() and len(text) < 10 else None
    with acting("role_taken", Subject("person", number), is_recorded=False) as act:
        take_role(number, role, producer_id=producer_id, by=act.actor, at=act.at)
    return done(_("The role is taken. They have to log in again."), url_for(".show", number=number))


@door.post("/tai-khoan/<int:number>/phien")
def end(number: int) -> Response:
    """Redirects to the account once one of its sessions, or all of them, are ended."""
    _person(number)
    text = request.form.get("session", "")
    with acting("sessions_ended", Subject("person", number)) as act:
        if text.isdecimal() and len(text) < 10:
            end_session(int(text), number, SessionEnd.REVOKED, act.at)
        else:
            end_sessions_of(number, SessionEnd.REVOKED, act.at)
    return done(_("Logged out."), url_for(".show", number=number))


@door.post("/tai-khoan/<int:number>/khoa")
def disable(number: int) -> Response:
    """Redirects to the account, which nobody can log in to any more; the last operator stays."""
    _person(number)
    with acting("account_disabled", Subject("person", number), is_recorded=False) as act:
        disable_person(number, by=act.actor, at=act.at)
    return done(_("The account is stopped and logged out everywhere."), url_for(".show", number=number))


@door.post("/tai-khoan/<int:number>/mo-khoa")
def enable(number: int) -> Response:
    """Redirects to the account, which can be used again."""
    _person(number)
    with acting("account_enabled", Subject("person", number), is_recorded=False) as act:
        enable_person(number, by=act.actor, at=act.at)
    return done(_("The account can be used again."), url_for(".show", number=number))


def _person(number: int) -> Person:
    person = find_person(number)
    if person is None:
        abort(404)
    return person


def _role() -> Role:
    text = request.form.get("role", "")
    if text not in list(Role):
        raise NothingChosen
    return Role(text)


def _province() -> str | None:
    """The province whose goods an officer is to keep; None for the whole country."""
    code = request.form.get("province", "")
    if code and find_province(code) is None:
        abort(400)
    return code or None


def _producer() -> int:
    """The producer that was chosen from the list, by address or by name."""
    typed = tidy(request.form.get("producer", ""))
    found = find_producer_by_slug(slugify(typed)) if typed else None
    by_name = [number for number, _slug, name in list_producer_names() if name == typed]
    if found is None and not by_name:
        raise RoleNeedsProducer(Role.PRODUCER)
    return found.id if found else by_name[0]
