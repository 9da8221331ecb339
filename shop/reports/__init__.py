"""Reports: figures and checks over everything below, for reading only."""

from shop.reports.audit import Finding, audit
from shop.reports.candidates import Candidate, Hint, list_candidates
from shop.reports.office_figures import DaySales, Waiting, count_waiting, sales_by_day
from shop.reports.stall_sales import Share, SoldLine, StallSales, list_sold_lines, read_stall_sales
from shop.reports.stall_sales_at_booths import Channel

__all__ = [
    "Candidate",
    "Channel",
    "DaySales",
    "Finding",
    "Hint",
    "Share",
    "SoldLine",
    "StallSales",
    "Waiting",
    "audit",
    "count_waiting",
    "list_candidates",
    "list_sold_lines",
    "read_stall_sales",
    "sales_by_day",
]
