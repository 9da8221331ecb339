"""The counts of the programme's documents on the pages by origin, and nowhere a number that the rows cannot show."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

COUNT = re.compile(r'data-counted="(\w+)" data-count="(\d+)"')


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize(
    ("address", "counts"),
    [
        ("/xuat-xu/lao-cai/bao-yen", [("due", "7"), ("planned", "8")]),
        ("/xuat-xu/lao-cai", [("ranked", "5")]),
        ("/xuat-xu/thai-nguyen", [("recognised", "4")]),
        ("/xuat-xu/bac-ninh/luc-nam", []),
        ("/xuat-xu/tuyen-quang/dong-van", []),
        ("/xuat-xu/dak-lak", []),
    ],
)
def test_origin_pages_show_what_the_rows_bear_out(
    shopper: FlaskClient, prefix: str, address: str, counts: list[tuple[str, str]]
) -> None:
    answer = shopper.get(prefix + address)
    assert answer.status_code == 200
    assert COUNT.findall(answer.text) == counts


def test_the_words_name_year_place_and_makers(shopper: FlaskClient) -> None:
    page = shopper.get("/en/xuat-xu/thai-nguyen").text
    assert "Bắc Kạn, 2023: 4 goods certified at 4 stars" in page
    assert "3 by Công ty CP công nghệ dược liệu Bắc Hà" in page
    assert "Bánh mỳ Bảo Yên · Bưởi da xanh" in shopper.get("/xuat-xu/lao-cai/bao-yen").text
