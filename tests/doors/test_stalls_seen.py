"""A stall as shoppers meet it: its page, its holidays in lists, at a good, in the cart and at the checkout."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from shop.catalogue import Variant
from shop.database import db, transaction
from shop.orders import Order
from shop.producers import Producer
from shop.stalls import Contact, add_portrait, set_contact, set_cover, set_send_days, withdraw_stall
from tests.doors.shopping import guest_with, seen, send, words_of
from tests.doors.visiting import post
from tests.factories.buying import NOON, make_offer
from tests.factories.stalls import a_photo, open_stall, send_on_holiday

Clock = Callable[[object], None]


@pytest.fixture(autouse=True)
def noon(set_clock: Clock) -> None:
    set_clock(NOON)


def words(client: FlaskClient, path: str) -> str:
    return re.sub(r"\s+", " ", client.get(path).get_data(as_text=True))


def owner_of(variant_id: int) -> tuple[int, str, str]:
    """Producer, its page, and the page of the good."""
    product = db.session.get_one(Variant, variant_id).product
    producer = db.session.get_one(Producer, product.producer_id)
    return producer.id, f"/nha-san-xuat/{producer.slug}", f"/san-pham/{product.slug}"


def test_a_published_stall_is_shown_with_everything_and_a_withdrawn_one_with_nothing(app: Flask) -> None:
    producer_id, path, good = owner_of(make_offer("Mật ong rừng"))
    client = app.test_client()
    assert "bảy hộ" not in words(client, path)
    open_stall(producer_id)
    with transaction():
        set_cover(producer_id, a_photo(1))
        add_portrait(producer_id, a_photo(2), "Lò Thị Lan", role_vi="Sao chè", role_en="Roasts the tea")
        set_send_days(producer_id, (0, 3))
        set_contact(producer_id, Contact("Lan", "0912345678", "lan@example.vn", "Thôn 1", "02953", "15"))
    page = words(client, path)
    for said in ("<strong>bảy hộ</strong>", "<li>hái bằng tay</li>", "Lò Thị Lan", "Sao chè", "thứ Hai và thứ Năm"):
        assert said in page
    for said in ("0912 345 678", "mailto:lan@example.vn", "Thôn 1", "Lào Cai", f"{2:032x}"):
        assert said in page
    assert "Roasts the tea" in words(client, "/en" + path)
    assert "thứ Hai và thứ Năm" in words(client, good)
    assert "Chúng tôi là bảy hộ" in words(client, good)
    with transaction():
        withdraw_stall(producer_id)
    for at in (path, good):
        assert not re.search(r"bảy hộ|Lò Thị Lan|0912 345 678|Thôn 1|thứ Năm", words(client, at))


def test_what_a_producer_writes_is_only_ever_letters(app: Flask) -> None:
    producer_id, path, good = owner_of(make_offer("Mật ong rừng"))
    open_stall(producer_id, "**<script>alert(1)</script>**\n\n## <img src=x onerror=alert(1)>\n\n- \"'><svg onload=x>")
    with transaction():
        add_portrait(producer_id, a_photo(2), '"><script>alert(2)</script>')
    for at in (path, good, "/"):
        assert not re.search(r"<script>alert|<img src=x|<svg onload", words(app.test_client(), at))


def test_a_holiday_is_told_wherever_the_good_is_met(app: Flask, set_clock: Clock) -> None:
    honey = make_offer("Mật ong rừng")
    producer_id, path, good = owner_of(honey)
    client = app.test_client()
    post(client, "/gio-hang/them", variant_id=honey, quantity=1)
    send_on_holiday(producer_id, "2026-11-22", "2026-11-30")
    assert "Thêm vào giỏ" in words(client, good)
    set_clock(NOON + timedelta(days=1))
    listed = words(client, "/san-pham")
    assert "Bán lại sau 30/11/2026" in listed
    assert f'name="variant_id" value="{honey}"' not in listed
    shown = words(client, good)
    assert "nghỉ đến hết 30/11/2026" in shown
    assert "đặt hàng lại từ 01/12/2026" in shown
    assert 'name="variant_id"' not in shown
    assert "schema.org/OutOfStock" in shown
    assert "nghỉ đến hết 30/11/2026" in words(client, path)
    cart = words(client, "/gio-hang")
    assert "Từ 01/12/2026 lại đặt được" in cart, cart[cart.find("<main") :][:3000]
    refused = post(client, "/gio-hang/them", variant_id=honey, quantity=1)
    assert (refused.status_code, "01/12/2026" in refused.get_data(as_text=True)) == (409, True)
    set_clock(NOON + timedelta(days=10))
    assert "Thêm vào giỏ" in words(client, good)
    assert 'name="variant_id"' in words(client, good)


def test_the_checkout_names_the_good_that_rests_and_orders_nothing(app: Flask) -> None:
    honey, tea = make_offer("Mật ong rừng"), make_offer("Chè", producer="HTX Yến Dương")
    client = guest_with(app, {honey: 1, tea: 1})
    form = seen(client)
    producer_id, _path, _good = owner_of(honey)
    send_on_holiday(producer_id, "2026-11-21", "2026-11-30")
    refused = send(client, form)
    assert refused.status_code == 409
    assert "Mật ong rừng: gian hàng nghỉ đến hết 30/11/2026." in words_of(refused)
    assert db.session.scalar(select(func.count(Order.id))) == 0


def test_what_was_ordered_before_a_holiday_is_still_delivered_and_can_be_bought_again_after(
    app: Flask, set_clock: Clock
) -> None:
    honey = make_offer("Mật ong rừng")
    client = guest_with(app, {honey: 1})
    order = send(client, seen(client)).location
    producer_id, _path, _good = owner_of(honey)
    send_on_holiday(producer_id, "2026-11-21", "2026-11-30")
    assert client.get(order).status_code == 200
    again = post(client, f"{order}/mua-lai")
    assert "mở lại ngày 01/12/2026" in words(client, again.location)
    set_clock(NOON + timedelta(days=10))
    again = post(client, f"{order}/mua-lai")
    assert again.location == "/gio-hang"
