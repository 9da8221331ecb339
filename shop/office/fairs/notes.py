"""Notes that both sides sign: what was handed out to a booth, what was taken back from it."""

from __future__ import annotations

from flask import Blueprint, abort, render_template

from shop.fairs import Direction, find_hand_over, list_hand_overs
from shop.office.fairs.finding import BEYOND, present_booth

door = Blueprint("notes", __name__)


@door.get("/quay/<int:booth_id>/phieu")
def index(booth_id: int) -> str:
    """Every note of a booth, the newest first."""
    booth = present_booth(booth_id)
    notes = list_hand_overs(booth.fair_id, booth_id)
    return render_template("office/fairs/notes/index.html", booth=booth, notes=notes)


@door.get("/phieu/<int:note_id>")
def show(note_id: int) -> str:
    """One note, to be read, printed and signed."""
    shown = find_hand_over(note_id) if note_id < BEYOND else None
    if shown is None:
        abort(404)
    booth, is_out = shown.note.booth, shown.note.direction == Direction.OUT
    return render_template("office/fairs/notes/show.html", shown=shown, note=shown.note, booth=booth, is_out=is_out)
