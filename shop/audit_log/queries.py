"""Reads of the audit log, newest first."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from shop.audit_log.models import AuditEntry
from shop.audit_log.rules import Subject
from shop.database import db


def list_entries(limit: int = 100, before_id: int | None = None) -> Sequence[AuditEntry]:
    """The latest entries; `before_id` goes on where an earlier page ended."""
    query = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(limit)
    if before_id is not None:
        query = query.where(AuditEntry.id < before_id)
    return db.session.scalars(query).all()


def list_entries_about(subject: Subject, limit: int = 100) -> Sequence[AuditEntry]:
    """What was changed on one thing."""
    return db.session.scalars(
        select(AuditEntry)
        .where(AuditEntry.subject_kind == subject.kind, AuditEntry.subject_id == subject.id)
        .order_by(AuditEntry.id.desc())
        .limit(limit)
    ).all()
