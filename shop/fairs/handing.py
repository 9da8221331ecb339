"""Goods go out to a booth and come back: one note a producer, and the ledger of stock moves with it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select

from shop.catalogue import Product, Variant
from shop.database import db
from shop.fairs.goods_models import HandOver, HandOverLine
from shop.fairs.locking import lock_open_booth
from shop.fairs.models import Booth
from shop.fairs.refusals import NothingHandedOver, NotOfProducer, TooManyPieces
from shop.fairs.rules import (
    LONGEST_LOT,
    LONGEST_REASON,
    MOST_PIECES,
    Direction,
    HandOverWanted,
    Note,
    OtherEnd,
)
from shop.stock import WEB, MoveKind, StockChange, change_stock, transfer_stock


def hand_out(note: Note, wanted: Sequence[HandOverWanted], *, at: datetime) -> HandOver:
    """Goods of one producer go to a booth: from the web's shelf, or brought along by the producer.

    Refuses FairClosed, NothingHandedOver, TooManyPieces, NotOfProducer, NotEnoughStock.
    """
    return _write(Direction.OUT, note, wanted, at)


def take_back(note: Note, wanted: Sequence[HandOverWanted], *, at: datetime) -> HandOver:
    """Goods of one producer leave a booth: back to the web's shelf, or home with the producer. Refuses the same."""
    return _write(Direction.BACK, note, wanted, at)


def _write(direction: Direction, note: Note, wanted: Sequence[HandOverWanted], at: datetime) -> HandOver:
    _check(note.producer_id, wanted)
    booth = lock_open_booth(note.booth_id)
    written = HandOver(
        booth_id=booth.id, producer_id=note.producer_id, direction=direction, made_by=note.by, made_at=at
    )
    written.number = _next_number(booth.id, direction)
    written.remark = note.remark[:LONGEST_REASON]
    written.lines = [_line(one) for one in sorted(wanted, key=lambda one: one.variant_id)]
    db.session.add(written)
    db.session.flush()
    for line in written.lines:
        _move(written, line, booth, at)
    return written


def _check(producer_id: int, wanted: Sequence[HandOverWanted]) -> None:
    if not wanted:
        raise NothingHandedOver
    for one in wanted:
        if not 0 < one.quantity <= MOST_PIECES:
            raise TooManyPieces(one.variant_id, one.quantity)
    own = packs_of({one.variant_id for one in wanted}, producer_id)
    for one in wanted:
        if one.variant_id not in own:
            raise NotOfProducer(one.variant_id)


def packs_of(variant_ids: Collection[int], producer_id: int | None = None) -> dict[int, int]:
    """The producers of packs by pack, those of one producer only on demand; what is not there is left out."""
    query = select(Variant.id, Product.producer_id).join(Product).where(Variant.id.in_(variant_ids))
    if producer_id is not None:
        query = query.where(Product.producer_id == producer_id)
    return {row[0]: row[1] for row in db.session.execute(query)}


def _next_number(booth_id: int, direction: Direction) -> int:
    last = select(func.max(HandOver.number)).where(HandOver.booth_id == booth_id, HandOver.direction == direction)
    return (db.session.scalar(last) or 0) + 1


def _line(wanted: HandOverWanted) -> HandOverLine:
    return HandOverLine(
        variant_id=wanted.variant_id,
        quantity=wanted.quantity,
        other_end=wanted.other_end,
        lot=wanted.lot[:LONGEST_LOT],
        best_before_on=wanted.best_before_on,
    )


def _move(note: HandOver, line: HandOverLine, booth: Booth, at: datetime) -> None:
    is_out = note.direction == Direction.OUT
    if line.other_end == OtherEnd.WEB:
        ends = (WEB, booth.location) if is_out else (booth.location, WEB)
        transfer_stock(
            line.variant_id, line.quantity, source=ends[0], destination=ends[1], at=at, reason=f"hand-over {note.id}"
        )
        return
    kind = MoveKind.RECEIVE if is_out else MoveKind.ADJUST
    delta = line.quantity if is_out else -line.quantity
    key = f"hand-over:{line.id}"
    change_stock(StockChange(line.variant_id, booth.location, delta, kind, key, f"hand-over {note.id}"), at=at)
