"""Mails in the words of the office: what they tell, and where they stand."""

from __future__ import annotations

from collections.abc import Callable

from shop.notifications import MessageState
from shop.office.status_words import StatusWords
from shop.web.words import _

_KINDS: dict[str, Callable[[], str]] = {
    "order_placed": lambda: _("Order placed"),
    "order_paid": lambda: _("Payment received"),
    "order_shipped": lambda: _("Parcel on its way"),
    "order_delivered": lambda: _("Parcel delivered"),
    "order_cancelled": lambda: _("Order or goods cancelled"),
    "order_refunded": lambda: _("Money given back"),
    "stall_parcel_new": lambda: _("To a stall: order to be packed"),
    "stall_parcel_cancelled": lambda: _("To a stall: order or goods cancelled"),
    "stall_return_asked": lambda: _("To a stall: goods to come back"),
    "review_published": lambda: _("Review published"),
    "review_refused": lambda: _("Review not published"),
    "review_hidden": lambda: _("Review hidden"),
    "review_answered": lambda: _("Review answered"),
    "review_invited": lambda: _("Asked for a review"),
    "confirm_account": lambda: _("Confirm the account"),
    "account_exists": lambda: _("There is an account already"),
    "no_account": lambda: _("There is no account"),
    "reset_password": lambda: _("New password"),
    "password_changed": lambda: _("Password changed"),
    "account_closed": lambda: _("Account closed"),
    "email_change_old": lambda: _("Change of address, to the old one"),
    "email_change_new": lambda: _("Change of address, to the new one"),
    "email_changed": lambda: _("Address changed"),
    "second_step_on": lambda: _("Second step switched on"),
    "second_step_off": lambda: _("Second step switched off"),
    "due_notice": lambda: _("To a stall: letter about certificates that end"),
    "stall_invitation": lambda: _("Invitation into a stall"),
    "stall_approved": lambda: _("Stall given"),
    "stall_rejected": lambda: _("Stall refused"),
    "recovery_code_used": lambda: _("Code on paper used"),
    "bank_account_changed": lambda: _("Bank account of a stall changed"),
    "enquiry_confirm": lambda: _("Enquiry to be confirmed"),
    "enquiry_sent": lambda: _("Enquiry passed on"),
    "enquiry_new": lambda: _("Enquiry to a stall"),
    "enquiry_answered": lambda: _("Enquiry answered"),
    "enquiry_declined": lambda: _("Enquiry declined"),
    "enquiry_unanswered": lambda: _("Enquiry not answered in time"),
    "certificate_reminder": lambda: _("A certificate ends soon"),
    "coverage_notice": lambda: _("Certified goods that are not online"),
}


def mail_kind_words(kind: str) -> str:
    """What a mail tells."""
    return _KINDS[kind]() if kind in _KINDS else kind


def mail_words(state: str) -> StatusWords:
    """Where a mail stands."""
    words, tone, sign = {
        MessageState.WAITING: (_("Waiting"), "wait", "clock"),
        MessageState.SENT: (_("Sent"), "good", "check"),
        MessageState.KEPT: (_("Kept, not sent"), "over", "mail"),
        MessageState.GIVEN_UP: (_("Given up"), "bad", "circle-alert"),
    }[MessageState(state)]
    return StatusWords(words, tone, sign)
