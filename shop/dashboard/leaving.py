"""Going for good: any of the stall's people may, but the last owner."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from shop.accounts import get_person, leave_stall
from shop.audit_log import Subject
from shop.dashboard.stall import present_stall
from shop.web.acting import acting
from shop.web.session_user import renew_sign_in

door = Blueprint("leaving", __name__)


@door.get("/roi-gian-hang")
def index() -> str:
    """What leaving means."""
    return render_template("dashboard/leaving/index.html")


@door.post("/roi-gian-hang")
def leave() -> Response:
    """Redirects to one's other stalls, or to how to get one."""
    stall = present_stall()
    with acting("role_taken", Subject("person", stall.person_id), is_recorded=False) as act:
        leave_stall(stall.producer_id, stall.person_id, by=act.actor, at=act.at)
    renew_sign_in(get_person(stall.person_id))
    return redirect(url_for("dashboard.entry.index"), 303)
