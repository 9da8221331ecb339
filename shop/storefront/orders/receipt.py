"""The order on paper: what was bought, from whom, for how much. No tax invoice."""

from __future__ import annotations

from flask import render_template

from shop import clock
from shop.storefront.orders.door import door, story_or_stranger
from shop.storefront.orders.order_page import order_page


@door.get("/don-hang/<code>/phieu")
def receipt(code: str) -> str:
    """A page made for printing on A5 or A4."""
    story, now = story_or_stranger(code), clock.now()
    return render_template(
        "storefront/orders/receipt.html", story=story, order=story.order, page=order_page(story, now), now=now
    )
