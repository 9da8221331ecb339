"""Tables of invitations and applications."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.accounts import LONGEST_NAME
from shop.database import Base, Instant
from shop.joining.rules import LONGEST_PHONE, ApplicationState

STATES = ", ".join(f"'{state}'" for state in ApplicationState)
IS_WAITING = text("state = 'waiting'")


class StallInvitation(Base):
    """Somebody was asked by mail to come into a stall; the link of the mail is known by its hash."""

    __tablename__ = "stall_invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"), index=True)
    # In its normal form; empty once it is used or taken back.
    email: Mapped[str] = mapped_column(String(254))
    is_owner: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(Instant)
    valid_until: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)


class StallApplication(Base):
    """Somebody says to speak for a producer of the register and asks for its stall."""

    __tablename__ = "stall_applications"
    __table_args__ = (
        CheckConstraint(f"state IN ({STATES})", name="state_known"),
        CheckConstraint("(state = 'waiting') = (decided_at IS NULL)", name="decided_once"),
        Index(
            "uq_stall_applications_waiting",
            "person_id",
            "producer_id",
            unique=True,
            sqlite_where=IS_WAITING,
            postgresql_where=IS_WAITING,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"), index=True)
    # What the applicant is to the producer, how to reach them, and what speaks for them.
    position: Mapped[str] = mapped_column(String(LONGEST_NAME))
    phone: Mapped[str] = mapped_column(String(LONGEST_PHONE))
    note: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10), default=ApplicationState.WAITING)
    created_at: Mapped[datetime] = mapped_column(Instant)
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    reason: Mapped[str] = mapped_column(Text, default="")
