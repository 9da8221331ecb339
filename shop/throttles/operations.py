"""Count tries: one conditional statement decides, so that tries at the same moment cannot slip through together."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import case, delete, select, update

from shop.database import EPOCH, MILLISECOND, changed_one, db, insert_if_missing
from shop.throttles.models import Throttle
from shop.throttles.rules import Limit, TooManyTries, subject_key


def count_try(limit: Limit, subject: str, at: datetime) -> None:
    """Let one try of a subject through and count it; refuses TooManyTries (which counts nothing)."""
    now, key = (at - EPOCH) // MILLISECOND, subject_key(subject)
    insert_if_missing(Throttle, limit_name=limit.name, subject=key, booked_until=0)
    booked_from = case((Throttle.booked_until > now, Throttle.booked_until), else_=now)
    is_counted = changed_one(
        update(Throttle)
        .where(
            Throttle.limit_name == limit.name,
            Throttle.subject == key,
            Throttle.booked_until <= now + limit.reach // MILLISECOND,
        )
        .values(booked_until=booked_from + limit.interval // MILLISECOND)
    )
    if not is_counted:
        raise TooManyTries(limit.name, _wait(limit, key, now))


def forget_tries(limit: Limit, subject: str) -> None:
    """Let a subject start anew, because it has proved who it is."""
    db.session.execute(
        delete(Throttle).where(Throttle.limit_name == limit.name, Throttle.subject == subject_key(subject))
    )


def forget_quiet_throttles(at: datetime) -> None:
    """Remove the rows that no longer hold anybody back."""
    db.session.execute(delete(Throttle).where(Throttle.booked_until < (at - EPOCH) // MILLISECOND))


def _wait(limit: Limit, key: str, now: int) -> timedelta:
    booked = db.session.scalar(
        select(Throttle.booked_until).where(Throttle.limit_name == limit.name, Throttle.subject == key)
    )
    return ((booked or now) - now) * MILLISECOND - limit.reach
