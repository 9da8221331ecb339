"""Goods by place: the map, a province of today, and a commune or former district in it."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from shop import clock
from shop.catalogue import current_shelf
from shop.certification import register_picture
from shop.places import find_place, find_province
from shop.storefront.origin_pages import map_page, place_page, province_page
from shop.web.page_cache import public_page

door = Blueprint("origins", __name__)


@door.get("/xuat-xu")
@public_page
def index() -> str:
    """The map of the 34 provinces, and the same as a list by region."""
    return render_template("storefront/origins/index.html", page=map_page(current_shelf(clock.now())))


@door.get("/xuat-xu/<slug:province>")
@public_page
def show(province: str) -> str | AnyResponse:
    """One province of today; the address of a former one leads to it."""
    found = find_province(province)
    if found is None:
        abort(404)
    if found.slug != province:
        return redirect(url_for(".show", province=found.slug), 301)
    at = clock.now()
    page = province_page(found, current_shelf(at), register_picture(at))
    return render_template("storefront/origins/show.html", page=page)


@door.get("/xuat-xu/<slug:province>/<slug:place>")
@public_page
def place(province: str, place: str) -> str | AnyResponse:
    """The places of one name in a province, of today and of before, with their goods."""
    found = find_place(province, place)
    if found is None:
        abort(404)
    if found.province_slug != province:
        return redirect(url_for(".place", province=found.province_slug, place=place), 301)
    at = clock.now()
    page = place_page(found, current_shelf(at), register_picture(at))
    return render_template("storefront/origins/place.html", page=page)
