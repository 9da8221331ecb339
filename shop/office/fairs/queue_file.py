"""The log of a tablet brought as a file, when nothing else brought it here."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.audit_log import Subject
from shop.database import transaction
from shop.fairs import BadExport, TakenIn, find_booth, read_export, take_in_export
from shop.office.fairs.finding import present_fair
from shop.web.acting import acting, done
from shop.web.uploads import sent_files, uploads
from shop.web.words import _

door = Blueprint("queue_file", __name__)


@door.route("/<int:fair_id>/nhap-tep", methods=["GET", "POST"])
@uploads(documents=1)
def take_in(fair_id: int) -> str | Response | tuple[str, int]:
    """The form; redirects to what waits for a person once the file is taken in, some of it at a time."""
    fair = present_fair(fair_id)
    files = sent_files("file")
    if request.method == "GET":
        return _page(fair_id)
    if not files:
        return _page(fair_id, _("Choose a file first.")), 422
    try:
        export = read_export(files[0].content())
    except BadExport as refusal:
        return _page(fair_id, _why_not(refusal.reason)), 422
    booth = find_booth(export.booth_id)
    if booth is None or booth.fair_id != fair.id:
        return _page(fair_id, _("This tablet sells at another fair. Nothing was taken in.")), 422
    taken = TakenIn()
    for part in export.parts:
        # Each by itself: what came is kept, also where the rest has to be sent again.
        with transaction():
            taken += take_in_export(part, at=clock.now())
    with acting("queue_file_taken_in", Subject("device", export.device_id)) as act:
        act.facts |= {"recorded": taken.recorded, "known": taken.already_recorded, "quarantined": taken.quarantined}
    words = _(
        "Taken in: %(new)s new, %(known)s were here already, %(held)s wait in quarantine.",
        new=taken.recorded,
        known=taken.already_recorded,
        held=taken.quarantined,
    )
    return done(words, url_for("office.fairs.tasks.index", fair=fair_id))


def _page(fair_id: int, problem: str = "") -> str:
    return render_template("office/fairs/queue_file/take_in.html", fair=present_fair(fair_id), problem=problem)


def _why_not(reason: str) -> str:
    words = {
        "unknown_device": lambda: _("The tablet of this file is not one of the shop's. Nothing was taken in."),
        "changed": lambda: _("The file was changed or is not whole. Save it on the tablet once more."),
        "too_many": lambda: _("The file holds too much. Nothing was taken in."),
    }
    return words.get(reason, lambda: _("This is no file of a tablet's sales. Nothing was taken in."))()
