"""The menu of the office: its pages by what one comes for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from shop.web.words import _


@dataclass(frozen=True)
class Entry:
    """One page: its endpoint, its icon and its words."""

    endpoint: str
    sign: str
    words: Callable[[], str]


@dataclass(frozen=True)
class Group:
    """Pages that belong together; the first group has no heading."""

    name: str
    words: Callable[[], str]
    entries: tuple[Entry, ...]


MENU = (
    Group("today", lambda: "", (Entry("office.start.index", "home", lambda: _("Today")),)),
    Group(
        "orders",
        lambda: _("Orders"),
        (Entry("office.orders.index", "list", lambda: _("All orders")),),
    ),
)


def for_templates() -> dict[str, Any]:
    """The menu, for every page of the office."""
    return {"office_menu": MENU}
