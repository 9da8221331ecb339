"""Invitations by mail: whoever opens the link of the mail has the mailbox, and may come in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select, update

from shop.accounts import Person, Role, find_person_by_email, grant_role, new_token, normal_email, token_hash
from shop.audit_log import Actor
from shop.database import changed_one, db
from shop.joining.models import StallInvitation
from shop.joining.rules import INVITATION_LASTS, AlreadyMember, InvitationNotValid, NoSuchInvitation
from shop.notifications import queue_message
from shop.producers import Producer


@dataclass(frozen=True)
class Invitee:
    """Whom to ask: the address, as an owner or as staff, and the language of the mail."""

    email: str
    is_owner: bool
    language: str


def invite_to_stall(producer: Producer, invitee: Invitee, at: datetime) -> int:
    """Mail a link with which the address comes into the stall; returns the invitation's number.

    An open invitation of the same address to the same stall is taken back. Refuses AlreadyMember.
    """
    email, token = normal_email(invitee.email), new_token()
    known = find_person_by_email(email)
    if known is not None and known.has_role(Role.PRODUCER, producer.id):
        raise AlreadyMember
    _withdraw(StallInvitation.producer_id == producer.id, StallInvitation.email == email, at=at)
    invitation = StallInvitation(
        token_hash=token_hash(token),
        producer_id=producer.id,
        email=email,
        is_owner=invitee.is_owner,
        created_at=at,
        valid_until=at + INVITATION_LASTS,
    )
    db.session.add(invitation)
    db.session.flush()
    queue_message(
        "stall_invitation",
        invitation.token_hash[:32],
        to=email,
        language=invitee.language,
        at=at,
        facts={"producer": producer.name, "is_owner": invitee.is_owner, "days": INVITATION_LASTS.days},
        secrets={"token": token},
        useless_from=invitation.valid_until,
    )
    return invitation.id


def find_invitation(token: str, at: datetime) -> StallInvitation | None:
    """The invitation whose mail held this token, while it may be used."""
    return db.session.scalar(select(StallInvitation).where(StallInvitation.token_hash == token_hash(token), *_open(at)))


def list_open_invitations(at: datetime, producer_id: int | None = None) -> Sequence[StallInvitation]:
    """Invitations that may be used at an instant, the latest first; of one stall, or of all."""
    query = select(StallInvitation).where(*_open(at)).order_by(StallInvitation.id.desc())
    if producer_id is not None:
        query = query.where(StallInvitation.producer_id == producer_id)
    return db.session.scalars(query).all()


def withdraw_invitation(producer_id: int, number: int, at: datetime) -> None:
    """Take an open invitation of a stall back: its link no longer works. Refuses NoSuchInvitation."""
    if not _withdraw(StallInvitation.producer_id == producer_id, StallInvitation.id == number, at=at):
        raise NoSuchInvitation


def accept_invitation(token: str, person: Person, at: datetime) -> int:
    """The person comes into the stall; returns the producer's number. Their sessions end, as they gain rights.

    Refuses InvitationNotValid, also for a person with another address than the one that was asked.
    """
    invitation = find_invitation(token, at)
    if invitation is None or invitation.email != person.email:
        raise InvitationNotValid
    producer_id, is_owner = invitation.producer_id, invitation.is_owner
    used = update(StallInvitation).where(StallInvitation.id == invitation.id, *_open(at))
    if not changed_one(used.values(used_at=at, email="")):
        raise InvitationNotValid
    by = Actor.person(person.id)
    grant_role(person.id, Role.PRODUCER, producer_id=producer_id, is_owner=is_owner, by=by, at=at)
    return producer_id


def _open(at: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        StallInvitation.used_at.is_(None),
        StallInvitation.withdrawn_at.is_(None),
        StallInvitation.valid_until > at,
    )


def _withdraw(*which: ColumnElement[bool], at: datetime) -> bool:
    query = update(StallInvitation).where(*which, *_open(at))
    return changed_one(query.values(withdrawn_at=at, email=""))
