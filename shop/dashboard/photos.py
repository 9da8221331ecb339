"""The photos of a good: taken or chosen on the phone, sent one by one, put in order, described, taken off, put back."""

from __future__ import annotations

from contextlib import ExitStack

from flask import Blueprint, abort, current_app, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from shop.audit_log import Subject, form_is_used
from shop.catalogue import TooManyPhotos, photos
from shop.dashboard.photo_words import suggested_words
from shop.dashboard.refusal_words import refusal_words
from shop.dashboard.stall import present_stall
from shop.database import leave_database
from shop.photo_files import NotAPhoto, PhotoSources, PhotoTooLarge, StoredPhoto, TooManyPixels, stored_photo
from shop.values.refusal import Refusal
from shop.web.acting import KEY, AlreadyDone, acting, done
from shop.web.uploads import SentFile, sent_files, uploads
from shop.web.words import _, ngettext

door = Blueprint("photos", __name__, url_prefix="/hang-hoa/<int:product_id>/anh")

MOST_ORDER_LETTERS = 200


@door.get("")
def index(product_id: int) -> str:
    """All photos of a good, and the way to add some."""
    album = _album(product_id)
    removed = request.args.get("removed", type=int)
    return render_template(
        "dashboard/photos/index.html",
        album=album,
        sources=[PhotoSources(each.stem, each.width, each.height, each.alt_vi, each.alt_en) for each in album.photos],
        most=photos.MOST_PHOTOS,
        removed=removed,
        suggestions=suggested_words(album.product.name_vi, album.product.name_en),
    )


@door.post("")
@uploads(photos=photos.MOST_PHOTOS)
def add(product_id: int) -> ResponseReturnValue:
    """Add what was sent; what cannot be taken is named with the reason, the rest is taken."""
    album = _album(product_id)
    try:
        if form_is_used(request.form.get(KEY, "")):
            raise AlreadyDone
        # Decoding takes its time, the database is let go of; whatever fails from here on takes the files with it.
        leave_database()
        with ExitStack() as files:
            taken, refused = _store(sent_files("photo"), album.room, files)
            if taken:
                with acting("photos_added", Subject("product", product_id), count=len(taken)):
                    for stored in taken:
                        photos.add_photo(present_stall().producer_id, product_id, stored)
    except AlreadyDone:
        # A phone that lost the answer sends a photo once more: it is told what it was to be told.
        taken, refused = [], []
    return _told(product_id, len(taken), refused)


@door.post("/thu-tu")
def order(product_id: int) -> Response:
    """Put the photos into the order in which their numbers were sent."""
    numbers = request.form.get("order", "")[:MOST_ORDER_LETTERS].split(",")
    if not all(number.isascii() and number.isdigit() for number in numbers):
        abort(400)
    with acting("photos_ordered", Subject("product", product_id)):
        photos.order_photos(present_stall().producer_id, product_id, [int(number) for number in numbers])
    return done(_("The new order is kept."), url_for(".index", product_id=product_id))


@door.post("/<int:photo_id>/doi-cho")
def move(product_id: int, photo_id: int) -> Response:
    """Move a photo one place up or down, or to the front."""
    steps = {"up": -1, "down": 1, "first": -photos.MOST_PHOTOS}
    step = steps.get(request.form.get("move", ""))
    if step is None:
        abort(400)
    with acting("photos_ordered", Subject("product", product_id)):
        photos.move_photo(present_stall().producer_id, product_id, photo_id, step)
    return done(_("The new order is kept."), url_for(".index", product_id=product_id, _anchor=f"photo-{photo_id}"))


@door.post("/<int:photo_id>/mo-ta")
def describe(product_id: int, photo_id: int) -> Response:
    """Say in words what a photo shows."""
    vi, en = (request.form.get(name, "") for name in ("alt_vi", "alt_en"))
    with acting("photo_described", Subject("product", product_id)) as act:
        photos.describe_photo(present_stall().producer_id, product_id, photo_id, alt_vi=vi, alt_en=en, at=act.at)
    return done(_("The words are kept."), url_for(".index", product_id=product_id, _anchor=f"photo-{photo_id}"))


@door.post("/<int:photo_id>/bo")
def remove(product_id: int, photo_id: int) -> Response:
    """Take a photo off; the page that follows can put it back."""
    with acting("photo_removed", Subject("product", product_id)) as act:
        removed = photos.remove_photo(present_stall().producer_id, product_id, photo_id, at=act.at).id
    return done(_("The photo is taken off."), url_for(".index", product_id=product_id, removed=removed))


@door.post("/bo/<int:removed_id>/tra-lai")
def restore(product_id: int, removed_id: int) -> Response:
    """Put a photo back where it stood."""
    with acting("photo_restored", Subject("product", product_id)):
        photo = photos.restore_photo(present_stall().producer_id, product_id, removed_id)
    return done(_("The photo is back."), url_for(".index", product_id=product_id, _anchor=f"photo-{photo.id}"))


def _album(product_id: int) -> photos.Album:
    return photos.find_album(present_stall().producer_id, product_id)


def _store(sent: list[SentFile], room: int, files: ExitStack) -> tuple[list[StoredPhoto], list[tuple[str, Refusal]]]:
    """What could be made of the files, on disk until `files` closes, and what was refused, each with its name."""
    taken: list[StoredPhoto] = []
    refused: list[tuple[str, Refusal]] = []
    for file in sent:
        try:
            if len(taken) >= room:
                raise TooManyPhotos(photos.MOST_PHOTOS)
            stored = stored_photo(file.content(), current_app.config["SHOP"].media_dir)
            taken.append(files.enter_context(stored))
        except (NotAPhoto, PhotoTooLarge, TooManyPixels, TooManyPhotos) as refusal:
            refused.append((file.name, refusal))
    return taken, refused


def _told(product_id: int, count: int, refused: list[tuple[str, Refusal]]) -> ResponseReturnValue:
    """What became of it: in short for the script that sent one photo, else on the page."""
    reasons = [f"“{name}”: {refusal_words(refusal)}" for name, refusal in refused]
    if request.accept_mimetypes.best == "application/json":
        return jsonify(message=" ".join(reasons)), 422 if reasons else 200
    for reason in reasons:
        flash(reason, "error")
    if not count and not reasons:
        flash(_("Choose a photo first."), "error")
    url = url_for(".index", product_id=product_id)
    if not count:
        return redirect(url, 303)
    return done(ngettext("One photo is added.", "%(num)s photos are added.", count), url)
