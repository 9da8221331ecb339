"""The tables of the audit log, and of forms that did their work."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from shop.database import Base, Instant


class AuditEntry(Base):
    """One change. The database itself refuses to rewrite or remove it (triggers of migration 0002)."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index("ix_audit_entries_subject_kind_subject_id", "subject_kind", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant, index=True)
    actor_id: Mapped[int | None] = mapped_column(index=True)
    actor_name: Mapped[str] = mapped_column(String(60))
    action: Mapped[str] = mapped_column(String(60))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    # Facts of the change; never names, addresses or secrets, as nothing can be taken out again.
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)


class UsedForm(Base):
    """A form of the back office that did its work: sent once more, it does nothing."""

    __tablename__ = "used_forms"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    used_at: Mapped[datetime] = mapped_column(Instant, index=True)
