"""Targets: what the programme means to reach at a place in a year, and what was measured month by month."""

from shop.targets.models import CoverageMonth, CoverageNotice, CoverageTarget
from shop.targets.operations import end_target, keep_months, note_notices, set_target
from shop.targets.queries import (
    find_target,
    is_measured_on,
    last_notices,
    list_months,
    list_targets,
    months_of_year,
)
from shop.targets.rules import (
    COUNTRY,
    FIRST_YEAR,
    LONGEST_NOTE,
    LONGEST_SOURCE,
    NOTICE_AGAIN,
    PERCENTAGES,
    Measure,
    MonthFigures,
    NoSuchTarget,
    SourceMissing,
    TargetOutOfRange,
    Wish,
    YearOutOfRange,
    may_be_told,
    percent,
)
from shop.targets.telling import Lacking, count_who_may_be_told, tell_producers

__all__ = [
    "COUNTRY",
    "FIRST_YEAR",
    "LONGEST_NOTE",
    "LONGEST_SOURCE",
    "NOTICE_AGAIN",
    "PERCENTAGES",
    "CoverageMonth",
    "CoverageNotice",
    "CoverageTarget",
    "Lacking",
    "Measure",
    "MonthFigures",
    "NoSuchTarget",
    "SourceMissing",
    "TargetOutOfRange",
    "Wish",
    "YearOutOfRange",
    "count_who_may_be_told",
    "end_target",
    "find_target",
    "is_measured_on",
    "keep_months",
    "last_notices",
    "list_months",
    "list_targets",
    "may_be_told",
    "months_of_year",
    "note_notices",
    "percent",
    "set_target",
    "tell_producers",
]
