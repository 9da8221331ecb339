"""The menu of a stall: its pages by what one comes for, and the five that a thumb reaches on a phone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import request

from shop.dashboard.counts import count_of
from shop.dashboard.stall import FOUND, Stall
from shop.web.words import _


@dataclass(frozen=True)
class Entry:
    """One page: its endpoint, its icon, its words; for owners alone; the name of what its badge counts."""

    endpoint: str
    sign: str
    words: Callable[[], str]
    owners_only: bool = False
    counted: str | None = None

    @property
    def count(self) -> int:
        """What the badge shows: how many things wait behind the entry."""
        return count_of(self.counted) if self.counted else 0


@dataclass(frozen=True)
class Group:
    """Pages that belong together; the first group has no heading."""

    name: str
    words: Callable[[], str]
    entries: tuple[Entry, ...]


START = Entry("dashboard.start.index", "home", lambda: _("Today"))
PARCELS = Entry("dashboard.parcels.index", "package", lambda: _("Orders"), counted="parcels")
GOODS = Entry("dashboard.goods.index", "tag", lambda: _("Goods"))
CERTIFICATES = Entry("dashboard.certificates.index", "award", lambda: _("Certificates"))
MONEY = Entry("dashboard.money.index", "wallet", lambda: _("Money"), owners_only=True)
MORE = Entry("dashboard.more.index", "menu", lambda: _("More"))

MENU = (
    Group("today", lambda: "", (START,)),
    Group(
        "orders",
        lambda: _("Selling"),
        (
            PARCELS,
            Entry("dashboard.returns.index", "undo-2", lambda: _("Returns"), counted="returns"),
            Entry("dashboard.enquiries.index", "mail", lambda: _("Enquiries"), counted="enquiries"),
            Entry("dashboard.fairs.index", "ticket", lambda: _("Fairs")),
            Entry("dashboard.reviews.index", "message-circle", lambda: _("Reviews"), counted="reviews"),
        ),
    ),
    Group(
        "goods",
        lambda: _("What I sell"),
        (
            GOODS,
            Entry("dashboard.sheet.index", "grid-2x2", lambda: _("Change many at once")),
            Entry("dashboard.goods_file.index", "upload", lambda: _("Spreadsheets")),
            CERTIFICATES,
            Entry("dashboard.lots.index", "barcode", lambda: _("Lots")),
            Entry("dashboard.labels.index", "scan-barcode", lambda: _("Labels and QR codes")),
        ),
    ),
    Group(
        "money",
        lambda: _("Money"),
        (
            MONEY,
            Entry("dashboard.statements.index", "file-text", lambda: _("Statements"), owners_only=True),
            Entry("dashboard.bank.index", "banknote", lambda: _("Bank account"), owners_only=True),
        ),
    ),
    Group(
        "stall",
        lambda: _("My stall"),
        (
            Entry("dashboard.profile.index", "store", lambda: _("About us")),
            Entry("dashboard.holiday.index", "calendar", lambda: _("Holiday")),
            Entry("dashboard.sign.index", "qr-code", lambda: _("Sign with QR code")),
            Entry("dashboard.people.index", "users", lambda: _("People"), owners_only=True),
        ),
    ),
)


def groups_for(stall: Stall) -> list[tuple[Group, list[Entry]]]:
    """The groups of the menu with the entries that somebody of a stall may open; empty groups are left out."""
    found = [(group, [entry for entry in group.entries if _is_open(entry, stall)]) for group in MENU]
    return [(group, entries) for group, entries in found if entries]


def tabs_for(stall: Stall) -> list[Entry]:
    """The five tabs of a phone; staff see certificates where owners see the money."""
    five = (START, PARCELS, GOODS, MONEY if stall.is_owner else CERTIFICATES, MORE)
    return [entry for entry in five if _is_open(entry, stall)]


def for_templates() -> dict[str, Any]:
    """The stall and its menu, for every page below `/gian-hang/<stall>`."""
    stall = request.environ.get(FOUND)
    if not isinstance(stall, Stall):
        return {}
    return {"stall": stall, "stall_menu": groups_for(stall), "stall_tabs": tabs_for(stall)}


def _is_open(entry: Entry, stall: Stall) -> bool:
    return stall.is_owner or not entry.owners_only
