"""What the tablet of the demonstration's past fair wrote down: a log of sales, sealed as a tablet seals it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from shop.catalogue import Offer
from shop.fairs import FIRST_SEAL, entry_hash, receipt_code

Item = dict[str, Any]
NOTES = (500_000, 200_000, 100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000)
NAMESPACE = uuid5(NAMESPACE_OID, "demonstration-fair")


@dataclass
class Shift:
    """One session: when it began, who opened it, the float in dong, and what belongs to it."""

    name: str
    opened_at: datetime
    cashier: str
    float_vnd: int
    first_seq: int
    items: list[Item] = field(default_factory=list)

    @property
    def session_id(self) -> str:
        """The same for every load."""
        return str(uuid5(NAMESPACE, self.name))


@dataclass
class PastTablet:
    """A device's log; every entry belongs to the shift that is open."""

    number: int
    log: list[Item] = field(default_factory=list)
    shift: Shift | None = None

    def begin(self, name: str, at: datetime, cashier: str, float_vnd: int) -> Shift:
        """Open a shift."""
        self.shift = Shift(name, at, cashier, float_vnd, len(self.log) + 1)
        return self.shift

    def sell(self, pieces: Mapping[Offer, int] | Sequence[tuple[Offer, int]], at: datetime, **told: Any) -> Item:
        """Pieces of packs at their prices; paid exactly, in cash unless `tender` says otherwise."""
        lines = [_line(offer, many, "sale") for offer, many in dict(pieces).items()]
        tender = told.get("tender", "cash")
        received = _sum(lines) if tender == "cash" else 0
        return self._write({"lines": lines, "tender": tender, "received_vnd": received, "change_vnd": 0, **told}, at)

    def give(self, offer: Offer, many: int, kind: str, at: datetime, reason: str) -> Item:
        """Pieces that visitors tasted or that broke."""
        line = {**_line(offer, many, kind), "reason": reason}
        return self._write({"lines": [line], "tender": "none", "received_vnd": 0, "change_vnd": 0}, at)

    def take_back(self, sale: Item, kind: str, at: datetime, reason: str, lines: Sequence[Item] | None = None) -> Item:
        """A whole sale ("void"), or these lines of it ("return"); its money goes back in cash."""
        back = list(lines or sale["lines"])
        told = {"kind": kind, "of_sale_id": sale["sale_id"], "lines": back, "reason": reason}
        return self._write({**told, "tender": "cash", "received_vnd": 0, "change_vnd": _sum(back)}, at)

    def closed(self, shift: Shift, at: datetime, *, short_vnd: int = 0, reason: str = "") -> Item:
        """The shift as it is sent when its drawer was counted; `short_vnd` were missing."""
        cash = sum(_signed(item) for item in shift.items if item["tender"] == "cash")
        expected = shift.float_vnd + cash
        last = shift.items[-1]
        manifest = {
            "count": len(shift.items),
            "sum_vnd": sum(_signed(item) for item in shift.items),
            "first_seq": shift.first_seq,
            "last_seq": last["seq"],
            "hash": last["hash"],
        }
        counted = expected - short_vnd
        closed = {
            "closed_at": at.isoformat(),
            "clock_offset_ms": 0,
            "cashier": shift.cashier,
            "counted_vnd": counted,
            "denominations": _in_notes(counted),
            "expected_vnd": expected,
            "difference_reason": reason,
            "unsent_reason": "",
            "manifest": manifest,
        }
        return {
            "session_id": shift.session_id,
            "opened_at": shift.opened_at.isoformat(),
            "clock_offset_ms": 0,
            "cashier": shift.cashier,
            "float_vnd": shift.float_vnd,
            "drawer": [],
            "closed": closed,
        }

    def _write(self, told: Item, at: datetime) -> Item:
        if self.shift is None:
            raise RuntimeError("nobody sells outside a shift")
        seq = len(self.log) + 1
        previous = self.log[-1]["hash"] if self.log else FIRST_SEAL
        entry = {
            "sale_id": str(uuid5(NAMESPACE, f"sale {seq}")),
            "seq": seq,
            "previous_hash": previous,
            "session_id": self.shift.session_id,
            "kind": "sale",
            "code": receipt_code(self.number, seq),
            "cashier": self.shift.cashier,
            "age_confirmed": True,
            "sold_at": at.isoformat(),
            "clock_offset_ms": 0,
            "known_at_ms": round((at - timedelta(hours=1)).timestamp() * 1_000),
            **told,
        }
        entry["hash"] = entry_hash(previous, entry)
        self.log.append(entry)
        self.shift.items.append(entry)
        return entry


def _line(offer: Offer, many: int, kind: str) -> Item:
    return {"variant_id": offer.variant_id, "quantity": many, "unit_vnd": offer.price_vnd, "kind": kind}


def _sum(lines: Sequence[Item]) -> int:
    return sum(line["quantity"] * line["unit_vnd"] for line in lines)


def _signed(item: Item) -> int:
    total = _sum([line for line in item["lines"] if line["kind"] == "sale"])
    return total if item["kind"] == "sale" else -total


def _in_notes(amount: int) -> dict[str, int]:
    """The fewest notes; what is less than the smallest stays out."""
    counted: dict[str, int] = {}
    for note in NOTES:
        pieces, amount = divmod(amount, note)
        if pieces:
            counted[str(note)] = pieces
    return counted
