"""The producers of the goods on sale, packed; in the order of their addresses."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from heapq import nlargest

from shop.catalogue.bitmaps import members
from shop.catalogue.listing import ProducerEntry
from shop.catalogue.packed import Keys, Lists, Packed, pack
from shop.catalogue.recent import Recent
from shop.catalogue.shelf_places import place_in_short
from shop.catalogue.shelf_rows import ProducerRow

_NOBODY = pack(("", "", "unstated", "", ""))
KEPT_COUNTS = 32


class Producers:
    """Which producer makes which good. Numbers count the producers from 0; the last one stands for none."""

    def __init__(self, rows: Sequence[ProducerRow], ids_by_position: Sequence[int]) -> None:
        numbers = {row.id: number for number, row in enumerate(rows)}
        self.of_goods = array("I", [numbers.get(producer_id, len(rows)) for producer_id in ids_by_position])
        self.goods = Lists.grouped(self.of_goods, len(rows) + 1)
        self._packed = Packed([*map(_packed, rows), _NOBODY])
        self._slugs = Keys([row.slug for row in rows])
        self._busiest: Recent[list[tuple[int, int]]] = Recent(KEPT_COUNTS)

    def __iter__(self) -> Iterator[ProducerEntry]:
        return map(self.entry, range(len(self)))

    def __len__(self) -> int:
        return len(self.goods) - 1

    def entry(self, number: int) -> ProducerEntry:
        """A producer with the number of its goods on sale."""
        slug, name, kind, province_code, place = self._packed[number]
        return ProducerEntry(slug, name, kind, province_code, place, place, self.goods.length(number))

    def find(self, slug: str) -> int | None:
        """The number of the producer at an address, or None when it has no goods on sale."""
        return self._slugs.find(slug)

    def named(self, position: int) -> tuple[str, str]:
        """Address and name of who makes the good at a position."""
        slug, name, *_ = self._packed[self.of_goods[position]]
        return slug, name

    def busiest(self, goods: int, limit: int) -> list[tuple[int, int]]:
        """Numbers and counts of the producers with most goods of a set; ties in the order of their addresses."""
        return self._busiest.get((goods, limit), lambda: self._count_busiest(goods, limit))

    def _count_busiest(self, goods: int, limit: int) -> list[tuple[int, int]]:
        counts = Counter(map(self.of_goods.__getitem__, members(goods, len(self.of_goods))))
        # Fewer than the last of so many great counts cannot be among them: that leaves few to put in order.
        least = min(nlargest(limit, counts.values()), default=0)
        candidates = [(number, count) for number, count in counts.items() if count >= least]
        return sorted(candidates, key=lambda pair: (-pair[1], pair[0]))[:limit]


def _packed(row: ProducerRow) -> bytes:
    place = place_in_short(row.province_code, row.commune_code)
    return pack((row.slug, row.name, row.kind, row.province_code or "", place))
