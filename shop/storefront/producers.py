"""The makers of what is on sale, and the page of one maker with all its goods, honestly also those that have lapsed."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request

from shop import clock
from shop.catalogue import current_shelf, list_producers
from shop.certification import register_picture
from shop.producers import find_producer_by_slug
from shop.stalls import find_stall
from shop.storefront.maker_pages import maker_list, maker_page, matching_makers
from shop.storefront.stall_front import stall_front
from shop.web.page_cache import public_page
from shop.web.parameters import Parameters

door = Blueprint("producers", __name__)


@door.get("/nha-san-xuat")
@public_page
def index() -> str:
    """Everyone whose goods are on sale, by their own names; searched by name or place, narrowed to a province."""
    asked = Parameters(request.args)
    words, province = asked.text("q"), asked.province("province")
    page = asked.page()
    asked.check()
    shelf = current_shelf(clock.now())
    entries = list_producers(shelf, province.code if province else None)
    makers = matching_makers(entries, words)
    listing = maker_list(makers, shelf, words=words, province=province, page=page)
    return render_template("storefront/producers/index.html", listing=listing)


@door.get("/nha-san-xuat/<slug:slug>")
@public_page
def show(slug: str) -> str:
    """One maker: its goods on sale, and every good of its own in the register."""
    producer = find_producer_by_slug(slug)
    if producer is None:
        abort(404)
    at = clock.now()
    front = stall_front(find_stall(producer.id), clock.today())
    page = maker_page(producer, current_shelf(at), register_picture(at), front)
    return render_template("storefront/producers/show.html", producer=page)
