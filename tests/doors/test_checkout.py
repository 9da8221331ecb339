"""The checkout's door: one page, every refusal with its status and words, one order for one form."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from shop.accounts import ConsentSubject, has_agreed
from shop.address_book import list_addresses
from shop.app import create_app
from shop.cart import add_to_cart, open_cart
from shop.catalogue import change_price
from shop.certification import Certificate
from shop.database import db, transaction
from shop.delivery import open_point_of_sale
from shop.orders import Order
from shop.stock import receive_stock
from tests.conftest import settings
from tests.doors.shopping import FORM, guest_with, hidden, seen, send, words_of
from tests.doors.visiting import SAME_ORIGIN, someone
from tests.factories.buying import NOON, make_offer
from tests.factories.people import make_person

Clock = Callable[[object], None]


@pytest.fixture(autouse=True)
def noon(set_clock: Clock) -> None:
    set_clock(NOON)


def takes_everything(app: Flask) -> Flask:
    """The shop with transfers and cards set up."""
    app.config["SHOP"] = replace(
        app.config["SHOP"],
        bank_bin="970422",
        bank_account="0011223344",
        bank_account_name="CHO PHIEN",
        bank_webhook_secret="only-for-tests",
        stripe_secret_key="sk_test_only",
        stripe_webhook_secret="whsec_only",
        stripe_api_base="http://127.0.0.1:9",
    )
    return app


def orders() -> list[Order]:
    db.session.rollback()
    return list(db.session.scalars(select(Order).order_by(Order.id)))


@pytest.mark.parametrize("language", ["", "/en"])
def test_a_guest_orders_without_scripts(sqlite_app: Flask, language: str) -> None:
    client = guest_with(sqlite_app, {make_offer(): 2})
    page = client.get(f"{language}/thanh-toan")
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    form = {**FORM, **{name: hidden(page.text, name) for name in ("checkout_key", "expected_total", "shown_goods")}}
    # Nobody knows the fee yet, so it is shown before anything is ordered.
    first = send(client, form, language=language)
    assert first.status_code == 409
    assert ("280.000 ₫" if not language else "₫280,000") in words_of(first)
    assert orders() == []
    assert hidden(first.text, "checkout_key") == form["checkout_key"]
    assert 'value="12 Phố Huế"' in first.text
    form["expected_total"] = hidden(first.text, "expected_total")
    placed = send(client, form, language=language)
    order = orders()[0]
    assert (placed.status_code, placed.location) == (303, f"{language}/don-hang/{order.code}")
    assert (order.total_vnd, order.status, order.language) == (280_000, "placed", "en" if language else "vi")
    assert client.get(placed.location).status_code == 200


def test_the_fee_can_be_asked_for_without_ordering(sqlite_app: Flask) -> None:
    client = guest_with(sqlite_app, {make_offer(): 1})
    page = send(client, {"do": "quote", "province": "79", "commune": "Bến Nghé", "name": "Hoa"})
    assert page.status_code == 200
    assert hidden(page.text, "expected_total") == str(125_000 + 38_000)
    assert "Phường Bến Nghé, nay là phường Sài Gòn, Hồ Chí Minh." in words_of(page)
    assert "error-summary" not in page.text
    assert 'value="Hoa"' in page.text
    assert orders() == []


def test_all_mistakes_are_told_at_once_and_all_is_kept(sqlite_app: Flask) -> None:
    client = guest_with(sqlite_app, {make_offer(): 1})
    form = {
        **seen(client),
        "name": "",
        "phone": "12",
        "email": "hoa@",
        "commune": "",
        "payment_method": "",
        "note": "Ôi",
    }
    page = send(client, form)
    words = words_of(page)
    assert page.status_code == 422
    for expected in (
        "Hãy ghi tên người nhận hàng.",
        "Đây không phải số điện thoại ở Việt Nam.",
        "Hãy ghi xã, phường.",
        "Hãy chọn cách trả tiền.",
        "hoa@example.vn",
    ):
        assert words.count(expected) >= 2, expected  # above, and at the field
    assert "Ôi</textarea>" in page.text
    assert 'value="12"' in page.text
    assert 'href="#phone"' in page.text
    assert 'role="alert" tabindex="-1" autofocus' in page.text
    assert hidden(page.text, "checkout_key") == form["checkout_key"]
    assert orders() == []


def test_candidates_are_offered_and_the_choice_counts(sqlite_app: Flask) -> None:
    client = guest_with(sqlite_app, {make_offer(): 1})
    form = seen(client, province="19", commune="van lang")
    page = send(client, form)
    assert page.status_code == 422
    assert 'name="commune_choice" value="' in page.text
    codes = [part.split('"')[0] for part in page.text.split('name="commune_choice" value="')[1:]]
    chosen = {**form, "commune_choice": codes[1], "commune_asked": "van lang"}
    # Other words than those the candidates were offered for count again.
    assert send(client, {**chosen, "commune": "Chốn Không Đâu"}).status_code == 422
    assert send(client, chosen).status_code == 303
    assert orders()[0].commune_code == codes[1]


def test_the_same_form_again_gives_the_same_order(sqlite_app: Flask) -> None:
    client = guest_with(sqlite_app, {make_offer(): 1})
    form = seen(client)
    first, second = send(client, form), send(client, form)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location
    assert len(orders()) == 1


def test_the_same_key_with_another_form_is_refused_with_a_fresh_key(sqlite_app: Flask) -> None:
    variant = make_offer()
    client = guest_with(sqlite_app, {variant: 1})
    form = seen(client)
    assert send(client, form).status_code == 303
    again = send(client, {**form, "name": "Trần Văn Nam"})
    assert again.status_code == 422
    assert "Trang này đã được dùng để đặt một đơn" in words_of(again)
    client.post("/gio-hang/them", data={"variant_id": variant, "quantity": 1}, headers=SAME_ORIGIN)
    again = send(client, {**form, "name": "Trần Văn Nam"})
    assert again.status_code == 422
    assert hidden(again.text, "checkout_key") != form["checkout_key"]
    assert send(client, {**form, "checkout_key": hidden(again.text, "checkout_key")}).status_code == 303
    assert len(orders()) == 2


def test_a_price_that_rose_is_shown_before_it_is_charged(sqlite_app: Flask) -> None:
    variant = make_offer()
    client = guest_with(sqlite_app, {variant: 1})
    form = seen(client)
    with transaction():
        change_price(variant, 150_000)
    page = send(client, form)
    words = words_of(page)
    assert page.status_code == 409
    assert "Lúc trước là 155.000 ₫, nay là 180.000 ₫." in words
    assert "Tiền hàng: 125.000 ₫, nay là 150.000 ₫." in words
    assert 'form="checkout">Đặt hàng · 180.000' in page.text.replace("\xa0", " ")
    assert orders() == []
    assert send(client, {**form, "expected_total": hidden(page.text, "expected_total")}).status_code == 303


def test_what_was_sold_meanwhile_is_told(sqlite_app: Flask) -> None:
    variant = make_offer(on_hand=3)
    client = guest_with(sqlite_app, {variant: 3})
    form = seen(client)
    with transaction():
        receive_stock(variant, -2, at=NOON, reason="sold at the door")
    page = send(client, form)
    assert page.status_code == 409
    assert "chỉ còn 1" in words_of(page)
    with transaction():
        receive_stock(variant, -1, at=NOON, reason="sold at the door")
    assert send(client, form).status_code == 409
    assert "không có gì mua được" in words_of(client.get("/thanh-toan"))
    assert orders() == []


def test_spirits_ask_the_age_and_take_no_cash(sqlite_app: Flask) -> None:
    client = guest_with(takes_everything(sqlite_app), {make_offer("Rượu ngô men lá", kind="spirit"): 1})
    page = client.get("/thanh-toan")
    assert 'name="age_confirmed"' in page.text
    assert "checked" not in page.text[page.text.find("age_confirmed") :][:80]
    assert "theo luật" in words_of(page)
    form = seen(client)
    refused = send(client, {**form, "age_confirmed": "yes"})
    assert refused.status_code == 409
    assert "không còn cách trả ấy" in words_of(refused)
    refused = send(client, {**form, "payment_method": "vietqr"})
    assert refused.status_code == 422
    assert "Rượu chỉ bán cho người lớn" in words_of(refused)
    assert send(client, {**form, "payment_method": "vietqr", "age_confirmed": "yes"}).status_code == 303


def test_a_way_of_paying_that_is_not_set_up_is_refused(sqlite_app: Flask) -> None:
    client = guest_with(sqlite_app, {make_offer(): 1})
    assert send(client, seen(client, payment_method="card")).status_code == 422
    assert send(client, seen(client, payment_method="gold")).status_code == 422
    assert orders() == []


def test_a_card_too_close_to_a_lapse_is_not_offered(sqlite_app: Flask, set_clock: Clock) -> None:
    variant = make_offer()
    client = guest_with(takes_everything(sqlite_app), {variant: 1})
    assert 'value="card" aria' in client.get("/thanh-toan").text
    end = db.session.scalar(select(Certificate.valid_until))
    assert end is not None
    set_clock(end - timedelta(minutes=34))
    page = client.get("/thanh-toan")
    assert 'value="card" disabled' in page.text
    assert "35 phút" in words_of(page)
    assert send(client, seen(client, payment_method="card")).status_code == 409
    set_clock(end)
    assert "không có gì mua được" in words_of(client.get("/thanh-toan"))
    assert orders() == []


def test_stripe_out_of_reach_leads_to_the_order(sqlite_app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    client = guest_with(takes_everything(sqlite_app), {make_offer(): 1})
    form = seen(client, payment_method="card")
    answer = send(client, form)
    assert (answer.status_code, answer.location) == (303, f"/don-hang/{orders()[0].code}")
    assert client.get(answer.location).status_code == 200


def test_a_card_takes_no_trifle(sqlite_app: Flask) -> None:
    client = guest_with(takes_everything(sqlite_app), {make_offer(price=1_000): 1})
    page = send(client, {"do": "quote", "destination": "pickup"})
    assert "Số tiền này không trả bằng thẻ được" in words_of(page)


def test_a_voucher_alone_asks_for_no_parcel(sqlite_app: Flask) -> None:
    client = guest_with(takes_everything(sqlite_app), {make_offer("Homestay Bản Lác", kind="homestay"): 1})
    page = client.get("/thanh-toan")
    assert "Phiếu dịch vụ, không phải gửi." in words_of(page)
    assert "không có ai mang phiếu đến nhà" in words_of(page)
    assert 'name="destination"' not in page.text
    form = seen(client, payment_method="vietqr")
    assert form["expected_total"] == "125000"
    assert send(client, form).status_code == 303


def test_a_member_finds_the_form_filled_and_may_keep_the_address(sqlite_app: Flask) -> None:
    hoa = make_person()
    client, honey, tea = someone(sqlite_app), make_offer(), make_offer()
    with transaction():
        cart = open_cart(account_id=hoa.id, at=NOON)
        add_to_cart(cart, honey, 2, at=NOON)
    page = client.get("/thanh-toan").text
    assert 'value="hoa@example.vn"' in page
    assert "Không cần tài khoản" not in page
    form = seen(client, save_address="yes", news="yes", name="Lê Thị Hoa", email="hoa@example.vn")
    assert send(client, form).status_code == 303
    assert send(client, form).status_code == 303
    assert [(entry.name, entry.address.commune_code) for entry in list_addresses(hoa.id)] == [("Lê Thị Hoa", "00004")]
    assert has_agreed(hoa.id, ConsentSubject.MARKETING)
    assert orders()[0].account_id == hoa.id
    with transaction():
        add_to_cart(cart, tea, 1, at=NOON)
    page = client.get("/thanh-toan").text
    for filled in ("Lê Thị Hoa", "0912 345 678", "Phường Ba Đình", "12 Phố Huế"):
        assert f'value="{filled}"' in page
    stranger = guest_with(sqlite_app, {make_offer(): 1})
    assert "Lê Thị Hoa" not in stranger.get("/thanh-toan?address=1").text
    make_person("minh@example.vn")
    other = someone(sqlite_app, "minh@example.vn")
    other.post("/gio-hang/them", data={"variant_id": make_offer(), "quantity": 1}, headers=SAME_ORIGIN)
    assert "Lê Thị Hoa" not in other.get("/thanh-toan?address=1").text


def test_picking_up_is_free(sqlite_app: Flask) -> None:
    with transaction():
        point = open_point_of_sale(("Góc chợ", "Corner"), place=("01", "Ba Đình", "Gian 1"), hours=("8–17 giờ", "8–17"))
        number = point.id
    client = guest_with(sqlite_app, {make_offer(): 1})
    form = seen(client, destination="pickup", point_of_sale=number, commune="", street="", province="")
    assert form["expected_total"] == "125000"
    assert send(client, {**form, "point_of_sale": ""}).status_code == 422
    gone = send(client, {**form, "point_of_sale": 999})
    assert gone.status_code == 409
    assert "Hãy chọn nơi khác" in words_of(gone)
    assert send(client, form).status_code == 303
    assert (orders()[0].destination_kind, orders()[0].point_of_sale_id) == ("pickup", number)


def test_a_parcel_too_heavy_is_told_before_and_after(sqlite_app: Flask) -> None:
    client = guest_with(sqlite_app, {make_offer(weight=20_000): 2})
    shown = client.get("/thanh-toan/tam-tinh?province=79")
    assert "quá nặng" in shown.text
    form = {**FORM, "province": "79", "commune": "Bến Nghé", "expected_total": "1", "checkout_key": "k" * 20}
    page = send(client, form)
    assert page.status_code == 409
    assert "quá nặng" in words_of(page)
    assert "place-order" not in page.text


def test_an_empty_cart_says_so(sqlite_app: Flask) -> None:
    client = sqlite_app.test_client()
    assert "Giỏ hàng đang trống" in words_of(client.get("/thanh-toan"))
    assert send(client, {**FORM, "expected_total": "1", "checkout_key": "k" * 20}).status_code == 409
    assert client.get("/thanh-toan/tam-tinh?province=01").status_code == 200


def test_nobody_orders_from_the_cart_of_another(sqlite_app: Flask) -> None:
    owner = guest_with(sqlite_app, {make_offer(): 1})
    form = seen(owner)
    stranger = sqlite_app.test_client()
    assert send(stranger, form).status_code == 409
    assert orders() == []
    placed = send(owner, form)
    assert stranger.get(placed.location).status_code == 404
    # The key alone opens nothing either.
    thief = guest_with(sqlite_app, {make_offer(): 1})
    assert send(thief, form).status_code == 422
    assert len(orders()) == 1


def test_other_sites_cannot_send_it(sqlite_app: Flask) -> None:
    client = guest_with(sqlite_app, {make_offer(): 1})
    answer = client.post("/thanh-toan", data=seen(client), headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert orders() == []


def test_the_count_in_the_header_goes_down(sqlite_app: Flask) -> None:
    client = guest_with(sqlite_app, {make_offer(): 2})
    client.set_cookie("cart_count", "2", domain="localhost")
    assert send(client, seen(client)).status_code == 303
    assert client.get_cookie("cart_count") is None
    assert client.get_cookie("province").value == "01"  # type: ignore[union-attr]


def test_strange_input_is_answered_in_peace(sqlite_app: Flask) -> None:
    client = guest_with(sqlite_app, {make_offer(): 1})
    form = seen(client)
    for changes in (
        {"checkout_key": "x"},
        {"checkout_key": "ö" * 20},
        {"expected_total": "-1"},
        {"expected_total": "9" * 40},
        {"point_of_sale": "x", "destination": "pickup"},
        {"destination": "moon", "province": ""},
        {"note": "a" * 501},
        {"name": "a" * 500},
        {"street": "a" * 500},
        {"commune": "a," * 300},
        {"province": "\x00"},
    ):
        assert send(client, {**form, **changes}).status_code in (409, 422), changes
    assert orders() == []


@pytest.fixture
def throttled(sqlite_url: str, tmp_path: object) -> Iterator[Flask]:
    app = create_app(settings(sqlite_url, tmp_path, rate_checkout=3))  # type: ignore[arg-type]
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def test_a_flood_is_held_back(throttled: Flask) -> None:
    client = guest_with(throttled, {make_offer(): 1})
    answers = [send(client, {"do": "quote", "province": "01"}) for _ in range(5)]
    assert [answer.status_code for answer in answers][:3] == [200, 200, 200]
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) >= 1


def test_twenty_taps_make_one_order(app: Flask) -> None:
    client = guest_with(app, {make_offer(): 1})
    form, token = seen(client), client.get_cookie("cart").value  # type: ignore[union-attr]

    def tap(_: int) -> tuple[int, str | None]:
        other = app.test_client()
        other.set_cookie("cart", token, domain="localhost")
        answer = send(other, form)
        return answer.status_code, answer.location

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(tap, range(20)))
    db.session.rollback()
    assert len(answers) == 1, answers
    assert answers.pop()[0] == 303
    assert db.session.scalar(select(func.count()).select_from(Order)) == 1
