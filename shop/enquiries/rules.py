"""What an enquiry may say, how long it waits and is kept, and what is refused. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from shop.values.refusal import Refusal

LONGEST_NAME = 120
LONGEST_LINE = 200
LONGEST_WORDS = 2000
LONGEST_EMAIL = 254
# Whoever wrote opens the link of our mail within this time, else the enquiry goes nowhere and is deleted.
CONFIRMED_WITHIN = timedelta(days=3)
# A buyer who heard nothing for so long looks elsewhere; they are told, and it is closed.
ANSWERED_WITHIN = timedelta(days=30)
# How long name, address and words are kept once it is closed: a year's season, so that a second order can be agreed.
KEPT = timedelta(days=365)


class EnquiryKind(StrEnum):
    """What somebody wants of a producer that no cart can hold."""

    WHOLESALE = "wholesale"
    FAIR = "fair"
    OTHER = "other"


class EnquiryState(StrEnum):
    """Where an enquiry stands. The producer sees none that is unconfirmed."""

    UNCONFIRMED = "unconfirmed"
    WAITING = "waiting"
    ANSWERED = "answered"
    DECLINED = "declined"
    UNANSWERED = "unanswered"


CLOSED = frozenset({EnquiryState.ANSWERED, EnquiryState.DECLINED, EnquiryState.UNANSWERED})


@dataclass(frozen=True)
class NewEnquiry:
    """What somebody wrote: clean values, with `good_name` and `good_slug` as the good is called today, or empty.

    `phone` as `values.phone` stores it; `province_code` of today; each of them may be empty.
    """

    kind: EnquiryKind
    name: str
    email: str
    words: str
    organisation: str = ""
    phone: str = ""
    province_code: str = ""
    quantity: str = ""
    wanted_when: str = ""
    good_name: str = ""
    good_slug: str = ""


class NoSuchEnquiry(Refusal):
    """There is no such enquiry for whoever asks."""


class EnquiryClosed(Refusal):
    """Somebody answered or closed this enquiry before, or it was taken back."""


def shows_contact(state: EnquiryState) -> bool:
    """Do buyer and producer see each other's address? Only once the producer has answered."""
    return state is EnquiryState.ANSWERED
