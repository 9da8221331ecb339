"""The evening before certificates end and the minute after: what is gone is gone from every page, kept or new."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop import clock
from tests.doors.register_truth import read_offers, visible

EVENING = datetime.fromisoformat("2026-12-29T23:59:59.900+07:00")
MINUTE_AFTER = datetime.fromisoformat("2026-12-30T00:00:59+07:00")
STARTS = ["/", "/en/", "/sitemap.xml", "/robots.txt", "/api/v1/products", "/san-pham?page=1&sort=price"]
LINK = re.compile(r'(?:href|data-url)="(/[^"#]*)"|<loc>http://localhost(/[^<]*)</loc>')
# Registers and look-ups name goods that have lapsed, honestly; all else must be silent about them.
MANY = re.compile(r"/static/|[?&](state|lapsing)=|\?(?!page).*&")


def crawl(client: FlaskClient, starts: Iterable[str]) -> dict[str, str]:
    """Every page within reach of links, by address."""
    waiting, pages = list(starts), {}
    while waiting:
        address = waiting.pop()
        if address in pages or MANY.search(address):
            continue
        answer = client.get(address)
        assert answer.status_code in (200, 301, 302, 303, 404), (address, answer.status_code)
        is_text = answer.mimetype.startswith(("text/", "application/"))
        pages[address] = answer.get_data().decode(errors="replace") if is_text else ""
        # The links of pages in English lead to the same goods; following one language is enough.
        if not address.startswith("/en/") or address == "/en/":
            found = (unescape(first or second) for first, second in LINK.findall(pages[address]))
            waiting += [link for link in found if link not in pages]
    return pages


def shown(pages: dict[str, str], slugs: Iterable[str]) -> dict[str, list[str]]:
    """Which of these goods are offered where: as a card, a link, an option or a row of the API."""
    marks = {slug: re.compile(rf'(data-product="|/san-pham/|"slug":")({re.escape(slug)})["<]') for slug in slugs}
    return {slug: [at for at, text in pages.items() if mark.search(text)] for slug, mark in marks.items()}


@pytest.mark.slow
def test_what_lapses_at_midnight_is_gone_everywhere_a_minute_later(whole_register: Flask) -> None:
    offers = read_offers(whole_register)
    gone = set(visible(offers, EVENING)) - set(visible(offers, MINUTE_AFTER))
    assert len(gone) >= 5
    client = whole_register.test_client()
    with clock.stopped_at(EVENING):
        before = crawl(client, STARTS)
        assert len(before) > 300
        where = shown(before, gone)
        assert all(len(pages) >= 4 for pages in where.values()), where
    with clock.stopped_at(MINUTE_AFTER):
        after = crawl(client, [*STARTS, *before])
        own = {f"{language}/san-pham/{slug}" for slug in gone for language in ("", "/en")}
        left = shown({at: text for at, text in after.items() if at not in own}, gone)
        assert {slug: pages for slug, pages in left.items() if pages} == {}
        for slug in gone:
            answer = client.get(f"/san-pham/{slug}")
            assert answer.status_code == 404
            assert "29/12/2026" in answer.text
            assert f'data-product="{slug}"' not in answer.text


def test_a_kept_page_is_not_answered_with_304_after_the_lapse(whole_register: Flask) -> None:
    client = whole_register.test_client()
    with clock.stopped_at(EVENING):
        tag = client.get("/san-pham").headers["ETag"]
        assert client.get("/san-pham", headers={"If-None-Match": tag}).status_code == 304
    with clock.stopped_at(EVENING + timedelta(milliseconds=100)):
        assert client.get("/san-pham", headers={"If-None-Match": tag}).status_code == 200
