"""What is asked of the shop and of the floors; the shop's addresses are found on its own pages."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from urllib.parse import quote_plus

from benchmarks.processes import Server
from benchmarks.sketch import make_rows

# A query name that the page cache does not know: the page is made anew each time, by the same code as ever.
UNCACHED = "measured={n}"
BROWSER = "Accept-Encoding: gzip, deflate, br"
MANY_PRODUCTS = 120
DEEPEST = 700
KEPT_ADDRESSES = 10
SKETCH_WORDS = ("mat+ong", "che+xanh", "gao+nep")
GROUPS = ("food", "beverage", "herbal", "handicraft")
SORTS = ("price", "price-desc", "name")


@dataclass(frozen=True)
class Case:
    """One page of the shop beside the floor that does the same work."""

    name: str
    addresses: tuple[str, ...]
    sketch: str
    target: float | None

    def cached(self) -> tuple[str, ...]:
        """A few of the addresses, which the page cache then keeps."""
        return self.addresses[:KEPT_ADDRESSES]

    def uncached(self) -> tuple[str, ...]:
        """The same addresses, each time new."""
        return tuple(f"{address}{'&' if '?' in address else '?'}{UNCACHED}" for address in self.addresses)


def find_cases(shop: Server) -> list[Case]:
    """The pages to measure, with what this shop sells.

    Many different filters and words, more than the shop keeps answers for: the work is measured, not its memory.
    """
    listing = shop.ask("/san-pham")[1].decode()
    pages = max([int(number) for number in re.findall(r"[?&;]page=(\d+)", listing)] or [1])
    provinces = sorted(set(re.findall(r'name="province" value="([\w-]+)"', listing)))[:8]
    goods = find_goods(shop, min(pages, MANY_PRODUCTS // 24))
    chosen = itertools.product(GROUPS, provinces, SORTS)
    faceted = [f"/san-pham?group={group}&province={province}&sort={sort}" for group, province, sort in chosen]
    faceted += [f"/san-pham?group={group}&sort={sort}" for group, sort in itertools.product(GROUPS, SORTS)]
    words = [" ".join(name.split()[:2]) for name in goods.values()]
    words += [" ".join(name.split()[1:3]) for name in goods.values()]
    searches = [f"/san-pham?q={quote_plus(text)}" for text in dict.fromkeys(words) if text]
    typed = [f"/san-pham/goi-y?q={quote_plus(text[:5])}" for text in dict.fromkeys(words)]
    deep = min(pages, DEEPEST)
    return [
        Case("list, page 1", ("/san-pham",), "sketch list", 2.0),
        Case("facets + sort", tuple(faceted), "sketch group + sort", 2.0),
        Case(f"page {deep} of {pages}", tuple(_pages_before(deep)), "sketch list", 2.0),
        Case("product", tuple(f"/san-pham/{slug}" for slug in goods), "sketch product", 1.5),
        Case("search", tuple(searches), "sketch search", 2.0),
        Case("suggestions", tuple(typed), "sketch search", None),
        Case("home", ("/",), "sketch list", None),
        Case("makers", ("/nha-san-xuat",), "sketch list", None),
    ]


def _pages_before(last: int) -> list[str]:
    return [f"/san-pham?page={page}" for page in range(max(1, last - 199), last + 1)]


def find_goods(shop: Server, pages: int) -> dict[str, str]:
    """Names by slug of goods on sale, from the first pages of the list."""
    goods: dict[str, str] = {}
    for page in range(1, pages + 1):
        body = shop.ask(f"/san-pham?page={page}")[1].decode()
        goods.update(re.findall(r'<h3><a href="/san-pham/([^"]+)">([^<]+)</a>', body))
    return dict(list(goods.items())[:MANY_PRODUCTS])


def floor_addresses(products: int) -> dict[str, tuple[str, ...]]:
    """The floors' addresses by name."""
    # The rows depend on their number, so all of them are made to find the first ones.
    slugs = [row[1] for row in make_rows(products)][:MANY_PRODUCTS]
    return {
        "ready bytes": ("/ready",),
        "page from constants": ("/jinja",),
        "sketch list": ("/list",),
        "sketch group + sort": ("/group/tea", "/group/spice", "/group/raw"),
        "sketch product": tuple(f"/product/{slug}" for slug in slugs),
        # Enough goods are found to fill a page, as in the shop.
        "sketch search": tuple(f"/search?q={words}{'' if products < 1000 else '+rung'}" for words in SKETCH_WORDS),
    }
