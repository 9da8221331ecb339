"""What happens with orders, in a shopper's words."""

from __future__ import annotations

from datetime import datetime, timedelta

from shop.web.words import _, ngettext

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def left_words(until: datetime, at: datetime) -> str:
    """How much time is left, rounded down: hours while there are two or more, then minutes."""
    left = until - at
    if left >= 2 * HOUR:
        return ngettext("%(num)s hour left", "%(num)s hours left", left // HOUR)
    if left >= MINUTE:
        return ngettext("%(num)s minute left", "%(num)s minutes left", left // MINUTE)
    return _("less than a minute left")


def method_words(method: str) -> str:
    """A way of paying."""
    return {"card": _("By card"), "vietqr": _("By transfer (VietQR)"), "cod": _("In cash on delivery")}[method]


def order_status_words(status: str) -> str:
    """How an order stands, in a few words for lists and filters."""
    return {
        "awaiting_payment": _("Waits for payment"),
        "placed": _("Being prepared"),
        "paid": _("Paid"),
        "completed": _("Delivered"),
        "cancelled": _("Cancelled"),
        "expired": _("Not paid in time"),
        "refund_due": _("Money comes back"),
        "refunded": _("Money sent back"),
    }[status]


def parcel_status_words(status: str, kind: str = "delivery") -> str:
    """How a parcel stands, in a few words."""
    special = {"pickup": _AT_POINT, "voucher": _OF_VOUCHER}.get(kind, {})
    if status in special:
        return special[status]()
    return {
        "waiting": _("Waits for payment"),
        "preparing": _("The maker is getting it ready"),
        "packed": _("Packed"),
        "shipped": _("On its way"),
        "delivered": _("Delivered"),
        "refused": _("Not taken, on its way back"),
        "returned": _("Back at the maker"),
        "cancelled": _("Cancelled"),
    }[status]


def way_words(status: str, kind: str) -> str:
    """One dot on the way of a parcel, as short as can be."""
    if kind == "pickup" and status in _AT_POINT:
        return {"packed": _("Ready"), "delivered": _("Picked up")}.get(status, "")
    if kind == "voucher":
        return {"preparing": _("Preparing"), "packed": _("Ready"), "delivered": _("Sent")}[status]
    return {
        "preparing": _("Preparing"),
        "packed": _("Packed"),
        "shipped": _("On its way"),
        "delivered": _("Delivered"),
    }[status]


_AT_POINT = {
    "packed": lambda: _("Ready to be picked up"),
    "shipped": lambda: _("On its way to the point of sale"),
    "delivered": lambda: _("Picked up"),
}


def order_step_words(from_status: str, to_status: str, method: str) -> str:
    """One step of an order, as a line of its timeline."""
    if to_status == "paid":
        return _("Your money has arrived") if from_status != "refund_due" else _("Your late money is accepted")
    if to_status == "cancelled" and method == "cod" and from_status == "placed":
        return _("The order is cancelled")
    return {
        "awaiting_payment": _("You placed the order"),
        "placed": _("You placed the order"),
        "completed": _("Everything has been handed over"),
        "cancelled": _("The order is cancelled"),
        "expired": _("It was not paid in time"),
        "refund_due": _("The order is cancelled") if from_status == "paid" else _("Your money came, but too late"),
        "refunded": _("All your money has been sent back"),
    }[to_status]


_OF_VOUCHER = {
    "preparing": lambda: _("The host is writing your voucher"),
    "packed": lambda: _("The voucher is ready"),
    "delivered": lambda: _("The voucher has been sent to you"),
}


def cancel_reason_words(reason: str) -> str:
    """Why an order or a parcel ended; empty where there is nothing to say. What stands in “ ” are a person's words."""
    if reason.startswith("“"):
        return reason
    words = {
        "changed_mind": lambda: _("You no longer wanted it."),
        "wrong_details": lambda: _("Something in the order was wrong."),
        "takes_too_long": lambda: _("It would have taken too long."),
        "certificate_revoked": lambda: _("A certificate was revoked, so we may not sell the good any more."),
        "paid_too_late": lambda: _("The money came too late."),
        "returned_to_producer": lambda: _("The parcel came back to its maker."),
        "not_taken": lambda: _("The parcels could not be handed over."),
        "out_of_stock": lambda: _("The maker has none left."),
        "not_good_enough": lambda: _("It was not good enough to be sent."),
    }
    return words[reason]() if reason in words else ""


def return_reason_words(reason: str) -> str:
    """Why somebody gives something back."""
    return {
        "damaged": _("Damaged, spoiled or past its date"),
        "wrong_goods": _("Something else than ordered, or too few"),
        "not_as_described": _("Not as the page says"),
        "other": _("Another reason"),
    }[reason]


def return_status_words(status: str) -> str:
    """How a wish to give something back stands."""
    return {
        "requested": _("We have your wish and answer within seven working days"),
        "accepted": _("Accepted: you get your money back"),
        "rejected": _("Not accepted"),
    }[status]


def refund_words(kind: str) -> str:
    """What money comes back for."""
    return {
        "order": _("The whole order"),
        "parcel": _("A parcel that is not delivered"),
        "lines": _("Goods that are not sent"),
        "return": _("Goods that you gave back"),
    }[kind]


def refund_status_words(status: str) -> str:
    """How far money that comes back has got."""
    return {
        "due": _("We are preparing it"),
        "begun": _("On its way"),
        "refunded": _("Sent"),
        "dropped": _("No longer owed: the order goes on"),
    }[status]
