"""A guest's way from the shelf to the order, over HTTP, with the contract's fields."""

from __future__ import annotations

import itertools
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from tests.visitors import Answer, Browser, Visitor

HOA = {"name": "Nguyễn Thị Hoa", "phone": "0912345678", "email": "hoa@example.vn"}
TO_HANOI = {"destination": "delivery", "province": "01", "commune": "00004", "street": "12 Phố Huế"}
SUMMARY = "/thanh-toan/tam-tinh?destination=delivery&province=01"

_numbers = itertools.count(1)
_TOTAL = re.compile(r'name="expected_total"[^>]*value="(\d+)"|value="(\d+)"[^>]*name="expected_total"')
_KEY = re.compile(r'name="checkout_key"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="checkout_key"')
_ORDER = re.compile(r"/don-hang/(OCOP\w+)")


class NoForm(Exception):
    """A page had no form to send where one was expected; says what stood there."""


@dataclass(frozen=True)
class Form:
    """What a guest sends to order: all fields, with the total that the page showed and the page's key."""

    fields: Mapping[str, str]

    @property
    def key(self) -> str:
        """The key that makes this form one order, however often it comes."""
        return self.fields["checkout_key"]

    def with_new_key(self) -> Form:
        """The same wishes from a page opened anew."""
        return Form({**self.fields, "checkout_key": secrets.token_urlsafe(24)})


def new_visitor(port: int) -> Visitor:
    """Somebody who was not here before."""
    return Visitor(port, next(_numbers))


def put_in_cart(visitor: Browser, variant_id: int, quantity: int = 1) -> Answer:
    """Press "into the cart"."""
    return visitor.post("/gio-hang/them", {"variant_id": variant_id, "quantity": quantity})


def open_form(visitor: Browser, method: str = "cod") -> Form:
    """Open the checkout page, say where to deliver, and see what it costs."""
    page, summary = visitor.get("/thanh-toan"), visitor.get(SUMMARY)
    key, total = _KEY.search(page.text), _TOTAL.search(summary.text)
    if page.status != 200 or summary.status != 200 or key is None or total is None:
        raise NoForm(f"{page.status}, {summary.status}: {summary.text[:500]}")
    filled = {"checkout_key": key[1] or key[2], "expected_total": total[1] or total[2], "payment_method": method}
    return Form({**HOA, **TO_HANOI, **filled})


def send(visitor: Browser, form: Form) -> Answer:
    """Press "order"."""
    return visitor.post("/thanh-toan", form.fields)


def order_code(answer: Answer) -> str | None:
    """The code of the order that an answer leads to; None where it leads to none."""
    found = _ORDER.search(answer.location)
    return found[1] if answer.status == 303 and found else None
