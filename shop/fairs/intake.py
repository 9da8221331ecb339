"""Taking in what the booths sold. A finished sale is never refused: it is recorded, or kept whole in quarantine.

Each item is a savepoint of its own, so that one that cannot be taken in does not touch the others; the caller's
transaction makes all of them last, or none where the database itself fails: then the device sends the same again.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError

from shop.database import db
from shop.fairs.booth_goods import read_packs
from shop.fairs.device_log import DeviceLog
from shop.fairs.manifests import compare_closed
from shop.fairs.quarantine import FAULTS, Held, held_before, hold
from shop.fairs.recording import Recorded, RecordedMeanwhile, Recorder
from shop.fairs.sale_body import (
    identity_of,
    read_sale,
    told_hash,
    told_sale_id,
    told_seq,
    told_session_id,
    without_what_is_not_needed,
)
from shop.fairs.sale_models import BoothSale
from shop.fairs.sale_rules import BadItem, QuarantineReason, SaleStatus
from shop.fairs.senders import Sender, sender_of

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class SaleAnswer:
    """What a device is told of one item: `sale_id` as it was sent, None where it cannot be read.

    `exceptions` are those of a recorded sale, or the one reason why it lies in quarantine.
    """

    sale_id: str | None
    status: SaleStatus
    receipt: str
    exceptions: tuple[str, ...]


def take_in_sales(device_id: int, items: Sequence[Any], *, at: datetime) -> list[SaleAnswer]:
    """Record what a device sold; the answers in the order of the items. The same item again has the same answer."""
    sender = sender_of(device_id)
    intake = _Intake(
        sender=sender,
        recorder=_recorder(sender, items, at=at, received_at=at),
        recorded=_recorded_before({told_sale_id(item) for item in items}),
        held=held_before(device_id, {identity_of(item)[1] for item in items}),
    )
    answers = [intake.take(item) for item in items]
    intake.recorder.log.settle_gaps(at)
    compare_closed((told_session_id(item) for item in items), at=at)
    return answers


def record_for_person(
    device_id: int, item: Mapping[str, Any], *, known_as: str, at: datetime, received_at: datetime
) -> int:
    """Record an item that a person took out of quarantine, perhaps corrected; the number of the sale's row.

    `known_as` is the hash of the item as the device sent it, so that a retry of that one finds the sale. Where its id
    is taken, it gets another, always the same. Refuses BadItem, and RecordedMeanwhile.
    """
    sale_id = told_sale_id(item)
    if not sale_id or _recorded_before({sale_id}):
        item = {**item, "sale_id": str(uuid.uuid5(uuid.NAMESPACE_OID, f"{sale_id}:{known_as}"))}
    item = without_what_is_not_needed(item, came_at=received_at)
    recorder = replace(_recorder(sender_of(device_id), [item], at=at, received_at=received_at), by_person=True)
    recorded = recorder.record(item, read_sale(item), body_hash=known_as)
    recorder.log.settle_gaps(at)
    return recorded.booth_sale_id


@dataclass
class _Intake:
    """One device's items, one after the other."""

    sender: Sender
    recorder: Recorder
    recorded: dict[str, Recorded]
    held: dict[str, Held]

    def take(self, item: Any) -> SaleAnswer:
        """What becomes of one item."""
        told_id = item.get("sale_id") if isinstance(item, Mapping) else None
        echo = told_id if isinstance(told_id, str) else None
        body_hash = identity_of(item)[1]
        known = self.recorded.get(told_sale_id(item))
        if known and known.body_hash == body_hash and known.booth_id == self.sender.booth_id:
            return SaleAnswer(echo, SaleStatus.ALREADY_RECORDED, known.code, known.exceptions)
        if body_hash not in self.held:
            new = self._record_or_hold(item, body_hash)
            if new:
                return SaleAnswer(echo, SaleStatus.RECORDED, new.code, new.exceptions)
            if body_hash not in self.held:  # recorded meanwhile by somebody else
                return self.take(item)
        code, reason = self.held[body_hash]
        return SaleAnswer(echo, SaleStatus.QUARANTINED, code, (reason,))

    def _record_or_hold(self, item: Any, body_hash: str) -> Recorded | None:
        try:
            new = self._record(item, body_hash)
        except BadItem as refusal:
            self._hold(item, body_hash, refusal)
        except (RecordedMeanwhile, IntegrityError):
            self._find_meanwhile(item, body_hash)
        except (OperationalError, InterfaceError):
            raise
        except FAULTS as error:
            log.exception("a booth's sale could not be taken in")
            self._hold(item, body_hash, BadItem(QuarantineReason.FAULT, type(error).__name__))
        else:
            self.recorded[told_sale_id(item)] = new
            return new
        return None

    def _record(self, item: Any, body_hash: str) -> Recorded:
        known = self.recorded.get(told_sale_id(item))
        if known:
            is_ours = known.booth_id == self.sender.booth_id
            raise BadItem(QuarantineReason.OTHER_BODY if is_ours else QuarantineReason.OTHER_DEVICE)
        body = read_sale(item)
        before = self.recorder.codes_made
        try:
            with db.session.begin_nested():
                return self.recorder.record(item, body, body_hash=body_hash)
        except Exception:
            # The code of a sale that was not written is the next one's.
            self.recorder.codes_made = before
            raise

    def _find_meanwhile(self, item: Any, body_hash: str) -> None:
        found = _recorded_before({told_sale_id(item)})
        if not found:
            log.exception("a booth's sale could not be written")
            self._hold(item, body_hash, BadItem(QuarantineReason.FAULT, "taken"))
        self.recorded |= found

    def _hold(self, item: Any, body_hash: str, refusal: BadItem) -> None:
        self.held[body_hash] = hold(self.sender, item, refusal, at=self.recorder.at)
        self.recorder.log.note_held(told_seq(item), told_hash(item, "hash"))


def _recorder(sender: Sender, items: Sequence[Any], *, at: datetime, received_at: datetime) -> Recorder:
    numbers = {seq for item in items if (seq := told_seq(item)) is not None}
    log_of_device = DeviceLog.read(sender.device_id, numbers)
    return Recorder(sender, read_packs(_variants_in(items)), log_of_device, at=at, received_at=received_at)


def _recorded_before(sale_ids: set[str]) -> dict[str, Recorded]:
    columns = (BoothSale.id, BoothSale.booth_id, BoothSale.body_hash, BoothSale.code, BoothSale.exceptions)
    query = select(BoothSale.sale_id, *columns).where(BoothSale.sale_id.in_(sale_ids - {""}))
    return {
        sale_id: Recorded(number, booth_id, body_hash, code, tuple(exceptions.split()))
        for sale_id, number, booth_id, body_hash, code, exceptions in db.session.execute(query)
    }


def _variants_in(items: Sequence[Any]) -> set[int]:
    """Every number that may be meant as a pack's."""
    lines = (
        line
        for item in items
        if isinstance(item, Mapping) and isinstance(item.get("lines"), list)
        for line in item["lines"]
        if isinstance(line, Mapping)
    )
    told = (line.get("variant_id") for line in lines)
    return {number for number in told if type(number) is int and 0 < number < 2**31}
