"""What machines read to find the pages: the sitemap of what is on sale now, and robots.txt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from xml.sax.saxutils import escape

from flask import Blueprint, Response, abort, current_app, request

from shop import clock
from shop.catalogue import Shelf, current_shelf, list_producers, list_slugs, place_counts, province_counts
from shop.places import find_place_by_id, find_province
from shop.web.language import LANGUAGES
from shop.web.page_cache import public_page
from shop.web.parameters import Parameters

door = Blueprint("discovery", __name__)

# Pages that stand whatever is on sale.
STANDING = (
    "/",
    "/san-pham",
    "/nha-san-xuat",
    "/xuat-xu",
    "/chung-nhan",
    "/kiem-tra",
    "/du-lieu-mo",
    "/sao-ocop",
    "/cach-xep-hang",
    "/thong-tin-nguoi-ban",
    "/dieu-khoan",
    "/quyen-rieng-tu",
    "/giao-hang",
    "/doi-tra",
    "/khieu-nai",
)
# Each address is listed in two languages; the format allows 50,000 entries a file.
PATHS_PER_FILE = 20_000
MOST_FILES = 1_000


@door.get("/sitemap.xml")
@public_page
def sitemap() -> Response:
    """The pages worth finding now; in parts behind an index where they are too many for one file.

    There is no `lastmod`: the shop does not know when a page's words last changed, and a made-up day helps nobody.
    """
    asked = Parameters(request.args)
    part = asked.number("page", 1, MOST_FILES)
    asked.check()
    paths = list(_paths(current_shelf(clock.now())))
    files = -(-len(paths) // PATHS_PER_FILE)
    if part is None and files > 1:
        return _xml(_index(files))
    start = ((part or 1) - 1) * PATHS_PER_FILE
    if start >= len(paths):
        abort(404)
    return _xml(_entries(islice(paths, start, start + PATHS_PER_FILE)))


@door.get("/robots.txt")
@public_page
def robots() -> Response:
    """What crawlers may read: all public pages, but not every combination of filters."""
    lines = [
        "User-agent: *",
        "Disallow: /san-pham/goi-y",
        "Disallow: /en/san-pham/goi-y",
        "Disallow: /tai-khoan",
        "Disallow: /en/tai-khoan",
        "Disallow: /api/",
        "Disallow: /*?*sort=",
        "Disallow: /*?*min_price=",
        "Disallow: /*?*max_price=",
        "",
        f"Sitemap: {_base()}/sitemap.xml",
        "",
    ]
    return Response("\n".join(lines), mimetype="text/plain")


def _paths(shelf: Shelf) -> Iterator[str]:
    yield from STANDING
    for slug, _recognised_on in list_slugs(shelf):
        yield f"/san-pham/{slug}"
    for producer in list_producers(shelf):
        yield f"/nha-san-xuat/{producer.slug}"
    for code in province_counts(shelf):
        province = find_province(code)
        if province:
            yield f"/xuat-xu/{province.slug}"
    places = (find_place_by_id(place_id) for place_id in place_counts(shelf) if place_id.startswith(("c:", "fd:")))
    yield from dict.fromkeys(f"/xuat-xu/{place.province_slug}/{place.slug}" for place in places if place and place.slug)


def _entries(paths: Iterable[str]) -> Iterator[str]:
    yield '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">'
    base = escape(_base())
    for path in paths:
        where = escape(path)
        addresses = {language: f"{base}{_prefix(language)}{where}" for language in LANGUAGES}
        others = "".join(
            f'<xhtml:link rel="alternate" hreflang="{language}" href="{address}"/>'
            for language, address in addresses.items()
        )
        for address in addresses.values():
            yield f"<url><loc>{address}</loc>{others}</url>"
    yield "</urlset>"


def _index(files: int) -> Iterator[str]:
    yield '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    base = escape(_base())
    for number in range(1, files + 1):
        yield f"<sitemap><loc>{base}/sitemap.xml?page={number}</loc></sitemap>"
    yield "</sitemapindex>"


def _xml(lines: Iterable[str]) -> Response:
    return Response('<?xml version="1.0" encoding="UTF-8"?>\n' + "\n".join(lines) + "\n", mimetype="application/xml")


def _prefix(language: str) -> str:
    return "" if language == "vi" else f"/{language}"


def _base() -> str:
    base: str = current_app.config["SHOP"].public_base_url
    return base
