"""Orders and people: taking along, closing, forgetting after three years, claiming an order placed without account."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from shop.address_book import AccountAddress
from shop.cart import Cart, find_cart
from shop.database import db, transaction
from shop.orders import ORDERS_KEPT, Contact, Order, PlacedOrder, cancel_order, find_order, request_return
from shop.saved_goods import SavedGood
from shop.schedule.tidying import tidy_up
from tests.doors.visiting import log_in, post, someone
from tests.factories.buying import HOA, NOON, make_cart, make_offer, make_order
from tests.factories.paying import deliver_all, pay_by_transfer
from tests.factories.people import PASSWORD, make_person

DAY = timedelta(days=1)
STREET = "12 Phố Huế"


@pytest.fixture(autouse=True)
def at(set_clock: Callable[..., None]) -> Callable[..., None]:
    set_clock(NOON)
    return set_clock


def whole(order: PlacedOrder) -> Order:
    db.session.rollback()
    found = find_order(order.code)
    assert found is not None
    return found


def contact(order: PlacedOrder) -> tuple[str, str, str, str, str]:
    found = whole(order)
    return found.name, found.phone, found.email, found.street, found.note


def delivered(**changes: object) -> PlacedOrder:
    order = make_order({make_offer(on_hand=9): 2}, note="Gọi trước", **changes)
    pay_by_transfer(order)
    deliver_all(order.id)
    return order


def test_the_file_of_a_person_holds_orders_cart_addresses_and_saved_goods(app: Flask) -> None:
    hoa, minh = make_person(), make_person("minh@example.vn")
    order = delivered(account_id=hoa.id)
    line = whole(order).parcels[0].lines[0].id
    with transaction():
        request_return(order.id, {line: 1}, reason="damaged", note="Nắp vỡ", at=NOON + DAY)
    his = Contact("Minh", "0987 654 321", "minh@example.vn")
    other = make_order({make_offer("Chè của Minh"): 1}, account_id=minh.id, contact=his)
    client = someone(app)
    post(client, "/gio-hang/them", variant_id=make_offer("Gạo trong giỏ"), quantity=3)
    kept = json.loads(client.get("/tai-khoan/du-lieu/tai-ve").text)
    [exported] = kept["orders"]
    assert (exported["code"], exported["phone"], exported["total_vnd"]) == (order.code, "+84912345678", 280_000)
    assert exported["address"][0] == STREET
    assert exported["parcels"][0]["lines"][0]["quantity"] == 2
    assert exported["returns"][0]["note"] == "Nắp vỡ"
    assert [line["quantity"] for line in kept["cart"]] == [3]
    assert kept["addresses"] == [] and kept["saved_goods"] == []
    assert other.code not in json.dumps(kept)


def test_closing_keeps_what_contracts_need_and_lets_the_rest_go(app: Flask, at: Callable[..., None]) -> None:
    hoa = make_person()
    done, fresh = delivered(account_id=hoa.id), delivered(account_id=hoa.id)
    waiting = make_order({make_offer(): 1}, account_id=hoa.id)
    make_cart({make_offer(): 1}, account_id=hoa.id)
    at(NOON + 8 * DAY)
    with transaction() as session:
        for parcel in whole(fresh).parcels:
            session.merge(parcel).delivered_at = NOON + 7 * DAY
    hoa_id = hoa.id
    client = someone(app)
    assert post(client, "/tai-khoan/du-lieu/dong", password=PASSWORD, sure="yes").status_code == 303
    db.session.rollback()
    assert find_cart(account_id=hoa_id) is None
    assert not db.session.scalars(select(Cart.id).where(Cart.account_id == hoa_id)).all()
    assert not db.session.scalars(select(AccountAddress.id)).all() and not db.session.scalars(select(SavedGood)).all()
    assert contact(done) == (HOA.name, "+84912345678", "", STREET, "")
    # Still in its seven days, still unpaid: their mails and parcels must find their way.
    assert contact(fresh)[2:] == (HOA.email, STREET, "Gọi trước")
    assert contact(waiting)[2] == HOA.email
    with transaction():
        cancel_order(waiting.id, by="shopper", at=NOON + 8 * DAY)
    at(NOON + 15 * DAY)
    tidy_up()
    assert contact(fresh)[2:] == ("", STREET, "")
    assert contact(waiting)[2] == ""


def test_after_three_years_nobody_knows_who_bought(app: Flask, at: Callable[..., None]) -> None:
    old, owed = delivered(), make_order({make_offer(): 1})
    pay_by_transfer(owed)
    with transaction():
        cancel_order(owed.id, by="shopper", at=NOON)
    at(NOON + ORDERS_KEPT)
    tidy_up()
    assert contact(old)[0] == HOA.name
    at(NOON + ORDERS_KEPT + timedelta(seconds=1))
    tidy_up()
    assert contact(old) == ("", "", "", "", "")
    assert whole(old).total_vnd == 280_000
    assert contact(owed)[0] == HOA.name, "money is still owed"


def test_a_guests_order_can_be_claimed_with_the_same_address_and_the_telephone_number(app: Flask) -> None:
    hoa, _ = make_person(), make_person("minh@example.vn")
    order = make_order({make_offer(on_hand=9): 1})
    address, hoa_id = f"/don-hang/{order.code}/vao-tai-khoan", hoa.id
    stranger = app.test_client()
    assert post(stranger, address).status_code == 404
    assert post(someone(app), address).status_code == 404, "the telephone number is not proved yet"
    minh = someone(app, "minh@example.vn")
    proof = {"code": order.code, "phone": "0912345678"}
    post(minh, "/tra-cuu-don-hang", **proof)
    assert "Cho vào đơn hàng của tôi" not in minh.get(f"/don-hang/{order.code}").text
    post(minh, address)
    assert whole(order).account_id is None
    guest = app.test_client()
    post(guest, "/tra-cuu-don-hang", **proof)
    post(guest, address)
    assert whole(order).account_id is None
    log_in(guest)
    post(guest, "/tra-cuu-don-hang", **proof)
    assert "Cho vào đơn hàng của tôi" in guest.get(f"/don-hang/{order.code}").text
    assert post(guest, address).status_code == 303
    assert whole(order).account_id == hoa_id
    assert "Cho vào đơn hàng của tôi" not in guest.get(f"/don-hang/{order.code}").text
    assert order.code in someone(app).get("/tai-khoan/don-hang").text
