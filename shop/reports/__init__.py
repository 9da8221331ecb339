"""Reports: figures and checks over everything below, for reading only."""

from shop.reports.audit import Finding, audit

__all__ = ["Finding", "audit"]
