"""Which labels on packs say more than the register: certificates ended before their time, or were stated wrongly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from shop.certification.act_models import RegisterAct
from shop.certification.models import Certificate
from shop.certification.rules import LONGEST_EXTENSION
from shop.database import db
from shop.values.dates import last_day_until, vietnam_day


@dataclass(frozen=True)
class TakenBack:
    """A code of which labels were printed that are wrong now.

    `on` is the last valid day of what was revoked, the day of the act for what was withdrawn. `is_corrected`: another
    certificate under the same code counts, so only labels signed up to that day are wrong.
    """

    code: str
    on: date
    is_corrected: bool = False


def list_taken_back(at: datetime) -> list[TakenBack]:
    """By code; what could not be on a label that is good today, extension and all, is left out. Three statements."""
    earliest = vietnam_day(at) - LONGEST_EXTENSION
    found = {one.code: one for one in (*_withdrawn(earliest), *_revoked(earliest))}
    return [found[code] for code in sorted(found)]


def _revoked(earliest: date) -> list[TakenBack]:
    query = select(Certificate.code, Certificate.valid_until).where(
        Certificate.counts, Certificate.revocation.has(), Certificate.last_day >= earliest
    )
    rows = db.session.execute(query)
    return [TakenBack(code, last_day_until(until)) for code, until in rows]


def _withdrawn(earliest: date) -> list[TakenBack]:
    says = (Certificate.code, Certificate.stars, Certificate.first_day, Certificate.last_day)
    gone = (
        select(*says, RegisterAct.at)
        .join(RegisterAct, RegisterAct.id == Certificate.withdrawn_by_id)
        .where(~Certificate.is_being_entered, Certificate.last_day >= earliest)
        .order_by(RegisterAct.at)
    )
    codes = select(Certificate.code).where(~Certificate.counts, Certificate.last_day >= earliest)
    kept = {
        row.code: tuple(row) for row in db.session.execute(select(*says).where(Certificate.counts, says[0].in_(codes)))
    }
    # What was withdrawn and stated again word for word is right on every label.
    return [
        TakenBack(code, vietnam_day(when), code in kept)
        for code, *rest, when in db.session.execute(gone)
        if kept.get(code) != (code, *rest)
    ]
