"""Where stock lies, why it moves, what it refuses, and when shoppers notice."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from shop.values.refusal import Refusal

WEB = "web"
# The pages say how many are left up to here, and "in stock" beyond (templates/components/stock_words.html).
FEW = 10
LONGEST_REASON = 200


class MoveKind(StrEnum):
    """Why a level changed."""

    RECEIVE = "receive"
    ADJUST = "adjust"
    SALE = "sale"
    RELEASE = "release"
    TRANSFER = "transfer"
    # Only at a booth: sold there though it did not lie there, tasted by visitors, damaged.
    SHORTAGE = "shortage"
    TASTING = "tasting"
    DAMAGE = "damage"


class StockReason(StrEnum):
    """Why a stall changes what lies there; kept in front of its note, so that pages say it in the reader's language."""

    MADE = "made"
    RECOUNTED = "recounted"
    SPOILED = "spoiled"
    SOLD_ELSEWHERE = "sold_elsewhere"
    GIVEN_AWAY = "given_away"
    OTHER = "other"

    def with_note(self, note: str) -> str:
        """How the reason is stored: the code, and what somebody wrote to it."""
        return f"{self.value}: {note}"[:LONGEST_REASON] if note else self.value


def read_reason(stored: str) -> tuple[StockReason | None, str]:
    """The reason and its note as stored; (None, the text) for what other hands wrote."""
    code, _, note = stored.partition(": ")
    return (StockReason(code), note) if code in StockReason.__members__.values() else (None, stored)


@dataclass(frozen=True)
class StockWanted:
    """So many pieces of a pack for an order line. `key` is unique for ever: the same taking or giving happens once."""

    variant_id: int
    order_line_id: int
    quantity: int
    key: str


@dataclass(frozen=True)
class Receipt:
    """Pieces of a pack that come in, or with a minus go out, and why. `key` is unique for ever."""

    variant_id: int
    quantity: int
    reason: str
    key: str


@dataclass(frozen=True)
class StockChange:
    """So many pieces more (or with a minus less) of a pack at a location, and why. `key` is unique for ever."""

    variant_id: int
    location: str
    delta: int
    kind: MoveKind
    key: str
    reason: str = ""


@dataclass(frozen=True)
class StockCount:
    """What somebody counted of a pack at a location, and what they had expected. `key` is unique for ever."""

    variant_id: int
    location: str
    expected: int
    counted: int
    key: str
    reason: str = ""


@dataclass
class NotEnoughStock(Refusal):
    """A change would leave less than nothing."""

    variant_id: int
    location: str
    wanted: int


@dataclass
class OutOfStock(Refusal):
    """An order wants more pieces than there are left."""

    variant_id: int
    wanted: int
    available: int


@dataclass
class StockMoved(Refusal):
    """The stock is not what it was when somebody counted: it was sold from, or more was brought."""

    variant_id: int
    expected: int
    now: int


class NothingToMove(Refusal):
    """A change of zero pieces is no change."""


def looks_different(before: int, after: int) -> bool:
    """Whether pages speak of the two levels in different words, so that they must be made anew."""
    return min(before, FEW + 1) != min(after, FEW + 1)
