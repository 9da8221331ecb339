"""Enquiries in words, for buyers, stalls and the office."""

from __future__ import annotations

from shop.enquiries import EnquiryKind, EnquiryState
from shop.web.words import _


def enquiry_kind_words(kind: str) -> str:
    """What somebody wants."""
    return {
        EnquiryKind.WHOLESALE: _("Wholesale"),
        EnquiryKind.FAIR: _("For a fair"),
        EnquiryKind.OTHER: _("Something else"),
    }[EnquiryKind(kind)]


def enquiry_state_words(state: str) -> str:
    """Where an enquiry stands."""
    return {
        EnquiryState.UNCONFIRMED: _("To be confirmed"),
        EnquiryState.WAITING: _("Waits for an answer"),
        EnquiryState.ANSWERED: _("Answered"),
        EnquiryState.DECLINED: _("Declined"),
        EnquiryState.UNANSWERED: _("Not answered in time"),
    }[EnquiryState(state)]


def enquiry_closed_words() -> str:
    """Why an enquiry cannot be answered any more."""
    return _("Somebody answered or closed this enquiry meanwhile. Nothing was changed.")
