"""Applications: somebody names a producer of the register and asks for its stall; the office or an officer decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update

from shop.accounts import Person, Role, find_person, get_person, grant_role, list_members
from shop.audit_log import Actor
from shop.database import changed_one, db, insert_if_missing
from shop.joining.models import StallApplication
from shop.joining.rules import (
    MOST_WAITING,
    AlreadyApplied,
    AlreadyDecided,
    AlreadyMember,
    ApplicationState,
    NoSuchApplication,
    TooManyApplications,
)
from shop.notifications import queue_message
from shop.producers import Producer, find_producer, list_producers
from shop.values.phone import format_phone


@dataclass(frozen=True)
class Application:
    """An application with who asks and for whom; `owners` are the names of who owns the stall already."""

    row: StallApplication
    person: Person
    producer: Producer
    owners: tuple[str, ...] = ()

    @property
    def phone(self) -> str:
        """The number as people in Vietnam write it."""
        return format_phone(self.row.phone)


def apply_for_stall(person: Person, producer: Producer, at: datetime, *, position: str, phone: str, note: str) -> None:
    """Keep an application; the office sees it. Refuses AlreadyMember, TooManyApplications, AlreadyApplied."""
    if person.has_role(Role.PRODUCER, producer.id):
        raise AlreadyMember
    others = [row for row, _name in list_applications_of(person.id) if row.producer_id != producer.id]
    if sum(row.state == ApplicationState.WAITING for row in others) >= MOST_WAITING:
        raise TooManyApplications
    added = insert_if_missing(
        StallApplication,
        person_id=person.id,
        producer_id=producer.id,
        position=position,
        phone=phone,
        note=note,
        state=ApplicationState.WAITING,
        created_at=at,
        reason="",
    )
    if not added:
        raise AlreadyApplied


def list_waiting_applications() -> list[Application]:
    """Applications that wait for a decision, the oldest first."""
    rows = db.session.scalars(
        select(StallApplication).where(StallApplication.state == ApplicationState.WAITING).order_by(StallApplication.id)
    ).all()
    producers = {producer.id: producer for producer in list_producers({row.producer_id for row in rows})}
    found = []
    for row in rows:
        if person := find_person(row.person_id):
            owners = tuple(member.name for member in list_members(row.producer_id) if member.is_owner)
            found.append(Application(row, person, producers[row.producer_id], owners))
    return found


def count_waiting_applications(province_code: str | None = None) -> int:
    """How many applications wait for a decision: to producers of a province, or with None to all."""
    waiting = select(func.count()).where(StallApplication.state == ApplicationState.WAITING)
    if province_code is not None:
        theirs = StallApplication.producer_id == Producer.id
        waiting = waiting.join(Producer, theirs).where(Producer.province_code == province_code)
    return db.session.scalar(waiting.select_from(StallApplication)) or 0


def list_applications_of(person_id: int) -> Sequence[tuple[StallApplication, str]]:
    """A person's applications with the producers' names, the latest first."""
    rows = db.session.execute(
        select(StallApplication, Producer.name)
        .join(Producer, Producer.id == StallApplication.producer_id)
        .where(StallApplication.person_id == person_id)
        .order_by(StallApplication.id.desc())
    )
    return [(row, name) for row, name in rows]


def find_application(number: int) -> StallApplication:
    """The application with this number; refuses NoSuchApplication."""
    found = db.session.get(StallApplication, number)
    if found is None:
        raise NoSuchApplication
    return found


def approve_application(number: int, *, is_owner: bool, by: Actor, at: datetime) -> None:
    """The applicant comes into the stall, and is told by mail.

    Refuses NoSuchApplication, AlreadyDecided, and NoSuchPerson where the account was closed or stopped meanwhile.
    """
    found = find_application(number)
    person, producer = get_person(found.person_id), find_producer(found.producer_id)
    _decide(number, ApplicationState.APPROVED, "", at)
    grant_role(person.id, Role.PRODUCER, producer_id=found.producer_id, is_owner=is_owner, by=by, at=at)
    _tell("stall_approved", found, person, producer, at)


def reject_application(number: int, reason: str, at: datetime) -> None:
    """The applicant is told by mail why not. Refuses NoSuchApplication, AlreadyDecided."""
    found = find_application(number)
    _decide(number, ApplicationState.REJECTED, reason, at)
    person = find_person(found.person_id)
    if person is not None:
        _tell("stall_rejected", found, person, find_producer(found.producer_id), at, reason=reason)


def export_applications_of(person_id: int) -> list[dict[str, Any]]:
    """A person's applications as plain values for JSON."""
    return [
        {
            "producer": name,
            "position": row.position,
            "phone": row.phone,
            "note": row.note,
            "state": row.state,
            "created_at": row.created_at.isoformat(),
        }
        for row, name in list_applications_of(person_id)
    ]


def erase_applications_of(person_id: int) -> None:
    """Nothing is kept of the applications of a person whose account is closed."""
    db.session.execute(delete(StallApplication).where(StallApplication.person_id == person_id))


def _decide(number: int, state: ApplicationState, reason: str, at: datetime) -> None:
    waiting = (StallApplication.id == number, StallApplication.state == ApplicationState.WAITING)
    if not changed_one(update(StallApplication).where(*waiting).values(state=state, reason=reason, decided_at=at)):
        raise AlreadyDecided


def _tell(
    kind: str, found: StallApplication, person: Person, producer: Producer | None, at: datetime, **facts: object
) -> None:
    facts = {"producer": producer.name if producer else "", **facts}
    key = f"{found.person_id}-{found.producer_id}-{at.isoformat()}"
    queue_message(kind, key, to=str(person.email), language=person.language, at=at, facts=facts)
