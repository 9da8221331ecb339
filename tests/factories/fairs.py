"""Fairs and booths for tests."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import select

from shop.catalogue import Product, Variant
from shop.database import db, transaction
from shop.fairs import (
    FairWritten,
    HandOverWanted,
    HashedPin,
    Note,
    OtherEnd,
    Paired,
    add_booth,
    add_cashier,
    hand_out,
    hash_pin,
    open_fair,
    pair_at_terminal,
)
from tests.factories.buying import NOON
from tests.factories.people import make_person

BY = "operator:1"
FIRST_DAY, LAST_DAY = date(2026, 11, 20), date(2026, 11, 23)

_numbers = itertools.count(1)


def fair_written(owner_id: int, **changes: object) -> FairWritten:
    """What an operator writes of a fair that runs from the 20th to the 23rd of November 2026."""
    values: dict[str, object] = {
        "name": "Hội chợ OCOP",
        "name_en": "OCOP fair",
        "place": "Quảng trường 3/2",
        "starts_on": FIRST_DAY,
        "ends_on": LAST_DAY,
        "owner_id": owner_id,
    }
    return FairWritten(**{**values, **changes})  # type: ignore[arg-type]


def make_fair(*, owner_id: int | None = None, at: datetime = NOON, **changes: object) -> int:
    """The number of a fair; other arguments are fields of FairWritten."""
    owner = owner_id or make_person(f"owner-of-fair-{next(_numbers)}@example.vn").id
    with transaction():
        return open_fair(fair_written(owner, **changes), at=at).id


def make_booth(code: str = "HOI-CHO-1", *, fair_id: int | None = None, at: datetime = NOON) -> int:
    """The number of a booth, of a fair of its own unless one is named."""
    fair = fair_id or make_fair(at=at)
    with transaction():
        return add_booth(fair, code=code, name="Quầy số 1", at=at).id


def make_device(code: str = "HOI-CHO-1", *, at: datetime = NOON) -> Paired:
    """A tablet of a booth, with its token."""
    with transaction():
        return pair_at_terminal(code, at=at)


def cheap_pin(pin: str = "2468") -> HashedPin:
    """A PIN that is hashed in no time."""
    return hash_pin(pin, iterations=1)


def make_cashier(fair_id: int, name: str = "Chị Mai", pin: str = "2468", *, at: datetime = NOON) -> str:
    """The code of somebody who sells at a fair."""
    with transaction():
        return add_cashier(fair_id, name, cheap_pin(pin), at=at).code


def producer_of(variant_id: int) -> int:
    """Whose pack it is."""
    query = select(Product.producer_id).join(Variant).where(Variant.id == variant_id)
    found = db.session.scalar(query)
    db.session.rollback()
    assert found is not None
    return found


def give_out(
    booth_id: int, wanted: Mapping[int, int], *, at: datetime = NOON, other_end: OtherEnd = OtherEnd.PRODUCER
) -> list[int]:
    """The numbers of the notes by which so many pieces of each pack go to a booth, brought along by their producers."""
    notes = []
    for producer_id in sorted({producer_of(variant_id) for variant_id in wanted}):
        lines = [
            HandOverWanted(variant_id, quantity, other_end)
            for variant_id, quantity in wanted.items()
            if producer_of(variant_id) == producer_id
        ]
        with transaction():
            notes.append(hand_out(Note(booth_id, producer_id, BY), lines, at=at).id)
    return notes
