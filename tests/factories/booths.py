"""Devices of booths for tests: they keep a log and send of it what the contract says."""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import secrets
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from shop.database import transaction
from shop.fairs import BoothDevice, booth_location, receipt_code
from shop.fairs.chain import FIRST, entry_hash
from shop.stock import receive_stock
from shop.values.canonical_json import canonical
from tests.factories.buying import NOON
from tests.factories.fairs import make_booth, make_fair
from tests.factories.people import make_person

Item = dict[str, Any]
_numbers = itertools.count()


@dataclass
class Device:
    """A tablet of a booth; `log` holds what it sold, sealed entry by entry."""

    number: int
    booth_id: int
    token: str
    log: list[Item] = field(default_factory=list)

    @property
    def headers(self) -> dict[str, str]:
        """What it proves itself by."""
        return {"Authorization": f"Bearer {self.token}"}

    def sell(self, pieces: Mapping[int, int], *, unit: int = 125_000, at: datetime = NOON, **changes: Any) -> Item:
        """A new entry of its log: so many pieces of each pack, paid exactly in cash."""
        lines = [
            {"variant_id": pack, "quantity": many, "unit_vnd": unit, "kind": "sale"} for pack, many in pieces.items()
        ]
        total = sum(line["quantity"] * unit for line in lines)
        return self.write(
            {"lines": lines, "received_vnd": total, "change_vnd": 0, "sold_at": at.isoformat(), **changes}
        )

    def take_back(self, sale: Item, pieces: Mapping[int, int] | None = None, **changes: Any) -> Item:
        """A new entry that takes back a whole sale, or so many pieces of it."""
        lines = [line for line in sale["lines"] if line["kind"] == "sale"]
        if pieces is not None:
            lines = [{**line, "quantity": pieces[line["variant_id"]]} for line in lines if line["variant_id"] in pieces]
        told = {
            "kind": "void" if pieces is None else "return",
            "of_sale_id": sale["sale_id"],
            "reason": "Khách đổi ý",
            "received_vnd": 0,
            "change_vnd": _sum_of(lines),
            "sold_at": sale["sold_at"],
            "lines": lines,
        }
        return self.write({**told, **changes})

    def write(self, told: Item) -> Item:
        """Seal an entry and put it behind the others."""
        seq = len(self.log) + 1
        previous = self.log[-1]["hash"] if self.log else FIRST
        entry = {
            "sale_id": str(uuid.uuid4()),
            "kind": "sale",
            "tender": "cash",
            "cashier": "01",
            "clock_offset_ms": 0,
            "age_confirmed": True,
            "code": receipt_code(self.number, seq),
            "seq": seq,
            "previous_hash": previous,
            **told,
        }
        entry["hash"] = entry_hash(previous, entry)
        self.log.append(entry)
        return entry


def _lines(pieces: Mapping[int, int], unit: int) -> list[Item]:
    return [{"variant_id": pack, "quantity": many, "unit_vnd": unit, "kind": "sale"} for pack, many in pieces.items()]


def _sum_of(lines: list[Item]) -> int:
    return sum(line["quantity"] * line["unit_vnd"] for line in lines)


def export(device: Device, *, sessions: Sequence[Item] = (), **changes: Any) -> str:
    """The file that a device writes of its log, signed with its token."""
    content = {"kiosk_export": 1, "device": device.number, "sales": device.log, "sessions": list(sessions), **changes}
    key = hashlib.sha256(device.token.encode()).digest()
    signature = hmac.new(key, canonical(content).encode(), hashlib.sha256).hexdigest()
    return json.dumps({**content, "signature": signature}, ensure_ascii=False, indent=1)


def a_sale(pieces: Mapping[int, int], *, unit: int = 125_000, at: datetime = NOON, **changes: Any) -> Item:
    """A sale as somebody sends it who knows nothing but the contract."""
    lines = _lines(pieces, unit)
    return {
        "sale_id": str(uuid.uuid4()),
        "sold_at": at.isoformat(),
        "clock_offset_ms": 0,
        "cashier": "Lan",
        "tender": "cash",
        "received_vnd": _sum_of(lines),
        "lines": lines,
        **changes,
    }


def make_device(booth_id: int | None = None, *, at: datetime = NOON - timedelta(hours=4)) -> Device:
    """A device that was paired in the morning, of a booth of its own unless one is named."""
    booth = booth_id or _booth_of_its_own(at)
    token = secrets.token_urlsafe(32)
    with transaction() as session:
        row = BoothDevice(booth_id=booth, name="", token_hash=hashlib.sha256(token.encode()).hexdigest(), paired_at=at)
        session.add(row)
        session.flush()
        return Device(row.id, booth, token)


def _booth_of_its_own(at: datetime) -> int:
    number = next(_numbers)
    owner = make_person(f"chu-hoi-cho-{number}@example.vn", password=None)
    return make_booth(f"QUAY-{number}", fair_id=make_fair(owner_id=owner.id, at=at), at=at)


def put_at_booth(device: Device, pieces: Mapping[int, int], *, at: datetime = NOON - timedelta(hours=4)) -> None:
    """Bring goods to the device's booth."""
    with transaction():
        for pack, many in pieces.items():
            receive_stock(pack, many, at=at, reason="test", location=booth_location(device.booth_id))


def open_session(session_id: str, *, float_vnd: int = 500_000, at: datetime = NOON - timedelta(hours=2)) -> Item:
    """A session that has begun, as a device tells of it."""
    return {
        "session_id": session_id,
        "opened_at": at.isoformat(),
        "clock_offset_ms": 0,
        "cashier": "01",
        "float_vnd": float_vnd,
        "drawer": [],
        "closed": None,
    }


def close_session(device: Device, session_id: str, *, at: datetime = NOON, **changes: Any) -> Item:
    """The session of a device's log, counted exactly and closed; other arguments change what its closing says."""
    opened = open_session(session_id)
    entries = [entry for entry in device.log if entry.get("session_id") == session_id]
    cash = sum(_signed(entry) for entry in entries if entry["tender"] == "cash")
    manifest = {
        "count": len(entries),
        "sum_vnd": sum(_signed(entry) for entry in entries),
        "first_seq": entries[0]["seq"] if entries else 0,
        "last_seq": entries[-1]["seq"] if entries else 0,
        "hash": entries[-1]["hash"] if entries else FIRST,
    }
    closed = {
        "closed_at": at.isoformat(),
        "clock_offset_ms": 0,
        "cashier": "01",
        "counted_vnd": opened["float_vnd"] + cash,
        "denominations": {"1000": (opened["float_vnd"] + cash) // 1000},
        "expected_vnd": opened["float_vnd"] + cash,
        "difference_reason": "",
        "unsent_reason": "",
        "manifest": manifest,
    }
    return {**opened, "closed": {**closed, **changes}}


def _signed(entry: Item) -> int:
    total = sum(line["quantity"] * line["unit_vnd"] for line in entry["lines"] if line["kind"] == "sale")
    return total if entry["kind"] == "sale" else -total
