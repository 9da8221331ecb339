"""Many small things in little memory: texts and lists laid end to end, with where each begins.

Eighteen thousand goods as ordinary objects take thirty megabytes in every worker; laid end to end they take three.
"""

from __future__ import annotations

import marshal
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Any


class Packed:
    """A row of tuples of plain values (text, numbers, None), each unpacked when it is asked for."""

    def __init__(self, packed: Iterable[bytes]) -> None:
        # Left as it grows: a copy at the end would double what it takes at its height.
        self._octets = bytearray()
        self._starts = array("I", [0])
        for piece in packed:
            self._octets += piece
            self._starts.append(len(self._octets))

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, number: int) -> Any:
        return marshal.loads(self._octets[self._starts[number] : self._starts[number + 1]])  # noqa: S302 - our own bytes


def pack(values: tuple[Any, ...]) -> bytes:
    """The bytes of a tuple of plain values, for `Packed`."""
    return marshal.dumps(values)


class Keys:
    """Unique ASCII texts, each with a number; found by halving, without a dictionary."""

    def __init__(self, keys: Sequence[str]) -> None:
        order = sorted(range(len(keys)), key=keys.__getitem__)
        self._numbers = array("I", order)
        octets = bytearray()
        self._starts = array("I", [0])
        for number in order:
            octets += keys[number].encode()
            self._starts.append(len(octets))
        self._octets = bytes(octets)

    def find(self, key: str) -> int | None:
        """The number under which the text was given, or None."""
        wanted = key.encode("utf-8", "replace")
        low, high = 0, len(self._numbers)
        while low < high:
            middle = (low + high) // 2
            if self._key(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        if low < len(self._numbers) and self._key(low) == wanted:
            return self._numbers[low]
        return None

    def _key(self, place: int) -> bytes:
        return self._octets[self._starts[place] : self._starts[place + 1]]


class Lists:
    """Lists of whole numbers laid end to end."""

    def __init__(self, starts: array[int], numbers: array[int]) -> None:
        self.starts = starts
        self.numbers = numbers

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, number: int) -> array[int]:
        return self.numbers[self.starts[number] : self.starts[number + 1]]

    def __iter__(self) -> Iterator[array[int]]:
        return map(self.__getitem__, range(len(self)))

    def between(self, low: int, end: int) -> array[int]:
        """The lists from `low` to before `end`, one after the other."""
        return self.numbers[self.starts[low] : self.starts[end]]

    def length(self, number: int) -> int:
        """How many numbers a list holds."""
        return self.starts[number + 1] - self.starts[number]

    @classmethod
    def joined(cls, lists: Iterable[Iterable[int]], width: str = "I") -> Lists:
        """These lists, in their order; `width` is the type code of their numbers."""
        starts, numbers = array("I", [0]), array(width)
        for members in lists:
            numbers.extend(members)
            starts.append(len(numbers))
        return cls(starts, numbers)

    @classmethod
    def inverted(cls, owners: Iterable[Iterable[int]], count: int) -> Lists:
        """For each of `count` values the numbers of the owners that have it, the lowest first.

        `owners` gives the values of owner 0, of owner 1 and so on.
        """
        found: list[list[int]] = [[] for _ in range(count)]
        append = [members.append for members in found]
        for owner, values in enumerate(owners):
            for value in values:
                append[value](owner)
        return cls.joined(found)

    @classmethod
    def grouped(cls, values: Sequence[int], count: int) -> Lists:
        """For each of `count` values the places at which it stands in `values`, the lowest first."""
        lengths = Counter(values)
        starts = array("I", accumulate((lengths[value] for value in range(count)), initial=0))
        return cls(starts, array("I", sorted(range(len(values)), key=values.__getitem__)))
