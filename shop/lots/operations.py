"""Writes of lots and planting areas."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import exists, select, update

from shop.accounts import new_token
from shop.certification import CertifiedGood, NoSuchGood, certificate_code
from shop.database import changed_one, db, touch_public_version
from shop.lots.models import Lot, PlantingArea
from shop.lots.queries import find_area, find_lot
from shop.lots.rules import (
    LONGEST_REASON,
    AlreadyRecalled,
    AreaCodeTaken,
    AreaFacts,
    BadLot,
    LotFacts,
    LotNumberTaken,
    clean_area,
    clean_lot,
    same_number,
)
from shop.producers import Producer
from shop.values.folding import tidy


def make_lot(producer_id: int, good_id: int, facts: LotFacts, *, today: date, at: datetime) -> Lot:
    """Write a lot of one of the producer's goods down, under a code of its own.

    Refuses NoSuchGood for another producer's good and one that counts no more, BadLot, NoSuchArea, LotNumberTaken.
    """
    own = select(CertifiedGood.id).where(CertifiedGood.producer_id == producer_id, CertifiedGood.id == good_id)
    if db.session.scalar(own.where(CertifiedGood.counts)) is None:
        raise NoSuchGood(good_id)
    clean = clean_lot(facts, today)
    _check_free(producer_id, good_id, clean, but=None)
    lot = Lot(code=certificate_code("lot", new_token()), producer_id=producer_id, good_id=good_id, created_at=at)
    _write(lot, clean)
    db.session.add(lot)
    db.session.flush()
    return lot


def change_lot(producer_id: int, lot_id: int, facts: LotFacts, *, today: date) -> Lot:
    """Put right what was written of a lot; its code stays, as it sticks on packs.

    Refuses NoSuchLot, AlreadyRecalled, BadLot, NoSuchArea and LotNumberTaken.
    """
    lot = find_lot(producer_id, lot_id)
    if lot.is_recalled:
        raise AlreadyRecalled
    clean = clean_lot(facts, today)
    _check_free(producer_id, lot.good_id, clean, but=lot.id)
    _write(lot, clean)
    return lot


def recall_lot(producer_id: int, lot_id: int, reason: str, at: datetime) -> None:
    """Call a lot back: whoever scans its code reads so, and why. Refuses NoSuchLot, AlreadyRecalled, BadLot."""
    why = tidy(reason)
    if not why or len(why) > LONGEST_REASON:
        raise BadLot("reason")
    lot = find_lot(producer_id, lot_id)
    standing = (Lot.producer_id == producer_id, Lot.id == lot.id, Lot.recalled_at.is_(None))
    if not changed_one(update(Lot).where(*standing).values(recalled_at=at, recall_reason=why)):
        raise AlreadyRecalled
    touch_public_version(with_register=False)


def add_area(producer_id: int, facts: AreaFacts) -> PlantingArea:
    """Write a planting area down. Refuses BadArea and AreaCodeTaken."""
    area = PlantingArea(producer_id=producer_id)
    _write_area(area, clean_area(facts))
    db.session.add(area)
    db.session.flush()
    return area


def change_area(producer_id: int, area_id: int, facts: AreaFacts) -> PlantingArea:
    """Put right what was written of a planting area. Refuses NoSuchArea, BadArea and AreaCodeTaken."""
    area = find_area(producer_id, area_id)
    _write_area(area, clean_area(facts))
    return area


def retire_area(producer_id: int, area_id: int, at: datetime | None) -> None:
    """Nothing new comes from there any more; None takes it into use again. Refuses NoSuchArea."""
    find_area(producer_id, area_id).retired_at = at


def _write(lot: Lot, facts: LotFacts) -> None:
    lot.number, lot.number_key = facts.number, same_number(facts.number)
    lot.made_on, lot.best_before_on = facts.made_on, facts.best_before_on
    lot.planting_area_id, lot.note_vi, lot.note_en = facts.planting_area_id, facts.note_vi, facts.note_en


def _hold(producer_id: int) -> None:
    """Whoever writes for a producer waits for who writes for it now: what was found free stays so."""
    db.session.execute(select(Producer.id).where(Producer.id == producer_id).with_for_update(key_share=True))


def _write_area(area: PlantingArea, facts: AreaFacts) -> None:
    _hold(area.producer_id)
    key = same_number(facts.code)
    same = (
        PlantingArea.producer_id == area.producer_id,
        PlantingArea.code_key == key,
        PlantingArea.id != (area.id or 0),
    )
    if db.session.scalar(select(exists().where(*same))):
        raise AreaCodeTaken
    area.code, area.code_key = facts.code, key
    area.issuer, area.place, area.crop = facts.issuer, facts.place, facts.crop


def _check_free(producer_id: int, good_id: int, facts: LotFacts, *, but: int | None) -> None:
    _hold(producer_id)
    if facts.planting_area_id is not None:
        find_area(producer_id, facts.planting_area_id)
    same = (
        Lot.producer_id == producer_id,
        Lot.good_id == good_id,
        Lot.number_key == same_number(facts.number),
        Lot.id != (but or 0),
    )
    if db.session.scalar(select(exists().where(*same))):
        raise LotNumberTaken
