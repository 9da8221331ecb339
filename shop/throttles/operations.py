"""Count tries: one conditional statement decides, so that tries at the same moment cannot slip through together."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import BigInteger, Executable, and_, bindparam, case, delete, not_, or_, select

from shop.database import EPOCH, MILLISECOND, db, insert_or_change
from shop.throttles.models import Throttle
from shop.throttles.rules import Limit, TooManyTries, subject_key

# By how many milliseconds the clocks of hosts, and of requests at the same moment, may differ.
CLOCKS_DIFFER = 10_000


def count_try(limit: Limit, subject: str, at: datetime) -> None:
    """Let one try of a subject through and count it; refuses TooManyTries (which counts nothing). One statement.

    `at` is `clock.now_elsewhere()`: SHOP_NOW starts anew with each start, and would hold people back for hours.
    """
    now, key, interval = (at - EPOCH) // MILLISECOND, subject_key(subject), limit.interval // MILLISECOND
    booked = {"limit_name": limit.name, "subject": key, "booked_until": now + interval}
    reach = limit.reach // MILLISECOND
    is_counted = db.session.scalar(
        _counting(db.engine.dialect.name), {**booked, "now": now, "interval": interval, "furthest": now + reach}
    )
    if is_counted is None:
        raise TooManyTries(limit.name, _wait(limit, key, now))


@cache
def _counting(dialect: str) -> Executable:
    """The statement that decides, built once for each kind of database.

    Nobody is ever booked further ahead than one interval beyond the reach: whoever is was booked before the clock was
    set back, and starts anew instead of waiting for that hour to come again.
    """
    now, interval = bindparam("now", type_=BigInteger), bindparam("interval", type_=BigInteger)
    furthest = bindparam("furthest", type_=BigInteger)
    is_from_the_future = Throttle.booked_until > furthest + interval + CLOCKS_DIFFER
    is_ahead = and_(Throttle.booked_until > now, not_(is_from_the_future))
    booked_from = case((is_ahead, Throttle.booked_until), else_=now)
    return insert_or_change(
        Throttle,
        changes={"booked_until": booked_from + interval},
        where=or_(Throttle.booked_until <= furthest, is_from_the_future),
    )


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
