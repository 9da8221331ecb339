"""The cart at the shopper's door: what it shows, what it refuses, whose it is, and what is said of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shop.address_book import AddressEntry, add_address
from shop.cart import MOST_LINES, CartItem, find_cart, read_cart
from shop.catalogue import Variant, change_price
from shop.database import db, transaction
from shop.stock import receive_stock
from shop.web.present_cart import fill_present_cart
from tests.conftest import DEMONSTRATION_DAY, running, settings
from tests.counting import statements
from tests.doors.visiting import SAME_ORIGIN, log_in, post, someone
from tests.factories.buying import HANOI, NOON, make_offer
from tests.factories.people import make_person

Clock = Callable[[object], None]
MOST_STATEMENTS = 8


@pytest.fixture(autouse=True)
def noon(set_clock: Clock) -> None:
    set_clock(NOON)


def page(client: FlaskClient, path: str = "/gio-hang") -> str:
    """What the page says, on one line."""
    return words(client.get(path))


def words(answer: TestResponse) -> str:
    return re.sub(r"\s+", " ", answer.get_data(as_text=True))


def add(
    client: FlaskClient, variant_id: object, quantity: object = 1, prefix: str = "", **fields: object
) -> TestResponse:
    return post(client, f"{prefix}/gio-hang/them", variant_id=variant_id, quantity=quantity, **fields)


def count(client: FlaskClient) -> str | None:
    """The number in the header."""
    cookie = client.get_cookie("cart_count")
    return cookie.value if cookie else None


def lines() -> list[tuple[int, int, bool]]:
    """All that all carts hold."""
    db.session.rollback()
    rows = db.session.query(CartItem).order_by(CartItem.cart_id, CartItem.variant_id)
    return [(row.variant_id, row.quantity, row.is_saved) for row in rows]


def product_page(variant_id: int) -> str:
    return f"/san-pham/{db.session.get_one(Variant, variant_id).product.slug}"


def test_a_guest_puts_goods_in_and_sees_what_they_cost(app: Flask) -> None:
    honey, visitor = make_offer("Mật ong rừng", price=125_000), app.test_client()
    added = add(visitor, honey, 2)
    assert (added.status_code, added.location) == (303, "/gio-hang")
    said = page(visitor)
    assert "Đã thêm vào giỏ: 2 × Mật ong rừng (Hộp 500 g)." in said
    assert '<data class="price" value="250000">' in said
    assert count(visitor) == "2"
    assert "Đã thêm" not in page(visitor), "said once"
    add(visitor, honey)
    assert lines() == [(honey, 3, False)]
    assert "giỏ của bạn có 3 × Mật ong rừng" in page(visitor)


def test_a_card_posts_the_pack_alone(app: Flask) -> None:
    honey, visitor = make_offer(), app.test_client()
    assert post(visitor, "/gio-hang/them", variant_id=honey).status_code == 303
    assert lines() == [(honey, 1, False)]


def test_the_cart_speaks_english(app: Flask) -> None:
    honey, visitor = make_offer("Mật ong rừng", name_en="Forest honey"), app.test_client()
    assert add(visitor, honey, 2, "/en").location == "/en/gio-hang"
    said = page(visitor, "/en/gio-hang")
    assert "Added to your cart: 2 × Forest honey (500 g box)." in said
    assert "Your cart" in said


def test_the_token_is_a_secret_and_the_number_is_not(app: Flask) -> None:
    visitor = app.test_client()
    answer = add(visitor, make_offer())
    cookies = {line.partition("=")[0]: line for line in answer.headers.getlist("Set-Cookie")}
    assert {"HttpOnly", "SameSite=Lax", "Max-Age=5184000", "Path=/"} <= set(cookies["cart"].split("; "))
    assert "HttpOnly" not in cookies["cart_count"]
    assert cookies["cart_count"].startswith("cart_count=1;")
    token = visitor.get_cookie("cart")
    assert token is not None
    assert len(token.value) >= 43


def test_over_https_the_cookies_are_bound_to_this_host(sqlite_url: str, tmp_path: object) -> None:
    secure = settings(sqlite_url, tmp_path, public_base_url="https://shop.example.vn")  # type: ignore[arg-type]
    for app in running(secure):
        answer = app.test_client().post(
            "/gio-hang/them",
            data={"variant_id": make_offer()},
            headers=SAME_ORIGIN,
            base_url="https://shop.example.vn",
        )
        cookies = answer.headers.getlist("Set-Cookie")
        assert any(line.startswith("__Host-cart=") and "Secure" in line and "Domain" not in line for line in cookies)
        assert all("Secure" in line for line in cookies)


def test_a_made_up_token_opens_nothing_and_is_not_taken_over(app: Flask) -> None:
    honey, visitor = make_offer(), app.test_client()
    visitor.set_cookie("cart", "a" * 43)
    assert "Giỏ hàng còn trống" in page(visitor)
    add(visitor, honey)
    token = visitor.get_cookie("cart")
    assert token is not None
    assert token.value != "a" * 43
    visitor.set_cookie("cart", "'\"--" + "x" * 3000)
    assert "Giỏ hàng còn trống" in page(visitor)


def test_nobody_sees_a_strangers_cart(app: Flask) -> None:
    honey, tea = make_offer("Mật ong rừng"), make_offer("Chè Shan tuyết")
    make_person(), make_person("lan@example.vn")
    hoa, lan, guest = someone(app), someone(app, "lan@example.vn"), app.test_client()
    add(hoa, honey)
    add(guest, tea)
    assert "Mật ong rừng" in page(hoa)
    for stranger in (lan, guest, app.test_client()):
        assert "Mật ong rừng" not in page(stranger)
    for path in ("so-luong", "bo", "de-danh", "lay-lai"):
        for stranger in (lan, guest):
            post(stranger, f"/gio-hang/{path}", variant_id=honey, quantity=9)
    assert (honey, 1, False) in lines()
    assert post(app.test_client(), "/gio-hang/bo", variant_id=tea).status_code == 303
    assert (tea, 1, False) in lines()


@pytest.mark.parametrize(
    "quantity", ["0", "-1", "1000000000", "99999999999999999999", "100", "hai", "1.5", "1e3", "²", "", " "]
)
@pytest.mark.parametrize(("prefix", "said"), [("", "số lượng từ 1 đến 99"), ("/en", "a quantity from 1 to 99")])
def test_a_quantity_that_is_none_is_said_to_be(sqlite_app: Flask, quantity: str, prefix: str, said: str) -> None:
    honey, visitor = make_offer(on_hand=50), sqlite_app.test_client()
    answer = add(visitor, honey, quantity, prefix)
    assert answer.status_code == 422
    assert said in words(answer)
    assert lines() == []
    add(visitor, honey, 2)
    if quantity != "0":
        answer = post(visitor, f"{prefix}/gio-hang/so-luong", variant_id=honey, quantity=quantity)
        assert answer.status_code == 422
        assert said in words(answer)
    assert lines() == [(honey, 2, False)]


@pytest.mark.parametrize(
    "variant", ["999999", "2147483647", "2147483648", "9" * 30, "-1", "mật ong", "", "1 OR 1=1", "\x00"]
)
def test_an_unknown_pack_is_no_fault_of_the_shop(app: Flask, variant: str) -> None:
    visitor = app.test_client()
    for path in ("them", "so-luong", "bo", "de-danh", "lay-lai", "hoan-tac"):
        answer = post(visitor, f"/gio-hang/{path}", variant_id=variant, quantity="1")
        assert answer.status_code in (303, 409, 422), path
    assert add(visitor, variant).status_code in (409, 422)
    assert lines() == []


def test_no_more_than_there_are(app: Flask) -> None:
    honey, visitor = make_offer("Mật ong rừng", on_hand=6), app.test_client()
    add(visitor, honey, 4)
    add(visitor, honey, 5)
    assert lines() == [(honey, 6, False)]
    assert "Không còn nhiều hơn nữa: giỏ của bạn có 6 × Mật ong rừng" in page(visitor)
    add(visitor, honey)
    assert "Hết hàng rồi" in page(visitor)
    post(visitor, "/gio-hang/so-luong", variant_id=honey, quantity=60)
    assert lines() == [(honey, 6, False)]


def test_the_buttons_count_up_and_down_and_out(app: Flask) -> None:
    honey, visitor = make_offer("Mật ong rừng"), app.test_client()
    add(visitor, honey)
    post(visitor, "/gio-hang/so-luong", variant_id=honey, quantity=1, step=1)
    assert lines() == [(honey, 2, False)]
    assert count(visitor) == "2"
    post(visitor, "/gio-hang/so-luong", variant_id=honey, quantity=1, step=-1)
    assert lines() == []
    assert count(visitor) is None


def test_what_is_taken_out_can_be_put_back_once(app: Flask) -> None:
    honey, tea, visitor = make_offer("Mật ong rừng"), make_offer("Chè Shan tuyết"), app.test_client()
    add(visitor, honey, 3)
    add(visitor, tea)
    post(visitor, "/gio-hang/de-danh", variant_id=tea)
    page(visitor)
    for variant, quantity, is_kept in ((honey, 3, False), (tea, 1, True)):
        assert post(visitor, "/gio-hang/bo", variant_id=variant).status_code == 303
        said = page(visitor)
        assert "Đã bỏ ra: " in said
        assert "Đã bỏ ra: " not in page(visitor), "said once"
        form = dict(
            re.findall(r'type="hidden" name="(\w+)" value="(\w+)"', said[said.index("hoan-tac") :])[: 2 + is_kept]
        )
        assert form == {"variant_id": str(variant), "quantity": str(quantity)} | ({"kept": "yes"} if is_kept else {})
        assert post(visitor, "/gio-hang/hoan-tac", **form).status_code == 303
        assert (variant, quantity, is_kept) in lines()


def test_kept_for_later_is_shown_apart_and_comes_back(app: Flask) -> None:
    honey, visitor = make_offer("Mật ong rừng"), app.test_client()
    add(visitor, honey, 2)
    post(visitor, "/gio-hang/de-danh", variant_id=honey)
    said = page(visitor)
    assert "Giỏ hàng còn trống" in said
    assert "Cho lại vào giỏ" in said
    assert count(visitor) is None
    post(visitor, "/gio-hang/lay-lai", variant_id=honey)
    assert lines() == [(honey, 2, False)]
    assert count(visitor) == "2"


def test_a_line_says_what_became_of_it_and_is_left_out(app: Flask, set_clock: Clock) -> None:
    fewer, gone, dearer = make_offer("Chè Shan"), make_offer("Mật ong"), make_offer("Gạo Séng Cù", price=100_000)
    visitor = app.test_client()
    for variant in (fewer, gone, dearer):
        add(visitor, variant, 5)
    with transaction():
        receive_stock(fewer, -7, at=NOON, reason="test")
        receive_stock(gone, -10, at=NOON, reason="test")
        change_price(dearer, 110_000)
    page(visitor)
    said = page(visitor)
    assert "Chỉ còn 3, bạn muốn 5. Tổng tiền tính cho 3." in said
    assert "Hiện đã hết hàng, không tính vào tổng tiền." in said
    assert "Giá đã đổi từ 100.000 ₫ thành 110.000 ₫." in re.sub("\xa0| ", " ", said)
    assert f'<dd><data class="price" value="{3 * 125_000 + 5 * 110_000}">' in said
    contents = read_cart(db.session.query(CartItem.cart_id).limit(1).scalar(), NOON)
    set_clock(NOON.replace(year=2040))
    lapsed = page(visitor)
    assert lapsed.count("Giấy chứng nhận đã hết hạn ngày") == len(contents.lines)
    assert "Hiện không mua được món nào ở đây." in lapsed
    assert "/thanh-toan" not in lapsed
    answer = add(visitor, fewer)
    assert answer.status_code == 409
    assert "hiện không bán" in words(answer)


def test_sold_out_meanwhile_and_a_full_cart_are_said(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    honey, tea, visitor = make_offer(on_hand=1), make_offer(), app.test_client()
    with transaction():
        receive_stock(honey, -1, at=NOON, reason="test")
    answer = add(visitor, honey)
    assert (answer.status_code, "vừa hết hàng" in words(answer)) == (409, True)
    monkeypatch.setattr("shop.cart.operations.MOST_LINES", 0)
    answer = add(visitor, tea)
    assert (answer.status_code, f"Giỏ chứa được {MOST_LINES} loại hàng" in words(answer)) == (409, True)


def test_a_script_gets_a_few_words(app: Flask) -> None:
    honey, visitor = make_offer("Mật ong rừng"), app.test_client()
    json = {**SAME_ORIGIN, "Accept": "application/json"}
    answer = visitor.post("/gio-hang/them", data={"variant_id": honey, "quantity": "2"}, headers=json)
    assert answer.json == {"count": 2, "message": "Đã thêm vào giỏ: 2 × Mật ong rừng (Hộp 500 g)."}
    refused = visitor.post("/en/gio-hang/them", data={"variant_id": honey, "quantity": "x"}, headers=json)
    assert (refused.status_code, refused.json["count"]) == (422, 2)
    assert "from 1 to 99" in refused.json["message"]
    assert "Đã thêm" not in page(visitor), "nothing is said twice"


def test_parcels_and_what_they_cost_to_send(app: Flask) -> None:
    near = make_offer("Chè Shan", producer="HTX Một")
    far = make_offer("Nước mắm", producer="HTX Hai", place=("xã Tân Lợi", "huyện Tịnh Biên", "An Giang"))
    visitor = app.test_client()
    add(visitor, near, 2)
    add(visitor, far)
    said = page(visitor)
    assert "chọn tỉnh để biết phí" in said
    assert "HTX Một" in said and "HTX Hai" in said
    answer = post(visitor, "/gio-hang/noi-nhan", province="15")
    assert (answer.status_code, visitor.get_cookie("province").value) == (303, "15")  # type: ignore[union-attr]
    said = page(visitor)
    assert said.count("Giao đến Lào Cai") == 2
    assert '<data class="price" value="18000">' in said
    assert '<data class="price" value="38000">' in said
    assert f'<data class="price" value="{3 * 125_000 + 18_000 + 38_000}">' in said
    for bad in ("", "99", "x" * 300):
        assert post(visitor, "/gio-hang/noi-nhan", province=bad).status_code == 303
        assert "Vui lòng chọn một tỉnh" in page(visitor)


def test_the_usual_address_tells_where_parcels_go(app: Flask) -> None:
    hoa, browser = make_person().id, someone(app)
    add(browser, make_offer())
    with transaction():
        add_address(hoa, AddressEntry("Hoa", "+84912345678", HANOI), at=NOON)
    assert "Giao đến Hà Nội" in page(browser)
    post(browser, "/gio-hang/noi-nhan", province="15")
    assert "Giao đến Lào Cai" in page(browser)


def test_a_parcel_that_is_too_heavy_is_said_to_be(app: Flask) -> None:
    heavy, visitor = make_offer("Gạo", weight=20_000), app.test_client()
    add(visitor, heavy, 2)
    post(visitor, "/gio-hang/noi-nhan", province="01")
    assert "không giao được kiện nặng thế này" in page(visitor)


def test_the_cart_costs_few_statements(app: Flask) -> None:
    person = make_person()
    member, guest = someone(app), app.test_client()
    for number in range(12):
        variant = make_offer(producer=f"HTX {number}")
        for client in (member, guest):
            add(client, variant)
    with transaction():
        add_address(person.id, AddressEntry("Hoa", "+84912345678", HANOI), at=NOON)
    guest.set_cookie("province", "01")
    for client in (member, guest):
        page(client)
    for client in (member, guest):
        with statements() as seen:
            assert "HTX 11" in page(client)
        assert len(seen) <= MOST_STATEMENTS, seen
    assert find_cart(account_id=person.id)


def test_posts_are_throttled_by_visitor_and_by_account(app: Flask) -> None:
    honey = make_offer(on_hand=500)
    make_person()
    app.config["SHOP"] = replace(app.config["SHOP"], rate_cart=3)
    member = someone(app)
    visitor = app.test_client()
    answers = [add(visitor, honey).status_code for _ in range(3)]
    assert answers == [303, 303, 303]
    refused = add(visitor, honey)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "20")
    assert "Xin chậm lại một chút" in words(refused)
    assert "A little slower" in words(add(visitor, honey, prefix="/en"))
    json = visitor.post(
        "/gio-hang/them", data={"variant_id": honey}, headers={**SAME_ORIGIN, "Accept": "application/json"}
    )
    assert (json.status_code, json.headers["Retry-After"]) == (429, "20")
    assert "chờ" in json.json["message"]
    assert add(member, honey).status_code == 429, "the same connection"
    answers = [
        member.post(
            "/gio-hang/them",
            data={"variant_id": honey},
            headers=SAME_ORIGIN,
            environ_overrides={"REMOTE_ADDR": f"192.0.2.{number}"},
        )
        for number in range(4)
    ]
    assert [answer.status_code for answer in answers] == [303, 303, 303, 429], "the same account"


def test_what_was_refused_counts_as_well(app: Flask) -> None:
    app.config["SHOP"] = replace(app.config["SHOP"], rate_cart=3)
    visitor = app.test_client()
    assert [add(visitor, "x").status_code for _ in range(4)] == [422, 422, 422, 429]


def test_an_order_once_more_fills_the_cart(app: Flask) -> None:
    honey, scarce = make_offer(), make_offer(on_hand=1)
    with app.test_request_context(headers=SAME_ORIGIN):
        outcome = fill_present_cart({honey: 2, scarce: 3, 999_999: 1}, NOON)
    assert [outcome[honey], outcome[scarce], type(outcome[999_999]).__name__] == [2, 1, "NotOnOffer"]
    assert lines() == [(honey, 2, False), (scarce, 1, False)]


class TestLogin:
    """What a guest chose goes along into the account, and nothing stays behind."""

    def test_the_cart_goes_along_with_a_word_on_what_changed(self, app: Flask) -> None:
        make_person()
        new, known, scarce = make_offer("Mật ong"), make_offer("Chè Shan"), make_offer("Gạo", on_hand=4)
        before = someone(app)
        add(before, known)
        add(before, scarce, 3)
        browser = app.test_client()
        for variant, quantity in ((new, 2), (known, 2), (scarce, 3)):
            add(browser, variant, quantity)
        answer = log_in(browser)
        assert answer.location == "/tai-khoan"
        assert browser.get_cookie("cart") is None
        assert lines() == [(new, 2, False), (known, 3, False), (scarce, 4, False)]
        assert count(browser) == "9"
        said = page(browser)
        assert "Đã cho vào giỏ của bạn: Mật ong (Hộp 500 g) × 2." in said
        assert "nay nhiều hơn: Chè Shan (Hộp 500 g) × 3." in said
        assert "đã lấy hết số còn lại: Gạo (Hộp 500 g) × 4." in said
        assert page(before).count("cart-line") >= 3, "the account's cart is the same everywhere"

    def test_goods_that_lapsed_meanwhile_are_said_to_be_left(self, app: Flask) -> None:
        make_person()
        honey, browser = make_offer("Mật ong"), app.test_client()
        add(browser, honey)
        with transaction():
            receive_stock(honey, -10, at=NOON, reason="test")
        log_in(browser)
        said = page(browser)
        assert "Có món bạn đã chọn nay không mua được" in said
        assert "Hiện đã hết hàng" in said

    def test_logging_out_leaves_no_cart_in_the_browser(self, app: Flask) -> None:
        make_person()
        browser = someone(app)
        add(browser, make_offer("Mật ong"))
        assert count(browser) == "1"
        post(browser, "/dang-xuat")
        assert (count(browser), browser.get_cookie("cart")) == (None, None)
        assert "Giỏ hàng còn trống" in page(browser)
        log_in(browser)
        assert count(browser) == "1"
        assert "Mật ong" in page(browser)

    def test_the_guests_next_cart_is_a_new_one(self, app: Flask) -> None:
        make_person()
        honey, tea, browser = make_offer("Muối vừng"), make_offer("Chè Shan"), app.test_client()
        add(browser, honey)
        log_in(browser)
        post(browser, "/dang-xuat")
        add(browser, tea)
        said = page(browser)
        assert "Chè Shan" in said
        assert "Muối vừng" not in said


class TestPublicPages:
    """They are the same for whoever has a cart and whoever has none."""

    def test_a_product_page_sells_without_knowing_who_looks(self, app: Flask) -> None:
        honey, gone = make_offer("Mật ong rừng", on_hand=6), make_offer("Chè Shan", on_hand=0)
        address, buyer = product_page(honey), app.test_client()
        stranger = app.test_client().get(address)
        add(buyer, honey)
        seen = buyer.get(address)
        assert seen.data == stranger.data
        assert seen.headers["ETag"] == stranger.headers["ETag"]
        assert "Set-Cookie" not in seen.headers
        said = words(seen)
        assert 'action="/gio-hang/them"' in said
        assert f'name="variant_id" value="{honey}"' in said
        assert 'max="6"' in said
        assert "Còn 6 hộp" in said
        sold_out = page(buyer, product_page(gone))
        assert "Hiện đã hết hàng" in sold_out
        assert 'name="quantity"' not in sold_out

    def test_alcohol_says_age_and_no_cash(self, app: Flask) -> None:
        spirit, buyer = make_offer("Rượu ngô", kind="spirit"), app.test_client()
        assert "Chỉ bán cho người từ 18 tuổi. Không thanh toán khi nhận hàng." in page(buyer, product_page(spirit))
        add(buyer, spirit)
        assert "từ 18 tuổi, không thanh toán khi nhận hàng" in page(buyer)

    def test_a_card_adds_only_what_needs_no_choosing(self, shopper: FlaskClient) -> None:
        listed = words(shopper.get("/san-pham"))
        cards = re.findall(r'<li class="product-card.*?</li>', listed)
        assert len(cards) == 24
        for card in cards:
            ways = [card.count('<button class="add"'), card.count('<i class="add">'), card.count('class="gone"')]
            assert sorted(ways) == [0, 0, 1]

    def test_a_list_of_24_cards_stays_light(self, shopper: FlaskClient) -> None:
        for path in ("/san-pham", "/en/san-pham", "/san-pham?page=2"):
            answer = shopper.get(path, headers={"Accept-Encoding": "br"})
            assert len(answer.data) <= 8_000, path


def test_an_old_cart_is_kept_for_sixty_days(app: Flask, set_clock: Clock) -> None:
    visitor = app.test_client()
    add(visitor, make_offer("Mật ong rừng"))
    set_clock(DEMONSTRATION_DAY + timedelta(days=30))
    answer = add(visitor, make_offer("Chè Shan"))
    assert any(line.startswith("cart=") and "Max-Age=5184000" in line for line in answer.headers.getlist("Set-Cookie"))
