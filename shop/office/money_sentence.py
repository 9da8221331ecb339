"""Where the money of an order is, in one sentence."""

from __future__ import annotations

from shop.orders import Order, OrderStatus, PaymentMethod
from shop.values.dates import format_instant
from shop.values.money import format_vnd
from shop.web.language import current_language
from shop.web.words import _


def money_sentence(order: Order, *, came: int, gone: int, owed: int) -> str:
    """What came, went back and is still owed, in dong, as somebody asks at the telephone."""
    if not came:
        return _before_money(order)
    if owed:
        return _("We have %(came)s of it and owe %(owed)s back.", came=_vnd(came - gone), owed=_vnd(owed))
    if gone >= came:
        return _("All of it has gone back to the shopper: %(gone)s.", gone=_vnd(gone))
    if gone:
        return _("We have %(left)s, %(gone)s have gone back.", left=_vnd(came - gone), gone=_vnd(gone))
    return _collected(order, came)


def _before_money(order: Order) -> str:
    if order.status == OrderStatus.AWAITING_PAYMENT and order.hold_until:
        return _("The shopper has until %(when)s to pay.", when=format_instant(order.hold_until))
    if order.status == OrderStatus.PLACED:
        return _("Nothing yet: it is collected when the parcels are handed over.")
    return _("No money ever came for it.")


def _collected(order: Order, came: int) -> str:
    if order.method == PaymentMethod.COD:
        return _("Collected in cash: %(came)s.", came=_vnd(came))
    return _("We have all of it: %(came)s.", came=_vnd(came))


def _vnd(amount: int) -> str:
    return format_vnd(amount, current_language())
