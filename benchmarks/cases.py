"""What is asked of the shop and of the floors; the shop's addresses are found on its own pages."""

from __future__ import annotations

import re
from dataclasses import dataclass

from benchmarks.processes import Server
from benchmarks.sketch import make_rows

# A query name that the page cache does not know: the page is made anew each time, by the same code as ever.
UNCACHED = "measured={n}"
BROWSER = "Accept-Encoding: gzip, deflate, br"
SEARCHES = ("mat ong", "che", "gao nep")
MANY_PRODUCTS = 40
DEEPEST = 700


@dataclass(frozen=True)
class Case:
    """One page of the shop beside the floor that does the same work."""

    name: str
    addresses: tuple[str, ...]
    sketch: str
    target: float | None

    def uncached(self) -> tuple[str, ...]:
        """The same addresses, each time new."""
        return tuple(f"{address}{'&' if '?' in address else '?'}{UNCACHED}" for address in self.addresses)


def find_cases(shop: Server) -> list[Case]:
    """The pages to measure, with what this shop sells."""
    listing = shop.ask("/san-pham")[1].decode()
    pages = max([int(number) for number in re.findall(r"[?&;]page=(\d+)", listing)] or [1])
    groups = sorted(set(re.findall(r"[?&;]group=([\w-]+)", listing)))[:3]
    provinces = sorted(set(re.findall(r"[?&;]province=([\w-]+)", listing)))[:2]
    slugs = find_slugs(shop, min(pages, 2))
    faceted = [f"/san-pham?group={group}&sort=price" for group in groups]
    faceted += [f"/san-pham?province={province}&stars=3&sort=name" for province in provinces]
    deep = min(pages, DEEPEST)
    return [
        Case("list, page 1", ("/san-pham",), "list", 2.0),
        Case("facets + sort", tuple(faceted), "group + sort", 2.0),
        Case(f"page {deep} of {pages}", (f"/san-pham?page={deep}",), "list", 2.0),
        Case("product", tuple(f"/san-pham/{slug}" for slug in slugs), "product", 1.5),
        Case("search", tuple(f"/san-pham?q={words.replace(' ', '+')}" for words in SEARCHES), "search", 2.0),
        Case("suggestions", tuple(f"/san-pham/goi-y?q={words[:4].strip()}" for words in SEARCHES), "search", None),
        Case("home", ("/",), "list", None),
    ]


def find_slugs(shop: Server, pages: int) -> list[str]:
    """Slugs of goods on sale, from the first pages of the list."""
    slugs: dict[str, None] = {}
    for page in range(1, pages + 1):
        body = shop.ask(f"/san-pham?page={page}")[1].decode()
        slugs.update(dict.fromkeys(re.findall(r'data-product="([^"]+)"', body)))
    return list(slugs)[:MANY_PRODUCTS]


def floor_addresses(products: int) -> dict[str, tuple[str, ...]]:
    """The floors' addresses by name."""
    # The rows depend on their number, so all of them are made to find the first ones.
    slugs = [row[1] for row in make_rows(products)][:MANY_PRODUCTS]
    return {
        "ready bytes": ("/ready",),
        "page from constants": ("/jinja",),
        "list": ("/list",),
        "group + sort": ("/group/tea", "/group/spice", "/group/raw"),
        "product": tuple(f"/product/{slug}" for slug in slugs),
        "search": ("/search?q=mat+ong+rung", "/search?q=che+xanh+sach", "/search?q=gao+nep+hao"),
    }
