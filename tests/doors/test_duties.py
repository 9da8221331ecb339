"""The duties pages: both languages answer, say the same, and name the laws in force."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from shop.catalogue import ranking
from shop.delivery import read_fee_table
from shop.values.money import format_vnd

PAGES = {
    "/cach-xep-hang": ("122/2025/QH15", "248/2026"),
    "/thong-tin-nguoi-ban": ("122/2025/QH15", "0000000000"),
    "/dieu-khoan": ("19/2023/QH15",),
    "/quyen-rieng-tu": ("91/2025/QH15", "356/2025"),
    "/giao-hang": (),
    "/doi-tra": ("19/2023/QH15",),
    "/khieu-nai": ("19/2023/QH15",),
    "/sao-ocop": ("26/2026/QĐ-TTg", "29/12/2026"),
}
REPLACED = ("52/2013", "85/2021", "13/2023", "43/2017", "111/2021")


def article(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    found = re.search(r"<article.*?</article>", answer.text, re.DOTALL)
    assert found
    return found.group()


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_page_names_the_laws_in_force(client: FlaskClient, prefix: str, address: str) -> None:
    page = article(client, prefix + address)
    assert [law for law in PAGES[address] if law not in page] == []
    assert [law for law in REPLACED if law in page] == []


@pytest.mark.parametrize("address", PAGES)
def test_both_languages_have_the_same_parts_and_numbers(client: FlaskClient, address: str) -> None:
    vietnamese, english = article(client, address), article(client, "/en" + address)
    for tag in ("<h2", "<p", "<li", "<tr", "<dt"):
        assert vietnamese.count(tag) == english.count(tag), tag
    assert numbers(vietnamese) == numbers(english)


def numbers(page: str) -> set[str]:
    """The numbers and days that a page states; the small ones are words in one language and digits in the other."""
    words = re.sub(r"<[^>]+>|&#?\w+;", " ", page)
    return {number for number in re.findall(r"\d+(?:/\d+)*", words) if "/" in number or int(number) > 12}


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_fees_that_are_charged_are_published(shopper: FlaskClient, prefix: str) -> None:
    page = article(shopper, f"{prefix}/giao-hang")
    with shopper.application.app_context():
        rows = read_fee_table().rows
    assert page.count('<td class="number">') == len(rows) == 28
    for row in rows:
        assert format_vnd(row.fee_vnd, "en" if prefix else "vi") in page
    assert page.count("Gian số") == 4


def test_without_fees_the_page_promises_no_delivery(client: FlaskClient) -> None:
    assert "chưa nhận giao tận nơi" in article(client, "/giao-hang")


@pytest.mark.parametrize("address", PAGES)
def test_no_page_says_that_orders_are_not_taken(shopper: FlaskClient, address: str) -> None:
    assert "chưa nhận" not in article(shopper, address).replace("thì chưa nhận giao", "")


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_ranking_page_states_the_points_that_the_search_counts(client: FlaskClient, prefix: str) -> None:
    page = article(client, prefix + "/cach-xep-hang")
    cells = [int(number) for number in re.findall(r'<td class="number">(\d+)</td>', page)]
    assert cells == [points for field in ranking.FIELDS for points in ranking.POINTS[field]]
    for bonus in (ranking.PHRASE_EXACT, ranking.PHRASE, ranking.WHOLE_NAME):
        assert re.search(rf"\b{bonus}\b", page)
