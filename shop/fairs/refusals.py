"""What the work at fairs says no to."""

from __future__ import annotations

from dataclasses import dataclass

from shop.values.refusal import Refusal


@dataclass
class NoSuchFair(Refusal):
    """There is none with this number."""

    fair_id: int


@dataclass
class NoSuchBooth(Refusal):
    """There is none with this number or code."""

    booth: int | str


@dataclass
class NoSuchDevice(Refusal):
    """There is none with this number."""

    device_id: int


@dataclass
class NoSuchCashier(Refusal):
    """There is none with this number at the fair."""

    cashier_id: int


@dataclass
class NoSuchNote(Refusal):
    """There is no hand-over with this number, or it is another producer's."""

    note_id: int


class DaysBackwards(Refusal):
    """A fair cannot end before it begins."""


@dataclass
class FairClosed(Refusal):
    """The fair is over and settled: nothing is handed out or paired any more."""

    fair_id: int


@dataclass
class GoodsStillOut(Refusal):
    """A fair cannot be closed while pieces lie at its booths."""

    fair_id: int
    pieces: int


class BadBoothCode(Refusal):
    """A booth's code is capitals, digits and single hyphens."""


@dataclass
class BoothCodeTaken(Refusal):
    """Another booth, maybe of another fair, has the code."""

    code: str


class BadPairingCode(Refusal):
    """Unknown, used, or too old: one answer, so that guessing teaches nothing."""


class BadPin(Refusal):
    """A PIN is four to six digits."""


@dataclass
class NotOfProducer(Refusal):
    """A note names goods of another producer, or none that there are."""

    variant_id: int


class NothingHandedOver(Refusal):
    """A note without goods."""


@dataclass
class TooManyPieces(Refusal):
    """More pieces of a pack than anybody carries to a fair: a slip of the finger."""

    variant_id: int
    quantity: int


@dataclass
class ReasonMissing(Refusal):
    """What was counted differs from what was expected, and nobody says why."""

    variant_id: int
