"""Who works in the stall: owners and staff, invitations by mail. For owners.

Whoever becomes an owner can have the money sent elsewhere with a password of their own: so it takes the password of the
one who lets them.
"""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.accounts import NoSuchPerson, get_person, is_email, leave_stall, list_members, make_owner, normal_email
from shop.audit_log import Subject
from shop.dashboard.stall import owner_only, present_stall
from shop.joining import AlreadyMember, Invitee, invite_to_stall, list_open_invitations, withdraw_invitation
from shop.producers import find_producer
from shop.values.folding import tidy
from shop.web.acting import acting, done
from shop.web.guards import present_member
from shop.web.language import current_language
from shop.web.password_check import count_mail, prove_password
from shop.web.session_user import renew_sign_in
from shop.web.words import _

door = Blueprint("people", __name__)
owner_only(door)


@door.get("/thanh-vien")
def index() -> str:
    """The people of the stall, and who was invited."""
    return _page()


@door.post("/thanh-vien/loi-moi")
def invite() -> Response | tuple[str, int]:
    """Redirects to the page once the mail is queued."""
    stall, typed = present_stall(), normal_email(tidy(request.form.get("email", "")))
    is_owner = request.form.get("as") == "owner"
    if not is_email(typed):
        words = _("This does not look like an e-mail address. It should be like hoa@example.vn.")
        return _page(typed, words, is_owner), 422
    if is_owner and not _knows_password("password"):
        return _page(typed, is_owner=True, wrong_password=_("This is not your password.")), 422
    try:
        with acting("stall_invited", Subject("producer", stall.producer_id), is_owner=is_owner) as act:
            count_mail(typed)
            producer = find_producer(stall.producer_id)
            assert producer is not None  # noqa: S101 - the guard found it
            invite_to_stall(producer, Invitee(typed, is_owner, current_language()), act.at)
    except AlreadyMember:
        return _page(typed, _("This person belongs to the stall already."), is_owner), 422
    return done(_("The invitation is on its way to %(email)s.", email=typed), url_for(".index"))


@door.post("/thanh-vien/loi-moi/<int:invitation_id>/bo")
def withdraw(invitation_id: int) -> Response:
    """Redirects to the page; the link of the mail no longer works."""
    stall = present_stall()
    with acting("stall_invitation_withdrawn", Subject("producer", stall.producer_id)) as act:
        withdraw_invitation(stall.producer_id, invitation_id, act.at)
    return done(_("The invitation is taken back."), url_for(".index"))


@door.post("/thanh-vien/<int:person_id>/vai-tro")
def change(person_id: int) -> Response:
    """Redirects to the page; the person is an owner now, or staff. The last owner stays one."""
    stall, is_owner = present_stall(), request.form.get("as") == "owner"
    if person_id not in {one.person_id for one in list_members(stall.producer_id)}:
        raise NoSuchPerson(person_id)
    if is_owner and not _knows_password(f"password-{person_id}"):
        flash(_("This is not your password."), "error")
        return redirect(url_for(".index"), 303)
    action = "owner_made" if is_owner else "owner_unmade"
    with acting(action, Subject("person", person_id), is_recorded=False) as act:
        make_owner(stall.producer_id, person_id, is_owner, by=act.actor, at=act.at)
    return _after(person_id, _("Changed. They have to log in again."))


@door.post("/thanh-vien/<int:person_id>/bo")
def remove(person_id: int) -> Response:
    """Redirects to the page; the person no longer comes into the stall. The last owner stays."""
    stall = present_stall()
    with acting("role_taken", Subject("person", person_id), is_recorded=False) as act:
        leave_stall(stall.producer_id, person_id, by=act.actor, at=act.at)
    return _after(person_id, _("They no longer come into the stall."))


def _knows_password(field: str) -> bool:
    """Has whoever is logged in typed their own password?"""
    return prove_password(str(present_member().person.email), request.form.get(field, "")) is not None


def _after(person_id: int, words: str) -> Response:
    """Whoever changed their own place stays logged in, with the rights of now."""
    if person_id != present_stall().person_id:
        return done(words, url_for(".index"))
    renew_sign_in(get_person(person_id))
    return redirect(url_for("dashboard.entry.index"), 303)


def _page(typed: str = "", problem: str = "", is_owner: bool = False, wrong_password: str = "") -> str:
    stall = present_stall()
    return render_template(
        "dashboard/people/index.html",
        members=list_members(stall.producer_id),
        me=present_member().person_id,
        invitations=list_open_invitations(clock.now(), stall.producer_id),
        typed=typed,
        problem=problem,
        is_owner=is_owner,
        wrong_password=wrong_password,
    )
