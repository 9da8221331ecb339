"""Who is missing on the way to "all goods online", by producer: what their goods lack, and who could be asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from shop.accounts import count_people_of_stalls
from shop.database import db
from shop.producers import Producer
from shop.reports.coverage import CoveredGood, Gap
from shop.values.folding import vietnamese_sort_key

AT_ONCE = 500


@dataclass(frozen=True)
class Behind:
    """A producer with certified goods that are not online. `producer_id` is None for goods whose maker is not stated.

    `people` run its stall: with none, somebody has to be invited first.
    """

    producer_id: int | None
    slug: str
    name: str
    province_code: str | None
    commune_code: str | None
    printed_place: str
    goods: tuple[CoveredGood, ...]
    gaps: tuple[Gap, ...]
    people: int


def count_gaps(goods: Iterable[CoveredGood]) -> dict[Gap, int]:
    """How many goods lack what."""
    counted = Counter(gap for good in goods for gap in good.gaps)
    return {gap: counted[gap] for gap in Gap}


def who_is_behind(goods: Iterable[CoveredGood], gap: Gap | None = None) -> list[Behind]:
    """The producers of goods that are not online, or that lack one thing; the most goods first. Some statements."""
    by_maker: dict[str, list[CoveredGood]] = {}
    for good in goods:
        if not good.is_online and (gap is None or gap in good.gaps):
            by_maker.setdefault(good.entry.producer_slug or "", []).append(good)
    slugs = [slug for slug in by_maker if slug]
    ids: dict[str, int] = {}
    for first in range(0, len(slugs), AT_ONCE):
        query = select(Producer.slug, Producer.id).where(Producer.slug.in_(slugs[first : first + AT_ONCE]))
        ids |= dict(db.session.execute(query).all())
    people = count_people_of_stalls()
    found = [_behind(slug, lacking, ids.get(slug), people) for slug, lacking in by_maker.items()]
    return sorted(found, key=lambda one: (one.producer_id is None, -len(one.goods), vietnamese_sort_key(one.name)))


def _behind(slug: str, goods: list[CoveredGood], producer_id: int | None, people: dict[int, tuple[int, int]]) -> Behind:
    first = goods[0].entry
    lacking = {gap for good in goods for gap in good.gaps}
    return Behind(
        producer_id=producer_id,
        slug=slug,
        name=first.producer_name or "",
        province_code=first.province_code,
        commune_code=first.commune_code,
        printed_place=first.printed_place,
        goods=tuple(goods),
        gaps=tuple(gap for gap in Gap if gap in lacking),
        people=sum(people.get(producer_id or 0, (0, 0))),
    )
