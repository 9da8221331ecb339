"""Tables of the staged import: the files that officers sent, and their rows until and after they were applied."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shop.database import Base, Instant
from shop.register_intake.rules import WORKED_ON, Notice, Progress, UploadState

STATES = ", ".join(f"'{state}'" for state in UploadState)


class RegisterUpload(Base):
    """One file with decisions, kept as it came; what becomes of it is looked at before anything changes."""

    __tablename__ = "register_uploads"
    __table_args__ = (CheckConstraint(f"state IN ({STATES})", name="state_known"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    # For which province its sender may speak; None: for the whole country.
    province_code: Mapped[str | None] = mapped_column(String(2), index=True)
    sent_by: Mapped[str] = mapped_column(String(200))
    sent_at: Mapped[datetime] = mapped_column(Instant)
    name: Mapped[str] = mapped_column(String(120))
    stem: Mapped[str] = mapped_column(String(40), unique=True)
    form: Mapped[str] = mapped_column(String(4))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    # The decision as the officer stated it for the whole file: number, decided_on, issuer, province.
    given: Mapped[dict[str, str]] = mapped_column(JSON)

    state: Mapped[str] = mapped_column(String(12), index=True)
    format: Mapped[str] = mapped_column(String(30), default="")
    rows_total: Mapped[int | None]
    rows_read: Mapped[int] = mapped_column(default=0)
    rows_decided: Mapped[int] = mapped_column(default=0)
    # Why the file as a whole cannot be taken: a Reason as facts.
    trouble: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    # Lines of the file that state no good: [sheet, row, text].
    passed_over: Mapped[list[Any]] = mapped_column(JSON, default=list)
    notice: Mapped[str] = mapped_column(String(12), default="")
    # Counts what officers changed, so that a plan made meanwhile is known to be old.
    edition: Mapped[int] = mapped_column(default=0)
    # A hash of all that the review shows; "" while there is none.
    plan_version: Mapped[str] = mapped_column(String(64), default="")
    totals: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    # An earlier upload of the very same file that was applied.
    same_as_id: Mapped[int | None] = mapped_column(ForeignKey("register_uploads.id"))

    # The act by which the register took it.
    act_id: Mapped[int | None] = mapped_column(ForeignKey("register_acts.id"), index=True)

    asked_by: Mapped[str | None] = mapped_column(String(200))
    asked_at: Mapped[datetime | None] = mapped_column(Instant)
    # The plan that was looked at by whoever asked.
    asked_version: Mapped[str] = mapped_column(String(64), default="")
    ended_by: Mapped[str | None] = mapped_column(String(200))
    ended_at: Mapped[datetime | None] = mapped_column(Instant)

    claim: Mapped[str | None] = mapped_column(String(32))
    claimed_until: Mapped[datetime | None] = mapped_column(Instant)
    tries: Mapped[int] = mapped_column(default=0)

    @property
    def is_busy(self) -> bool:
        """Whether a worker has to do something about it, so that its page looks again soon."""
        return self.state in WORKED_ON

    @property
    def has_changed(self) -> bool:
        """Whether nothing was applied because the register changed meanwhile."""
        return self.notice == Notice.CHANGED

    @property
    def progress(self) -> Progress:
        """How far the present step has come."""
        done = self.rows_read if self.state == UploadState.READING else self.rows_decided
        return Progress(UploadState(self.state), done, self.rows_total)


class RegisterUploadRow(Base):
    """One row of an upload: what it says, what officers said about it, and what would become of it."""

    __tablename__ = "register_upload_rows"
    __table_args__ = (
        UniqueConstraint("upload_id", "position"),
        Index("ix_register_upload_rows_upload_id_marks", "upload_id", "marks"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    upload_id: Mapped[int] = mapped_column(ForeignKey("register_uploads.id"))
    position: Mapped[int]
    sheet: Mapped[str] = mapped_column(String(120))
    row_number: Mapped[int]
    fingerprint: Mapped[str] = mapped_column(String(64))
    # What was read of it, by the names of `packing`; what is printed in it, by heading; what is wrong with its cells.
    said: Mapped[dict[str, Any]] = mapped_column(JSON)
    cells: Mapped[dict[str, str]] = mapped_column(JSON)
    problems: Mapped[list[Any]] = mapped_column(JSON)
    # Name and producer without marks, for the search.
    searched: Mapped[str] = mapped_column(Text)

    corrections: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    left_out: Mapped[bool] = mapped_column(default=False)
    choice: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    accepted: Mapped[list[str]] = mapped_column(JSON, default=list)

    # The plan: bits of `rules.Mark`; 0 while there is none.
    marks: Mapped[int] = mapped_column(default=0)
    # {"outcome", "reasons", "doubts", "good_id", "producer_id", "before", "after", "completes_day"}, and
    # {"choice"} where not all of the officer's choice holds any more.
    plan: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    planned_as: Mapped[str] = mapped_column(String(32), default="")
