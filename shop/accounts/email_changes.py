"""Another address for an account: both mailboxes must say yes."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import update

from shop.accounts.models import EmailChange, PasswordLink, Person
from shop.accounts.queries import find_email_change, get_person, is_email_taken
from shop.accounts.rules import EMAIL_CHANGE_HOURS, EmailTaken, LinkNotValid, SessionEnd, normal_email, veil_email
from shop.accounts.sessions import end_sessions_of
from shop.accounts.tokens import new_token, token_hash
from shop.audit_log import Actor, Subject, record_change
from shop.database import db
from shop.notifications import queue_message


def ask_for_email_change(person_id: int, new_email: str, at: datetime) -> None:
    """Mail a link to the present and to the wished address; an earlier wish is dropped.

    Where the new address has an account already, its mail says so instead of holding a link.
    """
    person, new_email = get_person(person_id), normal_email(new_email)
    _drop_earlier(person_id, at)
    tokens = {"old": new_token(), "new": new_token()}
    change = EmailChange(
        person_id=person_id,
        new_email=new_email,
        old_token_hash=token_hash(tokens["old"]),
        new_token_hash=token_hash(tokens["new"]),
        created_at=at,
        valid_until=at + timedelta(hours=EMAIL_CHANGE_HOURS),
    )
    db.session.add(change)
    kinds = {"old": "email_change_old", "new": "account_exists" if is_email_taken(new_email) else "email_change_new"}
    for side, address in (("old", str(person.email)), ("new", new_email)):
        queue_message(
            kinds[side],
            change.new_token_hash[:32],
            to=address,
            language=person.language,
            at=at,
            facts={"name": person.name, "hours": EMAIL_CHANGE_HOURS, "new_email": veil_email(new_email)},
            secrets={"token": tokens[side]},
            useless_from=change.valid_until,
        )


def confirm_email_change(token: str, at: datetime) -> bool:
    """Note that one mailbox said yes; True when both did and the address is changed, which ends all sessions.

    Refuses LinkNotValid, and EmailTaken when somebody else got the address meanwhile.
    """
    change = find_email_change(token, at)
    if change is None:
        raise LinkNotValid
    is_old = change.old_token_hash == token_hash(token)
    column = EmailChange.old_confirmed_at if is_old else EmailChange.new_confirmed_at
    db.session.execute(update(EmailChange).where(EmailChange.id == change.id).values({column: at}))
    db.session.refresh(change)
    if change.old_confirmed_at is None or change.new_confirmed_at is None:
        return False
    _change(get_person(change.person_id), change, at)
    return True


def _change(person: Person, change: EmailChange, at: datetime) -> None:
    if is_email_taken(change.new_email):
        raise EmailTaken
    before, person.email, change.closed_at = str(person.email), change.new_email, at
    # A link that went to the mailbox of before must not open the account any more.
    db.session.execute(update(PasswordLink).where(PasswordLink.person_id == person.id).values(used_at=at))
    end_sessions_of(person.id, SessionEnd.REPLACED, at)
    record_change("email_changed", by=Actor.person(person.id), subject=Subject("person", person.id), at=at)
    queue_message(
        "email_changed",
        change.new_token_hash[:32],
        to=before,
        language=person.language,
        at=at,
        facts={"name": person.name, "new_email": veil_email(change.new_email)},
    )


def _drop_earlier(person_id: int, at: datetime) -> None:
    earlier = (EmailChange.person_id == person_id, EmailChange.closed_at.is_(None))
    db.session.execute(update(EmailChange).where(*earlier).values(closed_at=at))
