"""Placing an order: everything is asked anew at this instant, and one transaction does it all or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from shop.cart import consume_lines, read_cart
from shop.database import db, insert_many, insert_rows, insert_unless_taken
from shop.delivery import Address, NoDeliveryThere, find_point_of_sale, read_fee_table
from shop.orders.checkout import Checkout, check_checkout, clean_contact
from shop.orders.codes import new_order_code
from shop.orders.models import Order, OrderEvent, OrderLine, Parcel, ParcelEvent
from shop.orders.notices import Notice, tell
from shop.orders.quote import Destination, Quote, QuotedParcel, quote
from shop.orders.refusals import (
    AgeNotConfirmed,
    BadCheckout,
    CartChanged,
    CheckoutKeyReused,
    MethodNotOffered,
    NothingToOrder,
    TotalChanged,
)
from shop.orders.rules import NEW, DestinationKind, OrderStatus, ParcelKind, ParcelStatus, PaymentMethod, hold_until
from shop.orders.snapshots import hash_lines, search_words, snapshots_of
from shop.orders.stall_notices import StallNotice, Told, tell_stalls
from shop.places import find_commune, find_province
from shop.stock import StockWanted, take_stock
from shop.values.folding import tidy
from shop.values.refusal import Refusal

SHOPPER = "shopper"
TRIES_FOR_A_CODE = 8


@dataclass(frozen=True)
class PlacedOrder:
    """What a door needs to go on; `is_repeat` when the same form came again and nothing new happened."""

    id: int
    code: str
    status: OrderStatus
    method: PaymentMethod
    total_vnd: int
    hold_until: datetime | None
    is_repeat: bool


def quote_cart(cart_id: int | None, destination: Destination | None, *, at: datetime) -> Quote:
    """What the cart costs at the instant, delivered to a destination if one is known; three statements.

    Refuses NoDeliveryThere.
    """
    return quote(read_cart(cart_id, at), destination, read_fee_table())


def quote_cart_or_goods(cart_id: int | None, destination: Destination, *, at: datetime) -> tuple[Quote, bool]:
    """As `quote_cart`, and whether delivery is in it: where a parcel cannot be delivered, the goods alone."""
    contents, fees = read_cart(cart_id, at), read_fee_table()
    try:
        return quote(contents, destination, fees), True
    except NoDeliveryThere:
        return quote(contents, None, fees), False


def place_order(checkout: Checkout, *, at: datetime) -> PlacedOrder:
    """Place what can be bought of a cart: certified, priced and in stock at this very instant.

    The same key with the same form gives the same order again. Refuses BadCheckout, BadPhone, CheckoutKeyReused,
    NothingToOrder, TotalChanged (the total is not `expected_total`), AgeNotConfirmed, MethodNotOffered,
    NoDeliveryThere, CartChanged and OutOfStock. For cash on delivery this is the decisive instant (domain 0.5).
    """
    check_checkout(checkout)
    known = _find_by_key(checkout)
    if known:
        return known
    now = quote_cart(checkout.cart_id, checkout.destination, at=at)
    try:
        _check_quote(checkout, now, at)
    except Refusal:
        # The same form, sent twice at once, may have emptied the cart between our two looks: then it has its order.
        repeated = _find_by_key(checkout)
        if repeated is None:
            raise
        return repeated
    order = _insert_order(checkout, now, at)
    if order is None:  # the same form came twice at once, and the other was quicker
        repeated = _find_by_key(checkout)
        if repeated is None:
            raise CartChanged
        return repeated
    if not consume_lines(checkout.cart_id, {line.variant_id: line.quantity for line in now.lines}):
        raise CartChanged
    parcel_ids, wanted = _insert_parcels(order, now, at)
    take_stock(wanted, at=at)
    if order.status == OrderStatus.PLACED:
        tell_stalls(StallNotice.NEW_PARCEL, [Told(number, "1") for number in parcel_ids], by=SHOPPER, at=at)
    tell(Notice.PLACED, order, str(order.id), at=at)
    return _placed(order, is_repeat=False)


def _find_by_key(checkout: Checkout) -> PlacedOrder | None:
    order = db.session.scalar(select(Order).where(Order.checkout_key == checkout.checkout_key))
    if order is None:
        return None
    if order.body_hash != checkout.body_hash:
        raise CheckoutKeyReused(checkout.checkout_key)
    return _placed(order, is_repeat=True)


def _check_quote(checkout: Checkout, now: Quote, at: datetime) -> None:
    if not now.parcels:
        raise NothingToOrder(now.contents)
    why_not = now.why_not(checkout.method, at)
    if why_not:
        raise MethodNotOffered(checkout.method, why_not)
    if now.needs_age and not checkout.age_confirmed:
        raise AgeNotConfirmed
    if now.total_vnd != checkout.expected_total:
        raise TotalChanged(now)


def _insert_order(checkout: Checkout, now: Quote, at: datetime) -> Order | None:
    """The row of the order, whose unique key lets one of several senders of the same form through."""
    columns = {**_columns(checkout, at), **_amounts(checkout, now, at)}
    words = search_words(columns["name"], columns["phone"], now)
    for _ in range(TRIES_FOR_A_CODE):
        columns["code"] = new_order_code()
        columns["search_words"] = f"{columns['code'].lower()} {words}"
        order_id = insert_unless_taken(Order, **columns)
        if order_id is not None:
            event = {"order_id": order_id, "seq": 1, "from_status": NEW, "to_status": columns["status"]}
            insert_rows(OrderEvent, [{**event, "happened_at": at, "actor": SHOPPER, "reason": ""}])
            return Order(id=order_id, **columns)  # for reading here; the row is written
        if _find_by_key(checkout):
            return None
    return None


def _columns(checkout: Checkout, at: datetime) -> dict[str, Any]:
    contact, address = clean_contact(checkout.contact), _address(checkout.destination)
    return {
        "checkout_key": checkout.checkout_key,
        "body_hash": checkout.body_hash,
        "account_id": checkout.account_id,
        "language": checkout.language,
        "name": contact.name,
        "phone": contact.phone,
        "email": contact.email,
        "destination_kind": checkout.destination.kind,
        "province_code": address.province_code,
        "province_name": address.province_name,
        "commune_code": address.commune_code,
        "commune_name": address.commune_name,
        "street": address.street,
        "point_of_sale_id": checkout.destination.point_of_sale_id,
        "note": tidy(checkout.note),
        "method": checkout.method,
        "placed_at": at,
    }


def _amounts(checkout: Checkout, now: Quote, at: datetime) -> dict[str, Any]:
    is_cash = checkout.method is PaymentMethod.COD
    return {
        "status": OrderStatus.PLACED if is_cash else OrderStatus.AWAITING_PAYMENT,
        "seq": 1,
        "goods_vnd": now.goods_vnd,
        "delivery_vnd": now.delivery_vnd,
        "total_vnd": now.total_vnd,
        "hold_until": hold_until(checkout.method, at, now.earliest_valid_until or at),
        "decisive_at": at if is_cash else None,
        "lines_hash": hash_lines(line for parcel in now.parcels for line in snapshots_of(parcel)),
    }


def _address(destination: Destination) -> Address:
    """Where the parcels go; refuses BadCheckout for a point of sale that is not open."""
    if destination.kind is DestinationKind.DELIVERY and destination.address:
        return destination.address
    point = find_point_of_sale(destination.point_of_sale_id or 0)
    if point is None:
        raise BadCheckout("point_of_sale")
    province, commune = find_province(point.province_code), find_commune(point.commune_code)
    names = (province.name if province else "", commune.name if commune else "")
    return Address(point.province_code, names[0], point.commune_code, names[1], point.street)


def _insert_parcels(order: Order, now: Quote, at: datetime) -> tuple[list[int], list[StockWanted]]:
    """Write the parcels and their lines; the parcels' numbers, and what the lines want of the stock."""
    is_cash = order.status == OrderStatus.PLACED
    status = ParcelStatus.PREPARING if is_cash else ParcelStatus.WAITING
    parcel_ids: dict[tuple[int, ParcelKind], int] = {}
    for kind in {quoted.kind for quoted in now.parcels}:  # a producer has one parcel of a kind
        parcels = [
            {"order_id": order.id, "status": status, "seq": 1, **_parcel(quoted)}
            for quoted in now.parcels
            if quoted.kind is kind
        ]
        found = insert_many(Parcel, parcels, known_by=Parcel.producer_id)
        parcel_ids |= {(producer_id, kind): parcel_id for producer_id, parcel_id in found.items()}
    step = {"seq": 1, "from_status": NEW, "to_status": status, "happened_at": at, "actor": SHOPPER, "reason": ""}
    insert_rows(ParcelEvent, [{"parcel_id": number, **step} for number in parcel_ids.values()])
    lines = [
        {"order_id": order.id, "parcel_id": parcel_ids[quoted.producer_id, quoted.kind], **snapshot}
        for quoted in now.parcels
        for snapshot in snapshots_of(quoted)
    ]
    line_ids = insert_many(OrderLine, lines, known_by=OrderLine.variant_id)
    return list(parcel_ids.values()), [
        StockWanted(line["variant_id"], (number := line_ids[line["variant_id"]]), line["quantity"], f"{number}:p1")
        for line in lines
    ]


def _parcel(quoted: QuotedParcel) -> dict[str, Any]:
    return {
        "producer_id": quoted.producer_id,
        "kind": quoted.kind,
        "weight_grams": quoted.weight_grams,
        "goods_vnd": quoted.goods_vnd,
        "fee_vnd": quoted.fee.fee_vnd,
        "days_min": quoted.fee.days_min,
        "days_max": quoted.fee.days_max,
    }


def _placed(order: Order, *, is_repeat: bool) -> PlacedOrder:
    return PlacedOrder(
        id=order.id,
        code=order.code,
        status=OrderStatus(order.status),
        method=PaymentMethod(order.method),
        total_vnd=order.total_vnd,
        hold_until=order.hold_until,
        is_repeat=is_repeat,
    )
