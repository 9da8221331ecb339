"""What may be a target, what is measured, and how often a producer is told. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from shop.values.refusal import Refusal

# Stands where else the id of a place stands (shop.places).
COUNTRY = "vn"
FIRST_YEAR, YEARS_AHEAD = 2018, 10  # the programme of the whole country began in 2018
MOST = 1_000_000
LONGEST_SOURCE, LONGEST_NOTE = 300, 500
# A producer that was told what is missing is not told again so soon.
NOTICE_AGAIN = timedelta(days=14)


class Measure(StrEnum):
    """What a target is about; each can be counted from the register and the shop."""

    ONLINE_PERCENT = "online_percent"
    STALL_PERCENT = "stall_percent"
    ACCOUNT_PERCENT = "account_percent"
    NEW_GOODS = "new_goods"
    REEVALUATED_GOODS = "reevaluated_goods"
    CERTIFIED_GOODS = "certified_goods"
    PRODUCERS = "producers"


PERCENTAGES = (Measure.ONLINE_PERCENT, Measure.STALL_PERCENT, Measure.ACCOUNT_PERCENT)


@dataclass(frozen=True)
class Wish:
    """A target as somebody enters it: what, how much, by which paper."""

    place_id: str
    year: int
    measure: Measure
    value: int
    source: str
    note: str = ""


@dataclass(frozen=True)
class MonthFigures:
    """How many goods of a place were certified, and how far they had come, on the last day that was measured."""

    place_id: str
    certified: int
    listed: int
    with_stall: int
    with_account: int
    online: int
    in_stock: int
    sold: int


@dataclass
class TargetOutOfRange(Refusal):
    """A share is 0 to 100, a number of goods 0 to a million."""

    most: int


@dataclass
class YearOutOfRange(Refusal):
    """Before the programme, or too far ahead."""

    first: int
    last: int


@dataclass
class SourceMissing(Refusal):
    """A target without the paper that sets it."""


@dataclass
class NoSuchTarget(Refusal):
    """There is no such target in force."""


def check_wish(wish: Wish, this_year: int) -> None:
    """Refuse a target that cannot be: YearOutOfRange, TargetOutOfRange, SourceMissing."""
    last = this_year + YEARS_AHEAD
    if not FIRST_YEAR <= wish.year <= last:
        raise YearOutOfRange(FIRST_YEAR, last)
    most = 100 if wish.measure in PERCENTAGES else MOST
    if not 0 <= wish.value <= most:
        raise TargetOutOfRange(most)
    if not wish.source.strip():
        raise SourceMissing()


def percent(part: int, whole: int) -> int:
    """The whole percents that a part is, rounded down: 100 is said only when nothing is missing; 0 of 0 is 0."""
    return part * 100 // whole if whole else 0


def may_be_told(last: datetime | None, at: datetime) -> bool:
    """Whether a producer may be told again what is missing."""
    return last is None or at - last >= NOTICE_AGAIN
