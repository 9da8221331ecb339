"""What settlement says no with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shop.values.refusal import Refusal


@dataclass
class MoreThanOwed(Refusal):
    """A payout asks for more than the producer is owed and is not being paid already, in dong."""

    producer_id: int
    wanted_vnd: int
    available_vnd: int


@dataclass
class NoSuchPayout(Refusal):
    """No payout has this number."""

    payout_id: int


@dataclass
class WrongPayoutStatus(Refusal):
    """The step was taken before, or the payout stands elsewhere."""

    payout_id: int
    status: str


@dataclass
class BankReferenceTaken(Refusal):
    """Another payout went with this reference of the bank already."""

    bank_reference: str


@dataclass
class BadPayout(Refusal):
    """A field does not make sense: `bank_reference`, `paid_on`, `reason` or `amount`."""

    field: str


@dataclass
class PeriodNotOver(Refusal):
    """A statement can be made once the last day of its period is over."""

    last_day: date


@dataclass
class StatementOutOfOrder(Refusal):
    """A later period has its statement already, so this one cannot be opened any more."""

    producer_id: int
    first_day: date


@dataclass
class PlanChanged(Refusal):
    """What would be paid out is not what the page showed, in dong: something was sold, returned or paid meanwhile."""

    shown_vnd: int
    now_vnd: int


@dataclass
class BadFairCash(Refusal):
    """A field of money at a fair does not make sense: `amount`, `happened_on`, `reference` or `note`."""

    field: str


@dataclass
class MoreThanMissing(Refusal):
    """More pieces would be made good than are missing."""

    variant_id: int
    wanted: int
    missing: int


@dataclass
class NotMadeGood(Refusal):
    """There is nothing to take back: never made good at this fair, or taken back before."""

    compensation_id: int


@dataclass
class FairNotReady(Refusal):
    """Something of a fair may still change its figures: see `what_is_unready`."""

    fair_id: int
