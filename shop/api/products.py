"""Goods on sale: the same filters, order and pages as the shop's list."""

from __future__ import annotations

from flask import Blueprint, Response, request

from shop import clock
from shop.api.answers import Facts, absolute, answer
from shop.catalogue import (
    PER_PAGE,
    Card,
    Filters,
    NotForSale,
    Pack,
    ProductPage,
    current_shelf,
    find_card,
    find_product_not_for_sale,
    find_product_page,
    list_goods,
    parse_filters,
)
from shop.certification import last_day_in_force
from shop.places import find_province
from shop.web.page_cache import public_page

door = Blueprint("products", __name__)


@door.get("/products")
@public_page
def index() -> Response:
    """One page of the goods certified now."""
    listing = list_goods(current_shelf(clock.now()), parse_filters(request.args.to_dict(flat=False)), PER_PAGE)
    filters, page = listing.filters, listing.page
    return answer(
        {
            "total": listing.total,
            "page": page,
            "pages": listing.pages,
            "per_page": PER_PAGE,
            "next": _page_url(filters, page + 1) if page < listing.pages else None,
            "previous": _page_url(filters, page - 1) if page > 1 else None,
            "products": [_summary(card) for card in listing.cards],
        }
    )


@door.get("/products/<slug:slug>")
@public_page
def show(slug: str) -> Response:
    """One good on sale; 404 with why when it is not."""
    at = clock.now()
    found = find_product_page(slug, at)
    card = find_card(current_shelf(at), slug)
    if found and card:
        return answer({**_summary(card), **_details(found)})
    gone = find_product_not_for_sale(slug, at)
    if gone is None or gone.why == "moved":
        return answer({"error": "not_found", "reason": "no such good"}, 404)
    return answer(_why_not(gone), 404)


def _page_url(filters: Filters, page: int) -> str:
    query = filters.on_page(page).to_query_string()
    return absolute("/api/v1/products" + (f"?{query}" if query else ""))


def _summary(card: Card) -> Facts:
    return {
        "slug": card.slug,
        "name": card.name_vi,
        "name_en": card.name_en,
        "group": card.group,
        "stars": card.stars,
        "certificate": card.certificate_code,
        "certified_until": card.certified_until.isoformat(),
        "recognised_on": card.recognised_on.isoformat(),
        "recognition_day_is_known": card.day_is_known,
        "producer": {"slug": card.producer_slug, "name": card.producer_name} if card.producer_slug else None,
        "province": province_facts(card.province_code),
        "place": card.place_vi,
        "price_from_vnd": card.price_from_vnd,
        "in_stock": card.in_stock,
        "url": absolute(f"/san-pham/{card.slug}"),
        "api_url": absolute(f"/api/v1/products/{card.slug}"),
        "is_demonstration": card.is_demonstration,
    }


def province_facts(code: str | None) -> Facts | None:
    """A province of today; None where the source names none."""
    province = find_province(code) if code else None
    if province is None:
        return None
    return {"code": province.code, "slug": province.slug, "name": province.short_name}


def _details(found: ProductPage) -> Facts:
    good = found.good
    printed = (good.former_commune, good.former_district, good.former_province)
    return {
        "summary": found.product.summary_vi,
        "summary_en": found.product.summary_en,
        "origin": ", ".join(filter(None, printed)),
        "packs": [_pack(pack) for pack in found.packs],
        "certificate_url": absolute(f"/chung-nhan/{found.certificate.code}"),
    }


def _pack(pack: Pack) -> Facts:
    return {
        "variant_id": pack.variant_id,
        "label": pack.label_vi,
        "label_en": pack.label_en,
        "price_vnd": pack.price_vnd,
        "unit_price_vnd": pack.unit_price_vnd,
        "unit": pack.unit,
        "in_stock": pack.on_hand > 0,
    }


def _why_not(gone: NotForSale) -> Facts:
    certificate = gone.standing.certificate
    return {
        "error": "not_for_sale",
        "reason": f"not for sale now: {gone.why}",
        "why": gone.why,
        "name": gone.good.name,
        "certificate": certificate.code if certificate else None,
        "last_valid_day": last_day_in_force(certificate.facts).isoformat() if certificate else None,
    }
