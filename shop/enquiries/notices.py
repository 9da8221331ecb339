"""What is told by mail. No mail to a stall says who asks or how to reach them: that stands behind its door."""

from __future__ import annotations

from datetime import datetime

from shop.accounts import list_people_of
from shop.enquiries.models import Enquiry
from shop.enquiries.rules import ANSWERED_WITHIN, CONFIRMED_WITHIN, EnquiryState
from shop.notifications import queue_message
from shop.producers import Producer


def ask_to_confirm(enquiry: Enquiry, producer: Producer, token: str, at: datetime) -> None:
    """The buyer's link: to say that it was them, and later to read the answer and to take the enquiry back."""
    is_confirmed = enquiry.standing is not EnquiryState.UNCONFIRMED
    queue_message(
        "enquiry_sent" if is_confirmed else "enquiry_confirm",
        enquiry.token_hash[:32],
        to=enquiry.email,
        language=enquiry.language,
        at=at,
        facts={"producer": producer.name, "days": (ANSWERED_WITHIN if is_confirmed else CONFIRMED_WITHIN).days},
        secrets={"token": token},
        useless_from=None if is_confirmed else at + CONFIRMED_WITHIN,
    )


def tell_stall(enquiry: Enquiry, producer: Producer, at: datetime) -> None:
    """Everybody of the stall hears that somebody asks, and about which good; nobody where it has no people."""
    for person in list_people_of([producer.id]).get(producer.id, ()):
        queue_message(
            "enquiry_new",
            f"{enquiry.token_hash[:32]}:{person.id}",
            to=str(person.email),
            language=person.language,
            at=at,
            facts={
                "stall": producer.name,
                "slug": producer.slug,
                "enquiry_id": enquiry.id,
                "kind": enquiry.kind,
                "good": enquiry.good_name,
                "days": ANSWERED_WITHIN.days,
            },
        )


def tell_buyer(kind: str, enquiry: Enquiry, producer: Producer, at: datetime) -> None:
    """The buyer hears the answer, or that there is none."""
    queue_message(
        kind,
        enquiry.token_hash[:32],
        to=enquiry.email,
        language=enquiry.language,
        at=at,
        facts={
            "producer": producer.name,
            "slug": producer.slug,
            "answer": enquiry.answer,
            "contact": enquiry.answer_contact,
        },
    )
