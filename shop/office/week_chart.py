"""A chart of weeks as numbers for an SVG: one bar a week, the commission at its foot. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shop.settlement import Week
from shop.web.charts import round_up

WIDTH, HEIGHT = 360, 176
LEFT, BOTTOM, TOP = 34, 22, 12


@dataclass(frozen=True)
class Bar:
    """A week: its box, and the box of the commission in it, from the foot up."""

    week: Week
    x: float
    width: float
    y: float
    height: float
    commission_y: float
    commission_height: float
    is_labelled: bool


@dataclass(frozen=True)
class Line:
    """A level to read heights by, in dong."""

    amount_vnd: int
    y: float


@dataclass(frozen=True)
class WeekChart:
    """What is drawn, and what it adds up to in dong."""

    bars: tuple[Bar, ...]
    lines: tuple[Line, ...]
    goods_vnd: int
    commission_vnd: int
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    foot: int = HEIGHT - BOTTOM


def chart_of(weeks: Sequence[Week]) -> WeekChart:
    """The chart of some weeks; a week in which more came back than was sold stands at nothing."""
    top = round_up(max((week.goods_vnd for week in weeks), default=0), least=1_000_000)
    pace = (WIDTH - LEFT) / max(1, len(weeks))
    bars = tuple(_bar(week, place, pace, top, len(weeks)) for place, week in enumerate(weeks))
    lines = tuple(Line(top * part // 2, _y(top * part // 2, top)) for part in range(3))
    goods, commission = sum(week.goods_vnd for week in weeks), sum(week.commission_vnd for week in weeks)
    return WeekChart(bars, lines, goods, commission)


def _bar(week: Week, place: int, pace: float, top: int, count: int) -> Bar:
    goods, commission = max(0, week.goods_vnd), max(0, min(week.commission_vnd, week.goods_vnd))
    y, commission_y, foot = _y(goods, top), _y(commission, top), HEIGHT - BOTTOM
    return Bar(
        week=week,
        x=round(LEFT + pace * place + pace * 0.16, 1),
        width=round(pace * 0.68, 1),
        y=y,
        height=round(foot - y, 1),
        commission_y=commission_y,
        commission_height=round(foot - commission_y, 1),
        is_labelled=(count - 1 - place) % 3 == 0,
    )


def _y(amount: int, top: int) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * amount / top, 1)
