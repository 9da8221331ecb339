"""What lies at booths and what became of it, put together for pages: by producer, and in sums."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shop.fairs import Figures, GoodsAtBooth


@dataclass(frozen=True)
class GoodsOfProducer:
    """One producer's goods at a booth."""

    id: int
    name: str
    rows: Sequence[GoodsAtBooth]
    sums: Figures


def sums_of(rows: Iterable[GoodsAtBooth]) -> Figures:
    """All pieces of the rows together."""
    return sum((row.figures for row in rows), Figures())


def by_producer(rows: Iterable[GoodsAtBooth]) -> list[GoodsOfProducer]:
    """The rows by producer, in the order in which they come."""
    found: dict[int, list[GoodsAtBooth]] = {}
    for row in rows:
        found.setdefault(row.producer_id, []).append(row)
    return [GoodsOfProducer(number, own[0].producer_name, own, sums_of(own)) for number, own in found.items()]
