"""Periods of settlement: half a month on the Vietnamese calendar, the 1st to the 15th and the 16th to the end. Pure."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shop.values.dates import end_of_day, start_of_day

_HALVES = "ab"
_LAST_OF_FIRST_HALF = 15


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """A half of a month, known by its first day."""

    first_day: date

    def __post_init__(self) -> None:
        if self.first_day.day not in (1, _LAST_OF_FIRST_HALF + 1):
            raise ValueError(f"no period begins on {self.first_day}")

    @property
    def last_day(self) -> date:
        """The last Vietnamese day that belongs to it."""
        if self.first_day.day == 1:
            return self.first_day.replace(day=_LAST_OF_FIRST_HALF)
        return self.first_day.replace(day=monthrange(self.first_day.year, self.first_day.month)[1])

    @property
    def code(self) -> str:
        """`2026-11a` and `2026-11b`: for addresses and file names."""
        return f"{self.first_day:%Y-%m}{_HALVES[self.first_day.day > 1]}"

    @property
    def starts_at(self) -> datetime:
        """The instant at which it begins."""
        return start_of_day(self.first_day)

    @property
    def ends_at(self) -> datetime:
        """The instant that ends it, itself no longer part of it."""
        return end_of_day(self.last_day)

    @property
    def previous(self) -> Period:
        """The one before."""
        return period_of(self.first_day - timedelta(days=1))

    @property
    def next(self) -> Period:
        """The one after."""
        return period_of(self.last_day + timedelta(days=1))


def period_of(day: date) -> Period:
    """The period in which a Vietnamese day lies."""
    return Period(day.replace(day=1 if day.day <= _LAST_OF_FIRST_HALF else _LAST_OF_FIRST_HALF + 1))


def parse_period(code: str) -> Period | None:
    """The period of a code, None where there is none."""
    try:
        first = date.fromisoformat(f"{code[:7]}-01")
    except ValueError:
        return None
    period = Period(first if code.endswith("a") else first.replace(day=_LAST_OF_FIRST_HALF + 1))
    return period if period.code == code else None
