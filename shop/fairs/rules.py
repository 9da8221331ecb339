"""Fairs and their booths: what they are called, how long a pairing code lives, what a PIN may be, what goods may do."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

LONGEST_NAME = 120
LONGEST_PLACE = 200
LONGEST_REASON = 200
LONGEST_LOT = 40
LONGEST_BOOTH_CODE = 20
LONGEST_DEVICE_NAME = 60
# More of one pack than anybody carries to a fair is a slip of the finger.
MOST_PIECES = 10_000
# A pairing code is read off one screen and typed or scanned into another beside it.
PAIRING_LASTS = timedelta(minutes=15)
SHORTEST_PIN, LONGEST_PIN = 4, 6
# A snapshot of what a booth may sell is good for so long without a contact (reliability, R12: 24 to 72 hours).
SNAPSHOT_LASTS = timedelta(hours=72)

_BOOTH_CODE = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*")


class Direction(StrEnum):
    """Which way goods go between whoever has them and a booth."""

    OUT = "out"
    BACK = "back"


class OtherEnd(StrEnum):
    """Where goods come from, or go back to: the shelf that is sold on the web, or their producer."""

    WEB = "web"
    PRODUCER = "producer"


class WriteOff(StrEnum):
    """Why pieces at a booth are neither sold nor given back."""

    TASTING = "tasting"
    DAMAGE = "damage"


class WhyWithheld(StrEnum):
    """Why a good that lies at a booth may not be sold there now."""

    NOT_CERTIFIED = "not_certified"
    NOT_OFFERED = "not_offered"


@dataclass(frozen=True)
class FairWritten:
    """What an operator writes of a fair. Both days are part of it; `owner_id` is the person who answers for it."""

    name: str
    name_en: str
    place: str
    starts_on: date
    ends_on: date
    owner_id: int


@dataclass(frozen=True)
class HandOverWanted:
    """Pieces of a pack that go to a booth or come back from it, and where their other end is."""

    variant_id: int
    quantity: int
    other_end: OtherEnd = OtherEnd.WEB
    lot: str = ""
    best_before_on: date | None = None


@dataclass(frozen=True)
class Note:
    """The head of a hand-over: which booth, whose goods, who writes it (`operator:12`)."""

    booth_id: int
    producer_id: int
    by: str
    remark: str = ""


@dataclass(frozen=True)
class WrittenOff:
    """Pieces of a pack that visitors tasted or that were damaged."""

    variant_id: int
    quantity: int
    kind: WriteOff
    reason: str = ""
    lot: str = ""


@dataclass(frozen=True)
class CountedLine:
    """What somebody counted of a pack at a booth; `expected` is what their sheet said, `reason` why it differs."""

    variant_id: int
    expected: int
    counted: int
    reason: str = ""


@dataclass(frozen=True)
class Contact:
    """What a device told of itself when it was heard of; None where it did not say."""

    clock_offset_ms: int | None = None
    unsent_count: int | None = None
    release: str | None = None
    snapshot_version: str | None = None


@dataclass(frozen=True)
class BankOfBooth:
    """The account that a booth's transfers go to, as the payload of a VietQR code needs it."""

    bin: str
    account: str
    account_name: str


@dataclass(frozen=True)
class Figures:
    """What became of a pack at a booth, in pieces; together they are what lies there.

    `sold` is less what visitors gave back; `short` was sold though it did not lie there; `differed` was found (or
    with a minus missed) by counting.
    """

    handed_out: int = 0
    taken_back: int = 0
    sold: int = 0
    tasted: int = 0
    damaged: int = 0
    short: int = 0
    differed: int = 0

    @property
    def on_hand(self) -> int:
        """How many pieces lie at the booth."""
        came = self.handed_out + self.short + self.differed
        return came - self.taken_back - self.sold - self.tasted - self.damaged

    def __add__(self, other: Figures) -> Figures:
        """Of two packs, or of one at two booths."""
        return Figures(*(getattr(self, name) + getattr(other, name) for name in Figures.__dataclass_fields__))


def figures_of(moves: Iterable[tuple[str, bool, int]]) -> Figures:
    """The figures of moves at a booth, each as the ledger's kind, whether a count made it, and its pieces."""
    sums = dict.fromkeys(Figures.__dataclass_fields__, 0)
    for kind, is_count, pieces in moves:
        name, sign = _FIGURE.get(kind) or (("handed_out", 1) if pieces > 0 else ("taken_back", -1))
        if is_count:
            name, sign = "differed", 1
        sums[name] += sign * pieces
    return Figures(**sums)


# Of which figure a kind of move is, and whether pieces that come in raise or lower it; all others are hand-overs.
_FIGURE = {
    "sale": ("sold", -1),
    "release": ("sold", -1),
    "tasting": ("tasted", -1),
    "damage": ("damaged", -1),
    "shortage": ("short", 1),
}


def booth_location(booth_id: int) -> str:
    """Where a booth's own stock lies, as the ledger of stock names it."""
    return f"booth:{booth_id}"


def parse_booth_code(text: str) -> str | None:
    """A booth's code as it is kept: capitals, digits, single hyphens; None where the text is none."""
    code = text.strip().upper()
    return code if len(code) <= LONGEST_BOOTH_CODE and _BOOTH_CODE.fullmatch(code) else None


def is_pin(text: str) -> bool:
    """Is it four to six digits?"""
    return SHORTEST_PIN <= len(text) <= LONGEST_PIN and text.isascii() and text.isdigit()


def pairing_ends_at(made_at: datetime) -> datetime:
    """When a pairing code counts no more."""
    return made_at + PAIRING_LASTS
