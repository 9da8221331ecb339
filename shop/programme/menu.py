"""The menu of the programme office: its pages by what an officer comes for. A page adds one line here."""

from __future__ import annotations

from typing import Any

from shop.programme.for_me import count_acts_for_me, count_applications_for_me
from shop.web.office_frame import Entry, Group
from shop.web.words import _

MENU = (
    Group("today", lambda: "", (Entry("programme.start.index", "home", lambda: _("Today's work")),)),
    Group(
        "register",
        lambda: _("The register"),
        (
            Entry("programme.register.index", "list", lambda: _("OCOP goods")),
            Entry("programme.imports.index", "upload", lambda: _("Enter a decision")),
            Entry("programme.waiting.index", "users", lambda: _("To be confirmed"), count_acts_for_me),
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
        (Entry("programme.stalls.index", "sprout", lambda: _("Stalls"), count_applications_for_me),),
    ),
)


def for_templates() -> dict[str, Any]:
    """The menu, for every page of the programme office."""
    return {"programme_menu": MENU}
