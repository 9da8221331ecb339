"""Days on the Vietnamese calendar and the instants at which they begin and end."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def vietnam_day(instant: datetime) -> date:
    """The Vietnamese calendar day of an aware instant."""
    if instant.tzinfo is None:
        raise ValueError("an instant without a time zone names no day")
    return instant.astimezone(VIETNAM).date()


@lru_cache(maxsize=4_096)
def start_of_day(day: date) -> datetime:
    """The instant, in UTC, at which a Vietnamese day begins."""
    return datetime(day.year, day.month, day.day, tzinfo=VIETNAM).astimezone(UTC)


@lru_cache(maxsize=4_096)
def last_day_until(end: datetime) -> date:
    """The last Vietnamese day that an exclusive end leaves whole, or in which it falls."""
    return vietnam_day(end - timedelta(milliseconds=1))


def end_of_day(day: date) -> datetime:
    """The instant, in UTC, that ends a Vietnamese day: the midnight after it, itself no longer part of the day."""
    return start_of_day(day + timedelta(days=1))


def add_months(day: date, months: int) -> date:
    """The same day of the month `months` later; a missing day is clipped to the end of its month."""
    year, month_index = divmod(day.year * 12 + day.month - 1 + months, 12)
    month = month_index + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def format_instant(instant: datetime) -> str:
    """dd/mm/yyyy hh:mm on a clock in Vietnam."""
    return f"{instant.astimezone(VIETNAM):%d/%m/%Y %H:%M}"


def format_day(day: date) -> str:
    """dd/mm/yyyy, as both languages of the shop write it."""
    return f"{day.day:02d}/{day.month:02d}/{day.year}"
