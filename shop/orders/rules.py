"""The life of orders and parcels as tables, and what time allows. Pure: instants come as arguments.

"domain" below is this shop's own decisions on selling, see DECISIONS.md.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from enum import StrEnum

from shop.values.dates import vietnam_day

# The status before the first, so that every step of a life is a row with both ends.
NEW = "new"

CARD_WINDOW = timedelta(minutes=35)
TRANSFER_WINDOW = timedelta(hours=24)
RETURN_WINDOW = timedelta(days=7)
# Within how many days after the decisive instant a producer hands a parcel to the carrier.
DAYS_TO_SEND = 2


class OrderStatus(StrEnum):
    """Where an order stands. `placed` is cash on delivery; `refund_due` is dead, and money is owed back."""

    AWAITING_PAYMENT = "awaiting_payment"
    PLACED = "placed"
    PAID = "paid"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    REFUND_DUE = "refund_due"
    REFUNDED = "refunded"


class ParcelStatus(StrEnum):
    """Where a parcel stands. `waiting` until the order is paid; nobody packs it yet."""

    WAITING = "waiting"
    PREPARING = "preparing"
    PACKED = "packed"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    REFUSED = "refused"
    RETURNED = "returned"
    CANCELLED = "cancelled"


class PaymentMethod(StrEnum):
    """How an order is paid."""

    CARD = "card"
    VIETQR = "vietqr"
    COD = "cod"


class DestinationKind(StrEnum):
    """Where the parcels go."""

    DELIVERY = "delivery"
    PICKUP = "pickup"


class ParcelKind(StrEnum):
    """How a producer's part of an order reaches the shopper."""

    DELIVERY = "delivery"
    PICKUP = "pickup"
    VOUCHER = "voucher"


class WhyNotMethod(StrEnum):
    """Why a way of paying is not offered for a cart."""

    ALCOHOL = "alcohol"
    VOUCHER = "voucher"
    TOO_LATE = "too_late"


_O, _P = OrderStatus, ParcelStatus

# Every step that an order may take. The migration puts these rows into order_transitions; a test holds them together.
ORDER_TRANSITIONS: frozenset[tuple[str, str]] = frozenset(
    {
        (NEW, _O.AWAITING_PAYMENT),
        (NEW, _O.PLACED),
        (_O.AWAITING_PAYMENT, _O.PAID),
        (_O.AWAITING_PAYMENT, _O.CANCELLED),
        (_O.AWAITING_PAYMENT, _O.EXPIRED),
        (_O.AWAITING_PAYMENT, _O.REFUND_DUE),
        (_O.PLACED, _O.COMPLETED),
        (_O.PLACED, _O.CANCELLED),
        (_O.PAID, _O.COMPLETED),
        (_O.PAID, _O.REFUND_DUE),
        (_O.EXPIRED, _O.PAID),
        (_O.EXPIRED, _O.REFUND_DUE),
        (_O.CANCELLED, _O.REFUND_DUE),
        (_O.REFUND_DUE, _O.REFUNDED),
        (_O.REFUND_DUE, _O.PAID),
    }
)
PARCEL_TRANSITIONS: frozenset[tuple[str, str]] = frozenset(
    {
        (NEW, _P.WAITING),
        (NEW, _P.PREPARING),
        (_P.WAITING, _P.PREPARING),
        (_P.WAITING, _P.CANCELLED),
        (_P.PREPARING, _P.PACKED),
        (_P.PREPARING, _P.CANCELLED),
        (_P.PACKED, _P.SHIPPED),
        (_P.PACKED, _P.DELIVERED),
        (_P.PACKED, _P.CANCELLED),
        (_P.SHIPPED, _P.DELIVERED),
        (_P.SHIPPED, _P.REFUSED),
        (_P.REFUSED, _P.RETURNED),
        (_P.CANCELLED, _P.PREPARING),
    }
)

# Orders that will never be fulfilled: all their parcels are over and their stock is given back.
DEAD = frozenset({_O.CANCELLED, _O.EXPIRED, _O.REFUND_DUE, _O.REFUNDED})
UNSENT = (_P.WAITING, _P.PREPARING, _P.PACKED)
FINISHED = frozenset({_P.DELIVERED, _P.RETURNED, _P.CANCELLED})


def hold_until(method: PaymentMethod, placed_at: datetime, earliest_valid_until: datetime) -> datetime | None:
    """Until when (exclusive) stock is held for payment, cut to the earliest end of a certificate (domain 0.5, 0.7).

    None for cash on delivery, which is decided when it is placed.
    """
    if method is PaymentMethod.COD:
        return None
    window = CARD_WINDOW if method is PaymentMethod.CARD else TRANSFER_WINDOW
    return min(placed_at + window, earliest_valid_until)


def why_not_method(
    method: PaymentMethod, *, at: datetime, earliest_valid_until: datetime, has_alcohol: bool, has_voucher: bool
) -> WhyNotMethod | None:
    """Why a way of paying is not offered, None where it is.

    No cash on delivery for alcohol (the law asks for payment without cash) or for vouchers, which nobody carries; no
    card with less than 35 minutes to the earliest lapse (domain 0.5; a card session lasts 30 at least).
    """
    if method is PaymentMethod.COD and has_alcohol:
        return WhyNotMethod.ALCOHOL
    if method is PaymentMethod.COD and has_voucher:
        return WhyNotMethod.VOUCHER
    if method is PaymentMethod.CARD and earliest_valid_until - at < CARD_WINDOW:
        return WhyNotMethod.TOO_LATE
    return None


def may_still_be_cancelled(
    status: OrderStatus, parcels: Collection[ParcelStatus], *, by_operator: bool = False
) -> bool:
    """May a living order be given up whole? Until anything is packed; for the operator until anything is sent."""
    allowed = (*UNSENT, _P.CANCELLED) if by_operator else (*UNSENT[:2], _P.CANCELLED)
    return status in (_O.AWAITING_PAYMENT, _O.PLACED, _O.PAID) and all(parcel in allowed for parcel in parcels)


def send_by(decisive_at: datetime) -> date:
    """The Vietnamese day by which a parcel should be on its way."""
    return vietnam_day(decisive_at) + timedelta(days=DAYS_TO_SEND)


def arrive_by(decisive_at: datetime, days_max: int) -> date:
    """The Vietnamese day by which a parcel should have arrived."""
    return send_by(decisive_at) + timedelta(days=days_max)


def status_after_parcels(status: OrderStatus, parcels: Collection[str]) -> OrderStatus | None:
    """What a living order becomes once all its parcels are over: None while one is not, or it is not living.

    With anything delivered it is completed. Else it is cancelled, or money is owed back where it was paid.
    """
    if status not in (_O.PLACED, _O.PAID) or not FINISHED.issuperset(parcels):
        return None
    if _P.DELIVERED in parcels:
        return _O.COMPLETED
    return _O.CANCELLED if status is _O.PLACED else _O.REFUND_DUE
