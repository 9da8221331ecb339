"""The large picture at the head of the stall."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template, request, url_for
from werkzeug.wrappers import Response

from shop.audit_log import Subject
from shop.config import Config
from shop.dashboard.refusal_words import refusal_words
from shop.dashboard.stall import present_stall
from shop.dashboard.star_words import refuse_stars
from shop.photo_files import stored_photo
from shop.stalls import describe_cover, find_stall, remove_cover, set_cover
from shop.values.refusal import Refusal
from shop.web.acting import acting, done
from shop.web.uploads import sent_files, uploads
from shop.web.words import _

door = Blueprint("cover", __name__)


@door.route("/gioi-thieu/anh-bia", methods=["GET", "POST"])
@uploads(photos=1)
def index() -> str | tuple[str, int] | Response:
    """The cover, with a form for another one and for its words."""
    if request.method == "GET":
        return _page()
    producer_id, files = present_stall().producer_id, sent_files("photo")
    if not files:
        return _page(_("Choose a photo first.")), 422
    config: Config = current_app.config["SHOP"]
    try:
        with (
            stored_photo(files[0].content(), config.media_dir) as stored,
            acting("stall_cover_set", Subject("producer", producer_id)),
        ):
            set_cover(producer_id, stored)
    except Refusal as refusal:
        return _page(refusal_words(refusal)), 422
    return done(_("This is your cover now. Say in a few words what it shows."), url_for(".index"))


@door.post("/gioi-thieu/anh-bia/loi-ta")
def describe() -> Response:
    """Redirects to the introduction with what the cover shows said in words."""
    producer_id = present_stall().producer_id
    refuse_stars(request.form.get("alt_vi", ""), request.form.get("alt_en", ""))
    with acting("stall_cover_described", Subject("producer", producer_id)):
        describe_cover(producer_id, request.form.get("alt_vi", ""), request.form.get("alt_en", ""))
    return done(_("The words of the cover are kept."), url_for("dashboard.profile.index"))


@door.post("/gioi-thieu/anh-bia/bo")
def remove() -> Response:
    """Redirects to the introduction, which has no cover any more."""
    producer_id = present_stall().producer_id
    with acting("stall_cover_removed", Subject("producer", producer_id)):
        remove_cover(producer_id)
    return done(_("The cover is taken off."), url_for("dashboard.profile.index"))


def _page(problem: str = "") -> str:
    return render_template("dashboard/cover/index.html", known=find_stall(present_stall().producer_id), problem=problem)
