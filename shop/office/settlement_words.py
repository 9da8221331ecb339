"""The words of settlement: accounts, facts, payouts and periods, as the office says them."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint

from shop.office.status_words import SIGNS, StatusWords
from shop.settlement import Account, PayoutStatus
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
    Account.CASH_AT_FAIRS: (
        lambda: _("Cash at fairs"),
        lambda: _("Taken at booths and not handed in yet."),
    ),
    Account.TRANSFERS_AWAITED: (
        lambda: _("Transfers seen at booths"),
        lambda: _("Shown on a buyer's phone; the bank has not told of them yet."),
    ),
    Account.FAIR_DIFFERENCES: (
        lambda: _("Differences of fairs"),
        lambda: _("Counted wrong, spent, never found, or made good to a producer."),
    ),
}


def add_to(door: Blueprint) -> None:
    """Make the filters known to templates."""
    for words in (
        payout_words,
        account_words,
        account_hint,
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
