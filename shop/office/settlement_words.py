"""The words of settlement: accounts, facts, payouts and periods, as the office says them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint

from shop.office.status_words import SIGNS, StatusWords
from shop.settlement import Account, FactKind, PayoutStatus, Period
from shop.values.dates import format_day, vietnam_day
from shop.web.words import _

_PAYOUTS: dict[str, tuple[Callable[[], str], str]] = {
    PayoutStatus.PREPARED: (lambda: _("To be transferred"), "wait"),
    PayoutStatus.SENT: (lambda: _("Transferred"), "good"),
    PayoutStatus.FAILED: (lambda: _("Not paid"), "over"),
}
_ACCOUNTS: dict[Account, tuple[Callable[[], str], Callable[[], str]]] = {
    Account.BANK: (lambda: _("Bank account"), lambda: _("Came by transfer, less what went out.")),
    Account.CARD_PROVIDER: (lambda: _("Card company"), lambda: _("Paid by card; paid over to the bank by them.")),
    Account.CASH_WITH_CARRIERS: (
        lambda: _("Cash with carriers"),
        lambda: _("Collected with parcels and not handed over yet."),
    ),
    Account.CASH_BOX: (lambda: _("Cash box"), lambda: _("Cash that the shop itself gave back.")),
    Account.SUSPENSE: (
        lambda: _("Unmatched money"),
        lambda: _("Waits for its order, or to go back."),
    ),
    Account.CUSTOMER_MONEY: (
        lambda: _("Shoppers' money"),
        lambda: _("Paid, and the goods are not delivered yet."),
    ),
    Account.OWED_TO_CUSTOMER: (lambda: _("Owed back to shoppers"), lambda: _("Decided, and not sent back yet.")),
    Account.OWED_TO_PRODUCER: (
        lambda: _("Owed to producers"),
        lambda: _("Their share of what was delivered, less what was paid out."),
    ),
    Account.COMMISSION: (lambda: _("Commission"), lambda: _("The shop's share of what was delivered.")),
    Account.DELIVERY: (lambda: _("Delivery fees"), lambda: _("Paid by shoppers for parcels that went out.")),
    Account.CARRIER_FEES: (lambda: _("Carriers' fees"), lambda: _("Kept by carriers for collecting cash.")),
    Account.DISPUTE_LOSSES: (lambda: _("Lost disputes"), lambda: _("Taken back by card holders' banks.")),
    Account.OUTSIDE: (
        lambda: _("Not the shop's"),
        lambda: _("Came to the account for something else; a person said so."),
    ),
}
_FACTS: dict[str, Callable[[], str]] = {
    FactKind.PAYMENT: lambda: _("Money came"),
    FactKind.SUSPENSE_ASSIGNED: lambda: _("Its order was found"),
    FactKind.SUSPENSE_CLOSED: lambda: _("Not the shop's"),
    FactKind.PARCEL_DELIVERED: lambda: _("Parcel delivered"),
    FactKind.PARCEL_RETURNED: lambda: _("Parcel not taken, back at its producer"),
    FactKind.REFUND_DECIDED: lambda: _("Owed back"),
    FactKind.REFUND_DROPPED: lambda: _("No longer owed back"),
    FactKind.GOODS_RETURNED: lambda: _("Goods returned"),
    FactKind.MONEY_SENT_BACK: lambda: _("Money sent back"),
    FactKind.MONEY_CAME_BACK: lambda: _("Refund did not arrive"),
    FactKind.DISPUTE_LOST: lambda: _("Dispute lost"),
    FactKind.REMITTANCE: lambda: _("Carrier handed over cash"),
    FactKind.PAYOUT_SENT: lambda: _("Paid out"),
    FactKind.PAYOUT_CAME_BACK: lambda: _("Payout came back"),
}


def add_to(door: Blueprint) -> None:
    """Make the filters known to templates."""
    for words in (
        payout_words,
        account_words,
        account_hint,
        fact_words,
        period_words,
        percent,
        millions,
        day_of_instant,
    ):
        door.add_app_template_filter(words)


def payout_words(status: str) -> StatusWords:
    """Where a payout stands."""
    label, tone = _PAYOUTS[status]
    return StatusWords(label(), tone, SIGNS[tone])


def account_words(account: str) -> str:
    """What an account is called."""
    return _ACCOUNTS[Account(account)][0]()


def account_hint(account: str) -> str:
    """What lies in an account."""
    return _ACCOUNTS[Account(account)][1]()


def fact_words(kind: str) -> str:
    """What happened."""
    return _FACTS[kind]()


def period_words(period: Period) -> str:
    """A period by its days: 16–30/11/2026."""
    return f"{period.first_day.day}–{format_day(period.last_day)}"


def percent(basis_points: int) -> str:
    """A share as people write it: 10 % or 12,5 % (12.5 % in English)."""
    whole, rest = divmod(basis_points, 100)
    digits = f"{rest:02d}".rstrip("0")
    return _("%(whole)s.%(digits)s %%", whole=whole, digits=digits) if digits else f"{whole}\u00a0%"


def millions(amount: int) -> str:
    """Millions of dong for the marks of a chart: 1, 2.5 (2,5 in Vietnamese)."""
    whole, rest = divmod(amount, 1_000_000)
    digits = f"{rest:06d}".rstrip("0")
    return _("%(whole)s.%(digits)s", whole=whole, digits=digits) if digits else str(whole)


def day_of_instant(instant: datetime) -> str:
    """The Vietnamese day of an instant."""
    return format_day(vietnam_day(instant))
