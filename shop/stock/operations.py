"""Writes of stock: one conditional statement decides, and a move tells why."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache

from sqlalchemy import Executable, Integer, bindparam, select, update

from shop.database import changed_one, db, insert_if_missing, insert_rows, touch_public_version
from shop.stock.models import StockLevel, StockMove
from shop.stock.queries import quantities_on_hand
from shop.stock.rules import (
    WEB,
    MoveKind,
    NotEnoughStock,
    NothingToMove,
    OutOfStock,
    Receipt,
    StockChange,
    StockCount,
    StockMoved,
    StockWanted,
    looks_different,
)


def receive_stock(variant_id: int, quantity: int, *, at: datetime, reason: str, location: str = WEB) -> None:
    """Add `quantity` pieces (negative: take away) and record why.

    Refuses with NotEnoughStock what would leave less than nothing, with NothingToMove a quantity of zero.
    """
    if quantity == 0:
        raise NothingToMove
    if quantity > 0:
        insert_if_missing(StockLevel, variant_id=variant_id, location=location, on_hand=0)
    if not _change_level(variant_id, location, quantity):
        raise NotEnoughStock(variant_id, location, -quantity)
    kind = MoveKind.RECEIVE if quantity > 0 else MoveKind.ADJUST
    db.session.add(
        StockMove(
            variant_id=variant_id,
            location=location,
            delta=quantity,
            kind=kind,
            reason=reason,
            moved_at=at,
        )
    )


def receive_each(receipts: Iterable[Receipt], *, at: datetime) -> None:
    """`receive_stock` for many packs sold on the web at once, in the order of variant ids; each key counts once.

    Refuses with NotEnoughStock, NothingToMove.
    """
    wanted = sorted(receipts, key=lambda receipt: receipt.variant_id)
    for receipt in wanted:
        if receipt.quantity == 0:
            raise NothingToMove
        if _change_level(receipt.variant_id, WEB, receipt.quantity):
            continue
        if receipt.quantity < 0:
            raise NotEnoughStock(receipt.variant_id, WEB, -receipt.quantity)
        insert_if_missing(StockLevel, variant_id=receipt.variant_id, location=WEB, on_hand=0)
        _change_level(receipt.variant_id, WEB, receipt.quantity)
    rows = [
        {
            "variant_id": receipt.variant_id,
            "location": WEB,
            "delta": receipt.quantity,
            "kind": MoveKind.RECEIVE if receipt.quantity > 0 else MoveKind.ADJUST,
            "reason": receipt.reason,
            "uniq": receipt.key,
            "moved_at": at,
        }
        for receipt in wanted
    ]
    if rows:
        insert_rows(StockMove, rows)


def count_stock(variant_id: int, counted: int, *, expected: int, at: datetime, reason: str, key: str) -> None:
    """Set the pieces sold on the web to what somebody counted, as `settle_count`.

    Refuses with StockMoved, and with NothingToMove a count that found the same.
    """
    if counted == expected:
        raise NothingToMove
    settle_count(StockCount(variant_id, WEB, expected, counted, key, reason), at=at)


def settle_count(count: StockCount, *, at: datetime) -> None:
    """Set the pieces at a location to what somebody counted, if there still are as many as the count began from.

    A count that found the same changes nothing. Refuses with StockMoved what was sold or brought meanwhile.
    """
    insert_if_missing(StockLevel, variant_id=count.variant_id, location=count.location, on_hand=0)
    of_pack = (StockLevel.variant_id == count.variant_id, StockLevel.location == count.location)
    query = update(StockLevel).where(*of_pack, StockLevel.on_hand == count.expected).values(on_hand=count.counted)
    if not changed_one(query.execution_options(synchronize_session=False)):
        now = quantities_on_hand([count.variant_id], count.location)[count.variant_id]
        raise StockMoved(count.variant_id, count.expected, now)
    if count.counted == count.expected:
        return
    if count.location == WEB and looks_different(count.expected, count.counted):
        touch_public_version(with_register=False)
    delta = count.counted - count.expected
    adjusted = StockChange(count.variant_id, count.location, delta, MoveKind.ADJUST, count.key, count.reason)
    _record_change(adjusted, at)


def transfer_stock(
    variant_id: int, quantity: int, *, source: str, destination: str, at: datetime, reason: str = ""
) -> str:
    """Move pieces from one location to another; returns the id that both moves share.

    Refuses NotEnoughStock, and NothingToMove unless the quantity is positive and the locations are two.
    """
    if quantity <= 0 or source == destination:
        raise NothingToMove
    insert_if_missing(StockLevel, variant_id=variant_id, location=destination, on_hand=0)
    if not _change_level(variant_id, source, -quantity):
        raise NotEnoughStock(variant_id, source, quantity)
    _change_level(variant_id, destination, quantity)
    transfer_id = uuid.uuid4().hex
    for location, delta in ((source, -quantity), (destination, quantity)):
        db.session.add(
            StockMove(
                variant_id=variant_id,
                location=location,
                delta=delta,
                kind=MoveKind.TRANSFER,
                reason=reason,
                transfer_id=transfer_id,
                uniq=f"transfer:{transfer_id}:{'out' if delta < 0 else 'in'}",
                moved_at=at,
            )
        )
    return transfer_id


def take_stock(wanted: Iterable[StockWanted], *, at: datetime, location: str = WEB) -> None:
    """Take what order lines want, in the order of variant ids, so that crossing orders wait and never deadlock.

    Refuses OutOfStock with what is left, as soon as one line cannot be had; the caller's transaction undoes the rest.
    """
    taken = sorted(wanted, key=lambda want: want.variant_id)
    for want in taken:
        if not _change_level(want.variant_id, location, -want.quantity):
            available = quantities_on_hand([want.variant_id], location)[want.variant_id]
            raise OutOfStock(want.variant_id, want.quantity, available)
    _record(taken, MoveKind.SALE, -1, at=at, location=location)


def give_back(returned: Iterable[StockWanted], *, at: datetime, location: str = WEB) -> None:
    """Put back what order lines had taken and do not need any more, in the order of variant ids."""
    given = sorted(returned, key=lambda want: want.variant_id)
    for want in given:
        _change_level(want.variant_id, location, want.quantity)
    _record(given, MoveKind.RELEASE, 1, at=at, location=location)


def change_stock(change: StockChange, *, at: datetime) -> None:
    """Move a level once for whatever the key names. Refuses NotEnoughStock, and NothingToMove a change of zero."""
    if change.delta == 0:
        raise NothingToMove
    insert_if_missing(StockLevel, variant_id=change.variant_id, location=change.location, on_hand=0)
    if not _change_level(change.variant_id, change.location, change.delta):
        raise NotEnoughStock(change.variant_id, change.location, -change.delta)
    _record_change(change, at)


def take_regardless(change: StockChange, *, at: datetime) -> int:
    """Take pieces that are gone already, whether or not they lay there; returns how many did not.

    What is missing is first booked as a shortage, so that no level falls below nothing. `change.delta` is negative.
    """
    return take_each_regardless([change], at=at)[0]


def take_each_regardless(changes: Sequence[StockChange], *, at: datetime) -> list[int]:
    """`take_regardless` for several changes, in their order, their moves in one statement."""
    missing: list[int] = []
    moves: list[dict[str, object]] = []
    for change in changes:
        is_there = _change_level(change.variant_id, change.location, change.delta)
        missing.append(0 if is_there else _take_what_is_there(change))
        if missing[-1]:
            shortage = replace(change, delta=missing[-1], kind=MoveKind.SHORTAGE, key=f"shortage:{change.key}")
            moves.append(_move_of(shortage, at))
        moves.append(_move_of(change, at))
    if moves:
        insert_rows(StockMove, moves)
    return missing


def _take_what_is_there(change: StockChange) -> int:
    """Take as many as lie there, nobody else changing that until the transaction ends; how many are missing."""
    insert_if_missing(StockLevel, variant_id=change.variant_id, location=change.location, on_hand=0)
    missing = max(0, -change.delta - _hold_level(change.variant_id, change.location))
    _change_level(change.variant_id, change.location, change.delta + missing)
    return missing


def _hold_level(variant_id: int, location: str) -> int:
    """How many pieces lie there, nobody else changing it until the transaction ends."""
    of_pack = (StockLevel.variant_id == variant_id, StockLevel.location == location)
    return db.session.scalars(select(StockLevel.on_hand).where(*of_pack).with_for_update()).one()


def _record_change(change: StockChange, at: datetime) -> None:
    insert_rows(StockMove, [_move_of(change, at)])


def _move_of(change: StockChange, at: datetime) -> dict[str, object]:
    return {
        "variant_id": change.variant_id,
        "location": change.location,
        "delta": change.delta,
        "kind": change.kind,
        "reason": change.reason,
        "uniq": change.key,
        "moved_at": at,
    }


def _record(wants: list[StockWanted], kind: MoveKind, sign: int, *, at: datetime, location: str) -> None:
    if wants:
        rows = [
            {
                "variant_id": want.variant_id,
                "location": location,
                "delta": sign * want.quantity,
                "kind": kind,
                "reason": "",
                "order_line_id": want.order_line_id,
                "uniq": f"{kind}:{want.key}",
                "moved_at": at,
            }
            for want in wants
        ]
        insert_rows(StockMove, rows)


def _change_level(variant_id: int, location: str, delta: int) -> bool:
    """The one statement that decides: the level moves only where it does not fall below nothing."""
    left = db.session.scalar(_changing(), {"variant": variant_id, "place": location, "delta": delta})
    if left is None:
        return False
    # Shoppers see what is sold on the web; what lies at a booth changes none of their pages.
    if location == WEB and looks_different(left - delta, left):
        touch_public_version(with_register=False)
    return True


# Built once: that takes longer than running it.
@cache
def _changing() -> Executable:
    delta = bindparam("delta", type_=Integer)
    return (
        update(StockLevel)
        .where(
            StockLevel.variant_id == bindparam("variant"),
            StockLevel.location == bindparam("place"),
            StockLevel.on_hand + delta >= 0,
        )
        .values(on_hand=StockLevel.on_hand + delta)
        .returning(StockLevel.on_hand)
        .execution_options(synchronize_session=False)
    )
