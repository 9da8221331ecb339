"""How accounts come to be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update

from shop.accounts.models import PasswordLink, Person, Registration
from shop.accounts.personal_data import record_consent
from shop.accounts.queries import find_registration, is_email_taken
from shop.accounts.rules import (
    FIRST_PASSWORD_HOURS,
    REGISTRATION_HOURS,
    WORDING,
    ConsentSubject,
    EmailTaken,
    LinkNotValid,
    normal_email,
)
from shop.accounts.tokens import new_token, token_hash
from shop.audit_log import Actor, Subject, record_change
from shop.database import changed_one, db, insert_if_missing
from shop.notifications import queue_message
from shop.values.folding import tidy


@dataclass(frozen=True)
class AccountWish:
    """What somebody who registers says; the terms are agreed to, else there is no wish."""

    email: str
    name: str
    language: str
    password_hash: str
    wants_news: bool


def ask_for_account(wish: AccountWish, at: datetime) -> None:
    """Note a registration and mail a link to its address; where an account exists already the mail says so instead.

    Both cases write the same rows, so that neither answer nor time tells a stranger who has an account.
    """
    email, token = normal_email(wish.email), new_token()
    valid_until = at + timedelta(hours=REGISTRATION_HOURS)
    registration = Registration(
        token_hash=token_hash(token),
        email=email,
        name=tidy(wish.name),
        language=wish.language,
        password_hash=wish.password_hash,
        wants_news=wish.wants_news,
        wording=WORDING,
        created_at=at,
        valid_until=valid_until,
    )
    db.session.add(registration)
    queue_message(
        "account_exists" if is_email_taken(email) else "confirm_account",
        registration.token_hash[:32],
        to=email,
        language=wish.language,
        at=at,
        # Not the name: who registers a stranger's address could put words into the shop's mouth.
        facts={"hours": REGISTRATION_HOURS},
        secrets={"token": token},
        useless_from=valid_until,
    )


def open_account(token: str, at: datetime) -> Person:
    """The account of a registration whose link was opened with the right password (which the caller has checked).

    Refuses LinkNotValid for a token that is unknown, used or too old, EmailTaken when the address got an account
    meanwhile.
    """
    registration = find_registration(token, at)
    if registration is None or not _use(registration, at):
        raise LinkNotValid
    wish = AccountWish(
        registration.email,
        registration.name,
        registration.language,
        str(registration.password_hash),
        registration.wants_news,
    )
    return open_vouched_account(wish, at, wording=registration.wording)


def open_vouched_account(wish: AccountWish, at: datetime, *, wording: str = WORDING) -> Person:
    """The account of somebody who has shown, by a link that was mailed there, that the address is theirs.

    Refuses EmailTaken.
    """
    person = _add_person(normal_email(wish.email), tidy(wish.name), wish.language, at)
    person.password_hash = wish.password_hash
    for subject, given in ((ConsentSubject.TERMS, True), (ConsentSubject.MARKETING, wish.wants_news)):
        record_consent(person.id, subject, given, wording=wording, language=wish.language, at=at)
    record_change("account_opened", by=Actor.person(person.id), subject=Subject("person", person.id), at=at)
    return person


def create_account(email: str, *, name: str, language: str, by: Actor, at: datetime) -> Person:
    """An account without a password for an address that somebody in charge vouches for; refuses EmailTaken."""
    person = _add_person(normal_email(email), tidy(name), language, at)
    record_change("account_created", by=by, subject=Subject("person", person.id), at=at)
    return person


def make_first_password_link(person: Person, at: datetime) -> str:
    """The token of a link with which the person sets the first password within three days."""
    token = new_token()
    db.session.add(
        PasswordLink(
            token_hash=token_hash(token),
            person_id=person.id,
            created_at=at,
            valid_until=at + timedelta(hours=FIRST_PASSWORD_HOURS),
        )
    )
    return token


def _use(registration: Registration, at: datetime) -> bool:
    return changed_one(
        update(Registration)
        .where(Registration.id == registration.id, Registration.used_at.is_(None), Registration.valid_until > at)
        .values(used_at=at)
    )


def _add_person(email: str, name: str, language: str, at: datetime) -> Person:
    values = {"email": email, "name": name, "language": language, "created_at": at}
    if not insert_if_missing(Person, **values, is_demonstration=False, totp_window=0):
        raise EmailTaken
    return db.session.execute(select(Person).where(Person.email == email)).scalar_one()
