"""Writes of the audit log."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete

from shop.audit_log.models import AuditEntry, UsedForm
from shop.audit_log.rules import FORMS_KEPT, Actor, Subject
from shop.database import db, insert_if_missing


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


def use_form(key: str, at: datetime) -> bool:
    """Say in the running transaction that a form does its work now; False where it did so before.

    Rolled back with the rest when the work is refused, so that the same form can be sent again.
    """
    return insert_if_missing(UsedForm, key=key, used_at=at)


def forget_used_forms(at: datetime) -> None:
    """Drop the keys of forms that are too old to be lying open in a browser still."""
    db.session.execute(delete(UsedForm).where(UsedForm.used_at < at - FORMS_KEPT))
