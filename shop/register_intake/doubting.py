"""What an officer should look at in a row that could be taken: places and names that may mean something known. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from shop.certification import Outcome, PlannedRow
from shop.certification.staged_import import KnownGood, KnownProducer, LookAlikes
from shop.places import ResolutionKind
from shop.register_files import Statement
from shop.register_intake.rules import Doubt, DoubtCode


class Doubts:
    """What an officer should look at, each question about a producer or a good asked once."""

    def __init__(self, alike: LookAlikes) -> None:
        self._alike = alike
        self._of_producer: dict[KnownProducer, Sequence[int]] = {}
        self._of_good: dict[KnownGood, Sequence[Doubt]] = {}

    def of(self, row: PlannedRow) -> list[Doubt]:
        """All doubts about a row that is to be taken."""
        if not row.is_stored:
            return []
        good, statement = row.good, row.statement
        found: list[Doubt] = []
        producer = good.producer
        if producer is not None and producer.id is None:
            found += self._about_producer(producer)
        if good.id is None:
            if good not in self._of_good:
                self._of_good[good] = self._about_good(good) or ()  # nothing takes no memory
            found += self._of_good[good]
            if _is_nowhere(statement):
                found.append(Doubt(DoubtCode.PLACE_UNKNOWN, facts=(("place", ", ".join(statement.printed_place)),)))
        if row.certificate and row.outcome in (Outcome.NEW, Outcome.RENEWED) and statement.decided_on is None:
            found.append(_day_missing(statement.year or 0))
        return found

    def _about_producer(self, producer: KnownProducer) -> list[Doubt]:
        if producer not in self._of_producer:
            self._of_producer[producer] = self._alike.producers_like(producer)
        candidates = self._of_producer[producer]
        return [Doubt(DoubtCode.PRODUCER_ALIKE, tuple(candidates))] if candidates else []

    def _about_good(self, good: KnownGood) -> list[Doubt]:
        like, others = self._alike.goods_like(good), self._alike.goods_of_others(good)
        found = [Doubt(DoubtCode.GOOD_ALIKE, tuple(like))] if like else []
        return [*found, Doubt(DoubtCode.OTHER_PRODUCER, tuple(others))] if others else found


@lru_cache(maxsize=128)
def _day_missing(year: int) -> Doubt:
    return Doubt(DoubtCode.DAY_MISSING, facts=(("year", year),))


def _is_nowhere(statement: Statement) -> bool:
    """Whether the place below the province is printed, but no place that anybody knows."""
    kind = statement.place.kind
    if kind is ResolutionKind.DISTRICT_ONLY:
        return bool(statement.commune)
    return kind is ResolutionKind.PROVINCE_ONLY and bool(statement.commune or statement.district)
