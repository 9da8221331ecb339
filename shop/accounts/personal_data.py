"""What the shop keeps of a person, what they agreed to, and how it goes (Law on Personal Data Protection 2025)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from shop.accounts.models import Consent, EmailChange, LoginSession, PasswordLink, Person, RecoveryCode, Registration
from shop.accounts.queries import get_person, list_consents, list_people
from shop.accounts.rules import ConsentSubject, LastOperator, Role, SessionEnd
from shop.accounts.sessions import end_sessions_of
from shop.audit_log import Actor, Subject, list_entries_about, record_change
from shop.database import db
from shop.notifications import erase_messages_to, list_messages, queue_message
from shop.values.folding import tidy


def record_consent(
    person_id: int, subject: ConsentSubject, is_given: bool, *, wording: str, language: str, at: datetime
) -> None:
    """Keep that a person agreed to a subject or took it back, with the wording that was shown."""
    db.session.add(
        Consent(person_id=person_id, subject=subject, is_given=is_given, wording=wording, language=language, at=at)
    )


def change_details(person_id: int, *, name: str, language: str) -> None:
    """Keep how a person wants to be called, and in which language mails come."""
    person = get_person(person_id)
    person.name, person.language = tidy(name), language


def export_account(person_id: int) -> dict[str, Any]:
    """Everything that this feature keeps of a person, as plain values for JSON; secrets are left out."""
    person = get_person(person_id)
    sessions = db.session.scalars(select(LoginSession).where(LoginSession.person_id == person_id))
    return {
        "account": {
            "number": person.id,
            "email": person.email,
            "name": person.name,
            "language": person.language,
            "created_at": _iso(person.created_at),
            "second_step_since": _iso(person.totp_since),
            "roles": [{"role": grant.role, "producer_id": grant.producer_id} for grant in person.grants],
        },
        "consents": [
            {"subject": c.subject, "given": c.is_given, "wording": c.wording, "language": c.language, "at": _iso(c.at)}
            for c in list_consents(person_id)
        ],
        "sessions": [
            {"device": s.device, "began_at": _iso(s.began_at), "seen_at": _iso(s.seen_at), "ended_at": _iso(s.ended_at)}
            for s in sessions
        ],
        "mails": [
            {"kind": m.kind, "facts": m.facts, "queued_at": _iso(m.created_at), "state": m.state}
            for m in list_messages(recipient=person.email, limit=1000)
        ],
        "changes": [
            {"action": entry.action, "facts": entry.facts, "at": _iso(entry.at)}
            for entry in list_entries_about(Subject("person", person_id), limit=1000)
        ],
    }


def close_account(person_id: int, at: datetime) -> None:
    """Close a person's account for good: name, address and secrets go, the number stays for what the law keeps.

    Consents and the audit log stay under the number. Refuses LastOperator.
    """
    person = get_person(person_id)
    check_not_last_operator(person)
    address, name = str(person.email), person.name
    end_sessions_of(person_id, SessionEnd.DELETED, at)
    for table in (PasswordLink, EmailChange, RecoveryCode):
        db.session.execute(delete(table).where(table.person_id == person_id))
    db.session.execute(delete(Registration).where(Registration.email == address))
    db.session.execute(update(LoginSession).where(LoginSession.person_id == person_id).values(device=""))
    erase_messages_to(address, at)
    person.grants.clear()
    person.email, person.name, person.password_hash = None, "", None
    person.totp_secret, person.totp_since, person.deleted_at = None, None, at
    record_change("account_closed", by=Actor.person(person_id), subject=Subject("person", person_id), at=at)
    queue_message("account_closed", str(person_id), to=address, language=person.language, at=at, facts={"name": name})


def check_not_last_operator(person: Person) -> None:
    """Refuses LastOperator for the only operator of the shop."""
    operators = {operator.id for operator in list_people(role=Role.OPERATOR) if operator.disabled_at is None}
    if operators == {person.id}:
        raise LastOperator(person.id)


def _iso(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None
