"""The stall's goods at fairs: what went to which booth, what became of it, and the notes that were signed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template

from shop import clock
from shop.dashboard.fair_words import fair_name, fair_standing, figure_words, note_words
from shop.dashboard.stall import present_stall
from shop.fairs import FairOfProducer, Figures, get_fair_of, get_note_of, list_days_of, list_fairs_of, list_notes_of

door = Blueprint("fairs", __name__)
door.context_processor(lambda: {"fair_name": fair_name, "note_words": note_words})

# Always shown; the others only where there are any.
ALWAYS = ("handed_out", "sold", "on_hand")
RARE = ("tasted", "damaged", "taken_back", "short", "differed")


@dataclass(frozen=True)
class ShownFigure:
    """One figure in pieces under its words."""

    name: str
    words: str
    pieces: int


@door.get("/hoi-cho")
def index() -> str:
    """The fairs that goods of the stall went to."""
    fairs = list_fairs_of(present_stall().producer_id)
    return render_template("dashboard/fairs/index.html", fairs=fairs, standing=standing_on(clock.today()))


@door.get("/hoi-cho/<int:fair_id>")
def show(fair_id: int) -> str:
    """What became of the stall's goods at one fair, pack by pack, and its notes; what they brought in for owners."""
    stall = present_stall()
    producer_id = stall.producer_id
    found = get_fair_of(producer_id, fair_id)
    days = list_days_of(producer_id, fair_id) if stall.is_owner else []
    return render_template(
        "dashboard/fairs/show.html",
        found=found,
        standing=standing_on(clock.today())(found),
        figures=shown_figures,
        sold_percent=sold_percent,
        days=days,
        goods_vnd=sum(day.goods_vnd for day in days),
        commission_vnd=sum(day.commission_vnd for day in days),
        share_vnd=sum(day.share_vnd for day in days),
        notes=list_notes_of(producer_id, fair_id),
    )


@door.get("/hoi-cho/phieu/<int:note_id>")
def note(note_id: int) -> str:
    """One note of a hand-over, for reading and for printing."""
    written, lines = get_note_of(present_stall().producer_id, note_id)
    pieces = sum(line.quantity for line in lines)
    return render_template("dashboard/fairs/note.html", note=written, lines=lines, pieces=pieces)


def standing_on(day: date) -> Callable[[FairOfProducer], object]:
    """Where a fair stands on a Vietnamese day, for templates."""
    return lambda found: fair_standing(found, day)


def shown_figures(figures: Figures) -> list[ShownFigure]:
    """What went out, was sold and lies there, and whatever else happened."""
    shown = [name for name in RARE if getattr(figures, name)]
    names = (*ALWAYS, *shown)
    return [ShownFigure(name, figure_words(name), getattr(figures, name)) for name in names]


def sold_percent(figures: Figures) -> int:
    """How much of what came to the booths was sold, for a bar."""
    came = figures.handed_out + figures.short
    return min(100, max(0, round(100 * figures.sold / came))) if came else 0
