"""The list of goods, what the search box offers while typing, and one good, on sale or not."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from shop import clock
from shop.catalogue import (
    current_shelf,
    list_goods,
    parse_filters,
    suggest,
)
from shop.storefront.listing_page import PER_PAGE, listing_page
from shop.storefront.suggestions import shown_suggestions
from shop.web.page_cache import public_page

door = Blueprint("products", __name__)

LONGEST_WORDS = 100


@door.get("/san-pham")
@public_page
def index() -> str:
    """The goods certified now: all, filtered, sorted, or found by words."""
    filters = parse_filters(request.args.to_dict(flat=False))
    shelf = current_shelf(clock.now())
    listing = list_goods(shelf, filters, PER_PAGE)
    return render_template("storefront/products/index.html", listing=listing_page(listing, shelf))


@door.get("/san-pham/goi-y")
@public_page
def suggestions() -> str:
    """What the search box offers for the words typed so far: a fragment of options."""
    words = request.args.get("q", "")[:LONGEST_WORDS]
    found = suggest(current_shelf(clock.now()), words)
    return render_template("storefront/products/suggestions.html", suggestions=shown_suggestions(found))
