"""The menu of the office: its pages by what one comes for."""

from __future__ import annotations

from typing import Any

from shop.web.office_frame import Entry, Group
from shop.web.words import _

MENU = (
    Group("today", lambda: "", (Entry("office.start.index", "home", lambda: _("Today")),)),
    Group(
        "orders",
        lambda: _("Orders"),
        (
            Entry("office.orders.index", "list", lambda: _("All orders")),
            Entry("office.parcels.index", "package", lambda: _("Parcels")),
            Entry("office.returns.index", "undo-2", lambda: _("Returns")),
            Entry("office.reviews.index", "message-circle", lambda: _("Reviews")),
            Entry("office.enquiries.index", "mail", lambda: _("Enquiries")),
        ),
    ),
    Group(
        "money",
        lambda: _("Money"),
        (
            Entry("office.suspense.index", "circle-question-mark", lambda: _("Unmatched money")),
            Entry("office.refunds.index", "send", lambda: _("Refunds")),
            Entry("office.cash.index", "banknote", lambda: _("Cash with carriers")),
            Entry("office.disputes.index", "credit-card", lambda: _("Card disputes")),
            Entry("office.payouts.index", "wallet", lambda: _("Paying producers")),
            Entry("office.statements.index", "file-text", lambda: _("Statements")),
            Entry("office.ledger.index", "scale", lambda: _("Books")),
        ),
    ),
    Group(
        "fairs",
        lambda: _("Fairs"),
        (Entry("office.fairs.overview.index", "store", lambda: _("Fairs and booths")),),
    ),
    Group(
        "settings",
        lambda: _("Set up"),
        (
            Entry("office.fees.index", "truck", lambda: _("Delivery fees")),
            Entry("office.points.index", "store", lambda: _("Points of sale")),
            Entry("office.stalls.index", "sprout", lambda: _("Stalls")),
            Entry("office.people.index", "users", lambda: _("Accounts and roles")),
        ),
    ),
    Group(
        "machine",
        lambda: _("Behind the scenes"),
        (
            Entry("office.outbox.index", "mail", lambda: _("Mails")),
            Entry("office.jobs.index", "clock", lambda: _("Timed work")),
            Entry("office.log.index", "history", lambda: _("Audit log")),
        ),
    ),
)


def for_templates() -> dict[str, Any]:
    """The menu, for every page of the office."""
    return {"office_menu": MENU}
