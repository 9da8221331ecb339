"""The way in: to one's stall, to one of several, or how to get one."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from shop.joining import list_applications_of
from shop.producers import list_producers
from shop.web.guards import present_member

door = Blueprint("entry", __name__)


@door.get("")
def index() -> str | Response:
    """The stalls of whoever is logged in; redirects into the only one."""
    person = present_member().person
    stalls = list_producers(person.producer_ids)
    if len(stalls) == 1:
        return redirect(url_for("dashboard.start.index", stall=stalls[0].slug), 303)
    owned = {stall.id for stall in stalls if person.owns(stall.id)}
    applications = list_applications_of(person.id)
    return render_template("dashboard/entry/index.html", stalls=stalls, owned=owned, applications=applications)
