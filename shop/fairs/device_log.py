"""A device's log as it came here: its numbers without gaps, each entry sealed together with the one before it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from shop.database import db
from shop.fairs.codes import HIGHEST_COUNTER
from shop.fairs.sale_body import SaleBody
from shop.fairs.sale_models import BoothSale, BoothTask, QuarantinedSale
from shop.fairs.sale_rules import SaleException, missing_numbers
from shop.fairs.tasks import BY_ITSELF, resolve_task_of

CAME_LATER = "came_later"
Gap = tuple[int, int]


@dataclass
class DeviceLog:
    """The part of a device's log around the numbers that are being taken in."""

    device_id: int
    # Seals by number, of recorded entries and of those in quarantine.
    seals: dict[int, str]
    recorded: set[int]

    @classmethod
    def read(cls, device_id: int, numbers: Collection[int]) -> DeviceLog:
        """What is here of these numbers and of those before them; two statements."""
        wanted = set(numbers) | {number - 1 for number in numbers}
        held, recorded = (_seals(table, device_id, wanted) for table in (QuarantinedSale, BoothSale))
        return cls(device_id, held | recorded, set(recorded))

    def place(self, body: SaleBody) -> tuple[int | None, set[SaleException], Gap | None]:
        """The number to keep a sale under, what is odd about its place, and which numbers before it are not here.

        None for a sale without a number, and where another sale has it: both are kept, one of them without.
        """
        if body.seq is None:
            return None, set(), None
        if body.seq in self.recorded:
            return None, {SaleException.SEQUENCE_REUSED}, None
        before = self.seals.get(body.seq - 1)
        if body.seq > 1 and before is None:
            gap = (last_number_below(self.device_id, body.seq) + 1, body.seq - 1)
            return body.seq, {SaleException.NUMBERS_MISSING}, gap
        is_broken = bool(body.hash) and body.previous_hash != (before or "")
        return body.seq, {SaleException.CHAIN_BROKEN} if is_broken else set(), None

    def note_recorded(self, seq: int | None, seal: str) -> None:
        """An entry has come."""
        if seq is not None:
            self.recorded.add(seq)
            self.seals[seq] = seal

    def note_held(self, seq: int | None, seal: str) -> None:
        """An entry has come that could not be recorded."""
        if seq is not None:
            self.seals.setdefault(seq, seal)

    def settle_gaps(self, at: datetime) -> None:
        """Numbers that were missing and came after all are nobody's task any more."""
        still_open = (BoothTask.device_id == self.device_id, BoothTask.settled_at.is_(None))
        query = select(BoothTask.key, BoothTask.detail).where(
            *still_open, BoothTask.kind == SaleException.NUMBERS_MISSING
        )
        for key, gap in db.session.execute(query).all():
            there = numbers_present(self.device_id, gap["first"], gap["last"])
            if not missing_numbers(there, gap["first"], gap["last"]):
                resolve_task_of(key, outcome=CAME_LATER, by=BY_ITSELF, at=at)


def numbers_present(device_id: int, first: int, last: int) -> set[int]:
    """Which numbers of a device's log are here, recorded or in quarantine."""
    found: set[int] = set()
    for table in (BoothSale, QuarantinedSale):
        query = select(table.seq).where(table.device_id == device_id, table.seq.between(first, last))
        found |= {seq for seq in db.session.scalars(query) if seq is not None}
    return found


def last_number_below(device_id: int, number: int) -> int:
    """The highest number of a device's log below another that is here; 0 for none."""
    return max(
        db.session.scalar(select(func.max(table.seq)).where(table.device_id == device_id, table.seq < number)) or 0
        for table in (BoothSale, QuarantinedSale)
    )


def last_number_without_gap(device_id: int) -> int:
    """Up to which number a device's log is here without a gap; 0 for nothing."""
    last = last_number_below(device_id, HIGHEST_COUNTER + 1)
    count = select(func.count()).select_from(BoothSale).where(BoothSale.device_id == device_id, BoothSale.seq <= last)
    if db.session.scalar(count) == last:
        return last
    missing = missing_numbers(numbers_present(device_id, 1, last), 1, last)
    return missing[0] - 1 if missing else last


def _seals(table: type[BoothSale] | type[QuarantinedSale], device_id: int, numbers: set[int]) -> dict[int, str]:
    if not numbers:
        return {}
    query = select(table.seq, table.hash).where(table.device_id == device_id, table.seq.in_(numbers))
    return {seq: seal for seq, seal in db.session.execute(query) if seq is not None}
