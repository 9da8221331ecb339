"""Reads of targets, months and notices."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import func, select

from shop.database import db
from shop.targets.models import CoverageMonth, CoverageNotice, CoverageTarget
from shop.targets.rules import COUNTRY


def list_targets() -> Sequence[CoverageTarget]:
    """All targets in force; the latest year first, then by place and measure."""
    query = select(CoverageTarget).where(CoverageTarget.ended_at.is_(None))
    return db.session.scalars(
        query.order_by(CoverageTarget.year.desc(), CoverageTarget.place_id, CoverageTarget.measure)
    ).all()


def find_target(target_id: int) -> CoverageTarget | None:
    """The target in force under a number."""
    query = select(CoverageTarget).where(CoverageTarget.id == target_id, CoverageTarget.ended_at.is_(None))
    return db.session.scalar(query)


def list_months(place_id: str, since: date) -> Sequence[CoverageMonth]:
    """What was measured at a place from a month on, the oldest first."""
    query = select(CoverageMonth).where(CoverageMonth.place_id == place_id, CoverageMonth.month >= since)
    return db.session.scalars(query.order_by(CoverageMonth.month)).all()


def months_of_year(year: int, place_ids: Collection[str]) -> dict[str, CoverageMonth]:
    """The last month that was measured in a year, by place; places that were not measured are left out."""
    months = CoverageMonth.month.between(date(year, 1, 1), date(year, 12, 1))
    query = select(CoverageMonth).where(CoverageMonth.place_id.in_(place_ids), months).order_by(CoverageMonth.month)
    return {one.place_id: one for one in db.session.scalars(query)}


def is_measured_on(day: date) -> bool:
    """Whether the figures of a day were kept already."""
    query = select(CoverageMonth.measured_on).where(
        CoverageMonth.month == day.replace(day=1), CoverageMonth.place_id == COUNTRY
    )
    measured_on = db.session.scalar(query)
    return measured_on is not None and measured_on >= day


def last_notices(producer_ids: Collection[int]) -> dict[int, datetime]:
    """When each of these producers was told last; those that never were are left out."""
    query = (
        select(CoverageNotice.producer_id, func.max(CoverageNotice.sent_at))
        .where(CoverageNotice.producer_id.in_(producer_ids))
        .group_by(CoverageNotice.producer_id)
    )
    return dict(db.session.execute(query).all())
