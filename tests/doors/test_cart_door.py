"""The cart at the shopper's door: what it shows, what it refuses, and whose it is."""

from __future__ import annotations

import re

from flask import Flask

from tests.doors.visiting import post
from tests.factories.buying import make_offer


def text(response) -> str:
    return re.sub(r"\s+", " ", response.get_data(as_text=True))


def test_a_guest_puts_a_good_into_the_cart(app: Flask) -> None:
    variant, visitor = make_offer("Mật ong rừng", price=125_000), app.test_client()
    added = post(visitor, "/gio-hang/them", variant_id=variant, quantity=2)
    assert added.status_code == 303
    assert added.location == "/gio-hang"
    page = text(visitor.get("/gio-hang"))
    assert "Mật ong rừng" in page
    assert '<data class="price" value="250000">' in page
    assert visitor.get_cookie("cart_count").value == "2"
