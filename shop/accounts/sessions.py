"""Logging in and out: sessions lie here, the browser holds only a token that can be revoked."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update

from shop.accounts.models import LoginSession
from shop.accounts.queries import get_person
from shop.accounts.rules import COARSELY, SessionEnd, lifetime_of, session_end
from shop.accounts.tokens import new_token, token_hash
from shop.database import changed_one, db

LONGEST_DEVICE = 200


def begin_session(person_id: int, *, device: str, at: datetime, is_halfway: bool = False) -> str:
    """The token of a new session; `is_halfway` while the code of the second step is still to come.

    `device` is what the browser calls itself. Refuses NoSuchPerson.
    """
    person, token = get_person(person_id), new_token()
    lifetime = lifetime_of(is_staff=person.sees_everybody, is_halfway=is_halfway)
    db.session.add(
        LoginSession(
            token_hash=token_hash(token),
            person_id=person.id,
            is_staff=person.sees_everybody,
            is_halfway=is_halfway,
            device=device[:LONGEST_DEVICE],
            began_at=at,
            seen_at=at,
            valid_until=session_end(lifetime, at, at),
        )
    )
    return token


def needs_sign_of_life(session: LoginSession, at: datetime) -> bool:
    """Is it long enough ago that the session was seen?"""
    return at - session.seen_at >= COARSELY


def note_sign_of_life(session_id: int, at: datetime) -> None:
    """Let a session live on; one that has ended stays ended."""
    session = db.session.get(LoginSession, session_id)
    if session is None or session.ended_at is not None or session.valid_until <= at:
        return
    lifetime = lifetime_of(is_staff=session.is_staff, is_halfway=session.is_halfway)
    db.session.execute(
        update(LoginSession)
        .where(LoginSession.id == session_id, LoginSession.ended_at.is_(None))
        .values(seen_at=at, valid_until=session_end(lifetime, session.began_at, at))
    )


def end_session(session_id: int, person_id: int, because: SessionEnd, at: datetime) -> bool:
    """End one session of a person; False when they have no such session, or it ended before."""
    return changed_one(
        update(LoginSession)
        .where(LoginSession.id == session_id, LoginSession.person_id == person_id, LoginSession.ended_at.is_(None))
        .values(ended_at=at, ended_because=because)
    )


def end_sessions_of(person_id: int, because: SessionEnd, at: datetime, *, but: int | None = None) -> None:
    """End every session of a person, except the one with the number `but`."""
    query = update(LoginSession).where(LoginSession.person_id == person_id, LoginSession.ended_at.is_(None))
    if but is not None:
        query = query.where(LoginSession.id != but)
    db.session.execute(query.values(ended_at=at, ended_because=because))
