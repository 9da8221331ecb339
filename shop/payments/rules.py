"""What money is and where it stands, as tables; how far it may be believed. Pure: instants come as arguments.

"domain" below is this shop's own decisions on selling, see DECISIONS.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

# Stripe lets a session last half an hour at least; a little more, as its clock is not ours.
CARD_SESSION_LASTS = timedelta(minutes=31)
# With less than this left of the hold no session is opened any more: nobody types a card number that fast.
SHORTEST_CARD_TIME = timedelta(minutes=2)
# What Stripe takes in dong: about half a dollar at least, eight digits at most.
SMALLEST_CARD_TOTAL = 12_000
LARGEST_CARD_TOTAL = 99_999_999
# How long money that came too late waits for a person who may revive its order (domain 0.9).
REVIVAL_WINDOW = timedelta(hours=24)
# Within so many days somebody has looked at money without an order.
SUSPENSE_DAYS = 2
# A tablet may sell for three days without a network: so long its sales are waited for.
SALE_DAYS = 5
# A transfer that was seen at a booth and that the bank has not told of by then, a person looks for.
TRANSFER_MAY_TAKE = timedelta(days=2)
# An event about something we do not know (yet) is looked at again so long; then it is another program's.
EVENT_PATIENCE = timedelta(minutes=8)
DONG = "vnd"


class Provider(StrEnum):
    """By which way money comes and goes."""

    CARD = "card"
    BANK = "bank"
    CASH = "cash"


class WayBack(StrEnum):
    """By which way money goes back; by a dispute the card holder's bank has taken it itself."""

    CARD = "card"
    BANK = "bank"
    DISPUTE = "dispute"


class Allocation(StrEnum):
    """What money is for. `order`: its order's total; `booth`: a sale at a fair; `surplus`: goes back by itself;
    `suspense`: a person decides."""

    ORDER = "order"
    SURPLUS = "surplus"
    SUSPENSE = "suspense"
    BOOTH = "booth"


class SessionStatus(StrEnum):
    """Where a card session stands. `asked`: the provider has not answered yet; the later wins, see SESSION_ORDER."""

    ASKED = "asked"
    OPEN = "open"
    FAILED = "failed"
    EXPIRED = "expired"
    COMPLETE = "complete"


# Facts arrive in any order: a session only ever moves to the right.
SESSION_ORDER = (
    SessionStatus.ASKED,
    SessionStatus.OPEN,
    SessionStatus.FAILED,
    SessionStatus.EXPIRED,
    SessionStatus.COMPLETE,
)
LIVE_SESSIONS = (SessionStatus.ASKED, SessionStatus.OPEN)


class SuspenseReason(StrEnum):
    """Why money has no order."""

    NO_CODE = "no_code"
    SEVERAL_CODES = "several_codes"
    UNKNOWN_ORDER = "unknown_order"
    WRONG_AMOUNT = "wrong_amount"
    CASH_ORDER = "cash_order"
    OTHER_ACCOUNT = "other_account"
    UNCLEAR_DATE = "unclear_date"
    REPEATED = "repeated"
    WRONG_CURRENCY = "wrong_currency"
    WRONG_MODE = "wrong_mode"
    UNKNOWN_SESSION = "unknown_session"
    AWAITS_SALE = "awaits_sale"
    SALE_SETTLED = "sale_settled"


class SuspenseOutcome(StrEnum):
    """What a person made of money without an order."""

    ASSIGNED = "assigned"
    SENT_BACK = "sent_back"
    CLOSED = "closed"


class MoneyBackStatus(StrEnum):
    """Where money that goes back stands. `failed`: the provider cannot; a person sends it by transfer."""

    ASKED = "asked"
    SENT = "sent"
    FAILED = "failed"


class Settled(StrEnum):
    """What became of something a provider told. `known`: it had been told before."""

    PAID = "paid"
    REVIVED = "revived"
    REFUND_DUE = "refund_due"
    SURPLUS = "surplus"
    SUSPENSE = "suspense"
    KNOWN = "known"
    NO_MONEY = "no_money"
    OUTGOING = "outgoing"
    NOT_OURS = "not_ours"
    TOLD = "told"
    WAITING = "waiting"
    CLOSED = "closed"
    RECORDED = "recorded"
    FOUND = "found"


class TransferOutcome(StrEnum):
    """What became of a transfer that whoever sold at a booth had seen, or of one that is to go back."""

    FOUND = "found"
    WRITTEN_OFF = "written_off"
    SENT_BACK = "sent_back"
    DROPPED = "dropped"  # nothing has to go back, as nothing had come


# Which of them are about money that should have come; the others are about money that should go.
COMING = (TransferOutcome.FOUND, TransferOutcome.WRITTEN_OFF)
GOING = (TransferOutcome.SENT_BACK, TransferOutcome.DROPPED)


@dataclass(frozen=True)
class BankAccount:
    """Where transfers go: the bank's six-digit number, the account and its holder's name as the bank writes it."""

    bank_bin: str
    number: str
    name: str


@dataclass(frozen=True)
class ReturnAccount:
    """Where money goes back to: bank, account and holder as a person gave them."""

    bank: str
    account: str
    name: str


@dataclass(frozen=True)
class TransferRequest:
    """What a shopper types or scans to pay by transfer; `payload` is the text of the VietQR code, amount in dong."""

    bank_bin: str
    account: str
    name: str
    amount_vnd: int
    memo: str
    payload: str


@dataclass(frozen=True)
class Told:
    """Money that a provider says came: amount in dong where the currency is `vnd`, else in that currency's smallest
    unit; `paid_at` by the provider's clock."""

    provider: Provider
    ref: str
    amount: int
    paid_at: datetime
    currency: str = DONG
    memo: str = ""
    payer: str = ""
    reference: str = ""
    card_session_id: int | None = None
    parcel_id: int | None = None


@dataclass(frozen=True)
class CardFacts:
    """What Stripe says of a session: `amount` in its currency's smallest unit, `paid_at` None while unknown."""

    session_ref: str
    status: str
    is_paid: bool
    intent_ref: str | None
    amount: int
    currency: str
    is_live: bool
    paid_at: datetime | None
    order_code: str = ""


def card_takes(total_vnd: int) -> bool:
    """Can a total in dong be paid by card at all?"""
    return SMALLEST_CARD_TOTAL <= total_vnd <= LARGEST_CARD_TOTAL


def decisive_instant(told_at: datetime, *, placed_at: datetime, at: datetime) -> datetime:
    """When an order was paid: the provider's word, but neither before the order nor after we heard of it.

    Money for an order cannot come before its code existed, and clocks of others may be a little ahead.
    """
    return max(placed_at, min(told_at, at))


def statuses_before(status: SessionStatus) -> tuple[SessionStatus, ...]:
    """From where a session may still move to `status`."""
    return SESSION_ORDER[: SESSION_ORDER.index(status)]


def why_not_credible(facts: CardFacts, *, amount_vnd: int, is_live: bool) -> SuspenseReason | None:
    """Why a paid session does not pay what we asked for, None where it does: binding is by our own record of it."""
    if facts.is_live is not is_live:
        return SuspenseReason.WRONG_MODE
    if facts.currency != DONG:
        return SuspenseReason.WRONG_CURRENCY
    if facts.amount != amount_vnd:
        return SuspenseReason.WRONG_AMOUNT
    return None


def wait_before_retry(tries: int) -> timedelta:
    """How long to leave a provider in peace after so many tries: 10 s, doubled each time, an hour at most."""
    return min(timedelta(seconds=10 * 2 ** min(tries, 10)), timedelta(hours=1))
