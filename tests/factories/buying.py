"""Packs on sale, carts and orders for tests."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shop.cart import add_to_cart, new_token, open_cart
from shop.catalogue import NewPack
from shop.database import db, transaction
from shop.delivery import Address, FeeRow, Zone, read_fee_table, replace_fees
from shop.orders import (
    Checkout,
    Contact,
    Destination,
    DestinationKind,
    PaymentMethod,
    PlacedOrder,
    place_order,
    quote_cart,
)
from tests.factories.products import make_product

NOON = datetime.fromisoformat("2026-11-21T12:00:00+07:00")
FEES = tuple(
    FeeRow(zone, grams, fee * 1000, days, days + 2)
    for zone, days, steps in (
        (Zone.PROVINCE, 1, ((2_000, 18), (30_000, 60))),
        (Zone.REGION, 2, ((2_000, 25), (30_000, 90))),
        (Zone.PART, 2, ((2_000, 30), (30_000, 120))),
        (Zone.COUNTRY, 3, ((2_000, 38), (30_000, 170))),
    )
    for grams, fee in steps
)
HANOI = Address("01", "Thành phố Hà Nội", "00004", "Phường Ba Đình", "12 Phố Huế")
TO_HANOI = Destination(DestinationKind.DELIVERY, HANOI)
HOA = Contact("Nguyễn Thị Hoa", "0912 345 678", "hoa@example.vn")

_numbers = itertools.count(1)


def make_offer(name: str | None = None, *, price: int = 125_000, on_hand: int = 10, **changes: Any) -> int:
    """The number of a pack of a good on sale, with so many pieces; other arguments as `make_product`."""
    if not read_fee_table().rows:
        with transaction():
            replace_fees(FEES)
    weight = changes.pop("weight", 600)
    pack = NewPack("Hộp 500 g", "500 g box", price, 500, "g", weight)
    product = make_product(name or f"Mật ong {next(_numbers)}", packs=(pack,), on_hand=on_hand, **changes)
    return product.variants[0].id


def make_cart(wanted: Mapping[int, int], *, at: datetime = NOON, account_id: int | None = None) -> int:
    """The number of a cart with so many pieces of each pack, a guest's unless an account is named."""
    token = None if account_id else new_token()
    with transaction():
        cart_id = open_cart(token=token, account_id=account_id, at=at)
        for variant_id, quantity in wanted.items():
            add_to_cart(cart_id, variant_id, quantity, at=at)
    return cart_id


def make_checkout(cart_id: int, *, at: datetime = NOON, **changes: Any) -> Checkout:
    """The form of a shopper who sends what the page showed at the instant."""
    destination = changes.pop("destination", TO_HANOI)
    shown = quote_cart(cart_id, destination, at=at).total_vnd
    db.session.rollback()
    values: dict[str, Any] = {
        "contact": HOA,
        "method": PaymentMethod.VIETQR,
        "expected_total": shown,
        "checkout_key": f"key-of-a-test-{next(_numbers):06d}",
    }
    return Checkout(cart_id=cart_id, destination=destination, **{**values, **changes})


def place(checkout: Checkout, *, at: datetime = NOON) -> PlacedOrder:
    """Send the form, as a door does."""
    with transaction():
        return place_order(checkout, at=at)


def make_order(wanted: Mapping[int, int], *, at: datetime = NOON, **changes: Any) -> PlacedOrder:
    """An order of so many pieces of each pack; other arguments are fields of Checkout."""
    cart_id = make_cart(wanted, at=at, account_id=changes.get("account_id"))
    return place(make_checkout(cart_id, at=at, **changes), at=at)
