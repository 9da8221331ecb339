"""Money of fairs in words: why cash moved, what became of a transfer, what is not ready."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint

from shop.payments import TransferOutcome
from shop.settlement import FairCashKind, Unready
from shop.web.words import _, ngettext

FAIR_CASH: dict[str, Callable[[], str]] = {
    FairCashKind.GIVEN_OUT: lambda: _("Change given out for the drawers"),
    FairCashKind.HANDED_IN: lambda: _("Handed in to the cash box"),
    FairCashKind.PAID_IN: lambda: _("Paid into the bank account"),
    FairCashKind.SPENT: lambda: _("Spent at the fair"),
}
_OUTCOMES: dict[str, Callable[[], str]] = {
    TransferOutcome.FOUND: lambda: _("found"),
    TransferOutcome.WRITTEN_OFF: lambda: _("never found"),
    TransferOutcome.SENT_BACK: lambda: _("sent back"),
    TransferOutcome.DROPPED: lambda: _("nothing to send back"),
}


def add_to(door: Blueprint) -> None:
    """Make the filters known to templates."""
    for words in (fair_cash_words, transfer_words, unready_words):
        door.add_app_template_filter(words)


def fair_cash_words(kind: str) -> str:
    """Why cash came to a fair or left it."""
    return FAIR_CASH[kind]()


def transfer_words(outcome: str) -> str:
    """What became of a transfer."""
    return _OUTCOMES[outcome]()


def unready_words(unready: Unready) -> list[str]:
    """What may still change the figures of a fair."""
    found = [
        (
            unready.quarantined,
            ngettext("%(num)s sale waits in quarantine", "%(num)s sales wait in quarantine", unready.quarantined),
        ),
        (
            unready.unsent_devices,
            ngettext(
                "%(num)s tablet has sales that are not sent",
                "%(num)s tablets have sales that are not sent",
                unready.unsent_devices,
            ),
        ),
        (
            unready.open_sessions,
            ngettext("%(num)s session is not closed", "%(num)s sessions are not closed", unready.open_sessions),
        ),
        (
            unready.disagreeing_sessions,
            ngettext(
                "%(num)s session does not agree with what came here",
                "%(num)s sessions do not agree with what came here",
                unready.disagreeing_sessions,
            ),
        ),
        (
            unready.made_good_and_found,
            ngettext(
                "%(num)s good was made good to its producer and is not missing any more",
                "%(num)s goods were made good to their producers and are not missing any more",
                unready.made_good_and_found,
            ),
        ),
    ]
    return [words for count, words in found if count]
