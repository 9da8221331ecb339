"""The last months of a certificate as a line: positions are computed here, the template only writes them down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from shop.renewals import DaysOf

WIDTH = 1000
# What the line shows before the window opens.
BEFORE = timedelta(days=40)


@dataclass(frozen=True)
class FilingLine:
    """Where on a line of 1000 units the window lies, the 36 months end, and today is.

    `today` is None outside of the line; `ends` is short of 1000 where an extension follows.
    """

    opens: int
    closes: int
    ends: int
    today: int | None
    days: DaysOf
    # The last day of the 36 months.
    until: date
    width: int = WIDTH

    @property
    def is_near(self) -> bool:
        """Is today on it?"""
        return self.today is not None

    @property
    def window(self) -> int:
        """How long the window is."""
        return self.closes - self.opens


def filing_line(days: DaysOf, last_day: date, today: date) -> FilingLine:
    """The line from 40 days before the window opens through the last day with its extension.

    `last_day` is that of the 36 months, from which the window counts.
    """
    first = days.window.opens_on - BEFORE
    whole = max(days.last_day, last_day) - first

    def place(day: date) -> int:
        return round((day - first) / whole * WIDTH)

    now = place(today)
    return FilingLine(
        opens=place(days.window.opens_on),
        closes=place(days.window.closes_on),
        ends=place(last_day),
        today=now if 0 <= now <= WIDTH else None,
        days=days,
        until=last_day,
    )
