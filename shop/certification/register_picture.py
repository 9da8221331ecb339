"""The whole register as the public may browse it: every good with its standing, in memory, for one stretch of time.

A picture is immutable and good until the next certificate begins or ends, or until the register changes. How one is
painted: `register_painting`; which one a process keeps, and what it shows meanwhile: `register_keeping`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shop.certification.rules import Standing
from shop.values.dates import add_months, vietnam_day
from shop.values.folding import fold


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """One good of the register. Stars, code and last day are of the certificate in force, else of the one ended last.

    `covered_through` is the last day on which it is certified without a break from now on; None when it is not.
    """

    good_id: int
    slug: str
    name: str
    group: str | None
    producer_slug: str | None
    producer_name: str | None
    province_code: str | None
    commune_code: str | None
    printed_place: str
    standing: Standing
    code: str | None
    stars: int | None
    day_is_known: bool
    last_day: date | None
    covered_through: date | None
    place_ids: frozenset[str]
    searched: str


@dataclass(frozen=True, slots=True)
class EndingSoon:
    """So many goods lose their certificate; the first and the last of their last valid days."""

    count: int
    first_day: date
    last_day: date


@dataclass(frozen=True)
class RegisterPicture:
    """All goods in the order of their names, as they stand from `good_from` until `good_until` (exclusive).

    One that is not whole is shown while a new one is painted: nothing in it is certified that is not, but goods that
    were certified a moment ago may be missing.
    """

    version: int
    # How often the register had changed, and the turn of the last act that it shows.
    register: int
    turn: int
    made_for: datetime
    good_from: datetime
    good_until: datetime | None
    entries: tuple[RegisterEntry, ...]
    is_whole: bool = True

    def covers(self, version: int, at: datetime) -> bool:
        """Whether this picture is right for an instant and a state of the database."""
        return self.version >= version and self.is_in_time(at)

    def is_in_time(self, at: datetime) -> bool:
        """Whether no certificate begins or ends between the instant for which it was made and another."""
        return self.good_from <= at and (self.good_until is None or at < self.good_until)

    def find(self, words: str = "", standing: Standing | None = None) -> list[RegisterEntry]:
        """The goods in whose name, maker, place, decision or code every word occurs, marks or not."""
        parts = fold(words).split()
        return [
            entry
            for entry in self.entries
            if (standing is None or entry.standing is standing) and all(part in entry.searched for part in parts)
        ]

    def of_producer(self, slug: str) -> list[RegisterEntry]:
        """All goods of one producer."""
        return [entry for entry in self.entries if entry.producer_slug == slug]

    def in_places(self, place_ids: frozenset[str]) -> list[RegisterEntry]:
        """All goods that lie in any of these places of today or of before."""
        return [entry for entry in self.entries if place_ids & entry.place_ids]

    def ending_within(self, span: timedelta) -> EndingSoon | None:
        """How many of the goods certified now lose their cover within a span from now, and between which days."""
        last = vietnam_day(self.made_for) + span
        days = sorted(day for entry in self.entries if (day := entry.covered_through) and day <= last)
        return EndingSoon(len(days), days[0], days[-1]) if days else None

    def lapses_by_month(self, months: int) -> list[tuple[date, int]]:
        """For this month and those after it: how many of the goods certified now lose their cover in it."""
        today = vietnam_day(self.made_for)
        counted = Counter(entry.covered_through.replace(day=1) for entry in self.entries if entry.covered_through)
        firsts = [add_months(today.replace(day=1), offset) for offset in range(months)]
        return [(first, counted[first]) for first in firsts]


def count_by_standing(entries: list[RegisterEntry]) -> dict[Standing, int]:
    """How many of these goods stand how; standings that none has are counted as 0."""
    counted = Counter(entry.standing for entry in entries)
    return {standing: counted[standing] for standing in Standing}
