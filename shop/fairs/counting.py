"""What the office itself writes off at a booth, and what somebody counted there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from shop.database import db
from shop.fairs.goods_models import BoothCount, BoothCountLine, BoothWriteOff
from shop.fairs.handing import packs_of
from shop.fairs.locking import lock_booth, lock_open_booth
from shop.fairs.refusals import NothingHandedOver, NotOfProducer, ReasonMissing, TooManyPieces
from shop.fairs.rules import LONGEST_LOT, LONGEST_REASON, MOST_PIECES, CountedLine, WriteOff, WrittenOff
from shop.stock import MoveKind, StockChange, StockCount, change_stock, settle_count

_KINDS = {WriteOff.TASTING: MoveKind.TASTING, WriteOff.DAMAGE: MoveKind.DAMAGE}


def write_off_at_booth(booth_id: int, lost: WrittenOff, *, by: str, at: datetime) -> BoothWriteOff:
    """Pieces were tasted or damaged. Refuses FairClosed, NotOfProducer, TooManyPieces, NotEnoughStock."""
    if not 0 < lost.quantity <= MOST_PIECES:
        raise TooManyPieces(lost.variant_id, lost.quantity)
    producer_id = packs_of([lost.variant_id]).get(lost.variant_id)
    if producer_id is None:
        raise NotOfProducer(lost.variant_id)
    booth = lock_open_booth(booth_id)
    written = BoothWriteOff(booth_id=booth_id, producer_id=producer_id, variant_id=lost.variant_id)
    written.quantity, written.kind = lost.quantity, lost.kind
    written.lot, written.reason = lost.lot[:LONGEST_LOT], lost.reason[:LONGEST_REASON]
    written.made_by, written.made_at = by, at
    db.session.add(written)
    db.session.flush()
    key = f"write-off:{written.id}"
    moved = StockChange(lost.variant_id, booth.location, -lost.quantity, _KINDS[lost.kind], key, written.reason)
    change_stock(moved, at=at)
    return written


def count_booth(
    booth_id: int, counted: Sequence[CountedLine], *, by: str, at: datetime, remark: str = ""
) -> BoothCount:
    """Set what lies at a booth to what somebody counted; also when its fair is closed.

    Refuses NothingHandedOver an empty sheet, ReasonMissing, NotOfProducer, and StockMoved what was sold meanwhile.
    """
    producers = _check(counted)
    booth = lock_booth(booth_id)
    count = BoothCount(booth_id=booth_id, remark=remark[:LONGEST_REASON], made_by=by, made_at=at)
    count.lines = [_line(line, producers[line.variant_id]) for line in sorted(counted, key=lambda one: one.variant_id)]
    db.session.add(count)
    db.session.flush()
    for line in count.lines:
        key = f"count:{count.id}:{line.variant_id}"
        found = StockCount(line.variant_id, booth.location, line.expected, line.counted, key, line.reason)
        settle_count(found, at=at)
    return count


def _check(counted: Sequence[CountedLine]) -> dict[int, int]:
    if not counted:
        raise NothingHandedOver
    producers = packs_of({line.variant_id for line in counted})
    for line in counted:
        if line.variant_id not in producers:
            raise NotOfProducer(line.variant_id)
        if not 0 <= line.counted <= MOST_PIECES:
            raise TooManyPieces(line.variant_id, line.counted)
        if line.counted != line.expected and not line.reason.strip():
            raise ReasonMissing(line.variant_id)
    return producers


def _line(line: CountedLine, producer_id: int) -> BoothCountLine:
    return BoothCountLine(
        producer_id=producer_id,
        variant_id=line.variant_id,
        expected=line.expected,
        counted=line.counted,
        reason="" if line.counted == line.expected else line.reason.strip()[:LONGEST_REASON],
    )
