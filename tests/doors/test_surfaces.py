"""Whatever a shopper or a machine asks, the goods shown are exactly those that the rule lets be seen then.

The suite asks at every boundary and in every fourth week of seven years; in every week with
`EVERY_WEEKS=1 .venv/bin/python -m pytest tests/doors/test_surfaces.py`.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from datetime import datetime, timedelta
from itertools import cycle, islice
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop import clock
from shop.places import find_province
from shop.values.dates import vietnam_day
from tests.doors.register_truth import Offered, boundaries, read_offers, visible

FIRST = datetime.fromisoformat("2021-01-01T12:00:00+07:00")
LAST = datetime.fromisoformat("2027-12-31T12:00:00+07:00")
WEEKS = timedelta(days=7) * int(os.environ.get("EVERY_WEEKS", "4"))
CARD = re.compile(r'data-product="([^"]+)"')
ADDRESS = re.compile(r"<loc>http://localhost/san-pham/([^<]+)</loc>")
STRUCTURED = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


@pytest.fixture(scope="module")
def offers(whole_register: Flask) -> list[Offered]:
    return read_offers(whole_register)


def instants(offers: list[Offered]) -> list[datetime]:
    """Noon of every so many weeks, and every boundary within the seven years."""
    weeks = [FIRST + WEEKS * number for number in range((LAST - FIRST) // WEEKS + 1)]
    return sorted({*weeks, *(edge for edge in boundaries(offers) if FIRST <= edge <= LAST)})


def from_api(client: FlaskClient) -> set[str]:
    found: list[str] = []
    address = "/api/v1/products"
    while address:
        page = client.get(address).json
        found += [product["slug"] for product in page["products"]]
        address = (page["next"] or "").removeprefix("http://localhost")
    assert len(found) == len(set(found)) == page["total"]
    return set(found)


def from_list(client: FlaskClient, query: str = "") -> set[str]:
    found: list[str] = []
    for number in range(1, 100):
        text = client.get(f"/san-pham?{query}{'&' if query else ''}page={number}").text
        # Below the words "nothing found" stand some goods to go on with.
        results = text.partition('class="results"')[2].partition("<footer")[0].partition('class="empty-state"')[0]
        found += CARD.findall(results)
        if 'rel="next"' not in text:
            break
    assert len(found) == len(set(found))
    return set(found)


def facet_counts(text: str, name: str) -> dict[str, int]:
    options = re.findall(rf'name="{name}" value="([^"]*)".*?class="count">(\d+)<', text, re.DOTALL)
    return {value: int(count) for value, count in options if int(count)}


def assert_everywhere(client: FlaskClient, seen: dict[str, Offered], at: datetime) -> None:
    """The cheap surfaces, complete."""
    assert from_api(client) == set(seen), at
    assert set(ADDRESS.findall(client.get("/sitemap.xml").text)) == set(seen), at
    listed = client.get("/san-pham").text
    stars = Counter(str(certificate.stars) for offer in seen.values() if (certificate := offer.in_force(at)))
    assert facet_counts(listed, "stars") == stars, at
    groups = Counter(offer.group for offer in seen.values() if offer.group)
    assert facet_counts(listed, "group") == groups, at
    provinces = Counter(find_province(offer.province).slug for offer in seen.values() if offer.province)  # type: ignore[union-attr]
    assert facet_counts(listed, "province") == provinces, at


def assert_of_one(client: FlaskClient, offer: Offered, seen: dict[str, Offered], at: datetime) -> None:
    """What is asked of one good: its page, its maker's, its province's, search, suggestions, the API."""
    is_seen = offer.slug in seen
    page = client.get(f"/san-pham/{offer.slug}")
    assert (page.status_code == 200) is is_seen, (offer.slug, at)
    assert (client.get(f"/api/v1/products/{offer.slug}").status_code == 200) is is_seen
    assert (offer.slug in from_list(client, f"q={quote(offer.name)}")) is is_seen, (offer.name, at)
    link = f'data-url="/san-pham/{offer.slug}"'
    assert link in client.get("/san-pham/goi-y", query_string={"q": offer.name}).text or not is_seen
    if is_seen:
        assert_structured(page.text, offer, at)
    else:
        assert page.status_code == 404
        assert link not in client.get("/san-pham/goi-y", query_string={"q": offer.name}).text
        assert_no_price_of_its_own(page.text)
    if offer.producer:
        expected = {slug for slug, other in seen.items() if other.producer == offer.producer}
        assert set(CARD.findall(client.get(f"/nha-san-xuat/{offer.producer}").text)) == expected, at
    if offer.province:
        province = find_province(offer.province)
        assert province is not None
        expected = {slug for slug, other in seen.items() if other.province == offer.province}
        shown = set(CARD.findall(client.get(f"/xuat-xu/{province.slug}").text))
        assert shown == expected if len(expected) <= 24 else shown < expected, at
        assert from_list(client, f"province={province.slug}") == expected, at


def assert_structured(text: str, offer: Offered, at: datetime) -> None:
    facts = json.loads(STRUCTURED.findall(text)[0])[0]
    certificate = offer.in_force(at)
    assert certificate is not None
    held = facts["hasCertification"]
    assert held["certificationRating"]["ratingValue"] == certificate.stars
    assert held["expires"] == vietnam_day(certificate.valid_until - timedelta(milliseconds=1)).isoformat()
    assert held["certificationIdentification"] == offer.codes[certificate.id]
    assert "aggregateRating" not in text


def assert_no_price_of_its_own(text: str) -> None:
    """Prices stand on the cards of goods like it only."""
    article = text.partition("<article")[2].partition("</article>")[0]
    assert "₫" not in article
    assert 'class="price"' not in article


@pytest.mark.slow
def test_every_surface_agrees_with_the_rule_on_every_sampled_day(whole_register: Flask, offers: list[Offered]) -> None:
    client = whole_register.test_client()
    turns = cycle(offers)
    for at in instants(offers):
        with clock.stopped_at(at):
            seen = visible(offers, at)
            assert_everywhere(client, seen, at)
            for offer in islice(turns, 2):
                assert_of_one(client, offer, seen, at)


def test_the_list_shows_on_all_its_pages_what_the_rule_says(whole_register: Flask, offers: list[Offered]) -> None:
    client = whole_register.test_client()
    edges = [edge for edge in boundaries(offers) if FIRST <= edge <= LAST]
    for at in edges[:: max(1, len(edges) // 12)]:
        with clock.stopped_at(at):
            assert from_list(client) == set(visible(offers, at)), at


def test_on_the_demonstrations_day_between_80_and_90_goods_are_certified(offers: list[Offered]) -> None:
    assert 80 <= len(visible(offers, datetime.fromisoformat("2026-11-21T12:00:00+07:00"))) <= 90
