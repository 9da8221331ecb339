"""How enquiries end by themselves, and what is kept of a person in them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, or_, select, update

from shop.accounts import Person
from shop.database import changed_one, db
from shop.enquiries.models import Enquiry
from shop.enquiries.notices import tell_buyer
from shop.enquiries.rules import ANSWERED_WITHIN, CONFIRMED_WITHIN, KEPT, EnquiryState
from shop.producers import Producer

AT_ONCE = 200


def close_unanswered_enquiries(at: datetime) -> int:
    """Close what nobody answered in time, and tell the buyers; how many there were, some at a time."""
    rows = db.session.execute(
        select(Enquiry, Producer)
        .join(Producer, Producer.id == Enquiry.producer_id)
        .where(Enquiry.state == EnquiryState.WAITING, Enquiry.confirmed_at <= at - ANSWERED_WITHIN)
        .order_by(Enquiry.id)
        .limit(AT_ONCE)
    ).all()
    for enquiry, producer in rows:
        waiting = (Enquiry.id == enquiry.id, Enquiry.state == EnquiryState.WAITING)
        closed = update(Enquiry).where(*waiting).values(state=EnquiryState.UNANSWERED, closed_at=at, closed_by="time")
        if changed_one(closed):
            tell_buyer("enquiry_unanswered", enquiry, producer, at)
    return len(rows)


def forget_old_enquiries(at: datetime) -> None:
    """Delete what nobody confirmed, and what was closed long ago."""
    unconfirmed = Enquiry.state == EnquiryState.UNCONFIRMED
    db.session.execute(delete(Enquiry).where(unconfirmed, Enquiry.created_at <= at - CONFIRMED_WITHIN))
    db.session.execute(delete(Enquiry).where(Enquiry.closed_at <= at - KEPT))


def export_enquiries_of(person: Person) -> list[dict[str, Any]]:
    """What a person has asked, by account or by address, and the answers, as plain values for JSON."""
    rows = db.session.execute(
        select(Enquiry, Producer.name)
        .join(Producer, Producer.id == Enquiry.producer_id)
        .where(_asked_by(person))
        .order_by(Enquiry.id)
    )
    return [
        {
            "producer": producer,
            "kind": row.kind,
            "state": row.state,
            "good": row.good_name,
            "name": row.name,
            "organisation": row.organisation,
            "email": row.email,
            "phone": row.phone,
            "province": row.province_code,
            "quantity": row.quantity,
            "wanted_when": row.wanted_when,
            "words": row.words,
            "created_at": row.created_at.isoformat(),
            "answer": row.answer,
        }
        for row, producer in rows
    ]


def erase_enquiries_of(person: Person) -> None:
    """Nothing is kept of what a person has asked, by account or by address; before the account is closed."""
    db.session.execute(delete(Enquiry).where(_asked_by(person)))


def _asked_by(person: Person) -> ColumnElement[bool]:
    return or_(Enquiry.person_id == person.id, Enquiry.email == str(person.email))
