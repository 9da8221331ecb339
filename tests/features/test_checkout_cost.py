"""A guest's whole checkout stays within thirty statements, and a page of an order within three."""

from __future__ import annotations

from flask import Flask

from shop.cart import add_to_cart, count_pieces, find_cart, new_token, open_cart, read_cart
from shop.database import db, transaction
from shop.orders import find_order_by_code_and_phone, place_order, quote_cart
from tests.counting import statements
from tests.factories.buying import NOON, TO_HANOI, make_checkout, make_offer


def test_a_whole_checkout_of_three_goods_of_two_producers(app: Flask) -> None:
    variants = [make_offer(producer=name) for name in ("HTX Một", "HTX Hai", "HTX Hai")]
    token = new_token()
    with transaction():
        cart = open_cart(token=token, at=NOON)
        for variant in variants[:2]:
            add_to_cart(cart, variant, 1, at=NOON)
    checkout = make_checkout(cart, expected_total=3 * 125_000 + 60_000)
    db.session.expunge_all()
    with statements() as adding, transaction():
        add_to_cart(open_cart(token=token, at=NOON), variants[2], 1, at=NOON)
    with statements() as looking:
        read_cart(find_cart(token=token), NOON)
        quote_cart(cart, TO_HANOI, at=NOON)
        count_pieces(cart)
    with statements() as placing, transaction():
        placed = place_order(checkout, at=NOON)
    db.session.expunge_all()
    with statements() as reading:
        assert find_order_by_code_and_phone(placed.code, "0912345678") is not None
    counts = [len(sent) for sent in (adding, looking, placing, reading)]
    assert (counts[0] <= 4, counts[1] <= 7, counts[2] <= 16, counts[3] <= 3) == (True,) * 4, counts
    assert sum(counts) <= 30
