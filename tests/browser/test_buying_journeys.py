"""Buying from the product page to the last step, as a person with a browser does it; the providers are stand-ins."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from shop import clock
from shop.app import create_app
from shop.cart import add_to_cart, new_token, open_cart
from shop.catalogue import Variant
from shop.database import db, transaction
from shop.orders import decide_return, find_order, list_returns_of
from shop.schedule.payments import send_money_back
from tests.browser.conftest import DAY, Visit, free_address, served, visits_to
from tests.browser.test_every_page import assert_nothing_sticks_out, barriers
from tests.conftest import settings
from tests.factories.buying import make_offer
from tests.factories.paying import deliver_all
from tests.factories.people import PASSWORD, make_person
from tests.fakes.bank import fake as bank
from tests.fakes.bank.fake import FakeBank
from tests.fakes.fixtures import bank_settings, card_settings
from tests.fakes.stripe.fake import FakeStripe

Opener = Callable[..., Visit]
NOON = datetime.fromisoformat(DAY)
SOON = 20_000
SHOPPER = {"name": "Nguyễn Thị Hoa", "phone": "0912 345 678", "street": "12 Phố Huế"}


@dataclass(frozen=True)
class Market:
    """A served shop with a few goods, and a way to act as those behind the counter."""

    address: str
    app: Flask
    honey: int
    spirit: int
    lapsed: int

    def slug(self, variant_id: int) -> str:
        with self.app.app_context():
            return db.session.get_one(Variant, variant_id).product.slug


@pytest.fixture(scope="module")
def market(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    folder, address = tmp_path_factory.mktemp("market"), free_address()
    shutil.copy(sqlite_template, folder / "shop.db")
    clock.start_from(NOON)
    cards = FakeStripe(shop=address).start()
    transfers = FakeBank(shop=address, shop_pages=address).start()
    url = f"sqlite:///{folder / 'shop.db'}"
    config = settings(
        url,
        folder,
        environment="demonstration",
        public_base_url=address,
        **card_settings(cards),
        **bank_settings(transfers),  # type: ignore[arg-type]
    )
    app = create_app(config)
    with app.app_context():
        honey = make_offer("Mật ong rừng tràm", producer="HTX Một", on_hand=500)
        spirit = make_offer("Rượu nếp cái", producer="HTX Hai", on_hand=500, kind="spirit")
        lapsed = make_offer("Chè Shan đã hết hạn", producer="HTX Ba", on_hand=500, decided_on="2023-11-20")
        make_person()
        db.session.remove()
    clock.start_from(NOON)
    more = {
        "STRIPE_SECRET_KEY": cards.secret_key,
        "STRIPE_WEBHOOK_SECRET": cards.webhook_secret,
        "STRIPE_API_BASE": cards.address,
        "STRIPE_CHECKOUT_ORIGIN": cards.address,
        "BANK_BIN": bank.BIN,
        "BANK_ACCOUNT": transfers.account.number,
        "BANK_ACCOUNT_NAME": bank.HOLDER,
        "BANK_WEBHOOK_SECRET": transfers.secret,
        "DEMONSTRATION_BANK_URL": transfers.address,
    }
    with served(address, folder, **more):
        yield Market(address, app, honey, spirit, lapsed)
    cards.stop()
    transfers.stop()
    clock.start_from(None)
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def visit(market: Market, browser: Browser) -> Iterator[Opener]:
    yield from visits_to(market.address, browser)


def put_in(seen: Visit, market: Market, variant_id: int) -> None:
    """From the product page into the cart."""
    seen.open(f"/san-pham/{market.slug(variant_id)}")
    with seen.page.expect_response("**/gio-hang/them"):
        seen.page.locator("form.buy button[type=submit], form.buy button:not([type])").last.click()


def fill_checkout(seen: Visit, method: str, *, email: str = "") -> Page:
    """The checkout with everything but the last tap."""
    page = seen.open("/thanh-toan")
    for name, value in {**SHOPPER, "email": email}.items():
        page.fill(f"main [name={name}]", value)
    page.select_option("[name=province]", label="Hà Nội")
    page.fill("[name=commune]", "Phường Ba Đình")
    page.keyboard.press("Escape")
    page.fill("[name=street]", SHOPPER["street"])
    if method:
        page.check(f"[name=payment_method][value={method}]")
    return page


def place(page: Page) -> None:
    page.locator("[data-part=summary] button[type=submit], [data-part=summary] button:not([type])").last.click()


def order_code(page: Page) -> str:
    page.wait_for_url(re.compile(r"/don-hang/OCOP\w{7}$"))
    return page.url.rpartition("/")[2]


def check_page(seen: Visit) -> None:
    """No barrier, nothing sticking out, at the width of the visit."""
    assert barriers(seen) == []
    assert_nothing_sticks_out(seen)


def headline(page: Page, words: str) -> None:
    expect(page.locator("article.order h1")).to_contain_text(words, timeout=SOON)


def test_a_guest_pays_by_card_and_gives_something_back(market: Market, visit: Opener) -> None:
    seen = visit(360)
    put_in(seen, market, market.honey)
    page = fill_checkout(seen, "card", email="khach@example.vn")
    place(page)
    page.wait_for_url(re.compile(r"/c/pay/"))
    page.click("form button")
    code = order_code(page)
    headline(page, "Đã nhận tiền")
    check_page(seen)

    with market.app.app_context():
        order = find_order(code)
        assert order is not None and order.status == "paid"
        number = order.id
        db.session.rollback()
        deliver_all(number, at=clock.now())
    headline(page, "Đã giao xong")  # by itself
    page.get_by_role("link", name="Trả hàng").click()
    check_page(seen)
    page.select_option("select", "1")
    page.check("[value=damaged]")
    page.fill("[name=note]", "Nắp hộp bị vỡ")
    page.get_by_role("button", name="Gửi yêu cầu").click()
    order_code(page)
    expect(page.locator(".bought-note")).to_contain_text("Đã nhận yêu cầu")
    with market.app.app_context():
        wish = list_returns_of(number)[0].id
        db.session.rollback()
        with transaction():
            decide_return(wish, accepted=True, by="operator", at=clock.now())
        send_money_back()
    page.reload()
    expect(page.locator(".bought-note")).to_contain_text("bạn được hoàn tiền")
    expect(page.locator(".refunds")).to_contain_text("Đã chuyển trả", timeout=SOON)
    check_page(seen)


def test_a_member_pays_by_transfer_and_the_page_turns_by_itself(market: Market, visit: Opener) -> None:
    seen = visit(1280)
    page = seen.open("/dang-nhap")
    page.fill("[name=email]", "hoa@example.vn")
    page.fill("main [name=password]", PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/tai-khoan")
    put_in(seen, market, market.honey)
    place(fill_checkout(seen, "vietqr"))
    code = order_code(page)
    headline(page, "Chờ chuyển khoản – còn 23 giờ")
    check_page(seen)
    expect(page.locator(".transfer-code img")).to_have_js_property("complete", True)
    assert page.locator(".transfer-code img").evaluate("picture => picture.naturalWidth > 0")
    page.evaluate("window.stayed = true")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Trả ở ngân hàng thử").click(modifiers=["Control"])
    at_the_bank = opened.value
    at_the_bank.wait_for_load_state()
    at_the_bank.click("form button")
    at_the_bank.wait_for_url(re.compile("/da-chuyen/"))
    page.bring_to_front()
    headline(page, "Đã nhận tiền")
    assert page.evaluate("window.stayed") is True
    expect(page.locator("[data-order-said]")).to_contain_text("Đã nhận tiền")
    expect(page).to_have_title(re.compile("Đã nhận tiền"))
    check_page(seen)
    seen.open("/tai-khoan/don-hang")
    expect(page.locator("main")).to_contain_text(code)
    check_page(seen)


def test_cash_on_delivery_then_second_thoughts(market: Market, visit: Opener) -> None:
    seen = visit(360, scheme="dark")
    put_in(seen, market, market.honey)
    page = fill_checkout(seen, "cod")
    place(page)
    order_code(page)
    headline(page, "Đã nhận đơn")
    check_page(seen)
    page.get_by_role("link", name="Hủy đơn hàng").click()
    check_page(seen)
    page.get_by_role("button", name="Vâng, hủy đơn hàng").click()
    order_code(page)
    headline(page, "Đơn hàng đã hủy")
    page.get_by_role("button", name="Đặt lại như đơn này").click()
    page.wait_for_url("**/gio-hang")
    expect(page.locator("main")).to_contain_text("Đã cho 1 món vào giỏ.")


def test_a_paid_order_that_is_cancelled_sends_the_money_back(market: Market, visit: Opener) -> None:
    seen = visit(1280, scheme="dark")
    put_in(seen, market, market.honey)
    page = fill_checkout(seen, "card")
    place(page)
    page.wait_for_url(re.compile(r"/c/pay/"))
    page.click("form button")
    order_code(page)
    headline(page, "Đã nhận tiền")
    page.get_by_role("link", name="Hủy đơn hàng").click()
    page.get_by_role("button", name="Vâng, hủy đơn hàng").click()
    headline(page, "hoàn lại")
    check_page(seen)
    with market.app.app_context():
        send_money_back()
    headline(page, "Đã hủy – đã hoàn")
    check_page(seen)


def test_spirits_are_not_sold_for_cash_and_not_to_minors(market: Market, visit: Opener) -> None:
    seen = visit(360)
    put_in(seen, market, market.spirit)
    page = fill_checkout(seen, "")
    expect(page.locator("[name=payment_method][value=cod]")).to_be_disabled()
    page.check("[name=payment_method][value=vietqr]")
    place(page)
    expect(page.locator("#age_confirmed-error")).to_be_visible()
    page.check("[name=age_confirmed]")
    place(page)
    order_code(page)
    headline(page, "Chờ chuyển khoản")


def test_what_has_lapsed_stays_in_the_cart_and_out_of_the_order(market: Market, visit: Opener) -> None:
    seen = visit(360)
    token = new_token()
    with market.app.app_context(), transaction():
        cart_id = open_cart(token=token, at=NOON - timedelta(days=1))
        for variant_id in (market.honey, market.lapsed):
            add_to_cart(cart_id, variant_id, 1, at=NOON - timedelta(days=1))
    seen.page.context.add_cookies([{"name": "cart", "value": token, "url": market.address}])
    page = seen.open("/gio-hang")
    expect(page.locator("main")).to_contain_text("Chè Shan đã hết hạn")
    expect(page.locator("main")).to_contain_text("20/11/2026")
    place(fill_checkout(seen, "cod"))
    order_code(page)
    expect(page.locator(".bought")).to_contain_text("Mật ong rừng tràm")
    expect(page.locator("main")).not_to_contain_text("Chè Shan")


@pytest.mark.parametrize("width", [360, 1280])
def test_an_order_is_found_and_followed_by_keyboard_without_scripts(market: Market, visit: Opener, width: int) -> None:
    first = visit(width)
    put_in(first, market, market.honey)
    place(fill_checkout(first, "vietqr"))
    code = order_code(first.page)
    seen = visit(width, scripts=False)
    page = seen.open(f"/tra-cuu-don-hang?code={code.lower()}")
    page.focus("[name=phone]")
    page.keyboard.type("0912345678")
    page.keyboard.press("Enter")
    order_code(page)
    assert "Chờ chuyển khoản" in page.inner_text("h1")
    assert not page.locator(".copy-button").first.is_visible()
    assert page.get_by_role("link", name="Xem lại").is_visible()
    page.focus(f"a[href$='{code}/huy']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/huy")
    page.get_by_role("button", name="Vâng, hủy đơn hàng").press("Enter")
    order_code(page)
    assert "Đơn hàng đã hủy" in page.inner_text("h1")
    # Whoever waits in the first browser sees it without doing anything, and nothing asks any more.
    headline(first.page, "Đơn hàng đã hủy")
    expect(first.page.locator("article.order")).not_to_have_attribute("data-live", re.compile(""))


def test_copying_says_so(market: Market, visit: Opener) -> None:
    seen = visit(360)
    seen.page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=market.address)
    put_in(seen, market, market.honey)
    place(fill_checkout(seen, "vietqr"))
    code = order_code(seen.page)
    button = seen.page.locator(f".copy-button[data-value='{code}'] button")
    button.click()
    expect(button).to_contain_text("Đã chép")
    assert seen.page.evaluate("navigator.clipboard.readText()") == code
