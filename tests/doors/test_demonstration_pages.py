"""What the pages of the demonstration say: stock in words, and the lines of spirits, health foods and vouchers."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from shop.catalogue.kinds import HEALTH_WARNING_EN, HEALTH_WARNING_VI


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/san-pham/vai-u-hong-tan-moc", "Còn 3 hộp"),
        ("/en/san-pham/vai-u-hong-tan-moc", "Only 3 boxes left"),
        ("/en/san-pham/oi-sach-thu-que", "Only 1 box left"),
    ],
)
def test_few_packs_are_counted_in_words(shopper: FlaskClient, address: str, words: str) -> None:
    assert words in shopper.get(address).text


@pytest.mark.parametrize(
    ("address", "line"),
    [
        ("/san-pham/ruou-mu-tun", "18 tuổi"),
        ("/en/san-pham/ruou-mu-tun", "18 years"),
        ("/san-pham/vicumax-nano-curcumin", HEALTH_WARNING_VI),
        ("/en/san-pham/vicumax-nano-curcumin", HEALTH_WARNING_EN),
    ],
)
def test_a_duty_is_said_once(shopper: FlaskClient, address: str, line: str) -> None:
    assert shopper.get(address).text.count(line) == 1


def test_a_voucher_has_no_ingredients(shopper: FlaskClient) -> None:
    page = shopper.get("/en/san-pham/ecohost-hai-hau").text
    assert "six months from purchase" in page
    assert "Ingredients" not in page


def test_invented_words_are_marked_on_the_page(shopper: FlaskClient) -> None:
    page = shopper.get("/en/san-pham/che-dinh").text
    assert "Demonstration:" in page
    assert "These are demonstration words" in page or "Demonstration words" in page


@pytest.mark.parametrize(("slug", "steps"), [("huong-tram-lien-duc", 2), ("mat-ong-vu-quang", 3)])
def test_a_group_that_the_register_leaves_open_is_no_step_on_the_way(
    shopper: FlaskClient, slug: str, steps: int
) -> None:
    page = shopper.get(f"/san-pham/{slug}").text
    way = page[page.index('class="steps"') :].partition("</ol>")[0]
    assert way.count("<li>") == steps
    assert "nguồn không ghi nhóm" not in way
