"""Columns as numbers for an SVG: positions are computed here, templates only write them down. Pure.

The table beside a drawing says the same, so the drawing is hidden from screen readers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

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


@dataclass(frozen=True)
class Stack:
    """One column of several boxes, from the foot up: pairs (y, height) in the order of the series."""

    label: str
    x: float
    width: float
    boxes: tuple[tuple[float, float], ...]

    @property
    def middle(self) -> float:
        """Where its label stands."""
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True)
class StackChart:
    """Stacked columns and levels in the drawing's units."""

    stacks: tuple[Stack, ...]
    levels: tuple[Level, ...]
    width: int
    height: int
    left: int
    foot: int


@dataclass(frozen=True)
class Point:
    """One point of a line; several lines share their places along the foot."""

    x: float
    y: float


@dataclass(frozen=True)
class LineChart:
    """Lines of shares from 0 to 100, each as its points, with labels along the foot."""

    lines: tuple[tuple[Point, ...], ...]
    labels: tuple[tuple[str, float], ...]
    levels: tuple[Level, ...]
    width: int
    height: int
    left: int
    foot: int

    def path(self, number: int) -> str:
        """A line as the `d` of an SVG path."""
        return "M" + " L".join(f"{point.x} {point.y}" for point in self.lines[number])


def stack_chart(
    amounts: Sequence[tuple[str, Sequence[int]]], *, width: int = 560, height: int = 208, labels: int = 6
) -> StackChart:
    """Stacked columns for pairs (label, amounts of the series, the lowest first). Labels thin out by themselves."""
    left, right, bottom, head = 44, 14, 24, 12
    foot = height - bottom
    top = round_up(max((sum(parts) for _, parts in amounts), default=0), least=2)
    pace = (width - left - right) / max(1, len(amounts))
    every = max(1, -(-len(amounts) // labels))
    stacks = []
    for place, (label, parts) in enumerate(amounts):
        edges = [_y(sum(parts[:number]), top, foot, head) for number in range(len(parts) + 1)]
        boxes = tuple((upper, round(lower - upper, 1)) for lower, upper in pairwise(edges))
        is_labelled = (len(amounts) - 1 - place) % every == 0
        x = round(left + pace * (place + 0.14), 1)
        stacks.append(Stack(label if is_labelled else "", x, round(pace * 0.72, 1), boxes))
    levels = tuple(Level(top * part // 2, _y(top * part // 2, top, foot, head)) for part in range(3))
    return StackChart(tuple(stacks), levels, width, height, left, foot)


def line_chart(
    labels: Sequence[str], shares: Sequence[Sequence[int]], *, width: int = 560, height: int = 208
) -> LineChart:
    """Lines of whole percents over places that are equally far apart; `shares` holds one row a line."""
    left, right, bottom, head = 44, 20, 24, 12
    foot = height - bottom
    pace = (width - left - right) / max(1, len(labels) - 1)
    every = max(1, -(-len(labels) // 6))
    places = [round(left + pace * place, 1) for place in range(len(labels))]
    lines = tuple(
        tuple(Point(x, _y(min(100, max(0, share)), 100, foot, head)) for x, share in zip(places, line, strict=True))
        for line in shares
    )
    shown = tuple((label, places[n]) for n, label in enumerate(labels) if (len(labels) - 1 - n) % every == 0)
    levels = tuple(Level(share, _y(share, 100, foot, head)) for share in (0, 50, 100))
    return LineChart(lines, shown, levels, width, height, left, foot)


def round_up(amount: int, *, least: int = 0) -> int:
    """The next 1, 2 or 5 with zeros behind it, so that levels are easy to read; at least `least`, 0 for nothing."""
    wanted = max(amount, least)
    if wanted <= 0:
        return 0
    unit = int(10 ** (len(str(wanted)) - 1))
    return next(step * unit for step in _STEPS if step * unit >= wanted)


def _y(amount: int, top: int, foot: int, head: int) -> float:
    return round(foot - (foot - head) * amount / top, 1)
