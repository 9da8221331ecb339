"""Reads of enquiries: a stall's, and those of producers who have nobody here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select

from shop.accounts import Person, RoleGrant
from shop.database import db
from shop.enquiries.models import Enquiry
from shop.enquiries.rules import CLOSED, EnquiryState, NoSuchEnquiry
from shop.producers import Producer


def find_enquiry(producer_id: int, enquiry_id: int) -> Enquiry:
    """A confirmed enquiry to a producer; refuses NoSuchEnquiry for another producer's."""
    theirs = (Enquiry.producer_id == producer_id, Enquiry.id == enquiry_id)
    found = db.session.scalar(
        select(Enquiry)
        .where(*theirs, Enquiry.state != EnquiryState.UNCONFIRMED)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NoSuchEnquiry
    return found


def list_enquiries_of(producer_id: int, *, is_closed: bool, page: int, per_page: int) -> Sequence[Enquiry]:
    """A producer's enquiries that wait, the oldest first; or those that are closed, the latest first."""
    query = select(Enquiry).where(Enquiry.producer_id == producer_id, _states(is_closed))
    part = query.order_by(*_order(is_closed)).limit(per_page).offset((page - 1) * per_page)
    return db.session.scalars(part).all()


def count_enquiries_of(producer_id: int, *, is_closed: bool = False) -> int:
    """How many enquiries to a producer wait, or are closed."""
    return db.session.scalar(counting_enquiries_of(producer_id, is_closed=is_closed)) or 0


def counting_enquiries_of(producer_id: int, *, is_closed: bool = False) -> Select[int]:
    """The statement that counts them, to be asked together with others."""
    return select(func.count(Enquiry.id)).where(Enquiry.producer_id == producer_id, _states(is_closed))


def list_unattended(*, is_closed: bool, page: int, per_page: int) -> list[tuple[Enquiry, Producer]]:
    """Enquiries to producers who have nobody here, so that the shop passes them on; in the order of a stall's own."""
    query = (
        select(Enquiry, Producer)
        .join(Producer, Producer.id == Enquiry.producer_id)
        .where(_states(is_closed), ~_has_people())
    )
    part = query.order_by(*_order(is_closed)).limit(per_page).offset((page - 1) * per_page)
    found = db.session.execute(part)
    return [(enquiry, producer) for enquiry, producer in found]


def count_unattended(*, is_closed: bool = False) -> int:
    """How many enquiries to producers who have nobody here wait, or are closed."""
    return db.session.scalar(select(func.count(Enquiry.id)).where(_states(is_closed), ~_has_people())) or 0


def find_unattended(enquiry_id: int) -> tuple[Enquiry, Producer]:
    """One enquiry to a producer who has nobody here; refuses NoSuchEnquiry, also for a stall's own."""
    query = select(Enquiry, Producer).join(Producer, Producer.id == Enquiry.producer_id)
    row = db.session.execute(
        query.where(Enquiry.id == enquiry_id, Enquiry.state != EnquiryState.UNCONFIRMED, ~_has_people())
    ).first()
    if row is None:
        raise NoSuchEnquiry
    return row[0], row[1]


def _states(is_closed: bool) -> ColumnElement[bool]:
    return Enquiry.state.in_(CLOSED) if is_closed else Enquiry.state == EnquiryState.WAITING


def _order(is_closed: bool) -> tuple[Any, ...]:
    return (Enquiry.closed_at.desc(), Enquiry.id.desc()) if is_closed else (Enquiry.confirmed_at, Enquiry.id)


def _has_people() -> ColumnElement[bool]:
    return exists(
        select(RoleGrant.id)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(RoleGrant.producer_id == Enquiry.producer_id, Person.disabled_at.is_(None), Person.deleted_at.is_(None))
    )
