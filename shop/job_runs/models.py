"""The table of job runs."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from shop.database import Base, Instant


class JobRun(Base):
    """The last run of one kind of timed work."""

    __tablename__ = "job_runs"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    ran_at: Mapped[datetime] = mapped_column(Instant)
    # What went wrong, empty if nothing did.
    trouble: Mapped[str] = mapped_column(Text)
