"""A stall's money in words: where a payout stands, and where goods were sold."""

from __future__ import annotations

from shop.dashboard.parcel_words import Standing
from shop.reports import Channel
from shop.settlement import PayoutStatus
from shop.web.words import _


def payout_standing(status: str) -> Standing:
    """Where a payout to the stall stands."""
    words, tone, sign = {
        PayoutStatus.PREPARED: (_("The shop is transferring it"), "wait", "clock"),
        PayoutStatus.SENT: (_("Transferred"), "good", "check"),
        PayoutStatus.FAILED: (_("Did not go through"), "bad", "circle-alert"),
    }[PayoutStatus(status)]
    return Standing(words, tone, sign)


def channel_words(channel: str) -> str:
    """Where goods were sold."""
    return _("On the web") if channel == Channel.WEB else _("At fairs")
