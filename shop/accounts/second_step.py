"""Setting up, using and giving up the second step of the login."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, update

from shop.accounts.models import Person, RecoveryCode
from shop.accounts.queries import get_person
from shop.accounts.rules import SessionEnd, WrongCode
from shop.accounts.sessions import end_sessions_of
from shop.accounts.tokens import token_hash
from shop.accounts.two_step import (
    RECOVERY_CODES,
    TypedCode,
    matching_window,
    new_recovery_code,
    new_totp_secret,
    normal_recovery_code,
)
from shop.audit_log import Actor, Subject, record_change
from shop.database import changed_one, db
from shop.notifications import queue_message


def prepare_second_step(person_id: int) -> None:
    """Make the secret for the person's app; nothing is asked at the login until it is confirmed with a code."""
    person = get_person(person_id)
    if person.totp_secret is None:
        person.totp_secret = new_totp_secret()


def start_second_step(person_id: int, typed: TypedCode, at: datetime, *, session_id: int) -> list[str]:
    """Switch the second step on with a first code of the app; the codes on paper, shown this once.

    All sessions but this one end. Refuses WrongCode.
    """
    person = get_person(person_id)
    if person.has_second_step or not _use_app_code(person, typed):
        raise WrongCode
    person.totp_since = at
    end_sessions_of(person_id, SessionEnd.REPLACED, at, but=session_id)
    _report(person, "second_step_on", at)
    return _renew_codes(person_id)


def stop_second_step(person_id: int, typed: TypedCode, at: datetime) -> None:
    """Switch the second step off; refuses WrongCode."""
    person = get_person(person_id)
    use_second_step(person_id, typed, at)
    person.totp_secret, person.totp_since = None, None
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    _report(person, "second_step_off", at)


def renew_recovery_codes(person_id: int, typed: TypedCode, at: datetime) -> list[str]:
    """New codes on paper in place of the old ones, shown this once; refuses WrongCode."""
    use_second_step(person_id, typed, at)
    record_change("recovery_codes_renewed", by=Actor.person(person_id), subject=Subject("person", person_id), at=at)
    return _renew_codes(person_id)


def use_second_step(person_id: int, typed: TypedCode, at: datetime) -> None:
    """Use up a code of the app or one on paper; refuses WrongCode, also for one that was used before."""
    person = get_person(person_id)
    if not person.has_second_step:
        raise WrongCode
    if _use_app_code(person, typed):
        return
    if not _use_recovery_code(person_id, typed, at):
        raise WrongCode
    _report(person, "recovery_code_used", at)


def _use_app_code(person: Person, typed: TypedCode) -> bool:
    if person.totp_secret is None:
        return False
    window = matching_window(person.totp_secret, typed)
    return window is not None and changed_one(
        update(Person).where(Person.id == person.id, Person.totp_window < window).values(totp_window=window)
    )


def _use_recovery_code(person_id: int, typed: TypedCode, at: datetime) -> bool:
    return changed_one(
        update(RecoveryCode)
        .where(
            RecoveryCode.person_id == person_id,
            RecoveryCode.code_hash == token_hash(normal_recovery_code(typed.text)),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=at)
    )


def _renew_codes(person_id: int) -> list[str]:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    codes = [new_recovery_code() for _ in range(RECOVERY_CODES)]
    db.session.add_all(
        RecoveryCode(person_id=person_id, code_hash=token_hash(normal_recovery_code(code))) for code in codes
    )
    return codes


def _report(person: Person, event: str, at: datetime) -> None:
    record_change(event, by=Actor.person(person.id), subject=Subject("person", person.id), at=at)
    queue_message(
        event,
        f"{person.id}-{int(at.timestamp() * 1000)}",
        to=str(person.email),
        language=person.language,
        at=at,
        facts={"name": person.name},
    )
