"""Fairs and booths for tests."""

from __future__ import annotations

from datetime import date, datetime

from shop.database import transaction
from shop.fairs import Booth, Fair
from tests.factories.buying import NOON
from tests.factories.people import make_person


def make_fair(name: str = "Hội chợ OCOP", *, owner_id: int | None = None, at: datetime = NOON) -> int:
    """The number of a fair that runs from the 20th to the 23rd of November 2026."""
    owner = owner_id or make_person(f"owner-of-{at:%H%M}@example.vn").id
    with transaction() as session:
        fair = Fair(
            name=name,
            name_en="OCOP fair",
            place="Quảng trường 3/2",
            starts_on=date(2026, 11, 20),
            ends_on=date(2026, 11, 23),
            owner_id=owner,
            opened_at=at,
        )
        session.add(fair)
        session.flush()
        return fair.id


def make_booth(code: str = "HOI-CHO-1", *, fair_id: int | None = None, at: datetime = NOON) -> int:
    """The number of a booth, of a fair of its own unless one is named."""
    fair = fair_id or make_fair(at=at)
    with transaction() as session:
        booth = Booth(fair_id=fair, code=code, name="Quầy số 1", opened_at=at)
        session.add(booth)
        session.flush()
        return booth.id
