"""Who is missing on the way to "all goods online", by producer: what their goods lack, and who could be asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from shop.accounts import count_people_of_stalls
from shop.reports.coverage import CoveredGood, Gap

_ORDER = tuple(Gap)


@dataclass(frozen=True)
class Behind:
    """A producer with certified goods that are not online. `producer_id` is None for goods whose maker is not stated.

    `people` run its stall: with none, somebody has to be invited first.
    """

    producer_id: int | None
    slug: str
    name: str
    printed_place: str
    goods: tuple[CoveredGood, ...]
    gaps: tuple[Gap, ...]
    people: int


def count_gaps(goods: Iterable[CoveredGood]) -> dict[Gap, int]:
    """How many goods lack what."""
    counted = Counter(gap for good in goods for gap in good.gaps)
    return {gap: counted[gap] for gap in Gap}


def who_is_behind(goods: Iterable[CoveredGood], gap: Gap | None = None) -> list[Behind]:
    """The producers of goods that are not online, or that lack one thing; the most goods first. One statement."""
    by_maker: dict[str, list[CoveredGood]] = {}
    for good in goods:
        if not good.is_online and (gap is None or gap in good.gaps):
            by_maker.setdefault(good.entry.producer_slug or "", []).append(good)
    people = count_people_of_stalls()
    in_order = sorted(by_maker.items(), key=lambda pair: (not pair[0], -len(pair[1]), pair[0]))
    return [_behind(slug, lacking, people) for slug, lacking in in_order]


def _behind(slug: str, goods: list[CoveredGood], people: dict[int, tuple[int, int]]) -> Behind:
    first, producer_id = goods[0].entry, goods[0].producer_id
    lacking = {gap for good in goods for gap in good.gaps}
    return Behind(
        producer_id=producer_id,
        slug=slug,
        name=first.producer_name or "",
        printed_place=first.printed_place,
        goods=tuple(goods),
        gaps=tuple(sorted(lacking, key=_ORDER.index)) if len(lacking) > 1 else tuple(lacking),
        people=sum(people.get(producer_id or 0, (0, 0))),
    )
