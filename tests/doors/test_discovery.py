"""What machines find: the sitemap, robots.txt, addresses that count, and facts told beside the words."""

from __future__ import annotations

import json
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient

SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
STRUCTURED = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
CANONICAL = re.compile(r'<link rel="canonical" href="([^"]+)"')


def facts(client: FlaskClient, path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for text in STRUCTURED.findall(client.get(path).text):
        told = json.loads(text)
        found += told if isinstance(told, list) else [told]
    return found


def test_the_sitemap_lists_each_page_in_both_languages(shopper: FlaskClient) -> None:
    tree = ElementTree.fromstring(shopper.get("/sitemap.xml").data)  # noqa: S314 - our own answer
    places = [url.findtext("s:loc", namespaces=SITEMAP) or "" for url in tree.findall("s:url", SITEMAP)]
    assert len(places) == len(set(places))
    vietnamese = {place for place in places if not place.startswith("http://localhost/en/")}
    twins = {place.replace("http://localhost/", "http://localhost/en/", 1) for place in vietnamese}
    assert twins == set(places) - vietnamese
    for url in tree.findall("s:url", SITEMAP):
        assert {link.get("hreflang") for link in url.findall("x:link", SITEMAP)} == {"vi", "en"}
        assert url.find("s:lastmod", SITEMAP) is None


def test_every_address_of_the_sitemap_answers(shopper: FlaskClient) -> None:
    addresses = re.findall(r"<loc>http://localhost(/[^<]*)</loc>", shopper.get("/sitemap.xml").text)
    for address in addresses[::7]:
        assert shopper.get(address).status_code == 200, address


def test_robots_lead_to_the_sitemap(shopper: FlaskClient) -> None:
    answer = shopper.get("/robots.txt")
    assert answer.mimetype == "text/plain"
    assert "Sitemap: http://localhost/sitemap.xml" in answer.text


@pytest.mark.parametrize(
    ("asked", "counts"),
    [
        ("/san-pham", "/san-pham"),
        ("/san-pham?page=1&sort=new", "/san-pham"),
        ("/san-pham?sort=price&stars=5&stars=4", "/san-pham?stars=4&amp;stars=5&amp;sort=price"),
        ("/en/san-pham?province=yen-bai", "/en/san-pham?province=lao-cai"),
        ("/chung-nhan?state=lapsed", "/chung-nhan"),
        ("/en/xuat-xu/lao-cai", "/en/xuat-xu/lao-cai"),
    ],
)
def test_the_address_that_counts(shopper: FlaskClient, asked: str, counts: str) -> None:
    assert CANONICAL.findall(shopper.get(asked).text) == ["http://localhost" + counts]


@pytest.mark.parametrize("path", ["/san-pham", "/", "/xuat-xu/lao-cai", "/chung-nhan"])
def test_each_page_names_its_twin_in_the_other_language(shopper: FlaskClient, path: str) -> None:
    for prefix in ("", "/en"):
        text = shopper.get(prefix + path).text
        twins = dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="http://localhost([^"]*)"', text))
        assert twins["vi"] == twins["x-default"] == path
        assert twins["en"] == "/en" + path


@pytest.mark.parametrize(
    ("path", "is_indexed"),
    [
        ("/san-pham", True),
        ("/san-pham?stars=5", True),
        ("/san-pham?stars=5&group=food", False),
        ("/san-pham?q=mat+ong", False),
        ("/san-pham?sort=price", False),
        ("/chung-nhan", True),
        ("/chung-nhan?q=mat", False),
        ("/nha-san-xuat?q=hop", False),
    ],
)
def test_searches_and_combinations_are_not_indexed(shopper: FlaskClient, path: str, is_indexed: bool) -> None:
    assert ('content="noindex' not in shopper.get(path).text) is is_indexed


def test_pages_of_a_list_name_their_neighbours(shopper: FlaskClient) -> None:
    text = shopper.get("/san-pham?page=2").text
    assert '<link rel="prev" href="/san-pham">' in text
    assert '<link rel="next" href="/san-pham?page=3">' in text


def test_a_good_tells_its_price_and_its_certification_never_a_rating(shopper: FlaskClient) -> None:
    told = facts(shopper, "/san-pham/vicumax-nano-curcumin")
    good = next(one for one in told if one["@type"] == "Product")
    assert good["offers"][0]["priceCurrency"] == "VND"
    assert re.fullmatch(r"[1-9]\d+", good["offers"][0]["price"])
    held = good["hasCertification"]
    assert held["certificationRating"]["ratingValue"] == 5
    assert held["validFrom"] == "2024-12-31"
    assert held["expires"] == "2027-01-01"
    assert "aggregateRating" not in json.dumps(told)
    steps = next(one for one in told if one["@type"] == "BreadcrumbList")["itemListElement"]
    assert [step["position"] for step in steps] == [1, 2, 3]


def test_a_good_that_is_not_for_sale_tells_machines_nothing(shopper: FlaskClient) -> None:
    assert facts(shopper, "/san-pham/banh-khao-moc-son") == []


def test_nothing_told_can_end_its_element() -> None:
    """`tojson` is what templates print facts with."""
    app = Flask("plain")
    with app.app_context():
        hostile = "</script><script>alert(1)</script>\u2028<!--"
        text = render_template_string("{{ told|tojson }}", told={"name": hostile})
    assert "<" not in text
    assert "\u2028" not in text
    assert json.loads(text)["name"] == hostile
