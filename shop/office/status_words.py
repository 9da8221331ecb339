"""Where orders, parcels and refunds stand, in the words of the office, with a tone for their mark."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from shop.orders import OrderStatus, ParcelKind, ParcelStatus, PaymentMethod, RefundStatus, ReturnStatus
from shop.reviews import ReviewStatus
from shop.web.words import _

_O, _P = OrderStatus, ParcelStatus


@dataclass(frozen=True)
class StatusWords:
    """A status for people: its label, its tone (`wait`, `go`, `good`, `bad`, `over`) and its icon."""

    label: str
    tone: str
    sign: str


Table = Mapping[str, tuple[Callable[[], str], str]]

SIGNS = {"wait": "clock", "go": "arrow-right", "good": "check", "bad": "circle-alert", "over": "minus"}

ORDERS: Table = {
    _O.AWAITING_PAYMENT: (lambda: _("Awaiting payment"), "wait"),
    _O.PLACED: (lambda: _("Placed"), "go"),
    _O.PAID: (lambda: _("Paid"), "go"),
    _O.COMPLETED: (lambda: _("Completed"), "good"),
    _O.CANCELLED: (lambda: _("Cancelled"), "over"),
    _O.EXPIRED: (lambda: _("Expired unpaid"), "over"),
    _O.REFUND_DUE: (lambda: _("Money to give back"), "bad"),
    _O.REFUNDED: (lambda: _("Money given back"), "over"),
}
PARCELS: Table = {
    _P.WAITING: (lambda: _("Waits for payment"), "wait"),
    _P.PREPARING: (lambda: _("To be packed"), "wait"),
    _P.PACKED: (lambda: _("Packed"), "go"),
    _P.SHIPPED: (lambda: _("On its way"), "go"),
    _P.DELIVERED: (lambda: _("Delivered"), "good"),
    _P.REFUSED: (lambda: _("Refused, coming back"), "bad"),
    _P.RETURNED: (lambda: _("Back at the producer"), "over"),
    _P.CANCELLED: (lambda: _("Cancelled"), "over"),
}
REFUNDS: Table = {
    RefundStatus.DUE: (lambda: _("Owed"), "bad"),
    RefundStatus.BEGUN: (lambda: _("Begun"), "wait"),
    RefundStatus.REFUNDED: (lambda: _("Gone back"), "good"),
    RefundStatus.DROPPED: (lambda: _("Called off"), "over"),
}
RETURNS: Table = {
    ReturnStatus.REQUESTED: (lambda: _("To be decided"), "wait"),
    ReturnStatus.ACCEPTED: (lambda: _("Accepted"), "good"),
    ReturnStatus.REJECTED: (lambda: _("Rejected"), "over"),
}

REVIEWS: Table = {
    ReviewStatus.WAITING: (lambda: _("To be read"), "wait"),
    ReviewStatus.PUBLISHED: (lambda: _("Published"), "good"),
    ReviewStatus.REFUSED: (lambda: _("Refused"), "over"),
    ReviewStatus.HIDDEN: (lambda: _("Hidden"), "bad"),
    ReviewStatus.WITHDRAWN: (lambda: _("Taken back"), "over"),
}


def _words(table: Table, status: str) -> StatusWords:
    if status not in table:
        return StatusWords(status, "over", SIGNS["over"])
    label, tone = table[status]
    return StatusWords(label(), tone, SIGNS[tone])


def order_words(status: str) -> StatusWords:
    """Where an order stands."""
    return _words(ORDERS, status)


def parcel_words(status: str) -> StatusWords:
    """Where a parcel stands."""
    return _words(PARCELS, status)


def refund_words(status: str) -> StatusWords:
    """Where money owed back stands."""
    return _words(REFUNDS, status)


def return_words(status: str) -> StatusWords:
    """Where a request to return goods stands."""
    return _words(RETURNS, status)


def review_words(status: str) -> StatusWords:
    """Where a review stands."""
    return _words(REVIEWS, status)


def method_words(method: str) -> str:
    """How an order is paid."""
    return {
        PaymentMethod.CARD: lambda: _("card"),
        PaymentMethod.VIETQR: lambda: _("bank transfer (VietQR)"),
        PaymentMethod.COD: lambda: _("cash on delivery"),
    }[PaymentMethod(method)]()


def kind_words(kind: str) -> str:
    """How a parcel reaches the shopper."""
    return {
        ParcelKind.DELIVERY: lambda: _("by carrier"),
        ParcelKind.PICKUP: lambda: _("picked up"),
        ParcelKind.VOUCHER: lambda: _("voucher"),
    }[ParcelKind(kind)]()
