"""What a stall's orders say no with; the words live elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from shop.values.refusal import Refusal


@dataclass
class NoSuchParcel(Refusal):
    """This producer has no such parcel, line or return."""

    subject: str
    id: int


class NothingLeftOut(Refusal):
    """No piece was named that cannot be supplied."""


class NoReason(Refusal):
    """Why goods cannot be supplied must be said: the shopper reads it."""


@dataclass
class TooManyBack(Refusal):
    """More pieces are said to have come back than were sent."""

    order_line_id: int
    most: int


@dataclass
class SaidBefore(Refusal):
    """What came back for this return was written down already, or the return was rejected."""

    return_id: int


class NoCarrier(Refusal):
    """Who takes the parcel must be said."""


@dataclass
class TextTooLong(Refusal):
    """A carrier's name or a tracking number has at most so many signs."""

    most: int


class NothingChosen(Refusal):
    """No parcel was ticked, or too many at once."""


@dataclass
class BadCount(Refusal):
    """What was typed is no number of pieces."""

    typed: str
