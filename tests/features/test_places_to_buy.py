"""Points of sale on both databases: pages of their own, with or without picking up, and the goods that lie there."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from shop.catalogue import NoSuchProduct, Product, list_products_at, put_at_point, slugs_at_point
from shop.catalogue import take_from_point as take_off
from shop.database import db, transaction
from shop.delivery import (
    NoSuchPoint,
    describe_point_of_sale,
    find_place_to_buy,
    find_point_of_sale,
    list_places_to_buy,
    list_points_of_sale,
    open_point_of_sale,
    set_point_of_sale_open,
)
from tests.factories.buying import make_offer

PLACE = ("15", "Xã Bắc Hà", "Chợ trung tâm")


def open_point(name: str = "Quầy Bắc Hà") -> int:
    with transaction():
        return open_point_of_sale((name, name), place=PLACE).id


def test_each_has_an_address_of_its_own_also_under_one_name(app: Flask) -> None:
    numbers = [open_point(), open_point(), open_point("…")]
    assert [point.slug for point in list_places_to_buy()] == ["quay-bac-ha", "quay-bac-ha-2", "diem-ban"]
    found = find_place_to_buy("quay-bac-ha-2")
    assert found
    assert found.id == numbers[1]
    assert find_place_to_buy("khong-co") is None


def test_where_nothing_is_picked_up_one_can_still_buy(app: Flask) -> None:
    number = open_point()
    with transaction():
        describe_point_of_sale(number, ("Mời ghé", "Welcome"), decision=" QĐ  736 ", offers_pickup=False)
    assert (list_points_of_sale(), find_point_of_sale(number)) == ([], None)
    [point] = list_places_to_buy()
    assert (point.about_vi, point.decision) == ("Mời ghé", "QĐ 736")
    assert find_point_of_sale(number, with_closed=True) is point
    with transaction():
        set_point_of_sale_open(number, False)
    assert (list_places_to_buy(), find_place_to_buy("quay-bac-ha")) == ([], None)
    with pytest.raises(NoSuchPoint), transaction():
        describe_point_of_sale(99)


def test_goods_lie_there_until_they_are_taken_off(app: Flask) -> None:
    number, other = open_point(), open_point("Quầy hai")
    make_offer("Chè dây")
    make_offer("Mật ong")
    tea, honey = db.session.scalars(select(Product.id).order_by(Product.id))
    with transaction():
        for product in (honey, tea, tea):
            put_at_point(number, product)
        put_at_point(other, tea)
    assert slugs_at_point(number) == ["che-day", "mat-ong"]
    with transaction():
        take_off(number, tea)
        set_point_of_sale_open(other, False)
    assert [product.id for product in list_products_at(number)] == [honey]
    with pytest.raises(NoSuchProduct), transaction():
        put_at_point(number, 99)
