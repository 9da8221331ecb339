"""The log of a device that came as a file, brought by a person, when nothing else brought it here.

Taken in like what is sent, so that the same sales may come both ways. Also of a device that was revoked: what it sold
before that counts, what it sold after waits for a person.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shop.database import db
from shop.fairs.intake import take_in_sales
from shop.fairs.models import BoothDevice
from shop.fairs.sale_refusals import BadExport
from shop.fairs.sale_rules import SaleStatus
from shop.fairs.session_intake import take_in_sessions
from shop.values.canonical_json import NotCanonical, canonical
from shop.values.json_text import read_json

AT_ONCE = 50
MOST_ITEMS = 50_000


@dataclass(frozen=True)
class ExportPart:
    """Some of what is in a file; small enough to be taken in at once."""

    device_id: int
    sales: Sequence[Any]
    sessions: Sequence[Any]


@dataclass(frozen=True)
class Export:
    """A file of a device that we know, whole and as the device wrote it."""

    device_id: int
    device_name: str
    booth_id: int
    parts: tuple[ExportPart, ...]


@dataclass(frozen=True)
class TakenIn:
    """What became of a part of a file; add them up."""

    recorded: int = 0
    already_recorded: int = 0
    quarantined: int = 0
    sessions: int = 0

    def __add__(self, other: TakenIn) -> TakenIn:
        return TakenIn(
            self.recorded + other.recorded,
            self.already_recorded + other.already_recorded,
            self.quarantined + other.quarantined,
            self.sessions + other.sessions,
        )


def read_export(content: str | bytes) -> Export:
    """What a file holds; refuses BadExport `not_json`, `no_export`, `unknown_device`, `changed`, `too_many`."""
    try:
        told = read_json(content.decode() if isinstance(content, bytes) else content)
    except (ValueError, RecursionError) as error:
        raise BadExport("not_json") from error
    sales, sessions = _lists_of(told)
    number = told.get("device")
    device = db.session.get(BoothDevice, number) if type(number) is int and 0 < number < 2**31 else None
    if device is None:
        raise BadExport("unknown_device")
    if not _is_signed(told, device.token_hash):
        raise BadExport("changed")
    starts = range(0, len(sales), AT_ONCE)
    parts = [ExportPart(device.id, sales[start : start + AT_ONCE], ()) for start in starts]
    # After the sales, so that a closed session is compared with all of them.
    parts += [ExportPart(device.id, (), sessions)] if sessions else []
    return Export(device.id, device.name, device.booth_id, tuple(parts))


def take_in_export(part: ExportPart, *, at: datetime) -> TakenIn:
    """Take in one part, in a transaction of its own: thousands at once would keep shoppers waiting."""
    answers = take_in_sales(part.device_id, part.sales, at=at)
    sessions = take_in_sessions(part.device_id, part.sessions, at=at)
    statuses = [answer.status for answer in answers]
    return TakenIn(
        recorded=statuses.count(SaleStatus.RECORDED),
        already_recorded=statuses.count(SaleStatus.ALREADY_RECORDED),
        quarantined=[*statuses, *(answer.status for answer in sessions)].count(SaleStatus.QUARANTINED),
        sessions=sum(answer.status is not SaleStatus.QUARANTINED for answer in sessions),
    )


def _lists_of(told: Any) -> tuple[list[Any], list[Any]]:
    if not isinstance(told, dict) or told.get("kiosk_export") != 1:
        raise BadExport("no_export")
    sales, sessions = told.get("sales"), told.get("sessions")
    if not isinstance(sales, list) or not isinstance(sessions, list):
        raise BadExport("no_export")
    if len(sales) + len(sessions) > MOST_ITEMS:
        raise BadExport("too_many")
    return sales, sessions


def _is_signed(told: dict[str, Any], token_hash: str) -> bool:
    """Is it whole, as the device wrote it? The device's token is the key, of which we keep the hash alone."""
    signature = told.get("signature")
    content = {name: value for name, value in told.items() if name != "signature"}
    try:
        right = hmac.new(bytes.fromhex(token_hash), canonical(content).encode(), hashlib.sha256).hexdigest()
    except NotCanonical:
        return False
    return isinstance(signature, str) and hmac.compare_digest(right, signature)
