"""Shoppers at the checkout: a cart in the browser, the page as it stands, the form as it is sent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shop.cart import add_to_cart, new_token, open_cart
from shop.database import transaction
from tests.doors.visiting import post
from tests.factories.buying import NOON

FORM = {
    "name": "Nguyễn Thị Hoa",
    "phone": "0912 345 678",
    "province": "01",
    "commune": "Ba Đình",
    "street": "12 Phố Huế",
    "payment_method": "cod",
}


def guest_with(app: Flask, wanted: Mapping[int, int], *, at: datetime = NOON) -> FlaskClient:
    """A browser whose cart holds so many pieces of each pack."""
    client, token = app.test_client(), new_token()
    with transaction():
        cart_id = open_cart(token=token, at=at)
        for variant_id, quantity in wanted.items():
            add_to_cart(cart_id, variant_id, quantity, at=at)
    client.set_cookie("cart", token, domain="localhost")
    return client


def hidden(text: str, name: str) -> str:
    """What a hidden field of a page holds."""
    found = re.search(rf'name="{name}" value="([^"]*)"', text)
    assert found, f"no {name}"
    return found[1]


def seen(client: FlaskClient, *, language: str = "", **fields: Any) -> dict[str, Any]:
    """The form as a shopper who saw fee and total sends it."""
    form = {**FORM, **fields}
    page = client.get(f"{language}/thanh-toan").text
    query = {name: form[name] for name in ("province", "destination", "point_of_sale") if name in form}
    shown = client.get(f"{language}/thanh-toan/tam-tinh", query_string=query).text
    form["checkout_key"] = hidden(page, "checkout_key")
    form["expected_total"], form["shown_goods"] = hidden(shown, "expected_total"), hidden(shown, "shown_goods")
    return {**form, **fields}


def send(client: FlaskClient, form: Mapping[str, Any], *, language: str = "") -> TestResponse:
    """Send the form."""
    return post(client, f"{language}/thanh-toan", **form)


def words_of(answer: TestResponse) -> str:
    """What a page says, without its marks."""
    main = answer.text[answer.text.find("<main") :]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())
