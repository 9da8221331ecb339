"""The outbox."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shop.database import Base, Instant
from shop.notifications.rules import MessageState

STATES = ", ".join(f"'{state}'" for state in MessageState)


class OutboxMessage(Base):
    """One mail to one person about one event; (`kind`, `key`) name the event, so it is reported once.

    It holds what the template needs, not the words: they are made when it is sent, in the person's language.
    """

    __tablename__ = "outbox_messages"
    __table_args__ = (
        UniqueConstraint("kind", "key"),
        CheckConstraint(f"state IN ({STATES})", name="state_known"),
        Index("ix_outbox_messages_state_next_try_at", "state", "next_try_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    # Also the folder of its templates: templates/email/<kind>/.
    kind: Mapped[str] = mapped_column(String(60))
    key: Mapped[str] = mapped_column(String(100))
    recipient: Mapped[str] = mapped_column(String(254), index=True)
    language: Mapped[str] = mapped_column(String(2))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    # Links that open something; emptied as soon as the mail has gone or they are worthless.
    secrets: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(Instant)
    useless_from: Mapped[datetime | None] = mapped_column(Instant)
    state: Mapped[str] = mapped_column(String(10))
    # Moved ahead when a worker takes the message, so that nobody else does meanwhile.
    next_try_at: Mapped[datetime] = mapped_column(Instant)
    tries: Mapped[int] = mapped_column(default=0)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    trouble: Mapped[str] = mapped_column(Text, default="")
