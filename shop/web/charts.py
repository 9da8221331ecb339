"""Columns as numbers for an SVG: positions are computed here, templates only write them down. Pure.

The table beside a drawing says the same, so the drawing is hidden from screen readers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_STEPS = (1, 2, 5, 10)


@dataclass(frozen=True)
class Column:
    """One box, from the foot up, with what is written below it ("" for nothing)."""

    label: str
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """Where its label stands."""
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True)
class Level:
    """A level to read heights by."""

    amount: int
    y: float


@dataclass(frozen=True)
class ColumnChart:
    """Columns and levels in the drawing's units."""

    columns: tuple[Column, ...]
    levels: tuple[Level, ...]
    width: int
    height: int
    left: int
    foot: int


def column_chart(amounts: Sequence[tuple[str, int]], *, width: int = 360, height: int = 176) -> ColumnChart:
    """Columns for pairs (label, amount); what is less than nothing stands at nothing. Labels thin out by themselves."""
    left, bottom, head = 34, 22, 12
    foot = height - bottom
    top = round_up(max((amount for _, amount in amounts), default=0), least=1_000_000)
    pace = (width - left) / max(1, len(amounts))
    every = max(1, -(-len(amounts) // 5))
    columns = []
    for place, (label, amount) in enumerate(amounts):
        y = _y(max(0, amount), top, foot, head)
        is_labelled = (len(amounts) - 1 - place) % every == 0
        x = round(left + pace * (place + 0.16), 1)
        columns.append(Column(label if is_labelled else "", x, y, round(pace * 0.68, 1), round(foot - y, 1)))
    levels = tuple(Level(top * part // 2, _y(top * part // 2, top, foot, head)) for part in range(3))
    return ColumnChart(tuple(columns), levels, width, height, left, foot)


def round_up(amount: int, *, least: int = 0) -> int:
    """The next 1, 2 or 5 with zeros behind it, so that levels are easy to read; at least `least`, 0 for nothing."""
    wanted = max(amount, least)
    if wanted <= 0:
        return 0
    unit = int(10 ** (len(str(wanted)) - 1))
    return next(step * unit for step in _STEPS if step * unit >= wanted)


def _y(amount: int, top: int, foot: int, head: int) -> float:
    return round(foot - (foot - head) * amount / top, 1)
