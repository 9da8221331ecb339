"""A sale as a booth sends it: understood field by field, or not at all. Pure; the names are those of the contract."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from shop.fairs.chain import entry_hash
from shop.fairs.codes import HIGHEST_COUNTER
from shop.fairs.sale_rules import BadItem, LineKind, QuarantineReason, SaleKind, Tender
from shop.values.canonical_json import NotCanonical, sha256_hex
from shop.values.dates import VIETNAM

MOST_VND = 10**12
MOST_UNIT_VND = 10**9
MOST_PIECES = 10_000
MOST_LINES = 200
LONGEST_TEXT = 200
LONGEST_CODE = 12
# The year 3000, in milliseconds; an offset may be as large, as clocks may stand at 1970.
_MOST_MILLISECONDS = 32_503_680_000_000
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_HASH = re.compile(r"[0-9a-f]{64}")
# What no text of a page holds and PostgreSQL does not store.
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_NOT_NEEDED = ("received_vnd", "change_vnd", "clock_offset_ms", "seq")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True)
class LineBody:
    """Pieces of a pack, at a price each in dong; given away to taste and damaged ones cost nothing."""

    variant_id: int
    quantity: int
    unit_vnd: int
    kind: LineKind
    reason: str
    lot: str
    over_allotment: bool

    @property
    def amount_vnd(self) -> int:
        """What the line costs in dong."""
        return self.quantity * self.unit_vnd if self.kind is LineKind.SALE else 0


@dataclass(frozen=True)
class SaleBody:
    """A sale, or the taking back of one, as it was told."""

    sale_id: str
    kind: SaleKind
    of_sale_id: str | None
    told_at: datetime
    offset_ms: int | None
    # The server's time at the device's last contact, and of its picture of the goods, as the device has them.
    known_at: datetime | None
    snapshot_made_at: datetime | None
    cashier: str
    seen_by: str
    tender: Tender
    received_vnd: int | None
    change_vnd: int | None
    code: str
    session_id: str
    age_confirmed: bool | None
    reason: str
    seq: int | None
    previous_hash: str
    hash: str
    is_hash_right: bool
    lines: tuple[LineBody, ...]

    @property
    def total_vnd(self) -> int:
        """What was sold, or goes back, in dong; never negative."""
        return sum(line.amount_vnd for line in self.lines)


def identity_of(item: Any) -> tuple[str, str]:
    """An item as it is kept, and the hash by which it is known again; the order of names does not matter."""
    # Escaped, so that every database stores every letter.
    kept = json.dumps(item, sort_keys=True, separators=(",", ":"))
    return kept, sha256_hex(kept)


def told_sale_id(item: Any) -> str:
    """The id that an item carries, in small letters; empty where it is none."""
    told = item.get("sale_id") if isinstance(item, Mapping) else None
    return told.lower() if isinstance(told, str) and _UUID.fullmatch(told.lower()) else ""


def told_seq(item: Any) -> int | None:
    """The number in the device's log that an item carries, None where it is none."""
    told = item.get("seq") if isinstance(item, Mapping) else None
    return told if type(told) is int and 1 <= told <= HIGHEST_COUNTER else None


def told_text(item: Any, name: str, longest: int = LONGEST_TEXT) -> str:
    """A text of an item, tidied and cut; empty where there is none."""
    told = item.get(name) if isinstance(item, Mapping) else None
    return plain_text(told, longest) if isinstance(told, str) else ""


def plain_text(text: str, longest: int = LONGEST_TEXT) -> str:
    """A text without what no database of ours stores, tidied and cut."""
    return _CONTROL.sub(" ", text).strip()[:longest]


def told_hash(item: Any, name: str) -> str:
    """A seal of the device's log that an item carries; empty where it is none."""
    told = told_text(item, name)
    return told if _HASH.fullmatch(told) else ""


def read_sale(item: Any) -> SaleBody:
    """The sale that an item tells; refuses BadItem for what cannot be understood."""
    if not isinstance(item, Mapping):
        raise BadItem(QuarantineReason.NOT_AN_OBJECT)
    sale_id = told_sale_id(item)
    if not sale_id:
        raise BadItem(QuarantineReason.BAD_SALE_ID, str(item.get("sale_id"))[:LONGEST_TEXT])
    kind = _choice(item, "kind", SaleKind, SaleKind.SALE, QuarantineReason.UNKNOWN_KIND)
    lines = _lines(item.get("lines"), kind)
    total = sum(line.amount_vnd for line in lines)
    nothing_paid = None if total else Tender.NONE
    told_at, has_zone = read_instant(item, "sold_at")
    offset_ms = read_offset(item, "clock_offset_ms")
    return SaleBody(
        sale_id=sale_id,
        kind=kind,
        of_sale_id=_of_sale_id(item, kind),
        told_at=told_at,
        offset_ms=offset_ms if has_zone else None,
        known_at=_instant_ms(item, "known_at_ms"),
        snapshot_made_at=_passing_instant(item, "snapshot_made_at"),
        cashier=told_text(item, "cashier"),
        seen_by=told_text(item, "seen_by"),
        tender=_choice(item, "tender", Tender, nothing_paid, QuarantineReason.UNKNOWN_TENDER),
        received_vnd=read_number(item, "received_vnd", 0, MOST_VND),
        change_vnd=read_number(item, "change_vnd", 0, MOST_VND),
        code=told_text(item, "code", LONGEST_CODE),
        session_id=told_session_id(item),
        age_confirmed=item["age_confirmed"] if isinstance(item.get("age_confirmed"), bool) else None,
        reason=told_text(item, "reason"),
        seq=read_number(item, "seq", 1, HIGHEST_COUNTER),
        previous_hash=told_hash(item, "previous_hash"),
        hash=told_hash(item, "hash"),
        is_hash_right=_is_hash_right(item),
        lines=lines,
    )


