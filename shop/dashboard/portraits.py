"""The people of the stall, with their pictures."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, render_template, request, url_for
from werkzeug.wrappers import Response

from shop.audit_log import Subject
from shop.config import Config
from shop.dashboard.refusal_words import refusal_words
from shop.dashboard.stall import present_stall
from shop.dashboard.star_words import refuse_stars
from shop.photo_files import stored_photo
from shop.stalls import (
    MOST_PORTRAITS,
    StallPortrait,
    add_portrait,
    describe_portrait,
    find_portrait,
    list_portraits,
    move_portrait_up,
    remove_portrait,
)
from shop.values.folding import tidy
from shop.values.refusal import Refusal
from shop.web.acting import acting, done
from shop.web.uploads import sent_files, uploads
from shop.web.words import _

door = Blueprint("portraits", __name__)


@door.route("/gioi-thieu/nguoi-lam", methods=["GET", "POST"])
@uploads(photos=1)
def index() -> str | tuple[str, int] | Response:
    """Who is shown, and the form for one more."""
    if request.method == "GET":
        return _page()
    producer_id, files = present_stall().producer_id, sent_files("photo")
    problem = _missing(has_photo=bool(files))
    if problem:
        return _page(problem), 422
    config: Config = current_app.config["SHOP"]
    try:
        _check_words()
        with (
            stored_photo(files[0].content(), config.media_dir) as stored,
            acting("stall_portrait_added", Subject("producer", producer_id)),
        ):
            add_portrait(producer_id, stored, request.form.get("name", ""), **_roles())
    except Refusal as refusal:
        return _page(refusal_words(refusal)), 422
    return done(_("Shown with your stall."), url_for(".index"))


@door.route("/gioi-thieu/nguoi-lam/<int:portrait_id>", methods=["GET", "POST"])
def show(portrait_id: int) -> str | tuple[str, int] | Response:
    """One of the people, and the form of name and task."""
    portrait = _portrait(portrait_id)
    if request.method == "GET":
        return render_template("dashboard/portraits/show.html", portrait=portrait, problem="")
    producer_id = present_stall().producer_id
    try:
        _check_words()
        with acting("stall_portrait_described", Subject("producer", producer_id)):
            describe_portrait(producer_id, portrait_id, request.form.get("name", ""), **_roles())
    except Refusal as refusal:
        page = render_template(
            "dashboard/portraits/show.html", portrait=_portrait(portrait_id), problem=refusal_words(refusal)
        )
        return page, 422
    return done(_("Kept."), url_for(".index"))


@door.post("/gioi-thieu/nguoi-lam/<int:portrait_id>/len")
def move_up(portrait_id: int) -> Response:
    """Redirects to the people, one of whom stands one place further ahead."""
    producer_id = present_stall().producer_id
    with acting("stall_portrait_moved", Subject("producer", producer_id)):
        move_portrait_up(producer_id, portrait_id)
    return done(_("Moved ahead."), url_for(".index"))


@door.post("/gioi-thieu/nguoi-lam/<int:portrait_id>/bo")
def remove(portrait_id: int) -> Response:
    """Redirects to the people without one of them."""
    producer_id = present_stall().producer_id
    with acting("stall_portrait_removed", Subject("producer", producer_id)):
        remove_portrait(producer_id, portrait_id)
    return done(_("Taken off. The picture is deleted."), url_for(".index"))


def _roles() -> dict[str, str]:
    return {"role_vi": request.form.get("role_vi", ""), "role_en": request.form.get("role_en", "")}


def _check_words() -> None:
    refuse_stars(request.form.get("name", ""), *_roles().values())


def _missing(*, has_photo: bool) -> str:
    if not has_photo:
        return _("Choose a photo first.")
    if not tidy(request.form.get("name", "")):
        return _("Say who it is.")
    # The law on personal data asks for it: a face is shown with the consent of its owner.
    return "" if "consent" in request.form else _("Ask the person first, then tick that they agree.")


def _portrait(portrait_id: int) -> StallPortrait:
    portrait = find_portrait(present_stall().producer_id, portrait_id)
    if portrait is None:
        abort(404)
    return portrait


def _page(problem: str = "") -> str:
    people = list_portraits(present_stall().producer_id)
    return render_template(
        "dashboard/portraits/index.html",
        people=people,
        is_full=len(people) >= MOST_PORTRAITS,
        problem=problem,
        typed=request.form.to_dict(),
    )
