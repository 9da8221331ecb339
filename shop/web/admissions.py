"""Who may run a stall: applications to decide, invitations to send. The same pages in the office and for officers."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.accounts import count_people_of_stalls, is_email, normal_email
from shop.audit_log import Subject
from shop.certification import WHOLE_COUNTRY, Scope
from shop.joining import (
    LONGEST_REASON,
    Invitee,
    approve_application,
    find_application,
    invite_to_stall,
    list_open_invitations,
    list_waiting_applications,
    reject_application,
    withdraw_invitation,
)
from shop.producers import Producer, find_producer_by_slug, find_producers, list_producers
from shop.values.folding import slugify, tidy
from shop.web.acting import acting, done
from shop.web.guards import present_member
from shop.web.language import LANGUAGES, current_language
from shop.web.parameters import Parameters
from shop.web.words import _

# Registered by both doors: the pages are the same, the frame around them is the door's.
door = Blueprint("stalls", __name__)

MOST_FOUND = 12
PROGRAMME = "programme"


@dataclass(frozen=True)
class Written:
    """An invitation as it was typed, and what is wrong with it."""

    email: str = ""
    problem: str = ""


@door.get("/gian-hang")
def index() -> str:
    """What waits for a decision, who was invited, which stalls have people."""
    return _page()


@door.post("/gian-hang/loi-moi")
def invite() -> Response | tuple[str, int]:
    """Redirects to the page once the mail is queued."""
    producer = _theirs(_producer(request.form.get("producer", "")))
    typed = normal_email(tidy(request.form.get("email", "")))
    if producer is None or not is_email(typed):
        problem = _("Choose the producer, and give an address like hoa@example.vn.")
        return _page(Written(typed, problem), producer), 422
    language = request.form.get("language", "")
    invitee = Invitee(typed, True, language if language in LANGUAGES else current_language())
    with acting("stall_invited", Subject("producer", producer.id), is_owner=True) as act:
        invite_to_stall(producer, invitee, act.at)
    return done(_("The invitation is on its way."), url_for(".index"))


@door.post("/gian-hang/loi-moi/<int:invitation_id>/bo")
def withdraw(invitation_id: int) -> Response:
    """Redirects to the page; the link of the mail no longer works."""
    producer_id = next((one.producer_id for one in list_open_invitations(clock.now()) if one.id == invitation_id), None)
    if producer_id is None:
        abort(404)
    _check_theirs(producer_id)
    with acting("stall_invitation_withdrawn", Subject("producer", producer_id)) as act:
        withdraw_invitation(producer_id, invitation_id, act.at)
    return done(_("The invitation is taken back."), url_for(".index"))


@door.post("/gian-hang/don/<int:application_id>/dong-y")
def approve(application_id: int) -> Response:
    """Redirects to the page; the applicant comes into the stall and is told by mail."""
    found = find_application(application_id)
    _check_theirs(found.producer_id)
    is_owner = request.form.get("as") != "staff"
    with acting("stall_application_approved", Subject("producer", found.producer_id), is_owner=is_owner) as act:
        approve_application(application_id, is_owner=is_owner, by=act.actor, at=act.at)
    return done(_("The stall is theirs. They are told by mail."), url_for(".index"))


@door.post("/gian-hang/don/<int:application_id>/tu-choi")
def reject(application_id: int) -> Response | tuple[str, int]:
    """Redirects to the page; the applicant is told by mail why not."""
    found, reason = find_application(application_id), tidy(request.form.get("reason", ""))[:LONGEST_REASON]
    _check_theirs(found.producer_id)
    if not reason:
        return _page(refused=application_id), 422
    with acting("stall_application_rejected", Subject("producer", found.producer_id)) as act:
        reject_application(application_id, reason, act.at)
    return done(_("Answered. They are told by mail."), url_for(".index"))


def _page(written: Written | None = None, producer: Producer | None = None, refused: int | None = None) -> str:
    asked = Parameters(request.args)
    words, slug = asked.text("q"), asked.text("producer")
    asked.check()
    chosen = producer or _theirs(find_producer_by_slug(slugify(slug)) if slug else None)
    found = find_producers(words, limit=MOST_FOUND) if words and not chosen else []
    by_number = {one.id: one for one in list_producers(found) if _is_theirs(one)}
    invitations = list_open_invitations(clock.now())
    people = count_people_of_stalls()
    named = list_producers({*people, *(one.producer_id for one in invitations)})
    names = {one.id: one.name for one in named if _is_theirs(one)}
    return render_template(
        f"{request.blueprints[-1]}/stalls/index.html",
        applications=[one for one in list_waiting_applications() if _is_theirs(one.producer)],
        refused=refused,
        invitations=[one for one in invitations if one.producer_id in names],
        written=written or Written(),
        words=words,
        chosen=chosen,
        found=[by_number[number] for number in found if number in by_number],
        stalls=sorted((names[number], number, count) for number, count in people.items() if number in names),
        names=names,
    )


def _scope() -> Scope:
    """Operators see to all stalls, officers of a province to those of its producers."""
    is_officer = request.blueprints[-1] == PROGRAMME
    return Scope(present_member().person.officer_scope) if is_officer else WHOLE_COUNTRY


def _is_theirs(producer: Producer) -> bool:
    return _scope().covers(producer.province_code)


def _theirs(producer: Producer | None) -> Producer | None:
    return producer if producer and _is_theirs(producer) else None


def _check_theirs(producer_id: int) -> None:
    if not all(map(_is_theirs, list_producers([producer_id]))):
        abort(404)


def _producer(slug: str) -> Producer | None:
    return find_producer_by_slug(slugify(tidy(slug))) if slug else None
