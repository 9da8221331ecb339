"""Writes of stock: one conditional statement decides, and a move tells why."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from functools import cache

from sqlalchemy import Executable, Integer, bindparam, update

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
    """Set the pieces sold on the web to what somebody counted, if there still are as many as the count began from;
    `key` is unique for ever.

    Refuses with StockMoved what was sold or brought meanwhile, with NothingToMove a count that found the same.
    """
    if counted == expected:
        raise NothingToMove
    insert_if_missing(StockLevel, variant_id=variant_id, location=WEB, on_hand=0)
    of_pack = (StockLevel.variant_id == variant_id, StockLevel.location == WEB)
    query = update(StockLevel).where(*of_pack, StockLevel.on_hand == expected).values(on_hand=counted)
    if not changed_one(query.execution_options(synchronize_session=False)):
        raise StockMoved(variant_id, expected, quantities_on_hand([variant_id])[variant_id])
    if looks_different(expected, counted):
        touch_public_version()
    move = StockMove(
        variant_id=variant_id,
        location=WEB,
        delta=counted - expected,
        kind=MoveKind.ADJUST,
        reason=reason,
        uniq=key,
        moved_at=at,
    )
    db.session.add(move)


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
    if looks_different(left - delta, left):
        touch_public_version()
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
