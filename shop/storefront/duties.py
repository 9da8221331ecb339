"""What a shop must tell its visitors: who sells, how goods are ranked, what the stars mean, and their rights.

The prose lies in templates per language, `templates/storefront/duties/<page>.<language>.html`; both say the same.
"""

from __future__ import annotations

from flask import Blueprint, render_template

from shop.delivery import list_points_of_sale, read_fee_table
from shop.storefront.delivery_page import delivery_duty
from shop.web.page_cache import public_page

door = Blueprint("duties", __name__)


@door.get("/cach-xep-hang")
@public_page
def ranking() -> str:
    """What decides the order of goods (Decree 248/2026, Art. 11)."""
    return render_template("storefront/duties/ranking.html")


@door.get("/thong-tin-nguoi-ban")
@public_page
def seller() -> str:
    """The organisation that sells, and how to reach it."""
    return render_template("storefront/duties/seller.html")


@door.get("/dieu-khoan")
@public_page
def terms() -> str:
    """The terms of sale."""
    return render_template("storefront/duties/terms.html")


@door.get("/quyen-rieng-tu")
@public_page
def privacy() -> str:
    """What is known of visitors, and their rights (Law 91/2025/QH15)."""
    return render_template("storefront/duties/privacy.html")


@door.get("/giao-hang")
@public_page
def delivery() -> str:
    """How goods travel, with the fees as they are and the places to pick up."""
    duty = delivery_duty(read_fee_table(), list_points_of_sale())
    return render_template("storefront/duties/delivery.html", duty=duty)


@door.get("/doi-tra")
@public_page
def returns() -> str:
    """Returns and refunds."""
    return render_template("storefront/duties/returns.html")


@door.get("/khieu-nai")
@public_page
def complaints() -> str:
    """Where to complain, and when an answer comes."""
    return render_template("storefront/duties/complaints.html")


@door.get("/sao-ocop")
@public_page
def stars() -> str:
    """What three, four and five stars mean (Decision 26/2026/QĐ-TTg)."""
    return render_template("storefront/duties/stars.html")
