"""Somebody's way through their account in a real browser, with and without scripts, and every page of it."""

from __future__ import annotations

from collections.abc import Callable

import pyotp
import pytest
from playwright.sync_api import Page

from shop.demonstration import PASSWORD
from tests.browser.conftest import Visit
from tests.browser.test_every_page import assert_nothing_sticks_out, barriers

Opener = Callable[..., Visit]
OWN = "năm con trâu đứng"
PAGES = ["", "/phien", "/mat-khau", "/xac-thuc-hai-buoc", "/dia-chi-thu", "/du-lieu", "/du-lieu/dong"]


def send(page: Page, **fields: str) -> None:
    """Fill the page's form and send it."""
    for name, value in fields.items():
        page.fill(f"main [name={name}]", value)
    page.locator("main form:has([name]) button[type=submit]").first.click()


def log_in(seen: Visit, language: str = "") -> None:
    seen.open(f"{language}/dang-nhap")
    send(seen.page, email="hoa@cho-phien.example", password=PASSWORD)
    seen.page.wait_for_url("**/tai-khoan")


@pytest.mark.parametrize("language", ["", "/en"])
def test_no_page_of_an_account_has_a_barrier(visit: Opener, language: str) -> None:
    for width, scheme in ((360, "light"), (1280, "dark")):
        seen = visit(width, scheme=scheme)
        log_in(seen, language)
        for path in PAGES:
            seen.open(f"{language}/tai-khoan{path}")
            assert barriers(seen) == [], path
            assert_nothing_sticks_out(seen)


def test_mistakes_are_shown_without_a_barrier(visit: Opener) -> None:
    seen = visit(360, scripts=False)
    seen.open("/dang-ky")
    seen.page.fill("[name=name]", "Lê Hoa")
    seen.page.fill("[name=email]", "le.hoa@example.vn")
    seen.page.fill("[name=password]", "password1234")
    seen.page.check("[name=terms]")
    seen.page.click("main form button[type=submit]")
    assert seen.page.input_value("[name=name]") == "Lê Hoa"
    assert seen.page.is_checked("[name=terms]")
    assert seen.page.get_attribute("[name=password]", "aria-invalid") == "true"
    assert seen.page.locator("#password-error").is_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_from_registration_to_farewell(visit: Opener, scripts: bool) -> None:
    seen = visit(360, scripts=scripts)
    page, email = seen.page, f"nguoi.moi.{scripts}@example.vn".lower()
    seen.open("/dang-ky")
    page.check("[name=terms]")
    send(page, name="Người Mới", email=email, password=OWN)
    page.wait_for_url("**/dang-ky/da-gui")
    seen.open("/hop-thu-trinh-dien")
    assert email in page.locator("main").inner_text()
    page.locator("article", has_text=email).locator("a").first.click()
    send(page, password=OWN)
    page.wait_for_url("**/tai-khoan")

    seen.open("/tai-khoan/xac-thuc-hai-buoc")
    send(page, password=OWN)
    secret = page.locator(".letters").inner_text().replace(" ", "")
    # By the phone's clock, wherever the demonstration's stands.
    send(page, code=pyotp.TOTP(secret).now())
    paper = page.locator(".paper-codes li").first.inner_text()
    assert barriers(seen) == [] if scripts else True

    page.click(".account-nav form button")
    page.wait_for_url("**/dang-nhap")
    send(page, email=email, password=OWN)
    page.wait_for_url("**/dang-nhap/ma")
    send(page, code=paper)
    page.wait_for_url("**/tai-khoan")

    seen.open("/tai-khoan/du-lieu/dong")
    page.check("[name=sure]")
    send(page, password=OWN)
    page.wait_for_url("**/dang-nhap")
    send(page, email=email, password=OWN)
    assert page.locator("#password-error").is_visible()


def test_a_password_can_be_looked_at(visit: Opener) -> None:
    seen = visit(360)
    seen.open("/dang-nhap")
    seen.page.fill("[name=password]", OWN)
    button = seen.page.locator(".password-field button")
    button.click()
    assert seen.page.get_attribute("[name=password]", "type") == "text"
    assert button.get_attribute("aria-pressed") == "true"
    button.click()
    assert seen.page.get_attribute("[name=password]", "type") == "password"
    without = visit(360, scripts=False)
    without.open("/dang-nhap")
    assert not without.page.locator(".password-field button").is_visible()
