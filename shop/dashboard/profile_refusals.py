"""Why something that a stall says of itself was not taken, in words that say what to do instead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from shop.dashboard.star_words import NamesStars
from shop.stalls import (
    LONGEST_HOLIDAY,
    BadBankAccount,
    BadHoliday,
    NameMissing,
    NothingToShow,
    SameBankAccount,
    TextTooLong,
    TooManyPortraits,
)
from shop.values.refusal import Refusal
from shop.web.words import _


def _account_words(refusal: BadBankAccount) -> str:
    return {
        "bank_bin": _("Choose the bank."),
        "account": _("A number of an account has 6 to 19 digits. Copy it from your bank's app."),
        "account_name": _("Give the holder as the bank writes the name, such as HTX VINH YEN."),
    }[refusal.field]


def _holiday_words(refusal: BadHoliday) -> str:
    return {
        "first_day": _("A holiday begins today or later, within a year."),
        "last_day": _("The last day comes before the first. Please look at the days again."),
        "length": _(
            "A holiday lasts at most %(number)s days. For a longer time take your goods off sale.",
            number=LONGEST_HOLIDAY.days,
        ),
    }[refusal.field]


PROFILE_REFUSALS: dict[type[Refusal], Callable[[Any], str]] = {
    BadBankAccount: _account_words,
    BadHoliday: _holiday_words,
    NamesStars: lambda refusal: _(
        "“%(words)s”: stars belong to a good and end with its certificate, and the shop shows them there. "
        "Please write it without.",
        words=refusal.words,
    ),
    NameMissing: lambda refusal: _("Say who it is."),
    NothingToShow: lambda refusal: _("Write your story in Vietnamese first: shoppers would see nothing."),
    SameBankAccount: lambda refusal: _("Your money goes to this account already."),
    TextTooLong: lambda refusal: _("Please keep it to %(number)s letters.", number=refusal.limit),
    TooManyPortraits: lambda refusal: _(
        "At most %(number)s people are shown. Take one off first.", number=refusal.limit
    ),
}
