"""A maker's page as it would be if everything were published: for the people of its stall, kept by nobody."""

from __future__ import annotations

from flask import Blueprint, abort, render_template

from shop import clock
from shop.accounts import Role
from shop.catalogue import current_shelf
from shop.certification import register_picture
from shop.producers import find_producer_by_slug
from shop.stalls import find_stall
from shop.storefront.maker_pages import maker_page
from shop.storefront.stall_front import stall_front
from shop.web.guards import members_only, present_member

door = Blueprint("stall_preview", __name__)
members_only(door)


@door.get("/nha-san-xuat/<slug:slug>/xem-truoc")
def show(slug: str) -> str:
    """The page with what only the stall's own people may see yet; for everybody else it does not exist."""
    producer = find_producer_by_slug(slug)
    if producer is None or not present_member().person.has_role(Role.PRODUCER, producer.id):
        abort(404)
    at = clock.now()
    stall = find_stall(producer.id)
    front = stall_front(stall, clock.today(), is_preview=True)
    page = maker_page(producer, current_shelf(at), register_picture(at), front)
    is_published = stall is not None and stall.is_published
    return render_template("storefront/stall_preview/show.html", producer=page, slug=slug, is_published=is_published)
