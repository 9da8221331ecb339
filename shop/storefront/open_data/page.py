"""The page that offers the open data."""

from __future__ import annotations

from flask import Blueprint, render_template

from shop import clock
from shop.certification import Standing, count_by_standing, register_picture
from shop.storefront.open_data.fields import FIELDS, LICENCE_URL
from shop.web.page_cache import public_page

door = Blueprint("page", __name__)


@door.get("/du-lieu-mo")
@public_page
def index() -> str:
    """What there is, under which licence, and what each column means."""
    entries = register_picture(clock.now()).entries
    return render_template(
        "storefront/open_data/page/index.html",
        goods=len(entries),
        certified=count_by_standing(list(entries))[Standing.CERTIFIED],
        fields=FIELDS,
        licence_url=LICENCE_URL,
    )
