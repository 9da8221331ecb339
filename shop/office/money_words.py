"""Money in the words of the office: by which way, why it waits, what became of it, what is stuck and what to do."""

from __future__ import annotations

from collections.abc import Callable

from flask import url_for

from shop.office.status_words import SIGNS, StatusWords
from shop.payments import (
    Allocation,
    MoneyBackStatus,
    Provider,
    StuckKind,
    StuckMoney,
    SuspenseOutcome,
    SuspenseReason,
    WayBack,
)
from shop.reports import Hint
from shop.web.words import _

Words = Callable[[], str]

_WAYS: dict[str, Words] = {
    Provider.CARD: lambda: _("card"),
    Provider.BANK: lambda: _("bank transfer"),
    Provider.CASH: lambda: _("cash"),
    WayBack.DISPUTE: lambda: _("the card holder's bank"),
}
_REASONS: dict[str, Words] = {
    SuspenseReason.NO_CODE: lambda: _("no order code in the memo"),
    SuspenseReason.SEVERAL_CODES: lambda: _("several codes in the memo"),
    SuspenseReason.UNKNOWN_ORDER: lambda: _("no order has this code"),
    SuspenseReason.WRONG_AMOUNT: lambda: _("the amount is not the total"),
    SuspenseReason.CASH_ORDER: lambda: _("the order is paid in cash"),
    SuspenseReason.OTHER_ACCOUNT: lambda: _("it came to another account"),
    SuspenseReason.UNCLEAR_DATE: lambda: _("the bank's date cannot be read"),
    SuspenseReason.REPEATED: lambda: _("the same transfer was told twice"),
    SuspenseReason.WRONG_CURRENCY: lambda: _("another currency"),
    SuspenseReason.WRONG_MODE: lambda: _("test money in a real shop, or the other way round"),
    SuspenseReason.UNKNOWN_SESSION: lambda: _("a card payment we did not ask for"),
    SuspenseReason.AWAITS_SALE: lambda: _("the booth has not sent this sale yet"),
    SuspenseReason.SALE_SETTLED: lambda: _("the sale at the booth awaits no transfer"),
}
_OUTCOMES: dict[str, Words] = {
    SuspenseOutcome.ASSIGNED: lambda: _("given to an order"),
    SuspenseOutcome.SENT_BACK: lambda: _("sent back"),
    SuspenseOutcome.CLOSED: lambda: _("closed with a note"),
}
_HINTS: dict[str, Words] = {
    Hint.CODE: lambda: _("code in the memo"),
    Hint.PHONE: lambda: _("phone in the memo"),
    Hint.AMOUNT: lambda: _("same amount"),
    Hint.NAME: lambda: _("name in the memo"),
}
_ALLOCATIONS: dict[str, Words] = {
    Allocation.ORDER: lambda: _("for the order"),
    Allocation.SURPLUS: lambda: _("too much, goes back"),
    Allocation.SUSPENSE: lambda: _("waits for a person"),
    Allocation.BOOTH: lambda: _("for a sale at a fair"),
}
_BACK: dict[str, tuple[Words, str]] = {
    MoneyBackStatus.ASKED: (lambda: _("To be sent"), "wait"),
    MoneyBackStatus.SENT: (lambda: _("Sent"), "good"),
    MoneyBackStatus.FAILED: (lambda: _("Failed"), "bad"),
}
_STUCK: dict[str, tuple[Words, str]] = {
    StuckKind.PAID_BUT_DEAD: (lambda: _("Paid, but the order is over and nothing is owed back"), ""),
    StuckKind.REFUND_LATE: (lambda: _("Owed back for more than two days"), "office.refunds.index"),
    StuckKind.REFUND_FAILED: (lambda: _("The card company could not send it back"), "office.refunds.index"),
    StuckKind.MONEY_BACK_LATE: (lambda: _("Should have been sent back by hand"), "office.refunds.index"),
    StuckKind.SENT_WITHOUT_DEBT: (lambda: _("Sent back at the card company's desk, though nothing was owed"), ""),
    StuckKind.SUSPENSE_LATE: (lambda: _("Money without an order, past its day"), "office.suspense.index"),
    StuckKind.EVENT_UNREAD: (lambda: _("A message of a provider was not worked off"), "office.jobs.index"),
    StuckKind.SESSION_UNANSWERED: (lambda: _("The card company has not answered"), ""),
    StuckKind.HOLD_NOT_ENDED: (lambda: _("A hold should have ended"), "office.jobs.index"),
    StuckKind.DISPUTE_OPEN: (lambda: _("A card holder's bank disputes a payment"), "office.disputes.index"),
    StuckKind.CASH_NOT_HANDED_OVER: (lambda: _("A carrier keeps cash for more than two weeks"), "office.cash.index"),
}


def way_words(provider: str) -> str:
    """By which way money comes or goes."""
    return _said(_WAYS, provider)


def suspense_words(reason: str) -> str:
    """Why money has no order."""
    return _said(_REASONS, reason)


def outcome_words(outcome: str) -> str:
    """What a person made of it."""
    return _said(_OUTCOMES, outcome)


def hint_words(hint: str) -> str:
    """Why an order may be meant."""
    return _said(_HINTS, hint)


def allocation_words(allocation: str) -> str:
    """What money is for."""
    return _said(_ALLOCATIONS, allocation)


def back_words(status: str) -> StatusWords:
    """Where money that goes back stands."""
    words, tone = _BACK[status]
    return StatusWords(words(), tone, SIGNS[tone])


def stuck_words(kind: str) -> str:
    """What is stuck."""
    return _STUCK[kind][0]() if kind in _STUCK else kind


def stuck_link(stuck: StuckMoney) -> str | None:
    """Where it is put right; None where the order's own page is the place."""
    endpoint = _STUCK[stuck.kind][1] if stuck.kind in _STUCK else ""
    return url_for(endpoint) if endpoint else None


def _said(table: dict[str, Words], name: str) -> str:
    return table[name]() if name in table else name
