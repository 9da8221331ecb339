"""Fee and days on a good's page: the same answer with and without scripts, for every visitor, until the fees change."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.catalogue import Product
from shop.database import db, transaction
from shop.delivery import FeeRow, Zone, replace_fees
from tests.doors.shopping import words_of
from tests.factories.buying import NOON, make_offer


@pytest.fixture
def address(client: FlaskClient, set_clock: Callable[[object], None]) -> str:
    set_clock(NOON)
    make_offer("Mật ong rừng")
    return f"/san-pham/{db.session.scalar(select(Product.slug))}/giao-hang"


@pytest.mark.parametrize(("prefix", "words"), [("", "3 đến 5 ngày"), ("/en", "arrives in 3 to 5 days")])
def test_the_fee_to_a_province(client: FlaskClient, address: str, prefix: str, words: str) -> None:
    page = client.get(f"{prefix}{address}?province=79")
    assert page.status_code == 200
    assert words in words_of(page)
    assert '<data class="price" value="38000">' in page.text
    assert page.headers["Cache-Control"].startswith("public")
    assert "Set-Cookie" not in page.headers
    assert 'value="79" selected' in page.text


def test_the_good_leads_there(client: FlaskClient, address: str) -> None:
    page = client.get(address.removesuffix("/giao-hang"))
    assert f'action="{address}"' in page.text
    assert client.get(address).status_code == 200


def test_new_fees_are_told_at_once(client: FlaskClient, address: str) -> None:
    assert 'value="38000"' in client.get(f"{address}?province=79").text
    with transaction():
        replace_fees([FeeRow(Zone.COUNTRY, 500, 11_000, 1, 1)])
    page = words_of(client.get(f"{address}?province=79"))
    assert "quá nặng" in page


def test_what_is_not_for_sale_has_no_fee(client: FlaskClient, address: str) -> None:
    assert client.get("/san-pham/khong-co/giao-hang?province=79").status_code == 404
    assert client.get(f"{address}?province=nowhere").status_code == 400


def test_a_stay_is_not_sent(sqlite_app: Flask, set_clock: Callable[[object], None]) -> None:
    set_clock(NOON)
    make_offer("Homestay Bản Lác", kind="homestay")
    client = sqlite_app.test_client()
    slug = db.session.scalar(select(Product.slug))
    assert "giao-hang" not in client.get(f"/san-pham/{slug}").text.split("<main")[1].split("</main")[0]
    assert "không phải gửi" in words_of(client.get(f"/san-pham/{slug}/giao-hang?province=79"))


def test_communes_of_a_province_are_told_to_everybody(client: FlaskClient) -> None:
    answer = client.get("/dia-chi/lao-cai/xa-phuong")
    assert answer.mimetype == "application/json"
    assert [name for name, old in answer.json or [] if "xã Vĩnh Yên, huyện Bảo Yên" in old] == ["Xã Nghĩa Đô"]
    assert answer.headers["Cache-Control"].startswith("public")
    assert client.get("/dia-chi/yen-bai/xa-phuong").status_code == 404