def without_what_is_not_needed(item: Mapping[str, Any], *, came_at: datetime) -> Mapping[str, Any]:
    """An item as a person may take it in: what money and goods do not need and nobody can read is left out of it.

    A sale whose moment cannot be read was made at an unknown one before it came.
    """
    try:
        read_sale(item)
    except BadItem as refusal:
        name = refusal.detail
        if refusal.reason is QuarantineReason.BAD_TIME:
            return without_what_is_not_needed(
                {**item, name: came_at.isoformat(), "clock_offset_ms": None}, came_at=came_at
            )
        if refusal.reason is QuarantineReason.BAD_NUMBER and name in _NOT_NEEDED:
            return without_what_is_not_needed({**item, name: None}, came_at=came_at)
    return item


def told_session_id(item: Any) -> str:
    """The session that an item names, in small letters; empty where it names none."""
    told = told_text(item, "session_id").lower()
    return told if _UUID.fullmatch(told) else ""


def read_number(item: Mapping[str, Any], name: str, least: int, most: int) -> int | None:
    """A whole number of an item between bounds, None where it is not told; refuses BadItem."""
    told: object = item.get(name)
    if told is None:
        return None
    # True is a number to Python, and to nobody else.
    if not isinstance(told, int) or isinstance(told, bool) or not least <= told <= most:
        raise BadItem(QuarantineReason.BAD_NUMBER, name)
    return told


def read_instant(item: Mapping[str, Any], name: str) -> tuple[datetime, bool]:
    """An instant of an item and whether it says its zone (else it is Vietnam's); refuses BadItem."""
    told = item.get(name)
    try:
        instant = datetime.fromisoformat(told)  # type: ignore[arg-type]
        has_zone = instant.tzinfo is not None
        in_zone = instant if has_zone else instant.replace(tzinfo=VIETNAM)
        return in_zone.astimezone(UTC), has_zone
    except (TypeError, ValueError, OverflowError) as error:
        raise BadItem(QuarantineReason.BAD_TIME, name) from error


def read_offset(item: Mapping[str, Any], name: str) -> int | None:
    """How many milliseconds must be added to the device's clock, rounded; None: it never knew. Refuses BadItem."""
    told = item.get(name)
    if told is None:
        return None
    if type(told) not in (int, float) or not abs(told) <= _MOST_MILLISECONDS:  # so that NaN is refused too
        raise BadItem(QuarantineReason.BAD_NUMBER, name)
    whole: int = round(told)
    return whole


def _of_sale_id(item: Mapping[str, Any], kind: SaleKind) -> str | None:
    if kind is SaleKind.SALE:
        return None
    told = told_text(item, "of_sale_id").lower()
    if not _UUID.fullmatch(told):
        raise BadItem(QuarantineReason.ORIGINAL_UNKNOWN, told)
    return told


def _lines(told: Any, kind: SaleKind) -> tuple[LineBody, ...]:
    if not isinstance(told, list) or not 1 <= len(told) <= MOST_LINES:
        raise BadItem(QuarantineReason.BAD_LINES)
    lines = tuple(_line(line) for line in told)
    if kind is not SaleKind.SALE and any(line.kind is not LineKind.SALE for line in lines):
        raise BadItem(QuarantineReason.UNKNOWN_KIND, "what was tasted or damaged does not come back")
    return lines


def _line(told: Any) -> LineBody:
    if not isinstance(told, Mapping):
        raise BadItem(QuarantineReason.BAD_LINES)
    kind = _choice(told, "kind", LineKind, LineKind.SALE, QuarantineReason.UNKNOWN_KIND)
    variant_id = read_number(told, "variant_id", 1, 2**31 - 1)
    quantity = read_number(told, "quantity", 1, MOST_PIECES)
    unit_vnd = read_number(told, "unit_vnd", 0, MOST_UNIT_VND)
    if variant_id is None or quantity is None or (unit_vnd is None and kind is LineKind.SALE):
        raise BadItem(QuarantineReason.BAD_NUMBER, "lines")
    return LineBody(
        variant_id=variant_id,
        quantity=quantity,
        unit_vnd=unit_vnd if unit_vnd is not None and kind is LineKind.SALE else 0,
        kind=kind,
        reason=told_text(told, "reason"),
        lot=told_text(told, "lot", 60),
        over_allotment=told.get("over_allotment") is True,
    )


def _choice(
    item: Mapping[str, Any], name: str, choices: type[Choice], usual: Choice | None, reason: QuarantineReason
) -> Choice:
    told = item.get(name)
    if told is None and usual is not None:
        return usual
    if not isinstance(told, str) or told not in choices.__members__.values():
        raise BadItem(reason, str(told)[:LONGEST_TEXT])
    return choices(told)


def _instant_ms(item: Mapping[str, Any], name: str) -> datetime | None:
    """A claim that only narrows: where it is none, it does not count."""
    told = item.get(name)
    if type(told) is not int or not 0 <= told <= _MOST_MILLISECONDS:
        return None
    return _EPOCH + timedelta(milliseconds=told)


def _passing_instant(item: Mapping[str, Any], name: str) -> datetime | None:
    try:
        return read_instant(item, name)[0]
    except BadItem:
        return None


def _is_hash_right(item: Mapping[str, Any]) -> bool:
    try:
        return entry_hash(told_hash(item, "previous_hash"), item) == item.get("hash")
    except NotCanonical:
        return False
