"""Writes of targets, months and notices."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import delete, update

from shop.database import changed_one, db, insert_rows
from shop.targets.models import CoverageMonth, CoverageNotice, CoverageTarget
from shop.targets.queries import find_target
from shop.targets.rules import MonthFigures, NoSuchTarget, Wish, check_wish
from shop.values.dates import vietnam_day


def set_target(wish: Wish, *, by: str, at: datetime) -> CoverageTarget:
    """Set what shall be reached; the target that stood there before ends. The same again changes nothing.

    Refuses YearOutOfRange, TargetOutOfRange, SourceMissing.
    """
    check_wish(wish, vietnam_day(at).year)
    same = (
        CoverageTarget.place_id == wish.place_id,
        CoverageTarget.year == wish.year,
        CoverageTarget.measure == wish.measure,
        CoverageTarget.ended_at.is_(None),
    )
    before = db.session.query(CoverageTarget).where(*same).one_or_none()
    if before is not None:
        if (before.value, before.source, before.note) == (wish.value, wish.source, wish.note):
            return before
        before.ended_at, before.ended_by = at, by
        db.session.flush()
    target = CoverageTarget(**asdict(wish), entered_by=by, entered_at=at)
    db.session.add(target)
    db.session.flush()
    return target


def end_target(target_id: int, *, by: str, at: datetime) -> CoverageTarget:
    """Take a target back; its row stays. Refuses NoSuchTarget."""
    target = find_target(target_id)
    ending = update(CoverageTarget).where(CoverageTarget.id == target_id, CoverageTarget.ended_at.is_(None))
    if target is None or not changed_one(ending.values(ended_at=at, ended_by=by)):
        raise NoSuchTarget
    return target


def keep_months(figures: Iterable[MonthFigures], day: date) -> None:
    """Keep the figures of a day as those of its month, in place of an earlier day's; three statements."""
    month = day.replace(day=1)
    db.session.execute(delete(CoverageMonth).where(CoverageMonth.month == month))
    rows = [{"month": month, "measured_on": day, **asdict(one)} for one in figures]
    insert_rows(CoverageMonth, rows)


def note_notices(producer_ids: Collection[int], *, by: str, at: datetime) -> None:
    """Keep that these producers were told."""
    db.session.add_all(CoverageNotice(producer_id=number, sent_by=by, sent_at=at) for number in producer_ids)
