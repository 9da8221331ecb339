"""Lists of the office: what their addresses ask for, and the addresses of other answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from shop.office.status_words import StatusWords
from shop.values.dates import start_of_day, vietnam_day
from shop.web.lists import url_with
from shop.web.words import _

SPANS = ("today", "week", "month")


def since(span: str | None, now: datetime) -> datetime | None:
    """When a span of SPANS began: this day, six days before it, or 29; None for no span."""
    days = {"today": 0, "week": 6, "month": 29}
    return start_of_day(vietnam_day(now) - timedelta(days=days[span])) if span else None


def span_words() -> list[tuple[str, str]]:
    """The spans of SPANS in words, for a form."""
    return [("today", _("Today")), ("week", _("Last 7 days")), ("month", _("Last 30 days"))]


def tabs_of(
    statuses: Iterable[str], words: Callable[[str], StatusWords], counts: Mapping[Any, int], chosen: str | None
) -> list[tuple[str, str, int, bool]]:
    """The links that narrow a list to one status, each with how many there are; those without any are left out."""
    every = (_("All"), url_with(status=""), sum(counts.values()), not chosen)
    return [every] + [
        (words(status).label, url_with(status=status), counts.get(status, 0), status == chosen)
        for status in statuses
        if counts.get(status) or status == chosen
    ]
