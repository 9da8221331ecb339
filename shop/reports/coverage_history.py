"""What was certified when, counted from the certificates themselves: month by month, on any day, year by year."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import BigInteger, select, type_coerce

from shop.certification import Certificate
from shop.database import EPOCH, MILLISECOND, db
from shop.values.dates import add_months, end_of_day


class Held(NamedTuple):
    """One certificate that was ever in force; instants in milliseconds of UTC, as they are stored."""

    good_id: int
    stars: int
    year: int
    valid_from: int
    valid_until: int


@dataclass(frozen=True)
class MonthEnd:
    """How many goods were certified at the end of a month, by stars; of the present month, now."""

    month: date
    by_stars: dict[int, int]

    @property
    def total(self) -> int:
        """With whatever stars."""
        return sum(self.by_stars.values())


@dataclass(frozen=True)
class YearFigures:
    """What was recognised in a year: goods for the first time, and goods again."""

    new_goods: int
    reevaluated_goods: int


@dataclass(frozen=True)
class History:
    """All certificates by good, each good's in the order in which they were recognised."""

    by_good: dict[int, tuple[Held, ...]]

    def stars_at(self, at: datetime, good_ids: Iterable[int]) -> dict[int, int]:
        """The stars of each of these goods that was certified at an instant; the later recognition counts."""
        instant, found = (at - EPOCH) // MILLISECOND, {}
        for good_id in good_ids:
            for held in reversed(self.by_good.get(good_id, ())):
                if held.valid_from <= instant < held.valid_until:
                    found[good_id] = held.stars
                    break
        return found

    def by_month(self, at: datetime, last: date, months: int, good_ids: Collection[int]) -> list[MonthEnd]:
        """How these goods stood at the end of each of so many months, the last one as it stands at `at`."""
        firsts = [add_months(last.replace(day=1), back - months + 1) for back in range(months)]
        ends = [min(end_of_day(add_months(first, 1) - timedelta(days=1)) - MILLISECOND, at) for first in firsts]
        instants = [(end - EPOCH) // MILLISECOND for end in ends]
        # A bit a month: thousands of goods share a few hundred stretches of months.
        stretches: Counter[tuple[int, int]] = Counter()
        for good_id in good_ids:
            left = (1 << months) - 1
            for held in reversed(self.by_good.get(good_id, ())):
                begins, ends_before = (bisect_left(instants, edge) for edge in (held.valid_from, held.valid_until))
                inside = left & ((1 << ends_before) - (1 << begins))
                left &= ~inside
                stretches[held.stars, inside] += 1
        counted: list[Counter[int]] = [Counter() for _ in firsts]
        for (stars, inside), many in stretches.items():
            for place in range(months):
                if inside >> place & 1:
                    counted[place][stars] += many
        return [MonthEnd(first, dict(by_stars)) for first, by_stars in zip(firsts, counted, strict=True)]

    def in_year(self, year: int, good_ids: Iterable[int]) -> YearFigures:
        """What was recognised in a year among these goods."""
        new = again = 0
        for good_id in good_ids:
            years = [held.year for held in self.by_good.get(good_id, ())]
            new += years[:1] == [year]
            again += year in years[1:]
        return YearFigures(new, again)

    def recognised_in(self, year: int, stars: int, good_ids: Iterable[int]) -> list[int]:
        """The goods that were recognised in a year with so many stars."""
        return [
            good_id
            for good_id in good_ids
            if any(held.year == year and held.stars == stars for held in self.by_good.get(good_id, ()))
        ]


def read_history() -> History:
    """All certificates that were, are or will be in force; one statement."""
    query = (
        select(
            Certificate.good_id,
            Certificate.stars,
            Certificate.decided_year,
            type_coerce(Certificate.valid_from, BigInteger),
            type_coerce(Certificate.valid_until, BigInteger),
        )
        # What was taken back, or revoked before it began, was in force at no instant.
        .where(Certificate.valid_until > Certificate.valid_from)
        .order_by(Certificate.good_id, Certificate.first_day, Certificate.id)
    )
    rows: Sequence[Held] = [Held._make(row) for row in db.session.connection().execute(query)]
    return History({good_id: tuple(held) for good_id, held in groupby(rows, key=lambda held: held.good_id)})
