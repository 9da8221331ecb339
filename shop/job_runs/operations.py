"""Writes of job runs."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update

from shop.database import changed_one, insert_if_missing
from shop.job_runs.models import JobRun


def note_run(name: str, at: datetime, trouble: str = "") -> None:
    """Keep when a kind of timed work was last done, and what went wrong."""
    if not changed_one(update(JobRun).where(JobRun.name == name).values(ran_at=at, trouble=trouble)):
        insert_if_missing(JobRun, name=name, ran_at=at, trouble=trouble)
