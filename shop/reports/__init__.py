"""Reports: figures and checks over everything below, for reading only."""

from shop.reports.audit import Finding, audit
from shop.reports.candidates import Candidate, Hint, list_candidates
from shop.reports.coverage import (
    ENDING_SOON,
    ENDING_SOONER,
    SOLD_WITHIN,
    STARS,
    Cell,
    CoverageCount,
    CoveragePicture,
    CoveredGood,
    Gap,
    figures_by_place,
    read_coverage,
)
from shop.reports.coverage_history import History, MonthEnd, YearFigures, read_history
from shop.reports.coverage_missing import Behind, count_gaps, who_is_behind
from shop.reports.coverage_places import Level, entries_of, id_at, levels_of
from shop.reports.document_claims import (
    Claim,
    Claimed,
    Fact,
    claims_within,
    list_facts,
    list_planned_targets,
    place_id_of,
)
from shop.reports.office_figures import DaySales, Waiting, count_waiting, sales_by_day
from shop.reports.stall_sales import Share, SoldLine, StallSales, list_sold_lines, read_stall_sales
from shop.reports.stall_sales_at_booths import Channel
from shop.reports.stall_unanswered import Unanswered, count_unanswered_in_stall
from shop.reports.target_progress import Measured, Progress, progress_of

__all__ = [
    "ENDING_SOON",
    "ENDING_SOONER",
    "SOLD_WITHIN",
    "STARS",
    "Behind",
    "Candidate",
    "Cell",
    "Channel",
    "Claim",
    "Claimed",
    "CoverageCount",
    "CoveragePicture",
    "CoveredGood",
    "DaySales",
    "Fact",
    "Finding",
    "Gap",
    "Hint",
    "History",
    "Level",
    "Measured",
    "MonthEnd",
    "Progress",
    "Share",
    "SoldLine",
    "StallSales",
    "Unanswered",
    "Waiting",
    "YearFigures",
    "audit",
    "claims_within",
    "count_gaps",
    "count_unanswered_in_stall",
    "count_waiting",
    "entries_of",
    "figures_by_place",
    "id_at",
    "levels_of",
    "list_candidates",
    "list_facts",
    "list_planned_targets",
    "list_sold_lines",
    "place_id_of",
    "progress_of",
    "read_coverage",
    "read_history",
    "read_stall_sales",
    "sales_by_day",
    "who_is_behind",
]
