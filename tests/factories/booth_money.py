"""A booth that sells, for tests of its money: a device, sales as it sends them, goods handed out without their note."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from shop.catalogue import Variant
from shop.database import db, transaction
from shop.fairs import (
    BoothSale,
    CountedLine,
    HandOverWanted,
    Note,
    OtherEnd,
    SaleStatus,
    WriteOff,
    WrittenOff,
    booth_stock,
    count_booth,
    find_booth,
    receipt_code,
    take_back,
    take_in_sales,
    take_in_sessions,
    write_off_at_booth,
)
from tests.factories.buying import NOON
from tests.factories.fairs import BY, give_out, make_booth, make_device, producer_of


@dataclass
class BoothAtWork:
    """A booth with one device that sells, in the order in which it does."""

    fair_id: int
    booth_id: int
    device_id: int
    at: datetime = NOON
    seq: int = 0

    def sell(self, *lines: tuple[int, int], tender: str = "cash", session: str = "", **changes: Any) -> BoothSale:
        """Pieces of packs at their present price, as (pack, pieces); sent at once."""
        body = self.body([_line(*line) for line in lines], tender=tender, session_id=session, **changes)
        return self.send(body)

    def take_back(
        self, sale: BoothSale, *lines: tuple[int, int], tender: str = "cash", kind: str = "return", **changes: Any
    ) -> BoothSale:
        """Pieces of a sale come back."""
        told = {"kind": kind, "of_sale_id": sale.sale_id, "session_id": sale.session_id, "reason": "x", **changes}
        return self.send(self.body([_line(*line) for line in lines], tender=tender, **told))

    def body(self, lines: Sequence[dict[str, Any]], *, tender: str, **changes: Any) -> dict[str, Any]:
        """A sale as a device tells it, a minute after the one before."""
        self.seq += 1
        self.at += timedelta(minutes=1)
        total = sum(line["quantity"] * line["unit_vnd"] for line in lines if line["kind"] == "sale")
        is_sale = changes.get("kind", "sale") == "sale"
        return {
            "sale_id": str(uuid.uuid4()),
            "kind": "sale",
            "sold_at": self.at.isoformat(),
            "clock_offset_ms": 0,
            "cashier": "01",
            "tender": tender,
            "received_vnd": total if is_sale else 0,
            "change_vnd": 0 if is_sale else total,
            "seq": self.seq,
            "code": receipt_code(self.device_id, self.seq),
            "lines": list(lines),
            **changes,
        }

    def send(self, body: dict[str, Any], *, at: datetime | None = None) -> BoothSale:
        """The sale as it was recorded, without which the test ends."""
        with transaction():
            [answer] = take_in_sales(self.device_id, [body], at=at or self.at)
        assert answer.status is SaleStatus.RECORDED, answer
        sale = db.session.scalar(select(BoothSale).where(BoothSale.sale_id == body["sale_id"]))
        assert sale is not None
        return sale


def make_booth_at_work(code: str = "HOI-CHO-1", *, at: datetime = NOON) -> BoothAtWork:
    """A booth of a fair of its own, with a device."""
    booth_id = make_booth(code, at=at)
    device_id = make_device(code, at=at).device.id
    booth = find_booth(booth_id)
    assert booth is not None
    db.session.rollback()
    return BoothAtWork(booth.fair_id, booth_id, device_id, at)


def hand_out_at(booth: BoothAtWork, variant_id: int, quantity: int, *, other_end: OtherEnd = OtherEnd.PRODUCER) -> None:
    """Pieces come to a booth with their producer, or from the web's shelf."""
    give_out(booth.booth_id, {variant_id: quantity}, at=booth.at, other_end=other_end)


def give_back(booth: BoothAtWork, variant_id: int, quantity: int, *, other_end: OtherEnd = OtherEnd.PRODUCER) -> None:
    """Pieces go home with their producer, or to the web's shelf."""
    note = Note(booth.booth_id, producer_of(variant_id), BY)
    with transaction():
        take_back(note, [HandOverWanted(variant_id, quantity, other_end)], at=booth.at)


def write_off_at(booth: BoothAtWork, variant_id: int, quantity: int, kind: WriteOff) -> None:
    """The office writes pieces off that were tasted or damaged."""
    with transaction():
        write_off_at_booth(booth.booth_id, WrittenOff(variant_id, quantity, kind, "x", ""), by=BY, at=booth.at)


def count_at(booth: BoothAtWork, variant_id: int, *, counted: int) -> None:
    """Somebody counts what lies at the booth."""
    with transaction():
        there = booth_stock(booth.booth_id)[variant_id]
        count_booth(booth.booth_id, [CountedLine(variant_id, there, counted, "x")], by=BY, at=booth.at)


def close_session(
    booth: BoothAtWork,
    name: str,
    *,
    float_vnd: int,
    counted_vnd: int,
    moves: Sequence[tuple[str, int]] = (),
) -> None:
    """A session as a device tells it once it was counted, with everything that was sent of it."""
    sales = db.session.scalars(select(BoothSale).where(BoothSale.session_id == name).order_by(BoothSale.seq)).all()
    numbers = [sale.seq or 0 for sale in sales] or [0]
    manifest = {
        "count": len(sales),
        "sum_vnd": sum(sale.signed_total_vnd for sale in sales),
        "first_seq": numbers[0],
        "last_seq": numbers[-1],
        "hash": "",
    }
    db.session.rollback()
    now = booth.at.isoformat()
    drawer = [
        {"entry_id": f"{number}", "at": now, "kind": kind, "amount_vnd": amount, "reason": "x", "cashier": "01"}
        for number, (kind, amount) in enumerate(moves)
    ]
    closed = {
        "closed_at": now,
        "clock_offset_ms": 0,
        "cashier": "01",
        "counted_vnd": counted_vnd,
        "difference_reason": "x",
        "manifest": manifest,
    }
    opened = {"session_id": name, "opened_at": now, "clock_offset_ms": 0, "cashier": "01", "float_vnd": float_vnd}
    with transaction():
        [answer] = take_in_sessions(booth.device_id, [{**opened, "drawer": drawer, "closed": closed}], at=booth.at)
    assert answer.status is SaleStatus.RECORDED, answer


def _line(variant_id: int, quantity: int, kind: str = "sale", unit_vnd: int | None = None) -> dict[str, Any]:
    price = db.session.get_one(Variant, variant_id).price_vnd if unit_vnd is None else unit_vnd
    return {"variant_id": variant_id, "quantity": quantity, "unit_vnd": price, "kind": kind}
