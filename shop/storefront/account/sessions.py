"""Where one is logged in, and how to end it."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.accounts import SessionEnd, end_session, end_sessions_of, list_sessions
from shop.database import transaction
from shop.storefront.account.device_words import device_words
from shop.web.guards import present_member
from shop.web.words import _

door = Blueprint("sessions", __name__)
door.add_app_template_filter(device_words)


@door.get("/tai-khoan/phien")
def index() -> str:
    """Every device on which the person is logged in."""
    member = present_member()
    return render_template(
        "storefront/account/sessions/index.html",
        sessions=list_sessions(member.person_id, clock.now()),
        present=member.session_id,
    )


@door.post("/tai-khoan/phien/<int:number>/dang-xuat")
def end(number: int) -> Response:
    """Redirects to the list when one of the person's own sessions was ended; others do not exist."""
    with transaction():
        is_ended = end_session(number, present_member().person_id, SessionEnd.REVOKED, clock.now())
    if not is_ended:
        abort(404)
    flash(_("That device is logged out."))
    return redirect(url_for(".index"), 303)


@door.post("/tai-khoan/phien/dang-xuat-het")
def end_others() -> Response:
    """Redirects to the list when all other sessions were ended."""
    member = present_member()
    person_id, session_id = member.person_id, member.session_id
    with transaction():
        end_sessions_of(person_id, SessionEnd.REVOKED, clock.now(), but=session_id)
    flash(_("All other devices are logged out."))
    return redirect(url_for(".index"), 303)
