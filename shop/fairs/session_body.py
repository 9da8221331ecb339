"""A session as a booth sends it: opened with a float, money in and out of the drawer, closed with a count. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shop.fairs.codes import HIGHEST_COUNTER
from shop.fairs.sale_body import (
    MOST_VND,
    identity_of,
    read_instant,
    read_number,
    read_offset,
    told_hash,
    told_session_id,
    told_text,
)
from shop.fairs.sale_rules import BadItem, QuarantineReason

MOST_ENTRIES = 1_000
MOST_NOTES = 100_000
LONGEST_VALUE = 7
OPENING = ("opened_at", "clock_offset_ms", "cashier", "float_vnd")


@dataclass(frozen=True)
class ToldTime:
    """What a device's clock showed, and how far it was off, as far as it knew."""

    told_at: datetime
    offset_ms: int | None


@dataclass(frozen=True)
class DrawerEntry:
    """Money put into the drawer or taken out of it, in dong."""

    entry_id: str
    time: ToldTime
    kind: str
    amount_vnd: int
    reason: str
    cashier: str


@dataclass(frozen=True)
class Manifest:
    """What the device says of its log of a session: entries, their sum in dong, their numbers, the last seal."""

    count: int
    sum_vnd: int
    first_seq: int
    last_seq: int
    hash: str

    @property
    def plain(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "count": self.count,
            "sum_vnd": self.sum_vnd,
            "first_seq": self.first_seq,
            "last_seq": self.last_seq,
            "hash": self.hash,
        }


@dataclass(frozen=True)
class Closing:
    """The counted end of a session; what was counted and expected in dong."""

    time: ToldTime
    cashier: str
    counted_vnd: int
    denominations: Mapping[str, int]
    expected_vnd: int | None
    difference_reason: str
    unsent_reason: str
    manifest: Manifest
    hash: str


@dataclass(frozen=True)
class SessionBody:
    """A session, as far as it has come."""

    session_id: str
    opened: ToldTime
    cashier: str
    float_vnd: int
    opening_hash: str
    drawer: tuple[DrawerEntry, ...]
    closing: Closing | None


def read_session(item: Any) -> SessionBody:
    """The session that an item tells; refuses BadItem for what cannot be understood."""
    if not isinstance(item, Mapping):
        raise BadItem(QuarantineReason.NOT_AN_OBJECT)
    session_id = told_session_id(item)
    if not session_id:
        raise BadItem(QuarantineReason.BAD_SALE_ID, "session_id")
    offset_ms = read_offset(item, "clock_offset_ms")
    return SessionBody(
        session_id=session_id,
        opened=_time(item, "opened_at", offset_ms),
        cashier=told_text(item, "cashier"),
        float_vnd=_amount(item, "float_vnd"),
        opening_hash=identity_of({name: item.get(name) for name in OPENING})[1],
        drawer=_drawer(item.get("drawer"), offset_ms),
        closing=_closing(item.get("closed")),
    )


def _drawer(told: Any, offset_ms: int | None) -> tuple[DrawerEntry, ...]:
    if told is None:
        return ()
    if not isinstance(told, list) or len(told) > MOST_ENTRIES:
        raise BadItem(QuarantineReason.BAD_LINES, "drawer")
    return tuple(_entry(entry, offset_ms) for entry in told)


def _entry(told: Any, offset_ms: int | None) -> DrawerEntry:
    if not isinstance(told, Mapping):
        raise BadItem(QuarantineReason.BAD_LINES, "drawer")
    entry_id, kind = told_text(told, "entry_id", 36).lower(), told_text(told, "kind")
    amount = read_number(told, "amount_vnd", 1, MOST_VND)
    if not entry_id or amount is None:
        raise BadItem(QuarantineReason.BAD_NUMBER, "drawer")
    if kind not in ("in", "out"):
        raise BadItem(QuarantineReason.UNKNOWN_KIND, kind)
    known = read_offset(told, "clock_offset_ms")
    return DrawerEntry(
        entry_id=entry_id,
        time=_time(told, "at", offset_ms if known is None else known),
        kind=kind,
        amount_vnd=amount,
        reason=told_text(told, "reason"),
        cashier=told_text(told, "cashier"),
    )


def _closing(told: Any) -> Closing | None:
    if told is None:
        return None
    if not isinstance(told, Mapping):
        raise BadItem(QuarantineReason.BAD_LINES, "closed")
    return Closing(
        time=_time(told, "closed_at", read_offset(told, "clock_offset_ms")),
        cashier=told_text(told, "cashier"),
        counted_vnd=_amount(told, "counted_vnd"),
        denominations=_denominations(told.get("denominations")),
        expected_vnd=read_number(told, "expected_vnd", -MOST_VND, MOST_VND),
        difference_reason=told_text(told, "difference_reason"),
        unsent_reason=told_text(told, "unsent_reason"),
        manifest=_manifest(told.get("manifest")),
        hash=identity_of(told)[1],
    )


def _denominations(told: Any) -> dict[str, int]:
    if told is None:
        return {}
    if not isinstance(told, Mapping) or len(told) > 20 or not all(map(_is_value, told)):
        raise BadItem(QuarantineReason.BAD_LINES, "denominations")
    return {value: read_number(told, value, 0, MOST_NOTES) or 0 for value in told}


def _is_value(told: str) -> bool:
    """Is it the value of a note or coin, in dong?"""
    return told.isascii() and told.isdecimal() and len(told) <= LONGEST_VALUE


def _manifest(told: Any) -> Manifest:
    if not isinstance(told, Mapping):
        raise BadItem(QuarantineReason.BAD_LINES, "manifest")
    return Manifest(
        count=read_number(told, "count", 0, HIGHEST_COUNTER) or 0,
        sum_vnd=read_number(told, "sum_vnd", -MOST_VND, MOST_VND) or 0,
        first_seq=read_number(told, "first_seq", 0, HIGHEST_COUNTER) or 0,
        last_seq=read_number(told, "last_seq", 0, HIGHEST_COUNTER) or 0,
        hash=told_hash(told, "hash"),
    )


def _amount(item: Mapping[str, Any], name: str) -> int:
    amount = read_number(item, name, 0, MOST_VND)
    if amount is None:
        raise BadItem(QuarantineReason.BAD_NUMBER, name)
    return amount


def _time(item: Mapping[str, Any], name: str, offset_ms: int | None) -> ToldTime:
    told_at, has_zone = read_instant(item, name)
    return ToldTime(told_at, offset_ms if has_zone else None)
