"""Why money of producers was not moved, in words that say what to do instead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from shop.office.settlement_words import payout_words
from shop.settlement import (
    BadPayout,
    BankReferenceTaken,
    MoreThanOwed,
    PeriodNotOver,
    PlanChanged,
    StatementOutOfOrder,
    WrongPayoutStatus,
)
from shop.values.dates import format_day
from shop.values.money import format_vnd
from shop.values.refusal import Refusal
from shop.web.language import current_language
from shop.web.words import _


def _vnd(amount: int) -> str:
    return format_vnd(amount, current_language())


def _bad_payout(refusal: BadPayout) -> str:
    return {
        "amount": lambda: _("Write the amount in whole dong, more than nothing."),
        "bank_reference": lambda: _("Write the reference that the bank gave the transfer, at most 100 characters."),
        "paid_on": lambda: _("The day lies between the day on which it was prepared and today."),
        "bank_account": lambda: _("This account is not the producer's. Look at the payout again before you transfer."),
        "reason": lambda: _("Say in a few words why it was not paid."),
    }[refusal.field]()


PAYOUT_REFUSALS: dict[type[Refusal], Callable[[Any], str]] = {
    BadPayout: _bad_payout,
    BankReferenceTaken: lambda refusal: _(
        "Another payout went under the reference %(reference)s already. Each transfer has its own.",
        reference=refusal.bank_reference,
    ),
    MoreThanOwed: lambda refusal: _(
        "At most %(available)s can be paid out now. Nothing was set aside.", available=_vnd(refusal.available_vnd)
    ),
    PeriodNotOver: lambda refusal: _(
        "This period lasts through %(day)s. Nothing was changed.", day=format_day(refusal.last_day)
    ),
    PlanChanged: lambda refusal: _(
        "Something moved meanwhile: it is %(now)s now, not %(shown)s. Nothing was set aside; look again.",
        now=_vnd(refusal.now_vnd),
        shown=_vnd(refusal.shown_vnd),
    ),
    StatementOutOfOrder: lambda refusal: _("A later period has its statement already. Nothing was changed."),
    WrongPayoutStatus: lambda refusal: _(
        "This was done already: the payout is “%(status)s”. Nothing was changed.",
        status=payout_words(refusal.status).label,
    ),
}
