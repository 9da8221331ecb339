"""Sums of money that give no single producer away, whatever is subtracted from whatever. Pure.

A sum is said only where at least three producers earned and none of them most of it. And whatever remains when sums
that are said are taken from one that holds them must be nothing, or as safe itself: else one more is held back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

FEWEST_PRODUCERS = 3
# In hundredths: of a sum of which one producer earned more than this, the sum would speak of that producer.
LARGEST_SHARE = 80
SIGNIFICANT = 2

K = TypeVar("K", bound=Hashable)
Earned = Mapping[str, int]


@dataclass(frozen=True)
class Part(Generic[K]):
    """One sum that is the sum of others: the whole, and what it is made of, without anything twice."""

    whole: K
    parts: Sequence[K]


def is_safe(earned: Earned) -> bool:
    """Whether a sum over these producers speaks of none of them."""
    amounts = [amount for amount in earned.values() if amount > 0]
    return len(amounts) >= FEWEST_PRODUCERS and max(amounts) * 100 <= sum(amounts) * LARGEST_SHARE


def safe_sums(cells: Mapping[K, Earned], tables: Sequence[Part[K]]) -> dict[K, int]:
    """What may be said: rounded sums in dong by cell; cells that are left out must not be said.

    `tables` say which cell is made of which others; they are a tree: no cell is a part of two. What belongs to a sum
    that is held back is held back too, so that it cannot be put together again.
    """
    said = {key for key, earned in cells.items() if is_safe(earned)}
    while held_back := set[K]().union(*(_too_many(table, said, cells) for table in tables)):
        said -= held_back
    return {key: rounded(sum(cells[key].values())) for key in said}


def _too_many(table: Part[K], said: set[K], cells: Mapping[K, Earned]) -> set[K]:
    """The parts that must be held back: all of a whole that is; the smallest while what remains is not safe."""
    shown = said.intersection(table.parts)
    if table.whole not in said:
        return shown
    remains: Counter[str] = Counter()
    for key in table.parts:
        if key not in said:
            remains.update(cells[key])
    if not shown or not remains or is_safe(remains):
        return set()
    return {min(shown, key=lambda key: (sum(cells[key].values()), str(key)))}


def rounded(amount: int) -> int:
    """The amount with two digits that count, so that what changes from one day to the next says little."""
    step = int(10 ** max(0, len(str(abs(amount))) - SIGNIFICANT))
    return (amount + step // 2) // step * step
