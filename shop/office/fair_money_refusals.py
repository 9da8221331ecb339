"""What the money of fairs said no to, in words that say what to do instead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from shop.settlement import BadFairCash, FairNotReady, MoreThanMissing, NotMadeGood
from shop.values.refusal import Refusal
from shop.web.words import _, ngettext

_FIELDS: dict[str, Callable[[], str]] = {
    "amount": lambda: _("Type how much it was. Nothing was changed."),
    "happened_on": lambda: _("The day lies ahead. Nothing was changed."),
    "reference": lambda: _("The bank's reference is needed. Nothing was changed."),
    "note": lambda: _("Write down what it was for. Nothing was changed."),
}


def _more_than_missing(refusal: MoreThanMissing) -> str:
    if refusal.missing <= 0:
        return _("Nothing of it is missing any more. Nothing was changed.")
    return ngettext(
        "Only %(num)s piece is missing. Nothing was changed.",
        "Only %(num)s pieces are missing. Nothing was changed.",
        refusal.missing,
    )


FAIR_MONEY_REFUSALS: dict[type[Refusal], Callable[[Any], str]] = {
    BadFairCash: lambda refusal: _FIELDS[refusal.field](),
    MoreThanMissing: _more_than_missing,
    NotMadeGood: lambda refusal: _("There is nothing to take back any more. Nothing was changed."),
    FairNotReady: lambda refusal: _("Something may still change the figures. Say why the fair is closed all the same."),
}
