"""Writing one sale of a booth: its row, its lines, what it does to the booth's goods, and who is to look at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from shop.database import db, insert_rows, insert_unless_taken
from shop.fairs.booth_goods import PackFacts
from shop.fairs.codes import HIGHEST_COUNTER, receipt_code
from shop.fairs.device_log import DeviceLog, Gap
from shop.fairs.oddities import oddities_of
from shop.fairs.rules import booth_location
from shop.fairs.sale_body import SaleBody, identity_of
from shop.fairs.sale_lines import lines_back, lines_sold
from shop.fairs.sale_models import BoothSale, BoothSaleLine
from shop.fairs.sale_rules import (
    BadItem,
    LineKind,
    QuarantineReason,
    SaleException,
    SaleKind,
    SaleTime,
    correct_time,
)
from shop.fairs.senders import Sender
from shop.fairs.tasks import TaskAbout, open_task
from shop.stock import MoveKind, StockChange, change_stock, take_each_regardless

_STOCK_KINDS = {LineKind.SALE: MoveKind.SALE, LineKind.TASTING: MoveKind.TASTING, LineKind.DAMAGE: MoveKind.DAMAGE}


class RecordedMeanwhile(Exception):
    """Somebody else recorded a sale with this id at this very moment."""


@dataclass(frozen=True)
class Recorded:
    """A sale that is recorded, as far as a retry needs it."""

    booth_sale_id: int
    booth_id: int
    body_hash: str
    code: str
    exceptions: tuple[str, ...]


@dataclass
class Recorder:
    """Writes a device's sales, with what the database knows of them, read once for all."""

    sender: Sender
    packs: Mapping[int, PackFacts]
    log: DeviceLog
    # When it is written, and when it had reached us: the same, but for what a person takes out of quarantine.
    at: datetime
    received_at: datetime
    # A person took it in: then what was sold after the device was revoked counts too.
    by_person: bool = False
    codes_made: int | None = None

    def record(self, item: Mapping[str, Any], body: SaleBody, *, body_hash: str) -> Recorded:
        """All of one sale. Refuses BadItem, and RecordedMeanwhile: the caller undoes what was written till then."""
        strangers = sorted({line.variant_id for line in body.lines} - self.packs.keys())
        if strangers:
            raise BadItem(QuarantineReason.UNKNOWN_VARIANT, " ".join(map(str, strangers))[:200])
        time = self._time_of(body)
        revoked_at = self.sender.revoked_at
        if revoked_at is not None and time.latest >= revoked_at and not self.by_person:
            raise BadItem(QuarantineReason.AFTER_REVOCATION)
        original_id = None if body.kind is SaleKind.SALE else self._original_of(body)
        lines = lines_sold(body, self.packs, time) if original_id is None else lines_back(body, original_id)
        seq, odd, gap = self.log.place(body)
        odd |= oddities_of(body, time, self.packs, self.sender)
        if self._move_goods(body, lines):
            odd.add(SaleException.OVERSOLD)
        exceptions = tuple(exception.value for exception in SaleException if exception in odd)
        columns = {
            **self._columns(body, time),
            "of_sale_id": original_id,
            "seq": seq,
            "body": identity_of(item)[0],
            "body_hash": body_hash,
            "exceptions": " ".join(exceptions),
        }
        number = insert_unless_taken(BoothSale, **columns)
        if number is None:
            raise RecordedMeanwhile
        insert_rows(BoothSaleLine, [{"booth_sale_id": number, **line} for line in lines])
        self._open_tasks(number, exceptions, gap)
        self.log.note_recorded(seq, body.hash)
        return Recorded(number, self.sender.booth_id, body_hash, columns["code"], exceptions)

    def _time_of(self, body: SaleBody) -> SaleTime:
        claims = (claim for claim in (body.known_at, body.snapshot_made_at) if claim and claim <= self.received_at)
        earliest = max([self.sender.paired_at, *claims])
        return correct_time(body.told_at, body.offset_ms, earliest=earliest, received=self.received_at)

    def _columns(self, body: SaleBody, time: SaleTime) -> dict[str, Any]:
        is_sale = body.kind is SaleKind.SALE
        # Who does not tell got exactly what it cost, and gave back exactly what goes back.
        received, change = (body.total_vnd, 0) if is_sale else (0, body.total_vnd)
        return {
            "sale_id": body.sale_id,
            "device_id": self.sender.device_id,
            "booth_id": self.sender.booth_id,
            "fair_id": self.sender.fair_id,
            "kind": body.kind,
            "previous_hash": body.previous_hash,
            "hash": body.hash,
            "code": body.code or self._next_code(),
            "cashier": body.cashier,
            "seen_by": body.seen_by,
            "tender": body.tender,
            "total_vnd": body.total_vnd,
            "received_vnd": received if body.received_vnd is None else body.received_vnd,
            "change_vnd": change if body.change_vnd is None else body.change_vnd,
            "session_id": body.session_id,
            "device_at": body.told_at,
            "offset_ms": body.offset_ms,
            "known_at": body.known_at,
            "received_at": self.received_at,
            "happened_at": time.at,
            "age_confirmed": body.age_confirmed,
            "reason": body.reason,
        }

    def _original_of(self, body: SaleBody) -> int:
        """The sale that is taken back, of any device of the fair, nobody else taking it back meanwhile."""
        of_fair = (BoothSale.fair_id == self.sender.fair_id, BoothSale.kind == SaleKind.SALE)
        query = select(BoothSale.id).where(BoothSale.sale_id == body.of_sale_id, *of_fair).with_for_update()
        found: int | None = db.session.scalar(query)
        if found is None:
            raise BadItem(QuarantineReason.ORIGINAL_UNKNOWN, body.of_sale_id or "")
        return found

    def _move_goods(self, body: SaleBody, lines: list[dict[str, Any]]) -> bool:
        """Take what was sold, or put back what came back; was more taken than lay there?"""
        location = booth_location(self.sender.booth_id)
        # In the order of packs, as whoever moves many does.
        moved = sorted(lines, key=lambda line: int(line["variant_id"]))
        if body.kind is not SaleKind.SALE:
            for line in moved:
                key = f"release:booth:{body.sale_id}:{line['position']}"
                pack, quantity = line["variant_id"], line["quantity"]
                change_stock(StockChange(pack, location, quantity, MoveKind.RELEASE, key, body.reason), at=self.at)
            return False
        taken = [
            StockChange(
                line["variant_id"],
                location,
                -line["quantity"],
                (kind := _STOCK_KINDS[line["kind"]]),
                f"{kind}:booth:{body.sale_id}:{line['position']}",
                line["reason"],
            )
            for line in moved
        ]
        for line, missing in zip(moved, take_each_regardless(taken, at=self.at), strict=True):
            line["missing"] = missing
        return any(line["missing"] for line in lines)

    def _next_code(self) -> str:
        """A receipt code for a client that makes none: counted from the end, where no device's own counter comes."""
        if self.codes_made is None:
            of_device = BoothSale.device_id == self.sender.device_id
            self.codes_made = db.session.scalar(select(func.count()).select_from(BoothSale).where(of_device)) or 0
        else:
            self.codes_made += 1
        return receipt_code(self.sender.device_id, HIGHEST_COUNTER - self.codes_made)

    def _open_tasks(self, number: int, exceptions: tuple[str, ...], gap: Gap | None) -> None:
        for exception in exceptions:
            is_gap = gap is not None and exception == SaleException.NUMBERS_MISSING
            detail = dict(zip(("first", "last"), gap, strict=True)) if gap and is_gap else {}
            about = TaskAbout(self.sender.booth_id, self.sender.device_id, booth_sale_id=number, detail=detail)
            fair, owner = self.sender.fair_id, self.sender.owner_id
            open_task(f"sale:{number}:{exception}", exception, fair, about, at=self.at, owner_id=owner)
