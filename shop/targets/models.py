"""Tables of targets, of monthly figures, and of what producers were told."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.database import Base, Instant
from shop.targets.rules import LONGEST_NOTE, LONGEST_SOURCE, Measure

MEASURES = ", ".join(f"'{measure}'" for measure in Measure)


class CoverageTarget(Base):
    """What shall be reached at a place in a year. A change ends one and begins another; none is rewritten."""

    __tablename__ = "coverage_targets"
    __table_args__ = (
        CheckConstraint(f"measure IN ({MEASURES})", name="measure_known"),
        CheckConstraint("value >= 0", name="value_counts"),
        CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="end_whole"),
        Index(
            "uq_coverage_targets_one_in_force",
            "place_id",
            "year",
            "measure",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    # An id of shop.places, of today or former; "vn" for the whole country.
    place_id: Mapped[str] = mapped_column(String(120))
    year: Mapped[int]
    measure: Mapped[str] = mapped_column(String(30))
    # Whole percents, or goods, or producers: the measure says which.
    value: Mapped[int]
    source: Mapped[str] = mapped_column(String(LONGEST_SOURCE))
    note: Mapped[str] = mapped_column(String(LONGEST_NOTE), default="")
    entered_by: Mapped[str] = mapped_column(String(200))
    entered_at: Mapped[datetime] = mapped_column(Instant)
    ended_by: Mapped[str | None] = mapped_column(String(200))
    ended_at: Mapped[datetime | None] = mapped_column(Instant)


class CoverageMonth(Base):
    """How far the goods of a place had come in a month, as last measured in it."""

    __tablename__ = "coverage_months"

    # The first of the month.
    month: Mapped[date] = mapped_column(primary_key=True)
    place_id: Mapped[str] = mapped_column(String(120), primary_key=True, index=True)
    measured_on: Mapped[date]
    certified: Mapped[int]
    listed: Mapped[int]
    with_stall: Mapped[int]
    with_account: Mapped[int]
    online: Mapped[int]
    in_stock: Mapped[int]
    sold: Mapped[int]


class CoverageNotice(Base):
    """A producer's people were told by mail what its goods lack for being online."""

    __tablename__ = "coverage_notices"

    id: Mapped[int] = mapped_column(primary_key=True)
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"), index=True)
    sent_by: Mapped[str] = mapped_column(String(200))
    sent_at: Mapped[datetime] = mapped_column(Instant)
