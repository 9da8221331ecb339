"""The list of goods, what the search box offers while typing, and one good, on sale or not."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from shop import clock
from shop.catalogue import (
    current_shelf,
    find_card,
    find_product_not_for_sale,
    find_product_page,
    list_goods,
    parse_filters,
    suggest,
)
from shop.delivery import read_fee_table
from shop.reviews import ReviewOrder, count_published, list_published, read_opinions
from shop.storefront.cards import shown_cards
from shop.storefront.gone_page import gone_page
from shop.storefront.listing_page import PER_PAGE, listing_page
from shop.storefront.product_delivery import product_delivery
from shop.storefront.product_page import product_page
from shop.storefront.product_reviews import shown_opinions, shown_reviews
from shop.storefront.suggestions import shown_suggestions
from shop.web.page_cache import public_page
from shop.web.paging import pages_within
from shop.web.parameters import Parameters
from shop.web.words import _

door = Blueprint("products", __name__)

LONGEST_WORDS = 100
REVIEWS_PER_PAGE = 10


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


@door.get("/san-pham/<slug:slug>/giao-hang")
@public_page
def delivery(slug: str) -> AnyResponse:
    """What delivery of one good to `?province=` costs, and its days; the page of the good takes its part from here."""
    parameters = Parameters(request.args)
    province = parameters.province("province")
    parameters.check()
    at = clock.now()
    found = find_product_page(slug, at) if find_card(current_shelf(at), slug) else None
    if found is None:
        return make_response(render_template("errors/404.html"), 404)
    answer = product_delivery(found, read_fee_table(), province)
    return make_response(render_template("storefront/products/delivery.html", delivery=answer))


@door.get("/san-pham/<slug:slug>/danh-gia")
@public_page
def reviews(slug: str) -> AnyResponse:
    """All that buyers say of a good on sale, page by page; a good that is hidden has none."""
    parameters = Parameters(request.args)
    order = ReviewOrder(parameters.choice("sort", list(ReviewOrder)) or ReviewOrder.NEWEST)
    number = parameters.page()
    parameters.check()
    card = find_card(current_shelf(clock.now()), slug)
    if card is None:
        return make_response(render_template("errors/404.html"), 404)
    opinions = read_opinions(card.product_id)
    total = count_published(card.product_id, order) if order is ReviewOrder.WITH_PHOTOS else opinions.total
    pages = pages_within(number, total, REVIEWS_PER_PAGE, lambda page: _reviews_address(slug, order, page))
    found = list_published(card.product_id, order, page=number, per_page=REVIEWS_PER_PAGE) if total else ()
    page = render_template(
        "storefront/products/reviews.html",
        card=shown_cards([card])[0],
        maker=card.producer_name or None,
        opinions=shown_opinions(opinions),
        reviews=shown_reviews(found),
        pages=pages,
        sorts=[(words, _reviews_address(slug, each, 1), each is order) for each, words in _orders().items()],
    )
    return make_response(page)


def _reviews_address(slug: str, order: ReviewOrder, page: int) -> str:
    sort = None if order is ReviewOrder.NEWEST else order
    return url_for(".reviews", slug=slug, sort=sort, page=page if page > 1 else None)


def _orders() -> dict[ReviewOrder, str]:
    return {
        ReviewOrder.NEWEST: _("Newest first"),
        ReviewOrder.CRITICAL: _("Least content first"),
        ReviewOrder.CONTENT: _("Most content first"),
        ReviewOrder.WITH_PHOTOS: _("With photos"),
    }


@door.get("/san-pham/<slug:slug>")
@public_page
def show(slug: str) -> AnyResponse:
    """One good; 404 with why, and goods like it, when it is not for sale at this instant."""
    at = clock.now()
    shelf = current_shelf(at)
    found, card = find_product_page(slug, at), find_card(shelf, slug)
    if found and card:
        page = product_page(found, card, shelf)
        return make_response(render_template("storefront/products/show.html", product=page))
    gone = find_product_not_for_sale(slug, at)
    if gone is None:
        return make_response(render_template("errors/404.html"), 404)
    if gone.why == "moved" and gone.product_slug:
        return redirect(url_for(".show", slug=gone.product_slug), 301)
    nothing = gone_page(gone, shelf)
    return make_response(render_template("storefront/products/not_for_sale.html", product=nothing), 404)
