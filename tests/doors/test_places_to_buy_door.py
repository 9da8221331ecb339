"""Points of sale as shoppers see them, and the office that says what lies there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from shop.catalogue import Product, put_at_point, slugs_at_point
from shop.database import db, transaction
from shop.delivery import describe_point_of_sale, open_point_of_sale, set_point_of_sale_open
from tests.doors.office_visiting import act, content, entries, operator
from tests.doors.stall_visiting import make_stall, owner
from tests.factories.buying import NOON, make_offer

PLACE = ("15", "Xã Bắc Hà", "Chợ trung tâm")


@pytest.fixture
def point(sqlite_app: Flask, set_clock: Callable[[object], None]) -> int:
    set_clock(NOON)
    make_offer("Chè dây")
    make_offer("Mật ong cũ", decided_on="2023-11-22")
    with transaction():
        opened = open_point_of_sale(("Quầy Bắc Hà", "Bắc Hà stall"), place=PLACE, hours=("8–17 giờ", "8 to 17"))
        describe_point_of_sale(opened.id, ("Mời ghé\nthử chè", "Come and taste"), decision="QĐ 736")
        for product in db.session.scalars(select(Product.id)):
            put_at_point(opened.id, product)
        return opened.id


def test_a_place_tells_where_when_and_what_lies_there(sqlite_app: Flask, point: int) -> None:
    client = sqlite_app.test_client()
    listed, page = client.get("/diem-ban").text, client.get("/diem-ban/quay-bac-ha").text
    assert "/diem-ban/quay-bac-ha" in listed
    assert listed.count('r="13"') == 1
    for words in ("Chợ trung tâm", "8–17 giờ", "QĐ 736", "thử chè", "/san-pham/che-day", "/san-pham/mat-ong-cu"):
        assert words in page
    assert "Come and taste" in client.get("/en/diem-ban/quay-bac-ha").text
    assert client.get("/diem-ban/khong-co").status_code == 404


def test_what_is_certified_no_more_lies_there_no_more(
    sqlite_app: Flask, point: int, set_clock: Callable[[object], None]
) -> None:
    set_clock("2026-11-23T00:00:00+07:00")
    page = sqlite_app.test_client().get("/diem-ban/quay-bac-ha").text
    assert ("/san-pham/che-day" in page, "/san-pham/mat-ong-cu" in page) == (True, False)


def test_a_closed_place_and_an_empty_list(sqlite_app: Flask, point: int) -> None:
    with transaction():
        set_point_of_sale_open(point, False)
    client = sqlite_app.test_client()
    assert client.get("/diem-ban/quay-bac-ha").status_code == 404
    assert "Chưa có điểm bán" in client.get("/diem-ban").text


def test_the_office_says_what_lies_there(sqlite_app: Flask, point: int) -> None:
    desk, path = operator(sqlite_app), f"/van-hanh/diem-ban/{point}/hang"
    tea = db.session.scalars(select(Product).where(Product.slug == "che-day")).one().id
    db.session.rollback()
    assert "Chè dây" in desk.get(path).text
    act(desk, f"{path}/{tea}", there="no")
    assert slugs_at_point(point) == ["mat-ong-cu"]
    assert f"{path}/{tea}" in desk.get(f"{path}?q=che+day").text
    act(desk, f"{path}/{tea}", there="yes")
    assert slugs_at_point(point) == ["che-day", "mat-ong-cu"]
    assert (len(entries("good_put_at_point")), len(entries("good_taken_from_point"))) == (1, 1)
    before = content()
    assert act(desk, f"{path}/999", there="yes").status_code == 404
    assert act(desk, f"/van-hanh/diem-ban/999/hang/{tea}", there="yes").status_code == 404
    assert desk.get("/van-hanh/diem-ban/999/hang").status_code == 404
    lan = owner(sqlite_app, make_stall())
    assert lan.get(path).status_code == 404
    assert act(lan, f"{path}/{tea}", there="no").status_code == 404
    assert content()["point_goods"] == before["point_goods"]
