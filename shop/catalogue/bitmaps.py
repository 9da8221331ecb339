"""Sets of goods as whole numbers: bit p is set when the good at position p belongs to the set.

Python's `&`, `|` and `bit_count()` then work on thousands of goods at once, in C and without a copy of anything.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress

_NOT_ZERO = re.compile(rb"[^\x00]")
# For each byte value, which of its bits are set.
_BITS_OF_BYTE = tuple(tuple(bit for bit in range(8) if byte >> bit & 1) for byte in range(256))
_DIGITS = bytes.maketrans(b"01", b"\x00\x01")
# Below one member in so many, looking for the members is quicker than looking at every position.
_SPARSE = 12


def bitmap_of(positions: Iterable[int], size: int) -> int:
    """The set that holds these positions, all of them below `size`."""
    octets = bytearray((size >> 3) + 1)
    for position in positions:
        octets[position >> 3] |= 1 << (position & 7)
    return int.from_bytes(octets, "little")


def full_bitmap(size: int) -> int:
    """The set of all positions below `size`."""
    return (1 << size) - 1


def members(bitmap: int, size: int) -> Sequence[int]:
    """The positions in a set, the lowest first."""
    if bitmap.bit_count() * _SPARSE < size:
        return list(_few_members(bitmap))
    return list(compress(range(size), membership(bitmap, size)))


def membership(bitmap: int, size: int) -> bytes:
    """One byte for each position below `size`: 1 for a member, else 0."""
    digits = bin(bitmap | 1 << size)[:2:-1]
    return digits.encode("ascii").translate(_DIGITS)


def first_members(bitmap: int, limit: int) -> list[int]:
    """The lowest `limit` positions in a set."""
    found: list[int] = []
    for position in _few_members(bitmap):
        if len(found) == limit:
            break
        found.append(position)
    return found


def _few_members(bitmap: int) -> Iterator[int]:
    octets = bitmap.to_bytes((bitmap.bit_length() + 7) >> 3, "little")
    for match in _NOT_ZERO.finditer(octets):
        start = match.start()
        for bit in _BITS_OF_BYTE[octets[start]]:
            yield start << 3 | bit


class Tally:
    """A number for each position, kept as one bitmap for each binary digit, so that adding serves all at once."""

    def __init__(self) -> None:
        self._digits: list[int] = []

    def add(self, bitmap: int, amount: int) -> None:
        """Add `amount` (not negative) to the number of every member."""
        place = 0
        while amount:
            if amount & 1:
                self._carry(bitmap, place)
            amount >>= 1
            place += 1

    def _carry(self, bitmap: int, place: int) -> None:
        while bitmap:
            while place >= len(self._digits):
                self._digits.append(0)
            before = self._digits[place]
            self._digits[place] = before ^ bitmap
            bitmap &= before
            place += 1

    def descending(self, within: int) -> Iterator[int]:
        """The members of `within` as disjoint sets of equal numbers, the highest number first."""
        yield from self._split(within, len(self._digits))

    def _split(self, within: int, place: int) -> Iterator[int]:
        if not within:
            return
        if not place:
            yield within
            return
        digit = self._digits[place - 1]
        yield from self._split(within & digit, place - 1)
        yield from self._split(within & ~digit, place - 1)


class RankedColumn:
    """One whole number for each position, kept so that ranges of it become sets without looking at the goods.

    The distinct values are numbered in their order; the binary digits of those numbers are bitmaps.
    """

    def __init__(self, values: Sequence[int]) -> None:
        self.distinct = array("q", sorted(set(values)))
        rank = {value: number for number, value in enumerate(self.distinct)}
        ranks = [rank[value] for value in values]
        size = len(values)
        width = max(len(self.distinct) - 1, 0).bit_length()
        self._digits = [_digit(ranks, place, size) for place in range(width)]
        self._all = full_bitmap(size)

    def between(self, lowest: int, end: int) -> int:
        """The set of positions whose value's number n is lowest <= n < end."""
        return self._below(end) & ~self._below(lowest)

    def _below(self, number: int) -> int:
        if number >= len(self.distinct):
            return self._all
        below, equal = 0, self._all
        for place in range(len(self._digits) - 1, -1, -1):
            digit = self._digits[place]
            if number >> place & 1:
                below |= equal & ~digit
                equal &= digit
            else:
                equal &= ~digit
        return below

    def extremes(self, within: int) -> tuple[int, int] | None:
        """The lowest and the highest value in a set; None for the empty set."""
        if not within:
            return None
        lowest = highest = 0
        low, high = within, within
        for place in range(len(self._digits) - 1, -1, -1):
            digit = self._digits[place]
            if rest := low & ~digit:
                low = rest
            else:
                lowest |= 1 << place
            if rest := high & digit:
                high = rest
                highest |= 1 << place
        return self.distinct[lowest], self.distinct[highest]


def _digit(ranks: Sequence[int], place: int, size: int) -> int:
    return bitmap_of((position for position, rank in enumerate(ranks) if rank >> place & 1), size)
