"""In which order goods stand on a list. Positions already are the order "new": newest recognition first, then name."""

from __future__ import annotations

from array import array
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, compress

from shop.catalogue.bitmaps import members, membership
from shop.catalogue.recent import Recent

# How many orders of filtered sets are kept, so that a page far back costs what the first page cost.
KEPT_ORDERS = 16


class Orders:
    """The fixed orders of all goods on a Shelf, and those of the sets asked for last."""

    def __init__(self, ranks_by_name: Sequence[int], prices: Sequence[int], stars: Mapping[int, int]) -> None:
        self._size = len(prices)
        positions = range(self._size)
        self._fixed: dict[str, array[int]] = {
            "name": array("I", sorted(positions, key=ranks_by_name.__getitem__)),
            "price": array("I", sorted(positions, key=prices.__getitem__)),
            "price-desc": array("I", sorted(positions, key=lambda position: -prices[position])),
        }
        self._stars = [stars[count] for count in sorted(stars, reverse=True)]
        self._kept: Recent[Sequence[int]] = Recent(KEPT_ORDERS)

    def in_order(self, bitmap: int, sort: str) -> Sequence[int]:
        """The positions of a set in the order new, price, price-desc or name."""
        if bitmap.bit_count() == self._size:
            return range(self._size) if sort == "new" else self._fixed[sort]
        return self._kept.get((bitmap, sort), lambda: self._make(bitmap, sort))

    def by_tiers(self, tiers: Iterable[int], key: Hashable) -> Sequence[int]:
        """The positions of sets one after the other; in each more stars first, then the order "new".

        `key` names the question, which is kept with its answer.
        """
        return self._kept.get(key, lambda: array("I", chain.from_iterable(self._by_stars(tiers))))

    def _make(self, bitmap: int, sort: str) -> Sequence[int]:
        if sort == "new":
            return array("I", members(bitmap, self._size))
        order = self._fixed[sort]
        chosen = membership(bitmap, self._size)
        return array("I", compress(order, map(chosen.__getitem__, order)))

    def _by_stars(self, tiers: Iterable[int]) -> Iterator[Sequence[int]]:
        for tier in tiers:
            for stars in self._stars:
                if both := tier & stars:
                    yield members(both, self._size)
