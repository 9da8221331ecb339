"""The sales of the last days as a drawing: positions are computed here, the template only writes them down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shop.reports import DaySales
from shop.web.charts import round_up

WIDTH, HEIGHT, FOOT, HEAD = 560, 200, 28, 20
GAP = 8


@dataclass(frozen=True)
class Bar:
    """One day: its column in the drawing's units, orders at its foot and booths above; is its date written below?"""

    day: DaySales
    x: float
    y: float
    width: float
    height: float
    booths_y: float
    booths_height: float
    is_labelled: bool

    @property
    def middle(self) -> float:
        """Where its label stands."""
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True)
class Line:
    """A level with its amount in dong."""

    y: float
    amount: int


@dataclass(frozen=True)
class Chart:
    """Columns and levels, the days themselves, and their sums."""

    bars: tuple[Bar, ...]
    lines: tuple[Line, ...]
    days: Sequence[DaySales]
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def orders(self) -> int:
        """All orders of these days."""
        return sum(day.orders for day in self.days)

    @property
    def booth_sales(self) -> int:
        """All sales at booths."""
        return sum(day.booth_sales for day in self.days)

    @property
    def all_vnd(self) -> int:
        """What they come to, in dong."""
        return sum(day.all_vnd for day in self.days)


def sales_chart(days: Sequence[DaySales]) -> Chart:
    """The drawing of so many days; without any sale it has no columns but keeps its days."""
    top = round_up(max((max(day.all_vnd, day.total_vnd) for day in days), default=0))
    room, foot = HEIGHT - FOOT - HEAD, HEIGHT - FOOT
    step = WIDTH / max(1, len(days))
    bars = []
    for place, day in enumerate(days):
        height, booths = (round(room * max(0, part) / top, 1) if top else 0 for part in (day.total_vnd, day.booth_vnd))
        labelled = (len(days) - 1 - place) % 3 == 0
        x, y, width = round(place * step + GAP / 2, 1), foot - height, round(step - GAP, 1)
        bars.append(Bar(day, x, y, width, height, round(y - booths, 1), booths, labelled))
    lines = [Line(round(foot - room * part / 2, 1), top * part // 2) for part in (1, 2)] if top else []
    return Chart(tuple(bars), tuple(lines), days)
