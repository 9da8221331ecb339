"""Reads of people and their sessions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from shop.accounts.models import (
    Consent,
    EmailChange,
    LoginSession,
    PasswordLink,
    Person,
    RecoveryCode,
    Registration,
    RoleGrant,
)
from shop.accounts.rules import ConsentSubject, NoSuchPerson, Role, normal_email
from shop.accounts.tokens import token_hash
from shop.database import db


def find_person_by_email(email: str) -> Person | None:
    """The person with this address whose account is open, or None."""
    person = db.session.scalar(select(Person).where(Person.email == normal_email(email)))
    return person if person is not None and person.is_open else None


def get_person(person_id: int) -> Person:
    """The person with this number whose account is open; refuses NoSuchPerson."""
    person = db.session.get(Person, person_id)
    if person is None or not person.is_open:
        raise NoSuchPerson(person_id)
    return person


def is_email_taken(email: str) -> bool:
    """Does any account, open or disabled, have this address?"""
    return db.session.scalar(select(Person.id).where(Person.email == normal_email(email))) is not None


def list_people(*, role: Role | None = None, limit: int = 200) -> Sequence[Person]:
    """People by number, all or those with a role; closed accounts are left out."""
    query = select(Person).where(Person.deleted_at.is_(None)).order_by(Person.id).limit(limit)
    if role is not None:
        query = query.where(Person.grants.any(role=role))
    return db.session.scalars(query).all()


def find_registration(token: str, at: datetime) -> Registration | None:
    """The registration whose mail held this token, while it is unused and valid."""
    return db.session.scalar(
        select(Registration).where(
            Registration.token_hash == token_hash(token),
            Registration.used_at.is_(None),
            Registration.valid_until > at,
        )
    )


def find_password_link(token: str, at: datetime) -> PasswordLink | None:
    """The link whose mail held this token, while it is unused and valid."""
    return db.session.scalar(
        select(PasswordLink).where(
            PasswordLink.token_hash == token_hash(token),
            PasswordLink.used_at.is_(None),
            PasswordLink.valid_until > at,
        )
    )


def find_email_change(token: str, at: datetime) -> EmailChange | None:
    """The open wish for another address of which a mail held this token."""
    hashed = token_hash(token)
    return db.session.scalar(
        select(EmailChange).where(
            (EmailChange.old_token_hash == hashed) | (EmailChange.new_token_hash == hashed),
            EmailChange.closed_at.is_(None),
            EmailChange.valid_until > at,
        )
    )


def find_session(token: str, at: datetime, *, is_halfway: bool = False) -> LoginSession | None:
    """The live session of a token with its person and their roles; None when it ended or the account is not open."""
    found = (
        db.session.scalars(
            select(LoginSession)
            .options(joinedload(LoginSession.person).joinedload(Person.grants))
            .where(
                LoginSession.token_hash == token_hash(token),
                LoginSession.is_halfway == is_halfway,
                LoginSession.ended_at.is_(None),
                LoginSession.valid_until > at,
            )
        )
        .unique()
        .one_or_none()
    )
    return found if found is not None and found.person.is_open else None


def list_sessions(person_id: int, at: datetime) -> Sequence[LoginSession]:
    """Where a person is logged in now, the latest seen first."""
    return db.session.scalars(
        select(LoginSession)
        .where(
            LoginSession.person_id == person_id,
            LoginSession.is_halfway.is_(False),
            LoginSession.ended_at.is_(None),
            LoginSession.valid_until > at,
        )
        .order_by(LoginSession.seen_at.desc(), LoginSession.id.desc())
    ).all()


def count_recovery_codes(person_id: int) -> int:
    """How many codes on paper are left."""
    unused = (RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
    return db.session.scalar(select(func.count()).select_from(RecoveryCode).where(*unused)) or 0


def list_consents(person_id: int) -> Sequence[Consent]:
    """Everything a person agreed to or took back, in order."""
    return db.session.scalars(select(Consent).where(Consent.person_id == person_id).order_by(Consent.id)).all()


def has_agreed(person_id: int, subject: ConsentSubject) -> bool:
    """Does the latest word of a person on a subject say yes?"""
    latest = db.session.scalar(
        select(Consent.is_given)
        .where(Consent.person_id == person_id, Consent.subject == subject)
        .order_by(Consent.id.desc())
        .limit(1)
    )
    return bool(latest)


def owners_of(producer_id: int) -> Sequence[Person]:
    """The owners of a producer's stall whose accounts are open, by number: to whom grave news of it goes."""
    owning = Person.grants.any((RoleGrant.producer_id == producer_id) & RoleGrant.is_owner)
    is_open = (Person.deleted_at.is_(None), Person.disabled_at.is_(None))
    return db.session.scalars(select(Person).where(owning, *is_open).order_by(Person.id)).all()


def names_of(person_ids: Collection[int]) -> dict[int, str]:
    """The names of these people by number, closed accounts left out; no statement for nobody."""
    if not person_ids:
        return {}
    found = select(Person.id, Person.name).where(Person.id.in_(person_ids), Person.deleted_at.is_(None))
    return {number: name for number, name in db.session.execute(found).all()}  # noqa: C416 - rows are no pairs


def search_people(words: str, role: Role | None, *, page: int, per_page: int) -> tuple[Sequence[Person], int]:
    """One page of the accounts that are not closed whose name or address holds the words, and how many there are.

    The latest account first; three statements.
    """
    query = select(Person).where(Person.deleted_at.is_(None))
    for word in words.split():
        query = query.where(
            Person.email.icontains(word, autoescape=True) | Person.name.icontains(word, autoescape=True)
        )
    if role is not None:
        query = query.where(Person.grants.any(role=role))
    count = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = query.order_by(Person.id.desc()).limit(per_page).offset((page - 1) * per_page)
    return db.session.scalars(rows).all(), count


def find_person(person_id: int) -> Person | None:
    """Anybody's account by its number, disabled ones too; None where it is closed or never was."""
    return db.session.scalar(select(Person).where(Person.id == person_id, Person.deleted_at.is_(None)))


def list_people_of(producer_ids: Collection[int]) -> dict[int, list[Person]]:
    """Whoever may manage the stalls of these producers and has an open account, by producer; nobody's are left out."""
    found: dict[int, list[Person]] = {}
    if not producer_ids:
        return found
    query = (
        select(RoleGrant.producer_id, Person)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(RoleGrant.producer_id.in_(producer_ids), Person.deleted_at.is_(None), Person.disabled_at.is_(None))
        .order_by(RoleGrant.id)
    )
    for producer_id, person in db.session.execute(query):
        if producer_id is not None:
            found.setdefault(producer_id, []).append(person)
    return found
