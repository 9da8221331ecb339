"""Writes of the audit log."""

from __future__ import annotations

from datetime import datetime

from shop.audit_log.models import AuditEntry
from shop.audit_log.rules import Actor, Subject
from shop.database import db


def record_change(action: str, *, by: Actor, subject: Subject, at: datetime, **facts: object) -> None:
    """Say in the running transaction what it changes, so that neither is stored without the other.

    `facts` are plain values for JSON, without names, addresses or secrets: an entry stays for ever.
    """
    db.session.add(
        AuditEntry(
            at=at,
            actor_id=by.person_id,
            actor_name=by.name,
            action=action,
            subject_kind=subject.kind,
            subject_id=subject.id,
            facts=facts,
        )
    )
