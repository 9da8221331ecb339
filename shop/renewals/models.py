"""Tables of dossiers for re-evaluation: what is in them, and what happened to them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.database import Base, Instant
from shop.renewals.dossier import (
    LONGEST_FILE_NAME,
    LONGEST_RECEIPT,
    DossierItem,
    Filing,
    Mark,
    Outcome,
    Step,
    StepFacts,
)

STEPS = ", ".join(f"'{step}'" for step in Step)
ITEMS = ", ".join(f"'{item}'" for item in DossierItem)
MARKS = ", ".join(f"'{mark}'" for mark in Mark)


class RenewalFiling(Base):
    """A producer's dossier to have one good evaluated again when one certificate ends."""

    __tablename__ = "renewal_filings"

    id: Mapped[int] = mapped_column(primary_key=True)
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"), index=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificates.id"), unique=True)
    begun_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    begun_at: Mapped[datetime] = mapped_column(Instant)

    steps: Mapped[list[FilingStep]] = relationship(order_by="FilingStep.number")
    marks: Mapped[list[DossierMark]] = relationship()
    files: Mapped[list[DossierFile]] = relationship(order_by="DossierFile.id")

    @property
    def facts(self) -> Filing:
        """What the rules decide by."""
        return Filing(tuple(step.facts for step in self.steps))


class FilingStep(Base):
    """One thing that happened to a dossier. Rows are only added: a mistake is taken back by a step of its own."""

    __tablename__ = "filing_steps"
    __table_args__ = (
        UniqueConstraint("filing_id", "number"),
        CheckConstraint(f"step IN ({STEPS})", name="step_known"),
        CheckConstraint("(step = 'decided') = (outcome IS NOT NULL)", name="outcome_when_decided"),
        CheckConstraint("outcome IN ('granted', 'refused')", name="outcome_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    filing_id: Mapped[int] = mapped_column(ForeignKey("renewal_filings.id"))
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"), index=True)
    # 1, 2, 3 ...: two people who note at once cannot both be the next.
    number: Mapped[int]
    step: Mapped[str] = mapped_column(String(20))
    happened_on: Mapped[date]
    # Of the commune's receipt; empty where it gave none.
    receipt_number: Mapped[str] = mapped_column(String(LONGEST_RECEIPT), default="")
    outcome: Mapped[str | None] = mapped_column(String(20))
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    @property
    def facts(self) -> StepFacts:
        """What the rules decide by."""
        return StepFacts(
            step=Step(self.step),
            happened_on=self.happened_on,
            receipt_number=self.receipt_number,
            outcome=Outcome(self.outcome) if self.outcome else None,
            recorded_by_id=self.recorded_by_id,
            recorded_at=self.recorded_at,
        )


class DossierMark(Base):
    """What a producer says of one item of a dossier, who and when; an item without a row is missing still."""

    __tablename__ = "dossier_marks"
    __table_args__ = (
        CheckConstraint(f"item IN ({ITEMS})", name="item_known"),
        CheckConstraint(f"mark IN ({MARKS})", name="mark_known"),
    )

    filing_id: Mapped[int] = mapped_column(ForeignKey("renewal_filings.id"), primary_key=True)
    item: Mapped[str] = mapped_column(String(40), primary_key=True)
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"), index=True)
    mark: Mapped[str] = mapped_column(String(20))
    marked_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    marked_at: Mapped[datetime] = mapped_column(Instant)


class DossierFile(Base):
    """A private document of a dossier; only its producer's members get it."""

    __tablename__ = "dossier_files"
    __table_args__ = (CheckConstraint(f"item IN ({ITEMS})", name="item_known"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    filing_id: Mapped[int] = mapped_column(ForeignKey("renewal_filings.id"), index=True)
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"), index=True)
    item: Mapped[str] = mapped_column(String(40))
    # As it was called on the sender's device; shown, never used as a path.
    name: Mapped[str] = mapped_column(String(LONGEST_FILE_NAME))
    # Where it lies among the private documents.
    stem: Mapped[str] = mapped_column(String(40), unique=True)
    form: Mapped[str] = mapped_column(String(10))
    size: Mapped[int]
    added_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    added_at: Mapped[datetime] = mapped_column(Instant)
