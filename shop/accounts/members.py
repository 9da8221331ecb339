"""The people of a stall: who owns it, who helps, who leaves. There is always an owner left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select

from shop.accounts.granting import take_role
from shop.accounts.models import Person, RoleGrant
from shop.accounts.rules import LastOwner, NoSuchPerson, Role, SessionEnd
from shop.accounts.sessions import end_sessions_of
from shop.audit_log import Actor, Subject, record_change
from shop.database import db


@dataclass(frozen=True)
class Member:
    """Somebody of a stall."""

    person_id: int
    name: str
    email: str
    is_owner: bool
    has_second_step: bool
    since: datetime


def list_members(producer_id: int) -> list[Member]:
    """The people of a stall whose accounts are open, owners first, then by name."""
    found = db.session.execute(
        select(Person, RoleGrant)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(RoleGrant.producer_id == producer_id, Person.disabled_at.is_(None), Person.deleted_at.is_(None))
        .order_by(RoleGrant.is_owner.desc(), Person.name, Person.id)
    )
    return [
        Member(person.id, person.name, str(person.email), grant.is_owner, person.has_second_step, grant.granted_at)
        for person, grant in found
    ]


def count_people_of_stalls() -> dict[int, tuple[int, int]]:
    """For each producer that has people: how many owners and how many staff with open accounts; one statement."""
    found = db.session.execute(
        select(RoleGrant.producer_id, func.count(), func.sum(case((RoleGrant.is_owner, 1), else_=0)))
        .join(Person, Person.id == RoleGrant.person_id)
        .where(RoleGrant.producer_id.is_not(None), Person.disabled_at.is_(None), Person.deleted_at.is_(None))
        .group_by(RoleGrant.producer_id)
    )
    return {int(producer_id or 0): (int(owners), int(people) - int(owners)) for producer_id, people, owners in found}


def make_owner(producer_id: int, person_id: int, is_owner: bool, *, by: Actor, at: datetime) -> None:
    """Let one of a stall's people decide for it, or no longer; their sessions end, as they carry the rights of before.

    Refuses NoSuchPerson for somebody else's person, LastOwner.
    """
    grant = _grant_of(producer_id, person_id)
    if grant.is_owner == is_owner:
        return
    if not is_owner:
        _check_not_last_owner(producer_id, person_id)
    grant.is_owner = is_owner
    end_sessions_of(person_id, SessionEnd.ROLES, at)
    event = "owner_made" if is_owner else "owner_unmade"
    record_change(event, by=by, subject=Subject("person", person_id), at=at, producer_id=producer_id)


def leave_stall(producer_id: int, person_id: int, *, by: Actor, at: datetime) -> None:
    """Take somebody out of a stall; their sessions end. Refuses NoSuchPerson for somebody else's person, LastOwner."""
    if _grant_of(producer_id, person_id).is_owner:
        _check_not_last_owner(producer_id, person_id)
    take_role(person_id, Role.PRODUCER, producer_id=producer_id, by=by, at=at)


def _grant_of(producer_id: int, person_id: int) -> RoleGrant:
    """Somebody's place in a stall; two changes of one stall's people wait for one another."""
    for grant in _locked(producer_id):
        if grant.person_id == person_id:
            return grant
    raise NoSuchPerson(person_id)


def _locked(producer_id: int) -> Sequence[RoleGrant]:
    theirs = select(RoleGrant).where(RoleGrant.producer_id == producer_id).order_by(RoleGrant.id)
    return db.session.scalars(theirs.with_for_update().execution_options(populate_existing=True)).all()


def _check_not_last_owner(producer_id: int, person_id: int) -> None:
    others = (member for member in list_members(producer_id) if member.person_id != person_id)
    if not any(member.is_owner for member in others):
        raise LastOwner
