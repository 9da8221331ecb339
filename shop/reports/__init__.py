"""Reports: figures and checks over everything below, for reading only."""

from shop.reports.audit import Finding, audit
from shop.reports.candidates import Candidate, Hint, list_candidates
from shop.reports.office_figures import DaySales, Waiting, count_waiting, sales_by_day

__all__ = [
    "Candidate",
    "DaySales",
    "Finding",
    "Hint",
    "Waiting",
    "audit",
    "count_waiting",
    "list_candidates",
    "sales_by_day",
]
