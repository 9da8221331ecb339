"""The notes of what was handed over, counted and written off, as pages and printed sheets show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from shop.catalogue import Product, Variant
from shop.database import db
from shop.fairs.goods_models import BoothCount, BoothCountLine, BoothWriteOff, HandOver, HandOverLine
from shop.fairs.models import Booth
from shop.producers import Producer


@dataclass(frozen=True)
class PackName:
    """What a line of a note calls a pack."""

    variant_id: int
    name_vi: str
    name_en: str
    pack_vi: str
    pack_en: str


@dataclass(frozen=True)
class NoteLine:
    """Pieces of a pack and batch on a note; `other_end` is where they came from or went to."""

    pack: PackName
    quantity: int
    other_end: str
    lot: str
    best_before_on: date | None


@dataclass(frozen=True)
class NoteRow:
    """A note in a list: how many packs and pieces are on it."""

    id: int
    booth_id: int
    booth_code: str
    direction: str
    number: int
    producer_id: int
    producer_name: str
    made_by: str
    made_at: datetime
    lines: int
    pieces: int


@dataclass(frozen=True)
class ShownNote:
    """A whole note, to print and to sign; `note` comes with its booth and fair."""

    note: HandOver
    producer_name: str
    lines: tuple[NoteLine, ...]

    @property
    def pieces(self) -> int:
        """How many pieces are on it."""
        return sum(line.quantity for line in self.lines)


@dataclass(frozen=True)
class CountRow:
    """One line of a count."""

    pack: PackName
    producer_name: str
    expected: int
    counted: int
    reason: str


@dataclass(frozen=True)
class ShownCount:
    """A count with its lines, those that differ first."""

    count: BoothCount
    lines: tuple[CountRow, ...]


@dataclass(frozen=True)
class WriteOffRow:
    """What the office wrote off."""

    written: BoothWriteOff
    pack: PackName
    producer_name: str


_PACK = (Variant.id, Product.name_vi, Product.name_en, Variant.label_vi, Variant.label_en)


def list_hand_overs(fair_id: int, booth_id: int | None = None) -> list[NoteRow]:
    """The notes of a fair (or of one of its booths), the newest first; one statement."""
    query = (
        select(
            *(HandOver.id, HandOver.booth_id, Booth.code, HandOver.direction, HandOver.number, HandOver.producer_id),
            *(Producer.name, HandOver.made_by, HandOver.made_at),
            *(func.count(HandOverLine.id), func.coalesce(func.sum(HandOverLine.quantity), 0)),
        )
        .join(Booth, Booth.id == HandOver.booth_id)
        .join(Producer, Producer.id == HandOver.producer_id)
        .join(HandOverLine, HandOverLine.hand_over_id == HandOver.id)
        .where(Booth.fair_id == fair_id)
        .group_by(HandOver.id, Booth.code, Producer.name)
        .order_by(HandOver.id.desc())
    )
    if booth_id is not None:
        query = query.where(HandOver.booth_id == booth_id)
    return [NoteRow(*row) for row in db.session.execute(query)]


def find_hand_over(note_id: int) -> ShownNote | None:
    """A note with its booth, its fair and its lines; two statements."""
    found = db.session.execute(
        select(HandOver, Producer.name)
        .join(Producer, Producer.id == HandOver.producer_id)
        .where(HandOver.id == note_id)
        .options(joinedload(HandOver.booth).joinedload(Booth.fair))
    ).one_or_none()
    if found is None:
        return None
    rows = db.session.execute(
        select(HandOverLine, *_PACK)
        .join(Variant, Variant.id == HandOverLine.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .where(HandOverLine.hand_over_id == note_id)
        .order_by(HandOverLine.id)
    )
    return ShownNote(found[0], found[1], tuple(note_line(row[0], PackName(*row[1:])) for row in rows))


def list_counts(booth_id: int) -> list[ShownCount]:
    """Who counted what at a booth, the newest first; two statements."""
    mine = BoothCount.booth_id == booth_id
    counts: Sequence[BoothCount] = db.session.scalars(
        select(BoothCount).where(mine).order_by(BoothCount.id.desc())
    ).all()
    rows = db.session.execute(
        select(BoothCountLine, Producer.name, *_PACK)
        .join(BoothCount, BoothCount.id == BoothCountLine.count_id)
        .join(Variant, Variant.id == BoothCountLine.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .join(Producer, Producer.id == BoothCountLine.producer_id)
        .where(mine)
        .order_by(BoothCountLine.expected == BoothCountLine.counted, Producer.name, BoothCountLine.id)
    )
    lines: dict[int, list[CountRow]] = {count.id: [] for count in counts}
    for row in rows:
        line = row[0]
        counted = CountRow(PackName(*row[2:]), row[1], line.expected, line.counted, line.reason)
        lines[line.count_id].append(counted)
    return [ShownCount(count, tuple(lines[count.id])) for count in counts]


def list_write_offs(booth_id: int) -> list[WriteOffRow]:
    """What the office wrote off at a booth, the newest first; one statement."""
    rows = db.session.execute(
        select(BoothWriteOff, Producer.name, *_PACK)
        .join(Variant, Variant.id == BoothWriteOff.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .join(Producer, Producer.id == BoothWriteOff.producer_id)
        .where(BoothWriteOff.booth_id == booth_id)
        .order_by(BoothWriteOff.id.desc())
    )
    return [WriteOffRow(row[0], PackName(*row[2:]), row[1]) for row in rows]


def note_line(line: HandOverLine, pack: PackName) -> NoteLine:
    """A line as notes show it."""
    return NoteLine(pack, line.quantity, line.other_end, line.lot, line.best_before_on)
