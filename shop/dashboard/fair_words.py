"""Goods at fairs in the words of a stall."""

from __future__ import annotations

from datetime import date

from shop.dashboard.parcel_words import Standing
from shop.fairs import Direction, Fair, FairOfProducer, HandOver
from shop.web.language import current_language
from shop.web.words import _


def fair_standing(found: FairOfProducer, day: date) -> Standing:
    """Where a fair stands on a Vietnamese day, for those whose goods are there."""
    if day < found.fair.starts_on:
        return Standing(_("Soon"), "wait", "calendar")
    if day <= found.fair.ends_on:
        return Standing(_("Going on now"), "go", "ticket")
    if found.figures.on_hand:
        return Standing(_("Over, goods still at the booth"), "wait", "clock")
    return Standing(_("Over"), "over", "check")


def fair_name(fair: Fair) -> str:
    """What a fair is called in the visitor's language."""
    return fair.name_en if current_language() == "en" and fair.name_en else fair.name


def figure_words(name: str) -> str:
    """What a figure of goods at a booth counts."""
    return {
        "handed_out": lambda: _("Handed out"),
        "sold": lambda: _("Sold at the fair"),
        "on_hand": lambda: _("At the booth now"),
        "tasted": lambda: _("Tasted"),
        "damaged": lambda: _("Damaged"),
        "taken_back": lambda: _("Brought back"),
        "short": lambda: _("Sold beyond what was there"),
        "differed": lambda: _("Difference in counting"),
    }[name]()


def note_words(note: HandOver) -> str:
    """What a note of a hand-over is called."""
    if note.direction == Direction.OUT:
        return _("Goods handed out, note %(number)s", number=note.number)
    return _("Goods taken back, note %(number)s", number=note.number)
