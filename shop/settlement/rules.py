"""The chart of accounts, what each fact of money and goods means in it, and how a line is shared piece by piece. Pure.

Double entry: every fact moves money from one account to another, so its entries add up to nothing. Debits are positive,
credits negative: what the shop has is positive, what it owes or has earned is negative.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shop.values.money import share_out

# What an account is divided by where it is not divided.
UNDIVIDED = 0


class Account(StrEnum):
    """Where money can be. A sub-account is an order, a payment or a producer, by number."""

    BANK = "bank"
    CARD_PROVIDER = "card_provider"
    CASH_WITH_CARRIERS = "cash_with_carriers"
    CASH_BOX = "cash_box"
    SUSPENSE = "suspense"  # by payment: came without an order, or too much
    CUSTOMER_MONEY = "customer_money"  # by order: received, neither earned nor owed back
    OWED_TO_CUSTOMER = "owed_to_customer"  # by order: to go back, decided
    OWED_TO_PRODUCER = "owed_to_producer"  # by producer: their share of what was delivered
    COMMISSION = "commission"
    DELIVERY = "delivery"
    CARRIER_FEES = "carrier_fees"
    DISPUTE_LOSSES = "dispute_losses"
    OUTSIDE = "outside"  # money of the organisation that is none of the shop's
    CASH_AT_FAIRS = "cash_at_fairs"  # by fair: taken at its booths and not handed in yet
    TRANSFERS_AWAITED = "transfers_awaited"  # by fair: seen by whoever sold, not by the bank yet
    FAIR_DIFFERENCES = "fair_differences"  # by fair: what was counted, spent, lost or made good there


class FactKind(StrEnum):
    """What happened."""

    PAYMENT = "payment"
    SUSPENSE_ASSIGNED = "suspense_assigned"
    SUSPENSE_CLOSED = "suspense_closed"
    PARCEL_DELIVERED = "parcel_delivered"
    PARCEL_RETURNED = "parcel_returned"
    REFUND_DECIDED = "refund_decided"
    REFUND_DROPPED = "refund_dropped"
    GOODS_RETURNED = "goods_returned"
    MONEY_SENT_BACK = "money_sent_back"
    MONEY_CAME_BACK = "money_came_back"
    DISPUTE_LOST = "dispute_lost"
    REMITTANCE = "remittance"
    PAYOUT_SENT = "payout_sent"
    PAYOUT_CAME_BACK = "payout_came_back"
    BOOTH_SALE = "booth_sale"
    BOOTH_RETURN = "booth_return"
    BOOTH_CASH_COUNTED = "booth_cash_counted"
    BOOTH_TRANSFER = "booth_transfer"
    FAIR_CASH = "fair_cash"
    GOODS_COMPENSATED = "goods_compensated"


# By what a producer earns; what was earned comes back by the others.
EARNING = (FactKind.PARCEL_DELIVERED, FactKind.BOOTH_SALE, FactKind.GOODS_COMPENSATED)
AT_BOOTHS = (FactKind.BOOTH_SALE, FactKind.BOOTH_RETURN)


@dataclass(frozen=True, slots=True)
class Entry:
    """Dong into (positive) or out of (negative) an account."""

    account: Account
    amount_vnd: int
    sub_id: int = UNDIVIDED


@dataclass(frozen=True, slots=True)
class Posting:
    """A fact as it is booked. `key` names it for ever, so that it is booked once; `fact_id` is its row."""

    key: str
    kind: FactKind
    fact_id: int
    happened_at: datetime
    entries: tuple[Entry, ...]
    order_id: int | None = None
    producer_id: int | None = None
    parcel_id: int | None = None

    def __post_init__(self) -> None:
        if sum(entry.amount_vnd for entry in self.entries):
            raise ValueError(f"the entries of {self.key} do not add up to nothing")


@dataclass(frozen=True, slots=True)
class Pieces:
    """A run of the pieces of an order line, counted from nothing: those from `first` on, before `end`."""

    quantity: int
    unit_vnd: int
    commission_vnd: int
    first: int
    end: int

    @property
    def goods_vnd(self) -> int:
        """What the pieces cost."""
        return (self.end - self.first) * self.unit_vnd

    @property
    def shop_vnd(self) -> int:
        """The shop's commission on these pieces: the line's, shared over all its pieces by largest remainder.

        Runs that make up a line make up its commission, however it is cut.
        """
        return sum(share_out(self.commission_vnd, [1] * self.quantity)[self.first : self.end])

    @property
    def producer_vnd(self) -> int:
        """The producer's share of these pieces."""
        return self.goods_vnd - self.shop_vnd


def between(amount_vnd: int, *, debit: tuple[Account, int], credit: tuple[Account, int]) -> tuple[Entry, ...]:
    """The two entries that move an amount; an account comes with its division."""
    return entries(Entry(debit[0], amount_vnd, debit[1]), Entry(credit[0], -amount_vnd, credit[1]))


def entries(*found: Entry) -> tuple[Entry, ...]:
    """The entries that say something."""
    return tuple(entry for entry in found if entry.amount_vnd)


def delivered(order_id: int, producer_id: int, pieces: Iterable[Pieces], fee_vnd: int) -> tuple[Entry, ...]:
    """A parcel reached its shopper: the shopper's money becomes the producer's, the shop's, and pays the delivery."""
    runs = list(pieces)
    share, commission = sum(run.producer_vnd for run in runs), sum(run.shop_vnd for run in runs)
    return entries(
        Entry(Account.CUSTOMER_MONEY, share + commission + fee_vnd, order_id),
        Entry(Account.OWED_TO_PRODUCER, -share, producer_id),
        Entry(Account.COMMISSION, -commission),
        Entry(Account.DELIVERY, -fee_vnd),
    )


def goods_returned(order_id: int, producer_id: int, pieces: Iterable[Pieces]) -> tuple[Entry, ...]:
    """Delivered goods came back: the producer's share and the commission are owed to the shopper."""
    runs = list(pieces)
    share, commission = sum(run.producer_vnd for run in runs), sum(run.shop_vnd for run in runs)
    return entries(
        Entry(Account.OWED_TO_PRODUCER, share, producer_id),
        Entry(Account.COMMISSION, commission),
        Entry(Account.OWED_TO_CUSTOMER, -share - commission, order_id),
    )
