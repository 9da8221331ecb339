"""The menu of the programme office: its pages by what an officer comes for. A page adds one line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from flask import current_app

from shop.joining import count_waiting_applications
from shop.programme.for_me import count_for_me
from shop.web.words import _


@dataclass(frozen=True)
class Entry:
    """One page: its endpoint, its icon and its words; `count` says how many things wait there for a person."""

    endpoint: str
    sign: str
    words: Callable[[], str]
    count: Callable[[], int] = lambda: 0


@dataclass(frozen=True)
class Group:
    """Pages that belong together; the first group has no heading."""

    name: str
    words: Callable[[], str]
    entries: tuple[Entry, ...]


MENU = (
    Group("today", lambda: "", (Entry("programme.start.index", "home", lambda: _("Today's work")),)),
    Group(
        "register",
        lambda: _("The register"),
        (
            Entry("programme.register.index", "list", lambda: _("OCOP goods")),
            Entry("programme.imports.index", "upload", lambda: _("Enter a decision")),
            Entry("programme.waiting.index", "users", lambda: _("To be confirmed"), count_for_me),
            Entry("programme.acts.index", "history", lambda: _("Log of acts")),
        ),
    ),
    Group(
        "programme",
        lambda: _("The programme"),
        (
            Entry("programme.due.index", "calendar-clock", lambda: _("Due for re-evaluation")),
            Entry("programme.coverage.index", "map", lambda: _("Coverage")),
            Entry("programme.targets.index", "badge-check", lambda: _("Targets")),
        ),
    ),
    Group(
        "producers",
        lambda: _("Producers"),
        (Entry("programme.stalls.index", "sprout", lambda: _("Stalls"), count_waiting_applications),),
    ),
)


def for_templates() -> dict[str, Any]:
    """The menu, for every page of the programme office."""
    known = current_app.view_functions
    groups = [replace(one, entries=tuple(entry for entry in one.entries if entry.endpoint in known)) for one in MENU]
    return {"programme_menu": [group for group in groups if group.entries]}
