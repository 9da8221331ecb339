"""Ordering in a real browser: by touch on a phone, by keyboard alone, without scripts; and no state has a barrier."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.test_every_page import assert_nothing_sticks_out, barriers

Opener = Callable[..., Visit]


def take(seen: Visit, words: str, language: str = "") -> None:
    """Put the first good that a search finds, and that is left, into the cart."""
    page = seen.open(f"{language}/san-pham?q={words}")
    cards = page.locator(".product-card:not(.sold-out)")
    seen.open(f"{language}/san-pham/{cards.first.get_attribute('data-product')}")
    with page.expect_response(lambda answer: answer.url.endswith("/gio-hang/them")):
        page.locator('main form[action$="/gio-hang/them"] button:not([type=button])').first.click()


def fill(page: Page) -> None:
    page.fill("#name", "Nguyễn Thị Hoa")
    page.fill("#phone", "0912 345 678")
    page.fill("#street", "Thôn 3")


def total(page: Page) -> str:
    return re.sub(r"\D", "", page.locator(".place-order").inner_text())


def test_by_touch_on_a_phone(visit: Opener) -> None:
    seen = visit(360)
    take(seen, "tra")
    page = seen.open("/thanh-toan")
    fill(page)
    before = total(page)
    page.select_option("#province", "15")
    page.locator(".order-fee .price").first.wait_for()
    assert total(page) != before
    page.tap("#commune")
    page.locator("#commune").press_sequentially("vinh yen")
    option = page.locator("#commune-list [role=option]").first
    option.wait_for()
    assert "trước là xã Vĩnh Yên, huyện Bảo Yên" in option.inner_text()
    option.tap()
    expect(page.locator("#commune")).to_have_value("Xã Nghĩa Đô")
    page.locator("label[for=payment_method-cod]").tap()
    assert barriers(seen) == []
    assert_nothing_sticks_out(seen)
    page.locator(".place-order").tap()
    page.wait_for_url("**/don-hang/OCOP*")
    assert "Nghĩa Đô" in page.locator("main").inner_text()
    assert barriers(seen) == []


def test_by_keyboard_alone(visit: Opener) -> None:
    seen = visit(1280)
    take(seen, "mat")
    page = seen.open("/en/thanh-toan")
    page.focus("#name")
    for words in ("Hoa", "0912345678", "hoa@example.vn"):
        page.keyboard.type(words)
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".for-pickup")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.locator(".order-fee .price").first.wait_for()
    page.keyboard.press("Tab")
    page.keyboard.type("long xuyen")
    page.locator("#commune-list [role=option]").first.wait_for()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#commune")).to_have_attribute("aria-activedescendant", "commune-list-0")
    page.keyboard.press("Enter")
    expect(page.locator("#commune")).to_have_value("Phường Long Xuyên")
    expect(page.locator("#commune")).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Tab")
    page.keyboard.type("12 To Hieu")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.locator(".place-order").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/don-hang/OCOP*")


@pytest.mark.parametrize("language", ["", "/en"])
def test_without_scripts(visit: Opener, language: str) -> None:
    seen = visit(360, scripts=False)
    take(seen, "tra", language)
    page = seen.open(f"{language}/thanh-toan")
    page.select_option("#province", "15")
    page.click(".count-fee button")
    assert page.locator(".order-fee .price").first.is_visible()
    page.click(".place-order")
    page.locator(".error-summary:focus").wait_for()
    page.locator(".error-summary a", has_text=re.compile("Điện thoại|Telephone")).click()
    page.locator("#phone:focus, #phone:target").wait_for()
    fill(page)
    page.fill("#commune", "Vĩnh Yên, Bảo Yên")
    page.check("#payment_method-cod")
    page.click(".place-order")
    page.wait_for_url("**/don-hang/OCOP*")


@pytest.mark.parametrize(("width", "scheme", "language"), [(360, "dark", ""), (1280, "light", "/en")])
def test_no_state_has_a_barrier(visit: Opener, width: int, scheme: str, language: str) -> None:
    seen = visit(width, scheme=scheme)
    page = seen.open(f"{language}/thanh-toan")
    assert barriers(seen) == []
    take(seen, "ruou", language)
    page = seen.open(f"{language}/thanh-toan")
    assert barriers(seen) == []
    page.select_option("#province", "19")
    page.fill("#commune", "van lang")
    page.locator("#commune-list [role=option]").first.wait_for()
    assert barriers(seen) == []
    page.keyboard.press("Escape")
    page.click(".place-order")
    expect(page.locator("[name=commune_choice]")).to_have_count(2)
    assert barriers(seen) == []
    assert_nothing_sticks_out(seen)
    page.check("#destination-pickup")
    assert barriers(seen) == []
    assert_nothing_sticks_out(seen)


def test_the_fee_on_the_page_of_a_good(visit: Opener) -> None:
    seen = visit(360)
    page = seen.open("/san-pham?q=tra")
    page.locator(".product-card a").first.click()
    page.select_option("#delivery-province", "79")
    page.locator(".delivery-answer .price").first.wait_for()
    page.reload()
    expect(page.locator(".delivery-answer .price").first).to_be_visible()
    assert barriers(seen) == []
