"""The table of enquiries."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from shop.database import Base, Instant
from shop.enquiries.rules import (
    LONGEST_EMAIL,
    LONGEST_LINE,
    LONGEST_NAME,
    EnquiryKind,
    EnquiryState,
    shows_contact,
)

KINDS = ", ".join(f"'{kind}'" for kind in EnquiryKind)
STATES = ", ".join(f"'{state}'" for state in EnquiryState)


class Enquiry(Base):
    """Somebody wants to buy much of a producer, or to have it at a fair. Its link, kept as a hash, is the buyer's."""

    __tablename__ = "enquiries"
    __table_args__ = (
        CheckConstraint(f"kind IN ({KINDS})", name="kind_known"),
        CheckConstraint(f"state IN ({STATES})", name="state_known"),
        CheckConstraint("(state = 'unconfirmed') = (confirmed_at IS NULL)", name="confirmed_once"),
        CheckConstraint("(state IN ('unconfirmed', 'waiting')) = (closed_at IS NULL)", name="closed_once"),
        Index("ix_enquiries_producer_id_state", "producer_id", "state"),
        Index("ix_enquiries_state_created_at", "state", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"))
    # The account that wrote it, where one did.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(12))
    # The good as it was called when it was asked for; empty where the whole producer is meant.
    good_name: Mapped[str] = mapped_column(String(300), default="")
    good_slug: Mapped[str] = mapped_column(String(120), default="")
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    organisation: Mapped[str] = mapped_column(String(LONGEST_LINE), default="")
    email: Mapped[str] = mapped_column(String(LONGEST_EMAIL), index=True)
    phone: Mapped[str] = mapped_column(String(20), default="")
    province_code: Mapped[str] = mapped_column(String(2), default="")
    quantity: Mapped[str] = mapped_column(String(LONGEST_LINE), default="")
    wanted_when: Mapped[str] = mapped_column(String(LONGEST_LINE), default="")
    words: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(2))
    # When the buyer agreed that name and words go to the producer, in the wording of the form.
    agreed_at: Mapped[datetime] = mapped_column(Instant)
    created_at: Mapped[datetime] = mapped_column(Instant)
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    # By trade and number ("producer:12"), so that no name stays behind.
    closed_by: Mapped[str] = mapped_column(String(40), default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    # How the buyer reaches who answered, as it was when they answered.
    answer_contact: Mapped[str] = mapped_column(String(400), default="")

    @property
    def standing(self) -> EnquiryState:
        """Where it stands."""
        return EnquiryState(self.state)

    @property
    def shows_contact(self) -> bool:
        """Do buyer and producer see each other's address?"""
        return shows_contact(self.standing)
