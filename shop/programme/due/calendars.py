"""Calendars of an officer: the file, and private links that a calendar program reads again and again."""

from __future__ import annotations

from flask import Blueprint, current_app, make_response, render_template, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.audit_log import Subject
from shop.config import Config
from shop.renewals import close_feed, list_feeds, make_feed
from shop.web.acting import acting, done
from shop.web.guards import present_member
from shop.web.words import _

door = Blueprint("calendars", __name__)


@door.get("/lich")
def index() -> str:
    """The calendar file, and the officer's own links."""
    return _page()


@door.post("/lich/tao")
def make() -> Response:
    """A new link, shown this once."""
    person_id = present_member().person_id
    with acting("calendar_feed_made", Subject("person", person_id)) as act:
        token = make_feed(person_id, act.at)
    config: Config = current_app.config["SHOP"]
    answer = make_response(_page(config.public_base_url + url_for("programme_feed.read", token=token)))
    answer.headers["Cache-Control"] = "no-store"
    return answer


@door.post("/lich/<int:number>/dong")
def close(number: int) -> Response:
    """Redirects to the calendars once a link is closed."""
    person_id = present_member().person_id
    with acting("calendar_feed_closed", Subject("calendar_feed", number)) as act:
        close_feed(number, person_id, act.at)
    return done(_("The link is closed."), url_for(".index"))


def _page(new_link: str | None = None) -> str:
    feeds = list_feeds(present_member().person_id)
    return render_template("programme/due/calendars/index.html", feeds=feeds, new_link=new_link, at=clock.now())
