"""What payments say no with. Each refusal carries the facts that a message needs; the words live elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from shop.values.refusal import Refusal


@dataclass
class BadBankRow(Refusal):
    """A bank's message lacks a field, or it cannot be."""

    field: str


@dataclass
class Forged(Refusal):
    """A message is not signed by whom it claims to come from, or too old; `why` is for the log."""

    why: str


@dataclass
class ForeignEvent(Refusal):
    """A signed message concerns another account or another mode (test, live) than ours."""

    why: str


@dataclass
class CardUnavailable(Refusal):
    """The card provider did not answer as it should; the same may be asked again with the same key."""

    why: str


@dataclass
class CardRefused(Refusal):
    """The card provider says no for good; asking again would not help."""

    why: str


class CardKeyBurnt(CardRefused):
    """The card provider failed once under this key and repeats that for a day: only another key gets an answer."""


@dataclass
class BankUnavailable(Refusal):
    """The list of the bank cannot be read now."""

    why: str


@dataclass
class NoSuchMoney(Refusal):
    """There is no such payment, suspense entry or refund."""

    subject: str
    id: int


@dataclass
class AlreadyDone(Refusal):
    """Somebody decided this before."""

    subject: str
    id: int


@dataclass
class InDispute(Refusal):
    """The card holder's bank takes the money of this refund by a dispute, or has taken it for good (`is_lost`)."""

    money_back_id: int
    is_lost: bool


@dataclass
class WrongAmount(Refusal):
    """The amount is not the one that is wanted, in dong."""

    expected_vnd: int
    given_vnd: int


@dataclass
class NotCash(Refusal):
    """Nothing is to be collected for this parcel: its order is not paid on delivery."""

    parcel_id: int


@dataclass
class RemittanceMismatch(Refusal):
    """What a carrier paid and kept is not what it collected, in dong."""

    expected_vnd: int
    given_vnd: int


@dataclass
class BadField(Refusal):
    """A field that a person must fill in is missing or too long: note, bank, account, name, reference, carrier."""

    field: str


@dataclass
class NothingToRefund(Refusal):
    """The order's payments do not hold what is owed back: it went back already, or never came."""

    refund_due_id: int
