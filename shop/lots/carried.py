"""Lots go along when the register's office finds that two entries are one good."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import exists, select, update
from sqlalchemy.orm import aliased

from shop.certification import carries_goods
from shop.database import db, touch_public_version
from shop.lots.models import Lot


def _carry(source: int, target: int) -> list[int]:
    """Let the lots of one good be the other's, but those of a number that the producer's other lots have already.

    Such a one stays where it was: its code sticks on packs and goes on telling the truth about them.
    """
    there = aliased(Lot)
    same = (there.good_id == target, there.producer_id == Lot.producer_id, there.number_key == Lot.number_key)
    found = select(Lot.id).where(Lot.good_id == source, ~exists().where(*same)).order_by(Lot.id)
    ids = list(db.session.scalars(found))
    _move(ids, target)
    return ids


def _carry_back(source: int, target: int, moved: Sequence[int]) -> None:
    _move(moved, source)


def _move(lot_ids: Sequence[int], good_id: int) -> None:
    if lot_ids:
        db.session.execute(update(Lot).where(Lot.id.in_(lot_ids)).values(good_id=good_id))
        touch_public_version()


carries_goods("lots", _carry, _carry_back)
