"""The front page."""

from __future__ import annotations

from flask import Blueprint, render_template

from shop import clock
from shop.catalogue import current_shelf
from shop.certification import register_picture
from shop.storefront.home_page import home_page
from shop.web.page_cache import public_page

door = Blueprint("home", __name__)


@door.get("/")
@public_page
def index() -> str:
    """What the shop is, what is newly recognised, what ends soon, and the ways in."""
    at = clock.now()
    return render_template("storefront/home/index.html", home=home_page(current_shelf(at), register_picture(at)))
