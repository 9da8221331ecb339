"""Reads of job runs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from shop.database import db
from shop.job_runs.models import JobRun


def list_runs() -> Sequence[JobRun]:
    """The last run of each kind of timed work, by name."""
    return db.session.scalars(select(JobRun).order_by(JobRun.name)).all()


def latest_run() -> datetime | None:
    """The last sign of life of the job runner; None when it has never run."""
    latest: datetime | None = db.session.scalar(select(func.max(JobRun.ran_at)))
    return latest
