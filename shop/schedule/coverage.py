"""Keep each month's figures of how far the programme has come."""

from __future__ import annotations

from dataclasses import fields

from shop import clock
from shop.database import transaction
from shop.reports import figures_by_place, read_coverage
from shop.targets import COUNTRY, MonthFigures, is_measured_on, keep_months
from shop.values.dates import vietnam_day

FIGURES = tuple(field.name for field in fields(MonthFigures) if field.name != "place_id")


def measure_coverage() -> None:
    """Measure once a day; the last day of a month is what stays of it."""
    at = clock.now()
    if is_measured_on(vietnam_day(at)):
        return
    counts = figures_by_place(read_coverage(at))
    figures = [
        MonthFigures(place_id or COUNTRY, **{name: getattr(count, name) for name in FIGURES})
        for place_id, count in counts.items()
    ]
    with transaction(seconds=30):
        keep_months(figures, vietnam_day(at))
