"""The way of goods into the cart in a real browser: by touch, by keyboard, without scripts, and when things fail."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from shop.demonstration import PASSWORD
from tests.browser.conftest import Visit
from tests.browser.test_every_page import assert_nothing_sticks_out, barriers

Opener = Callable[..., Visit]
# Two sizes, both well in stock.
CHOICE = "/san-pham/mang-chua-thai-san"
TOUCH_PX = 44


def counts(page: Page, pieces: int) -> None:
    """Wait until the header says so many; of none it says nothing."""
    shown = page.locator(".cart-link .count")
    if pieces:
        expect(shown).to_have_text(str(pieces))
    else:
        expect(shown).to_be_hidden()


def add_shown(seen: Visit) -> None:
    """Add the good of the page, and wait until the header knows."""
    with seen.page.expect_response("**/gio-hang/them"):
        seen.page.click(".buy-line .button")
    expect(seen.page.locator(".toast p")).to_be_visible()


@pytest.mark.parametrize(("language", "added"), [("", "Đã thêm vào giỏ: 2 × "), ("/en", "Added to your cart: 2 × ")])
def test_on_a_phone_a_good_is_added_without_leaving_its_page(visit: Opener, language: str, added: str) -> None:
    seen = visit(360)
    page = seen.open(language + CHOICE)
    bar = page.locator(".buy-line").bounding_box()
    assert bar is not None
    assert round(bar["y"] + bar["height"]) == 800, "the line to buy sticks to the bottom"
    for control in page.locator(".buy-line button:visible").all():
        box = control.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= TOUCH_PX
    page.locator(".buy .choosable input").nth(1).check()
    dearer = page.locator(".buy .choosable").nth(1).locator(".price").inner_text()
    expect(page.locator(".buy-cost")).to_have_text(dearer)
    page.click(".buy-line [data-step='1']")
    add_shown(seen)
    assert page.url.endswith(language + CHOICE)
    assert page.locator(".toast").inner_text().startswith(added)
    assert page.locator(".toast").get_attribute("role") == "status"
    counts(page, 2)
    expect(page.locator(".buy-line .button")).to_be_focused()
    assert barriers(seen) == []
    page.click(".toast a")
    page.wait_for_url(f"**{language}/gio-hang")
    assert page.input_value(".cart-line [name=quantity]") == "2"


def test_the_bar_hides_neither_the_end_of_the_page_nor_the_focus(visit: Opener) -> None:
    seen = visit(360)
    page = seen.open(CHOICE)
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    bar = page.locator(".buy-line").bounding_box()
    last = page.locator(".footer-end").bounding_box()
    assert bar and last
    assert last["y"] + last["height"] <= bar["y"]
    page.evaluate("scrollTo(0, 0)")
    for _ in range(60):
        page.keyboard.press("Tab")
        inside, bottom, top = page.evaluate(
            "(() => { const e = document.activeElement, b = e.getBoundingClientRect();"
            " return [Boolean(e.closest('.buy-line')), b.bottom, b.top] })()"
        )
        assert inside or top < bar["y"] - 4 or bottom <= 0, "the focus is not wholly covered"


def test_a_card_adds_its_only_size(visit: Opener) -> None:
    seen = visit(360)
    page = seen.open("/san-pham?sort=price-desc")
    button = page.locator("button.add").first
    box = button.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= TOUCH_PX
    with page.expect_response("**/gio-hang/them") as answer:
        button.click()
    assert answer.value.status == 200
    expect(page.locator(".toast p")).to_be_visible()
    assert "/san-pham" in page.url
    counts(page, 1)


def test_by_keyboard_alone(visit: Opener) -> None:
    seen = visit(1280)
    page = seen.open(CHOICE)
    page.locator(".buy .choosable input").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".buy [name=quantity]")).to_have_value("2")
    page.keyboard.press("Tab")
    with page.expect_response("**/gio-hang/them"):
        page.keyboard.press("Enter")
    expect(page.locator(".cart-link .count")).to_have_text("2")
    page.locator(".cart-link").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/gio-hang")
    page.locator(".cart-line [name=step][value='1']").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator(".cart-line [name=quantity]")).to_have_value("4")
    expect(page.locator(".cart-link .count")).to_have_text("4")
    expect(page.locator("[id^=more-]:focus"), "the focus stays").to_have_count(1)
    page.locator(".cart-line .ways button").last.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".cart-said button")).to_be_focused()
    counts(page, 0)
    page.keyboard.press("Enter")
    expect(page.locator(".cart-line [name=quantity]")).to_have_value("4")


def test_without_scripts_everything_works(visit: Opener) -> None:
    seen = visit(360, scripts=False)
    page = seen.open(CHOICE)
    assert not page.locator(".buy-line [data-step]").first.is_visible()
    page.fill(".buy [name=quantity]", "3")
    page.click(".buy-line .button")
    page.wait_for_url("**/gio-hang")
    assert page.locator(".cart-said").is_visible()
    page.locator(".cart-line [name=step][value='1']").click()
    assert page.input_value(".cart-line [name=quantity]") == "4"
    page.fill(".cart-line [name=quantity]", "2")
    page.press(".cart-line [name=quantity]", "Enter")
    assert page.input_value(".cart-line [name=quantity]") == "2"
    page.select_option("#province", "01")
    page.click("#show-fee")
    assert "Hà Nội" in page.locator(".cart-parcel .sums").inner_text()
    page.locator(".cart-line .ways button").first.click()
    assert page.locator(".cart-saved").is_visible()
    page.locator(".cart-saved .ways button").first.click()
    page.locator(".cart-line .ways button").last.click()
    assert page.locator(".empty-state").is_visible()
    page.click(".cart-said button")
    assert page.locator(".cart-line").count() == 1
    seen.open("/san-pham?sort=price-desc")
    page.locator("button.add").first.click()
    page.wait_for_url("**/gio-hang")
    assert page.locator(".cart-line").count() == 2


@pytest.mark.parametrize("language", ["", "/en"])
def test_no_state_of_the_cart_has_a_barrier(visit: Opener, language: str) -> None:
    for width, scheme in ((360, "light"), (1280, "dark")):
        seen = visit(width, scheme=scheme)
        seen.open(f"{language}/gio-hang")
        assert barriers(seen) == []
        seen.open(language + CHOICE)
        add_shown(seen)
        assert barriers(seen) == []
        seen.open(f"{language}/gio-hang")
        seen.page.locator(".cart-line [name=step][value='1']").click()
        expect(seen.page.locator(".cart-line [name=quantity]")).to_have_value("2")
        seen.page.select_option("#province", "15")
        seen.page.click("#show-fee")
        expect(seen.page.locator(".cart-parcel .sums > div")).to_have_count(2)
        assert barriers(seen) == []
        assert_nothing_sticks_out(seen)
        seen.page.locator(".cart-line .ways button").first.click()
        expect(seen.page.locator(".cart-saved")).to_be_visible()
        assert barriers(seen) == []
        assert_nothing_sticks_out(seen)


def test_a_lost_network_is_said_and_nothing_is_lost(visit: Opener) -> None:
    seen = visit(360)
    page = seen.open(CHOICE)
    page.context.set_offline(True)
    page.click(".buy-line .button")
    expect(page.locator(".toast.bad")).to_contain_text("bạn thử lại nhé")
    counts(page, 0)
    page.context.set_offline(False)
    add_shown(seen)
    expect(page.locator(".cart-link .count")).to_have_text("1")
    seen.open("/gio-hang")
    page.context.set_offline(True)
    page.locator(".cart-line [name=step][value='1']").click()
    expect(page.locator(".cart-said")).to_contain_text("Chưa đổi được giỏ hàng")
    seen.troubles.clear()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_good_is_saved_after_the_login_and_an_address_kept(visit: Opener, scripts: bool) -> None:
    seen = visit(360, scripts=scripts)
    page = seen.open(CHOICE)
    page.click(".beside form button")
    page.wait_for_url(re.compile(r"/dang-nhap\?next="))
    page.fill("main [name=email]", "hoa@cho-phien.example")
    page.fill("main [name=password]", PASSWORD)
    page.locator("main form:has([name=email]) button[type=submit]").click()
    page.wait_for_url(re.compile(r"/tai-khoan/da-luu\?luu="))
    save = page.locator(".notice form button")
    if save.count():
        save.click()
    expect(page.locator(".saved-list li")).to_have_count(1)
    if scripts:
        assert barriers(seen) == []
    assert_nothing_sticks_out(seen)
    seen.open("/tai-khoan/dia-chi/them")
    page.fill("[name=phone]", "0912 345 678")
    page.select_option("[name=province]", "15")
    page.fill("[name=commune]", "Vĩnh Yên, Bảo Yên")
    page.fill("[name=street]", "Thôn 3")
    page.locator("main form:has([name=street]) button[type=submit]").first.click()
    page.wait_for_url("**/tai-khoan/dia-chi")
    assert "Nghĩa Đô" in page.locator(".address-book").inner_text()
    if scripts:
        assert barriers(seen) == []
    page.locator(".address-book form button").last.click()
    seen.open("/tai-khoan/da-luu")
    page.locator(".saved-list form button").first.click()
    expect(page.locator(".empty-state")).to_be_visible()
