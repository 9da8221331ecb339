"""What a stall is, for those who might open one: who may, what it gives, what it costs, and the three steps."""

from __future__ import annotations

from flask import Blueprint, render_template

from shop.producers import DEFAULT_COMMISSION_BASIS_POINTS
from shop.web.page_cache import public_page

door = Blueprint("open_stall", __name__)


@door.get("/mo-gian-hang")
@public_page
def index() -> str:
    """The invitation to all who make certified goods."""
    return render_template("storefront/open_stall/index.html", percent=DEFAULT_COMMISSION_BASIS_POINTS // 100)
