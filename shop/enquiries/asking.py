"""The buyer's side: write, say by mail that it was them, read the answer, take it back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select, update

from shop.accounts import Person, new_token, normal_email, token_hash
from shop.database import changed_one, db
from shop.enquiries.models import Enquiry
from shop.enquiries.notices import ask_to_confirm, tell_stall
from shop.enquiries.rules import CONFIRMED_WITHIN, EnquiryState, NewEnquiry, NoSuchEnquiry
from shop.producers import Producer


def send_enquiry(new: NewEnquiry, producer: Producer, language: str, at: datetime, *, person: Person | None) -> str:
    """Keep an enquiry; returns the token of the buyer's link.

    The producer has it at once where the address is the account's own of `person`. Else a mail asks whoever has the
    mailbox, and an earlier enquiry of the same address that nobody confirmed gives way to this one.
    """
    token, email = new_token(), normal_email(new.email)
    is_known = person is not None and person.email == email
    _drop_unconfirmed(email, producer.id)
    enquiry = Enquiry(
        token_hash=token_hash(token),
        producer_id=producer.id,
        person_id=person.id if person is not None else None,
        kind=new.kind,
        state=EnquiryState.WAITING if is_known else EnquiryState.UNCONFIRMED,
        good_name=new.good_name,
        good_slug=new.good_slug,
        name=new.name,
        organisation=new.organisation,
        email=email,
        phone=new.phone,
        province_code=new.province_code,
        quantity=new.quantity,
        wanted_when=new.wanted_when,
        words=new.words,
        language=language,
        agreed_at=at,
        created_at=at,
        confirmed_at=at if is_known else None,
    )
    db.session.add(enquiry)
    db.session.flush()
    ask_to_confirm(enquiry, producer, token, at)
    if is_known:
        tell_stall(enquiry, producer, at)
    return token


def find_own_enquiry(token: str, at: datetime) -> Enquiry | None:
    """The enquiry whose mail held this link; None for an unconfirmed one that is too old."""
    found = db.session.scalar(select(Enquiry).where(Enquiry.token_hash == token_hash(token)))
    if found is not None and found.standing is EnquiryState.UNCONFIRMED and found.created_at + CONFIRMED_WITHIN <= at:
        return None
    return found


def confirm_enquiry(token: str, producer: Producer, at: datetime) -> None:
    """Whoever has the mailbox says yes: the producer is told. Again changes nothing. Refuses NoSuchEnquiry."""
    found = find_own_enquiry(token, at)
    if found is None or found.producer_id != producer.id:
        raise NoSuchEnquiry
    unconfirmed = (Enquiry.id == found.id, Enquiry.state == EnquiryState.UNCONFIRMED)
    if changed_one(update(Enquiry).where(*unconfirmed).values(state=EnquiryState.WAITING, confirmed_at=at)):
        tell_stall(found, producer, at)


def take_enquiry_back(token: str) -> None:
    """Nothing is left of the buyer's enquiry, whether it was answered or not. Refuses NoSuchEnquiry."""
    if not changed_one(delete(Enquiry).where(Enquiry.token_hash == token_hash(token))):
        raise NoSuchEnquiry


def _drop_unconfirmed(email: str, producer_id: int) -> None:
    theirs = (Enquiry.email == email, Enquiry.producer_id == producer_id)
    db.session.execute(delete(Enquiry).where(*theirs, Enquiry.state == EnquiryState.UNCONFIRMED))
