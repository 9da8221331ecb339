"""Fairs and booths are opened, changed, closed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from shop.database import db, insert_unless_taken
from shop.fairs.locking import fresh_fair, lock_booths_of
from shop.fairs.models import Booth, Fair
from shop.fairs.queries import get_booth, get_fair
from shop.fairs.refusals import BadBoothCode, BoothCodeTaken, DaysBackwards, GoodsStillOut
from shop.fairs.rules import LONGEST_NAME, LONGEST_PLACE, FairWritten, parse_booth_code
from shop.stock import StockLevel


def open_fair(written: FairWritten, *, at: datetime) -> Fair:
    """A new fair without booths. Refuses DaysBackwards."""
    fair = Fair(opened_at=at, closed_at=None)
    _write(fair, written)
    db.session.add(fair)
    db.session.flush()
    return fair


def change_fair(fair_id: int, written: FairWritten) -> Fair:
    """Write its name, place, days or owner anew. Refuses NoSuchFair, DaysBackwards."""
    fair = get_fair(fair_id)
    _write(fair, written)
    return fair


def close_fair(fair_id: int, *, at: datetime) -> Fair:
    """Nothing goes out and no device is paired any more; sales that come late are still taken in.

    Refuses FairClosed, and GoodsStillOut while pieces lie at its booths.
    """
    lock_booths_of(fair_id)
    fair = fresh_fair(fair_id)
    pieces = count_pieces_at(fair_id)
    if pieces:
        raise GoodsStillOut(fair_id, pieces)
    fair.closed_at = at
    return fair


def reopen_fair(fair_id: int) -> Fair:
    """Something came back or was found late; refuses NoSuchFair."""
    fair = get_fair(fair_id)
    fair.closed_at = None
    return fair


def add_booth(fair_id: int, *, code: str, name: str, at: datetime) -> Booth:
    """A new booth under a code of its own. Refuses FairClosed, BadBoothCode, BoothCodeTaken."""
    fresh_fair(fair_id)
    kept = parse_booth_code(code)
    if kept is None:
        raise BadBoothCode
    booth_id = insert_unless_taken(Booth, fair_id=fair_id, code=kept, name=name[:LONGEST_NAME], opened_at=at)
    if booth_id is None:
        raise BoothCodeTaken(kept)
    return get_booth(booth_id)


def rename_booth(booth_id: int, name: str) -> Booth:
    """Its code stays: devices, notes and receipts name it. Refuses NoSuchBooth."""
    booth = get_booth(booth_id)
    booth.name = name[:LONGEST_NAME]
    return booth


def count_pieces_at(fair_id: int) -> int:
    """How many pieces lie at a fair's booths."""
    booths = db.session.scalars(select(Booth).where(Booth.fair_id == fair_id)).all()
    places = [booth.location for booth in booths]
    query = select(func.coalesce(func.sum(StockLevel.on_hand), 0)).where(StockLevel.location.in_(places))
    return int(db.session.execute(query).scalar_one())


def _write(fair: Fair, written: FairWritten) -> None:
    if written.ends_on < written.starts_on:
        raise DaysBackwards
    fair.name, fair.name_en = written.name[:LONGEST_NAME], written.name_en[:LONGEST_NAME]
    fair.place = written.place[:LONGEST_PLACE]
    fair.starts_on, fair.ends_on = written.starts_on, written.ends_on
    fair.owner_id = written.owner_id
