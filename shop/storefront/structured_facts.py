"""What search engines are told beside the words (schema.org, JSON-LD). Plain dictionaries; templates print them with
`tojson`, which leaves nothing that could end the element or a line.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask import current_app, url_for

Facts = dict[str, Any]

CONTEXT = "https://schema.org"
SHOP_NAME = "Chợ Phiên OCOP"


def absolute(address: str) -> str:
    """An address of this shop in full, at its public host whatever host was asked."""
    base: str = current_app.config["SHOP"].public_base_url
    return base + address


def breadcrumb_facts(steps: Iterable[tuple[str, str]]) -> Facts:
    """The way to a page: (words, address within the shop) from the widest to the page itself."""
    return {
        "@context": CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": words, "item": absolute(address)}
            for place, (words, address) in enumerate(steps, 1)
        ],
    }


def shop_facts() -> Facts:
    """The shop as an organisation with its search."""
    home = absolute(url_for("storefront.home.index"))
    search = absolute(url_for("storefront.products.index"))
    return {
        "@context": CONTEXT,
        "@type": "Organization",
        "name": SHOP_NAME,
        "url": home,
        "areaServed": {"@type": "Country", "name": "VN"},
        "potentialAction": {
            "@type": "SearchAction",
            "target": f"{search}?q={{search_term_string}}",
            "query-input": "required name=search_term_string",
        },
    }


def maker_facts(name: str, address: str, province: str | None, goods: Sequence[tuple[str, str]]) -> Facts:
    """A producer and what it has on sale: (name, address within the shop) of each good."""
    facts: Facts = {"@context": CONTEXT, "@type": "Organization", "name": name, "url": absolute(address)}
    if province:
        facts["address"] = {"@type": "PostalAddress", "addressRegion": province, "addressCountry": "VN"}
    if goods:
        facts["makesOffer"] = [
            {"@type": "Offer", "itemOffered": {"@type": "Product", "name": words, "url": absolute(at)}}
            for words, at in goods
        ]
    return facts
