"""The producer's side, or the shop's for a producer without people here: answer once, decline, throw out as spam."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, delete, update

from shop.database import changed_one
from shop.enquiries.models import Enquiry
from shop.enquiries.notices import tell_buyer
from shop.enquiries.queries import find_enquiry
from shop.enquiries.rules import EnquiryClosed, EnquiryState
from shop.producers import Producer


def answer_enquiry(producer: Producer, enquiry_id: int, words: str, *, contact: str, by: str, at: datetime) -> None:
    """The buyer gets the answer by mail, with how to reach the producer; the producer sees the buyer's address.

    Refuses NoSuchEnquiry for another producer's, and EnquiryClosed.
    """
    _close(producer, enquiry_id, EnquiryState.ANSWERED, by=by, at=at, answer=words, answer_contact=contact)
    tell_buyer("enquiry_answered", find_enquiry(producer.id, enquiry_id), producer, at)


def decline_enquiry(producer: Producer, enquiry_id: int, words: str, *, by: str, at: datetime) -> None:
    """The buyer is told by mail that nothing comes of it, with the producer's words if any; no address is shown.

    Refuses NoSuchEnquiry and EnquiryClosed.
    """
    _close(producer, enquiry_id, EnquiryState.DECLINED, by=by, at=at, answer=words)
    tell_buyer("enquiry_declined", find_enquiry(producer.id, enquiry_id), producer, at)


def throw_enquiry_out(producer_id: int, enquiry_id: int) -> None:
    """It was no enquiry: nothing of it is kept, and nobody is told. Refuses NoSuchEnquiry and EnquiryClosed."""
    waiting = _waiting(producer_id, find_enquiry(producer_id, enquiry_id).id)
    if not changed_one(delete(Enquiry).where(*waiting)):
        raise EnquiryClosed


def _close(producer: Producer, enquiry_id: int, state: EnquiryState, *, by: str, at: datetime, **said: str) -> None:
    waiting = _waiting(producer.id, find_enquiry(producer.id, enquiry_id).id)
    closed = update(Enquiry).where(*waiting).values(state=state, closed_at=at, closed_by=by, **said)
    if not changed_one(closed):
        raise EnquiryClosed


def _waiting(producer_id: int, enquiry_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        Enquiry.producer_id == producer_id,
        Enquiry.id == enquiry_id,
        Enquiry.state == EnquiryState.WAITING,
    )
