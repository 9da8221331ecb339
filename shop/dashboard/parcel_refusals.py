"""Why a step of a parcel was not taken, in words that say what to do instead."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from shop.orders import OrderStatus, ParcelStatus, TooMany, WrongStatus
from shop.payments import WrongAmount
from shop.selling import (
    BadCount,
    NoCarrier,
    NoReason,
    NothingChosen,
    NothingLeftOut,
    SaidBefore,
    TextTooLong,
    TooManyBack,
)
from shop.values.money import format_vnd
from shop.values.refusal import Refusal
from shop.web.language import current_language
from shop.web.words import _, ngettext

_P = ParcelStatus


def _wrong_status(refusal: WrongStatus) -> str:
    words = {
        _P.PREPARING: lambda: _("The parcel is not packed yet. Say that it is packed first."),
        _P.PACKED: lambda: _("Somebody of your stall has packed this parcel already. Nothing was changed."),
        _P.SHIPPED: lambda: _("This parcel is with the carrier already. Nothing was changed."),
        _P.DELIVERED: lambda: _("The shopper has this parcel already. Nothing was changed."),
        _P.REFUSED: lambda: _("This parcel was not taken and is on its way back. Nothing was changed."),
        _P.RETURNED: lambda: _("This parcel is back with you already. Nothing was changed."),
        _P.CANCELLED: lambda: _("This order was cancelled in the meantime. Please do not send it: unpack the goods."),
    }
    if refusal.subject == "parcel" and refusal.status in words:
        return words[ParcelStatus(refusal.status)]()
    if refusal.status == OrderStatus.COMPLETED:
        return _("This order is over. Nothing was changed.")
    return _("This order was cancelled in the meantime. Please do not send it: unpack the goods.")


def _too_many(refusal: TooMany) -> str:
    return ngettext(
        "Only %(num)s piece is left to be sent. Nothing was changed.",
        "Only %(num)s pieces are left to be sent. Nothing was changed.",
        refusal.left,
    )


def _too_many_back(refusal: TooManyBack) -> str:
    return ngettext(
        "At most %(num)s piece can come back, good and spoiled together.",
        "At most %(num)s pieces can come back, good and spoiled together.",
        refusal.most,
    )


def _wrong_amount(refusal: WrongAmount) -> str:
    expected = format_vnd(refusal.expected_vnd, current_language())
    return _("The amount to collect is now %(expected)s: something was left out. Look again.", expected=expected)


PARCEL_REFUSALS: Mapping[type[Refusal], Callable[[Any], str]] = {
    WrongStatus: _wrong_status,
    WrongAmount: _wrong_amount,
    TooMany: _too_many,
    TooManyBack: _too_many_back,
    NothingChosen: lambda refusal: _("Tick the orders first, at most a hundred at once."),
    NothingLeftOut: lambda refusal: _("Say how many pieces you cannot send."),
    NoReason: lambda refusal: _("Say why: the shopper reads it."),
    NoCarrier: lambda refusal: _("Say which carrier takes the parcel."),
    TextTooLong: lambda refusal: _("A carrier or a tracking number has at most %(number)s signs.", number=refusal.most),
    SaidBefore: lambda refusal: _("What came back was written down already, or the return was not accepted."),
    BadCount: lambda refusal: _("“%(typed)s” is no number of pieces.", typed=refusal.typed),
}
