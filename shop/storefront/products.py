"""The list of goods, and one good."""

from __future__ import annotations

from flask import Blueprint, render_template

from shop import clock
from shop.catalogue import list_visible_products

door = Blueprint("products", __name__)


@door.get("/san-pham")
def index() -> str:
    """All goods certified now."""
    return render_template("storefront/products/index.html", products=list_visible_products(clock.now()))
