"""To the card company and back."""

from __future__ import annotations

from flask import redirect, url_for
from werkzeug.wrappers import Response

from shop.storefront.orders.door import door, story_or_stranger


@door.post("/don-hang/<code>/thanh-toan")
def pay(code: str) -> Response:
    """Redirects to the card company's page, or to the order where it cannot be reached."""
    return redirect(url_for(".show", code=story_or_stranger(code).order.code), 303)


@door.get("/don-hang/<code>/da-thanh-toan")
def returned(code: str) -> Response:
    """Redirects to the order, which by then knows what the card company says."""
    return redirect(url_for(".show", code=story_or_stranger(code).order.code), 303)
