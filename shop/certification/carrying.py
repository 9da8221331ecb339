"""Features above that hold numbers of goods or certificates: they go along when two entries become one.

They register themselves when they are loaded, so that no caller of an act can forget them; everything happens in the
transaction of the act, and may refuse it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

# Takes the numbers of where from and where to; returns the numbers of its rows that went along.
Carry = Callable[[int, int], list[int]]
# Takes the same, and those rows, which go back.
CarryBack = Callable[[int, int, Sequence[int]], None]
# Takes the numbers of a good and of the producer that it is to have, and may refuse.
CheckMaker = Callable[[int, int | None], None]


@dataclass(frozen=True)
class Carrier:
    """How one feature takes its rows along, and back."""

    carry: Carry
    carry_back: CarryBack
    check_maker: CheckMaker | None = None


_of_goods: dict[str, Carrier] = {}
_of_certificates: dict[str, Carrier] = {}


def carries_goods(name: str, carry: Carry, carry_back: CarryBack, check_maker: CheckMaker | None = None) -> None:
    """Rows of a feature name certified goods: when one is merged into another they go along, if they can.

    `check_maker` is asked before a good is given to another producer.
    """
    _of_goods[name] = Carrier(carry, carry_back, check_maker)


def check_maker(good_id: int, producer_id: int | None) -> None:
    """Refuses what a feature refuses where a good is to have another producer."""
    for carrier in _of_goods.values():
        if carrier.check_maker:
            carrier.check_maker(good_id, producer_id)


def carries_certificates(name: str, carry: Carry, carry_back: CarryBack) -> None:
    """Rows of a feature name certificates: when one is corrected they go to the one that takes its place."""
    _of_certificates[name] = Carrier(carry, carry_back)


def carry_good(source: int, target: int) -> dict[str, list[int]]:
    """Let everything that names a good name the other; which rows went, by feature."""
    return _carry(_of_goods, source, target)


def carry_good_back(source: int, target: int, moved: dict[str, list[int]]) -> None:
    """Take it back."""
    _carry_back(_of_goods, source, target, moved)


def carry_certificate(source: int, target: int) -> dict[str, list[int]]:
    """Let everything that names a certificate name the other; which rows went, by feature."""
    return _carry(_of_certificates, source, target)


def carry_certificate_back(source: int, target: int, moved: dict[str, list[int]]) -> None:
    """Take it back."""
    _carry_back(_of_certificates, source, target, moved)


def _carry(carriers: dict[str, Carrier], source: int, target: int) -> dict[str, list[int]]:
    moved = {name: carrier.carry(source, target) for name, carrier in sorted(carriers.items())}
    return {name: numbers for name, numbers in moved.items() if numbers}


def _carry_back(carriers: dict[str, Carrier], source: int, target: int, moved: dict[str, list[int]]) -> None:
    for name, numbers in moved.items():
        carriers[name].carry_back(source, target, numbers)
