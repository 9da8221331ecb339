"""What a booth may tell of its sales, what is odd about one, and when it was really made. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from shop.values.money import share_out
from shop.values.refusal import Refusal

# A clock that is further off than this is told of (issue 5, done when 4).
TOLERANCE = timedelta(minutes=2)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


class SaleKind(StrEnum):
    """What an entry of a device's log does: sell, take a whole sale back, take some of its pieces back."""

    SALE = "sale"
    VOID = "void"
    RETURN = "return"


class LineKind(StrEnum):
    """What became of the pieces of a line; only sold ones cost anything."""

    SALE = "sale"
    TASTING = "tasting"
    DAMAGE = "damage"


class Tender(StrEnum):
    """How it was paid; nothing is paid where nothing was sold."""

    CASH = "cash"
    VIETQR = "vietqr"
    NONE = "none"


class SaleException(StrEnum):
    """What is odd about a sale that was recorded all the same; each has a task with an owner."""

    CERTIFICATE_LAPSED = "certificate_lapsed"
    OVERSOLD = "oversold"
    PRICE_CHANGED = "price_changed"
    CLOCK_UNKNOWN = "clock_unknown"
    CLOCK_CONTRADICTED = "clock_contradicted"
    NO_AGE_CONFIRMATION = "no_age_confirmation"
    UNDERPAID = "underpaid"
    CHANGE_DIFFERS = "change_differs"
    SEQUENCE_REUSED = "sequence_reused"
    NUMBERS_MISSING = "numbers_missing"
    CHAIN_BROKEN = "chain_broken"
    HASH_WRONG = "hash_wrong"
    CODE_DIFFERS = "code_differs"
    AFTER_REVOCATION = "after_revocation"


class QuarantineReason(StrEnum):
    """Why something that a booth told could not be recorded as it is; it is kept whole until a person decides."""

    NOT_AN_OBJECT = "not_an_object"
    BAD_SALE_ID = "bad_sale_id"
    BAD_LINES = "bad_lines"
    BAD_NUMBER = "bad_number"
    BAD_TIME = "bad_time"
    UNKNOWN_VARIANT = "unknown_variant"
    UNKNOWN_KIND = "unknown_kind"
    UNKNOWN_TENDER = "unknown_tender"
    OTHER_BODY = "other_body"
    OTHER_DEVICE = "other_device"
    ORIGINAL_UNKNOWN = "original_unknown"
    MORE_BACK_THAN_SOLD = "more_back_than_sold"
    AFTER_REVOCATION = "after_revocation"
    FAULT = "fault"


class TaskKind(StrEnum):
    """What a person is to look at beside the exceptions of sales."""

    QUARANTINED = "quarantined"
    MANIFEST_DISAGREES = "manifest_disagrees"
    DIFFERENCE_UNEXPLAINED = "difference_unexplained"
    # Opened by payments and by counts.
    TRANSFER_MISSING = "transfer_missing"
    TRANSFER_TO_SEND = "transfer_to_send"
    GOODS_MISSING = "goods_missing"


class SaleStatus(StrEnum):
    """What became of an item that a booth sent."""

    RECORDED = "recorded"
    ALREADY_RECORDED = "already_recorded"
    QUARANTINED = "quarantined"


class Settled(StrEnum):
    """What a person decided of something in quarantine."""

    TAKEN_IN = "taken_in"
    DISMISSED = "dismissed"


@dataclass
class BadItem(Refusal):
    """Something that a booth told cannot be understood, and what of it."""

    reason: QuarantineReason
    detail: str = ""


@dataclass(frozen=True)
class SaleTime:
    """When a sale was made, as far as can be known: at `at`, surely between `earliest` and `latest`."""

    at: datetime
    earliest: datetime
    latest: datetime
    is_known: bool
    is_contradicted: bool


def correct_time(told: datetime, offset_ms: int | None, *, earliest: datetime, received: datetime) -> SaleTime:
    """The instant of a sale from what the device's clock showed and how far that clock was off.

    Never before `earliest` (the device's last contact before it) nor after it was `received`. Without an offset
    nothing is known but that: the device's own time serves where it lies between, and decides nothing.
    """
    earliest = min(earliest, received)
    claimed = _milliseconds(told) + (offset_ms or 0)
    bounds = _milliseconds(earliest), _milliseconds(received)
    at = min(max(claimed, bounds[0]), bounds[1])
    is_contradicted = offset_ms is not None and abs(claimed - at) > TOLERANCE // _MILLISECOND
    instant = _EPOCH + at * _MILLISECOND
    if offset_ms is None:
        return SaleTime(instant, earliest, received, is_known=False, is_contradicted=False)
    return SaleTime(instant, instant, instant, is_known=True, is_contradicted=is_contradicted)


@dataclass(frozen=True)
class Shares:
    """What of a line is the shop's, what the producer's, in dong."""

    commission_vnd: int
    producer_share_vnd: int


def shares_of_sale(amounts: list[int], basis_points: int) -> list[Shares]:
    """The shares of one producer's lines in a sale, in dong: as in a parcel (`orders.quote`).

    The shop's share of the whole is rounded down and shared out by largest remainder.
    """
    whole = sum(amounts)
    if whole == 0:
        return [Shares(0, 0) for _ in amounts]
    parts = share_out(whole * basis_points // 10_000, amounts)
    return [Shares(part, amount - part) for part, amount in zip(parts, amounts, strict=True)]


def shares_of_pieces(line: Shares, quantity: int, *, before: int, pieces: int) -> Shares:
    """What of a line's shares goes back with `pieces` of its `quantity`, when `before` went back already.

    Pieces are counted off in order, so that all of them together give back the line's shares exactly.
    """

    def part(amount: int) -> int:
        return amount * (before + pieces) // quantity - amount * before // quantity

    whole = part(line.commission_vnd + line.producer_share_vnd)
    commission = part(line.commission_vnd)
    return Shares(commission, whole - commission)


def missing_numbers(present: Iterable[int], first: int, last: int) -> list[int]:
    """The numbers from `first` to `last` that are not there."""
    return sorted(set(range(first, last + 1)) - set(present))


def _milliseconds(instant: datetime) -> int:
    return (instant - _EPOCH) // _MILLISECOND
