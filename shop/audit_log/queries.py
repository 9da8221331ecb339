"""Reads of the audit log, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from shop.audit_log.models import AuditEntry, UsedForm
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


@dataclass(frozen=True)
class EntrySearch:
    """Which entries are asked for; empty fields ask for nothing."""

    actor_id: int | None = None
    action: str | None = None
    subject: Subject | None = None
    since: datetime | None = None
    until: datetime | None = None


def search_entries(search: EntrySearch, *, page: int, per_page: int) -> tuple[Sequence[AuditEntry], int]:
    """One page of the entries asked for, newest first, and how many there are; two statements."""
    query = _narrowed(select(AuditEntry), search).order_by(AuditEntry.id.desc())
    rows = db.session.scalars(query.limit(per_page).offset((page - 1) * per_page)).all()
    return rows, db.session.scalar(_narrowed(select(func.count(AuditEntry.id)), search)) or 0


def list_actions() -> Sequence[str]:
    """Every kind of change that was ever written down, by name."""
    return db.session.scalars(select(AuditEntry.action).distinct().order_by(AuditEntry.action)).all()


def form_is_used(key: str) -> bool:
    """Did a form with this key do its work? For work that is heavy before its transaction begins."""
    return db.session.get(UsedForm, key) is not None


def _narrowed(query: Select[Any], search: EntrySearch) -> Select[Any]:
    if search.actor_id is not None:
        query = query.where(AuditEntry.actor_id == search.actor_id)
    if search.action:
        query = query.where(AuditEntry.action == search.action)
    if search.subject is not None:
        query = query.where(AuditEntry.subject_kind == search.subject.kind, AuditEntry.subject_id == search.subject.id)
    if search.since is not None:
        query = query.where(AuditEntry.at >= search.since)
    return query if search.until is None else query.where(AuditEntry.at < search.until)
