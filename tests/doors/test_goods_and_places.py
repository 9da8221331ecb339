"""Words and marks on the pages of goods, makers and places, on the demonstration's day."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

CARD = re.compile(r'data-product="([^"]+)"')


def words(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return " ".join(answer.text.split())


def test_a_good_on_sale_carries_its_marks_prices_and_certificate(shopper: FlaskClient) -> None:
    page = words(shopper, "/en/san-pham/vicumax-nano-curcumin")
    assert 'data-product="vicumax-nano-curcumin"' in page
    assert 'data-stars="5"' in page
    assert 'data-certified-until="2027-01-01"' in page
    assert re.search(r'data-certificate="[0-9A-Z]{11}"', page)
    assert re.search(r'<data class="price" value="(\d+)">₫[\d,]+</data>', page)
    assert "the day is not known" in page
    assert "not a medicine" in page


def test_vietnamese_prices_are_written_as_vietnamese_do(shopper: FlaskClient) -> None:
    page = words(shopper, "/san-pham/vicumax-nano-curcumin")
    assert re.search(r'<data class="price" value="390000">390\.000\s₫</data>', page)


def test_a_lapsed_good_says_since_when_and_offers_goods_like_it_but_no_price(shopper: FlaskClient) -> None:
    page = words(shopper, "/san-pham/banh-khao-moc-son", 404)
    assert "26/08/2024" in page
    assert "/chung-nhan/" in page
    assert "banh-khao-moc-son" not in CARD.findall(page)
    assert len(CARD.findall(page)) >= 3
    assert "₫" not in page.partition("<article")[2].partition("</article>")[0]
    assert 'content="noindex"' in page


def test_a_planned_good_is_not_called_certified(shopper: FlaskClient) -> None:
    page = words(shopper, "/en/san-pham/banh-my-bao-yen", 404)
    assert "recognition is not complete" in page
    assert "₫" not in page.partition("<article")[2].partition("</article>")[0]


def test_the_place_of_a_good_is_told_as_it_was_and_as_it_is(shopper: FlaskClient) -> None:
    page = words(shopper, "/san-pham/banh-dau-tra-xanh-rong-vang-hoang-gia")
    assert "phường Cẩm Thượng, thành phố Hải Dương, Hải Dương" in page
    assert "phường Thành Đông, Hải Phòng" in page


def test_bao_yen_is_found_by_its_old_name(shopper: FlaskClient) -> None:
    page = words(shopper, "/en/xuat-xu/lao-cai/bao-yen")
    assert "Until 30 June 2025: Bảo Yên district, Lào Cai" in page
    assert "Nghĩa Đô commune" in page
    assert "Today: Bảo Yên commune, Lào Cai" in page
    assert "Bưởi da xanh" in page


def test_a_province_names_those_it_was_made_of(shopper: FlaskClient) -> None:
    page = words(shopper, "/en/xuat-xu/thai-nguyen")
    assert "Bắc Kạn, Thái Nguyên" in page
    assert len(CARD.findall(page)) == 7


def test_all_provinces_stand_on_the_map_and_in_the_list(shopper: FlaskClient) -> None:
    page = words(shopper, "/xuat-xu")
    addresses = set(re.findall(r'href="/xuat-xu/([a-z-]+)"', page))
    assert len(addresses) == 34
    listed = re.findall(r'class="count">(\d+) món', page)
    assert sum(map(int, listed)) == 83


def test_a_maker_shows_what_is_on_sale_and_honestly_what_has_lapsed(shopper: FlaskClient) -> None:
    page = words(shopper, "/en/nha-san-xuat/hop-tac-xa-nong-nghiep-moc-son")
    assert "Bánh Khảo Mộc Sơn" in page
    assert "Lapsed" in page
    assert "last valid day 26/08/2024" in page
    assert "₫" not in page.partition('aria-labelledby="certificates"')[2]


def test_makers_stand_under_their_own_letters_and_are_found_by_place(shopper: FlaskClient) -> None:
    page = words(shopper, "/en/nha-san-xuat")
    letters = re.findall(r'<h2 id="letter-\d+">(.)</h2>', page)
    assert letters == sorted(letters, key="#AĂÂBCDĐEÊGHIKLMNOÔƠPQRSTUƯVXY".index)
    assert "Curcumin" in words(shopper, "/en/nha-san-xuat?q=thai+nguyen")
    assert "Curcumin" not in words(shopper, "/en/nha-san-xuat?province=lao-cai")


@pytest.mark.parametrize("typed", ["mat on", "MẬT ON", "mật on"])
def test_suggestions_are_options_with_addresses(shopper: FlaskClient, typed: str) -> None:
    answer = shopper.get("/san-pham/goi-y", query_string={"q": typed})
    assert "<html" not in answer.text
    assert re.search(r'<li role="option"[^>]* data-url="/san-pham', answer.text)
    assert "ật ong" in answer.text


def test_suggestions_name_places_makers_and_groups(shopper: FlaskClient) -> None:
    assert 'data-url="/en/san-pham?province=thai-nguyen"' in shopper.get("/en/san-pham/goi-y?q=thai+ngu").text
    assert "/en/nha-san-xuat/" in shopper.get("/en/san-pham/goi-y?q=curcumin").text


def test_a_wrong_filter_is_named_and_what_was_typed_is_kept(shopper: FlaskClient) -> None:
    page = words(shopper, "/en/san-pham?q=tea&stars=9", 400)
    assert "Stars" in page
    assert '“<span class="typed">9</span>”' in page
    assert 'href="/en/san-pham?q=tea"' in page
    assert 'value="tea"' in page


@pytest.mark.parametrize(
    "path", ["/", "/san-pham", "/nha-san-xuat", "/xuat-xu", "/chung-nhan", "/san-pham/vicumax-nano-curcumin"]
)
def test_every_page_of_the_demonstration_says_that_it_is_one(shopper: FlaskClient, path: str) -> None:
    assert "Bản trình diễn" in words(shopper, path)
    assert "Demonstration" in words(shopper, "/en" + path)
