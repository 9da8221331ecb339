"""What orders say no with. Each refusal carries the facts that a message needs; the words live elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from shop.orders.rules import PaymentMethod, WhyNotMethod
from shop.values.refusal import Refusal

if TYPE_CHECKING:
    from shop.cart import CartContents
    from shop.orders.quote import Quote


@dataclass
class TotalChanged(Refusal):
    """The total is not what the shopper was shown: the new quote says what it is now."""

    quote: Quote


@dataclass
class NothingToOrder(Refusal):
    """No line of the cart can be bought now; its lines say why."""

    contents: CartContents


@dataclass
class CheckoutKeyReused(Refusal):
    """The same checkout key came with another body."""

    checkout_key: str


class CartChanged(Refusal):
    """Another order or another tab changed the cart while this order was placed."""


class AgeNotConfirmed(Refusal):
    """Alcohol is sold to adults who say so."""


@dataclass
class MethodNotOffered(Refusal):
    """This way of paying is not offered for this cart."""

    method: PaymentMethod
    why: WhyNotMethod


@dataclass
class BadCheckout(Refusal):
    """A field of the checkout is missing or cannot be: name, email, note, checkout_key, language, point_of_sale."""

    field: str


@dataclass
class NoSuchOrder(Refusal):
    """There is no such order, parcel, line or return."""

    subject: str
    id: int


@dataclass
class WrongStatus(Refusal):
    """The order or parcel does not stand where this step begins."""

    subject: str
    id: int
    status: str


@dataclass
class TooLateToCancel(Refusal):
    """The goods are on their way, or the order is over."""

    code: str


@dataclass
class TooMany(Refusal):
    """More pieces than are left of the order line."""

    order_line_id: int
    left: int


class WhyNotRevive(StrEnum):
    """Why late money cannot revive an order."""

    CERTIFICATE = "certificate"
    STOCK = "stock"
    STATUS = "status"


@dataclass
class CannotRevive(Refusal):
    """Late money cannot revive this order."""

    order_id: int
    why: WhyNotRevive


class WhyNotReturn(StrEnum):
    """Why a return is not accepted for examination."""

    NOT_DELIVERED = "not_delivered"
    TOO_LATE = "too_late"
    DECIDED = "decided"


@dataclass
class ReturnRefused(Refusal):
    """This return cannot be asked for, or was decided already."""

    id: int
    why: WhyNotReturn


class EmptyNote(Refusal):
    """A note without words."""
