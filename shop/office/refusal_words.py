"""Why something was not done, in words that say what to do instead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from shop.accounts import LastOperator, RoleNeedsProducer
from shop.enquiries import EnquiryClosed
from shop.notifications import CannotSendAgain
from shop.office.fair_money_refusals import FAIR_MONEY_REFUSALS
from shop.office.fair_refusals import FAIR_REFUSALS
from shop.office.payout_refusals import PAYOUT_REFUSALS
from shop.office.refusals import NeedsCash, NothingChosen, ReasonMissing
from shop.office.status_words import order_words, parcel_words
from shop.orders import (
    CannotRevive,
    EmptyNote,
    ReturnRefused,
    TooLateToCancel,
    TooMany,
    WhyNotReturn,
    WhyNotRevive,
    WrongStatus,
)
from shop.payments import AlreadyDone, BadField, InDispute, NotCash, NothingToRefund, RemittanceMismatch, WrongAmount
from shop.reviews import ReviewChanged
from shop.values.money import format_vnd
from shop.values.refusal import Refusal
from shop.web.enquiry_words import enquiry_closed_words
from shop.web.joining_words import JOINING_REFUSALS
from shop.web.language import current_language
from shop.web.words import _, ngettext


def refusal_words(refusal: Refusal) -> str:
    """The reason; for one without words of its own, that nothing was changed."""
    words = _WORDS.get(type(refusal))
    return words(refusal) if words else _("This cannot be done as things stand. Nothing was changed.")


def _wrong_status(refusal: WrongStatus) -> str:
    if refusal.subject == "parcel":
        status = parcel_words(refusal.status).label
        return _("This does not fit any more: the parcel is “%(status)s”. Nothing was changed.", status=status)
    status = order_words(refusal.status).label
    return _("This does not fit any more: the order is “%(status)s”. Nothing was changed.", status=status)


def _cannot_revive(refusal: CannotRevive) -> str:
    return {
        WhyNotRevive.CERTIFICATE: lambda: _(
            "Not possible: a good was not certified when the money came. The money has to go back."
        ),
        WhyNotRevive.STOCK: lambda: _("Not possible: there is not enough stock any more. The money has to go back."),
        WhyNotRevive.STATUS: lambda: _(
            "Not possible: the order did not end by time, or its money has begun to go back."
        ),
    }[refusal.why]()


def _return_refused(refusal: ReturnRefused) -> str:
    if refusal.why is WhyNotReturn.DECIDED:
        return _("Somebody has decided this already. Nothing was changed.")
    return _("This return cannot be asked for: the goods are not delivered, or longer ago than seven days.")


def _too_many(refusal: TooMany) -> str:
    if not refusal.left:
        return _("Nothing is left of this line. Nothing was changed.")
    return ngettext(
        "Only %(num)s piece is left of this line.", "Only %(num)s pieces are left of this line.", refusal.left
    )


def _wrong_amount(refusal: WrongAmount) -> str:
    expected, given = (format_vnd(amount, current_language()) for amount in (refusal.expected_vnd, refusal.given_vnd))
    return _("It has to be exactly %(expected)s, not %(given)s. Nothing was changed.", expected=expected, given=given)


def _mismatch(refusal: RemittanceMismatch) -> str:
    expected, given = (format_vnd(amount, current_language()) for amount in (refusal.expected_vnd, refusal.given_vnd))
    return _(
        "What is ticked comes to %(expected)s, what came and was kept to %(given)s. Nothing was changed.",
        expected=expected,
        given=given,
    )


def _bad_field(refusal: BadField) -> str:
    words = {
        "note": lambda: _("Write down why. Nothing was changed."),
        "reference": lambda: _(
            "A reference of the bank is needed, and one that no other refund has. Nothing was changed."
        ),
        "carrier": lambda: _("Say which carrier it was. Nothing was changed."),
    }
    return words.get(refusal.field, lambda: _("Bank, account number and holder are all needed. Nothing was changed."))()


_WORDS: dict[type[Refusal], Callable[[Any], str]] = {
    **PAYOUT_REFUSALS,
    **FAIR_REFUSALS,
    **FAIR_MONEY_REFUSALS,
    **JOINING_REFUSALS,
    WrongStatus: _wrong_status,
    WrongAmount: _wrong_amount,
    RemittanceMismatch: _mismatch,
    BadField: _bad_field,
    NotCash: lambda refusal: _("This order is not paid in cash. Nothing was changed."),
    AlreadyDone: lambda refusal: _("Somebody did this already. Nothing was changed."),
    InDispute: lambda refusal: (
        _("The bank of the card has taken this money back already: it must not be transferred a second time.")
        if refusal.is_lost
        else _("The card holder has gone to the bank over this payment. Wait until that is decided.")
    ),
    NothingToRefund: lambda refusal: _("The order's payments do not hold what is owed: it went back already."),
    CannotRevive: _cannot_revive,
    ReturnRefused: _return_refused,
    TooMany: _too_many,
    TooLateToCancel: lambda refusal: _("Too late: a parcel is on its way, or the order is over. Nothing was changed."),
    NothingChosen: lambda refusal: _("Choose what it is about first. Nothing was changed."),
    ReasonMissing: lambda refusal: _("Say why: the shopper reads it. Nothing was changed."),
    NeedsCash: lambda refusal: _("This parcel is paid in cash: write down what was collected."),
    CannotSendAgain: lambda refusal: _(
        "This mail cannot be sent again: it has gone, its time is over, or it was erased."
    ),
    ReviewChanged: lambda refusal: _(
        "Meanwhile it was written anew, or somebody decided. Look at it once more; nothing was changed."
    ),
    EnquiryClosed: lambda refusal: enquiry_closed_words(),
    EmptyNote: lambda refusal: _("Write a few words first."),
    LastOperator: lambda refusal: _(
        "This is the last operator: without them nobody could run the shop. Give the role to somebody else first."
    ),
    RoleNeedsProducer: lambda refusal: _("Choose whose stall it is; the other roles name no producer."),
}
