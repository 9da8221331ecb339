"""Where to buy over the counter: the points of sale on a map, and each with its hours and the goods that lie there."""

from __future__ import annotations

from itertools import groupby

from flask import Blueprint, abort, render_template

from shop import clock
from shop.catalogue import current_shelf, find_card, slugs_at_point
from shop.delivery import PointOfSale, find_place_to_buy, list_places_to_buy
from shop.places import dot_view, find_province
from shop.storefront.cards import shown_cards
from shop.storefront.delivery_words import shown_point
from shop.web.page_cache import public_page

door = Blueprint("places_to_buy", __name__)


@door.get("/diem-ban")
@public_page
def index() -> str:
    """Every point of sale that is open, by province, and a map with a dot for each."""
    points = list_places_to_buy()
    by_province = groupby(points, key=lambda point: point.province_code)
    return render_template(
        "storefront/places_to_buy/index.html",
        groups=[(_province(code), [(point, shown_point(point)) for point in some]) for code, some in by_province],
        total=len(points),
        dots=_dots(points),
    )


@door.get("/diem-ban/<slug:slug>")
@public_page
def show(slug: str) -> str:
    """One point of sale; of what lies there only what may be seen today."""
    point = find_place_to_buy(slug)
    if point is None:
        abort(404)
    shelf = current_shelf(clock.now())
    cards = [card for one in slugs_at_point(point.id) if (card := find_card(shelf, one))]
    return render_template(
        "storefront/places_to_buy/show.html", point=point, shown=shown_point(point), cards=shown_cards(cards)
    )


def _province(code: str) -> str:
    found = find_province(code)
    return found.short_name if found else code


def _dots(points: list[PointOfSale]) -> list[tuple[int, int, str, str]]:
    """Where each lies on the sheet of the provinces, with its name and the address of its page."""
    found = []
    for point in points:
        view = dot_view(point.province_code, point.commune_code)
        if view is not None and view.dot is not None:
            found.append((*view.dot, point.name_vi, point.slug))
    return found
