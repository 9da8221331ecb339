"""Roles given and taken, accounts stopped and let go on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, update

from shop.accounts.models import Person, RoleGrant
from shop.accounts.personal_data import check_not_last_operator
from shop.accounts.queries import get_person
from shop.accounts.rules import NoSuchPerson, ProvinceOfOfficers, Role, SessionEnd, check_role
from shop.accounts.sessions import end_sessions_of
from shop.audit_log import Actor, Subject, record_change
from shop.database import db, insert_if_missing


def grant_role(  # noqa: PLR0913  each is named by the caller
    person_id: int,
    role: Role,
    *,
    by: Actor,
    at: datetime,
    producer_id: int | None = None,
    is_owner: bool = False,
    province_code: str | None = None,
) -> None:
    """Give a person a role; whoever has it already keeps it as it is. Sessions end, as they carry the rights of before.

    `is_owner` tells who decides for a producer's stall from its staff. `province_code` tells whose goods an officer
    keeps (None: the whole country's); given to an officer it takes the place of what was. Refuses RoleNeedsProducer,
    ProvinceOfOfficers, NoSuchPerson.
    """
    check_role(role, producer_id)
    if province_code is not None and role is not Role.OFFICER:
        raise ProvinceOfOfficers(role)
    person = get_person(person_id)
    values = {"person_id": person_id, "role": role, "producer_id": producer_id, "is_owner": is_owner}
    facts: dict[str, object] = {"is_owner": is_owner} if producer_id is not None else {}
    facts |= {"province_code": province_code} if role is Role.OFFICER else {}
    is_new = insert_if_missing(RoleGrant, **values, granted_at=at, province_code=province_code)
    if is_new or (role is Role.OFFICER and _moved(person, province_code)):
        _note(person, "role_granted", by, at, role=role, producer_id=producer_id, **facts)


def _moved(person: Person, province_code: str | None) -> bool:
    """Give an officer another scope; was it another?"""
    if person.officer_scope == province_code:
        return False
    grant = (RoleGrant.person_id == person.id, RoleGrant.role == Role.OFFICER)
    db.session.execute(update(RoleGrant).where(*grant).values(province_code=province_code))
    return True


def take_role(person_id: int, role: Role, *, by: Actor, at: datetime, producer_id: int | None = None) -> None:
    """Take a role from a person; sessions end. Refuses RoleNeedsProducer, NoSuchPerson, LastOperator."""
    check_role(role, producer_id)
    person = get_person(person_id)
    if not person.has_role(role, producer_id):
        return
    if role is Role.OPERATOR:
        check_not_last_operator(person)
    theirs = RoleGrant.producer_id == producer_id if producer_id is not None else RoleGrant.producer_id.is_(None)
    grant = (RoleGrant.person_id == person_id, RoleGrant.role == role, theirs)
    db.session.execute(delete(RoleGrant).where(*grant))
    _note(person, "role_taken", by, at, role=role, producer_id=producer_id)


def disable_person(person_id: int, *, by: Actor, at: datetime) -> None:
    """Stop an account: its sessions end and nobody can log in to it. Refuses NoSuchPerson, LastOperator."""
    person = get_person(person_id)
    check_not_last_operator(person)
    person.disabled_at = at
    end_sessions_of(person_id, SessionEnd.DISABLED, at)
    record_change("account_disabled", by=by, subject=Subject("person", person_id), at=at)


def enable_person(person_id: int, *, by: Actor, at: datetime) -> None:
    """Let a stopped account go on; refuses NoSuchPerson for one that is closed."""
    person = db.session.get(Person, person_id)
    if person is None or person.deleted_at is not None:
        raise NoSuchPerson(person_id)
    person.disabled_at = None
    record_change("account_enabled", by=by, subject=Subject("person", person_id), at=at)


def _note(person: Person, event: str, by: Actor, at: datetime, **facts: object) -> None:
    db.session.expire(person, ["grants"])
    end_sessions_of(person.id, SessionEnd.ROLES, at)
    record_change(event, by=by, subject=Subject("person", person.id), at=at, **facts)
