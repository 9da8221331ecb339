"""Setting passwords: by link, or by who is logged in."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import update

from shop.accounts.models import PasswordLink, Person
from shop.accounts.queries import find_password_link, find_person_by_email, get_person
from shop.accounts.rules import PASSWORD_LINK_HOURS, LinkNotValid, SessionEnd, normal_email
from shop.accounts.sessions import end_sessions_of
from shop.accounts.tokens import new_token, token_hash
from shop.audit_log import Actor, Subject, record_change
from shop.database import changed_one, db
from shop.notifications import queue_message


def ask_for_password_link(email: str, *, language: str, at: datetime) -> None:
    """Mail a link that sets a new password, for one hour; an address without an account is told that it has none."""
    person, token = find_person_by_email(email), new_token()
    valid_until = at + timedelta(hours=PASSWORD_LINK_HOURS)
    if person is not None:
        db.session.add(
            PasswordLink(token_hash=token_hash(token), person_id=person.id, created_at=at, valid_until=valid_until)
        )
    queue_message(
        "reset_password" if person else "no_account",
        token_hash(token)[:32],
        to=normal_email(email),
        language=person.language if person else language,
        at=at,
        facts={"name": person.name if person else "", "hours": PASSWORD_LINK_HOURS},
        secrets={"token": token},
        useless_from=valid_until,
    )


def set_password_by_link(token: str, password_hash: str, at: datetime) -> Person:
    """Set a password with a link's token; the link, the person's other links and all sessions end.

    Refuses LinkNotValid: of two who use it at the same moment one is refused.
    """
    link = find_password_link(token, at)
    if link is None or not _use(link, at):
        raise LinkNotValid
    person = get_person(link.person_id)
    _set(person, password_hash, at)
    record_change("password_reset", by=Actor.person(person.id), subject=Subject("person", person.id), at=at)
    return person


def change_password(person_id: int, password_hash: str, at: datetime) -> None:
    """Set a person's password; all sessions and open links end."""
    person = get_person(person_id)
    _set(person, password_hash, at)
    record_change("password_changed", by=Actor.person(person.id), subject=Subject("person", person.id), at=at)


def renew_hash(person_id: int, password_hash: str) -> None:
    """Keep the same password under today's effort."""
    get_person(person_id).password_hash = password_hash


def _use(link: PasswordLink, at: datetime) -> bool:
    return changed_one(
        update(PasswordLink)
        .where(PasswordLink.id == link.id, PasswordLink.used_at.is_(None), PasswordLink.valid_until > at)
        .values(used_at=at)
    )


def _set(person: Person, password_hash: str, at: datetime) -> None:
    person.password_hash = password_hash
    others = (PasswordLink.person_id == person.id, PasswordLink.used_at.is_(None))
    db.session.execute(update(PasswordLink).where(*others).values(used_at=at))
    end_sessions_of(person.id, SessionEnd.PASSWORD, at)
    queue_message(
        "password_changed",
        f"{person.id}-{int(at.timestamp() * 1000)}",
        to=str(person.email),
        language=person.language,
        at=at,
        facts={"name": person.name},
    )
