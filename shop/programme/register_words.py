"""What the list of the register says of its filters."""

from __future__ import annotations

from shop.programme.register_search import Doubt, Order
from shop.web.words import _


def doubt_words(doubt: Doubt) -> str:
    """What is worth an officer's look, as a filter says it."""
    return {
        Doubt.YEAR_ONLY: _("only the year is known"),
        Doubt.NO_PRODUCER: _("producer not stated"),
        Doubt.NO_PLACE: _("place not known"),
        Doubt.NO_GROUP: _("group not stated"),
        Doubt.GAP: _("a gap between certificates"),
        Doubt.OVERLAP: _("certificates that overlap"),
        Doubt.SEVERAL_OFFICERS: _("several officers acted"),
    }[doubt]


def order_words(order: Order) -> str:
    """How the list is ordered."""
    return {
        Order.NAME: _("by name"),
        Order.ENDS: _("ends soonest first"),
        Order.ENDED: _("ended last first"),
    }[order]
