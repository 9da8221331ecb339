"""Reasons that the program writes down by name, in words; what people wrote stays as it is."""

from __future__ import annotations

from shop.web.words import _


def refund_reason_words(reason: str) -> str:
    """Why money is owed back, or a step was taken."""
    return {
        "paid_too_late": lambda: _("the money came too late"),
        "returned_to_producer": lambda: _("not taken, back at the producer"),
        "certificate_revoked": lambda: _("the certificate was revoked"),
        "not_taken": lambda: _("not taken"),
        "expired": lambda: _("not paid in time"),
        "out_of_stock": lambda: _("the producer has none left"),
        "not_good_enough": lambda: _("not good enough to be sent"),
        **_RETURNS,
    }.get(reason, lambda: reason)()


def return_reason_words(reason: str) -> str:
    """Why a shopper gives goods back."""
    return _RETURNS.get(reason, lambda: reason)()


_RETURNS = {
    "damaged": lambda: _("damaged"),
    "wrong_goods": lambda: _("not what was ordered"),
    "not_as_described": lambda: _("not as described"),
    "other": lambda: _("another reason"),
}
