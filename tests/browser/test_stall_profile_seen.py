"""What a stall says of itself, in a browser: no barrier, nothing sticks out, no scripts needed, a sign prints."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.conftest import Visit
from tests.browser.test_every_page import assert_nothing_sticks_out, barriers

Opener = Callable[..., Visit]

PAGES = (
    "",
    "/gioi-thieu",
    "/gioi-thieu/chuyen",
    "/gioi-thieu/lien-he",
    "/gioi-thieu/anh-bia",
    "/gioi-thieu/nguoi-lam",
    "/tam-nghi",
    "/tai-khoan-nhan-tien",
    "/bien-hieu",
    "/bien-hieu?paper=a5",
)


@pytest.mark.parametrize(("width", "scheme", "language"), [(360, "light", ""), (1280, "dark", "/en")])
def test_no_page_of_the_profile_has_a_barrier(visit: Opener, width: int, scheme: str, language: str) -> None:
    seen = visit(width, scheme=scheme)
    stall = seen.enter("minh")
    found = {}
    public = stall.replace("/gian-hang/", "/nha-san-xuat/")
    for path in [f"{language}{stall}{path}" for path in PAGES] + [
        f"{language}{public}{end}" for end in ("", "/xem-truoc")
    ]:
        seen.open(path)
        seen.page.eval_on_selector_all("details", "all => all.forEach(one => { one.open = true })")
        if barriers_here := barriers(seen):
            found[path] = barriers_here
        assert_nothing_sticks_out(seen)
    assert found == {}


def test_a_holiday_is_taken_and_ended_without_scripts(visit: Opener) -> None:
    seen = visit(360, scripts=False)
    stall = seen.enter("minh")
    seen.open(f"{stall}/tam-nghi")
    seen.page.fill("input[name=last_day]", seen.page.input_value("input[name=first_day]"))
    seen.page.get_by_role("button", name="Nghỉ những ngày này").click()
    assert "Gian hàng đang nghỉ" in seen.page.locator("main").inner_text()
    shoppers = visit(360, scripts=False)
    shoppers.open(stall.replace("/gian-hang/", "/nha-san-xuat/"))
    assert "nghỉ đến hết" in shoppers.page.locator("main").inner_text()
    assert shoppers.page.locator(".product-card button.add").count() == 0
    seen.page.get_by_role("button", name="Mở lại ngay").click()
    assert "Gian hàng đang nhận đơn" in seen.page.locator("main").inner_text()


def test_everything_that_is_pressed_is_large_enough_for_a_thumb(visit: Opener) -> None:
    seen = visit(360)
    stall = seen.enter("minh")
    for path in PAGES:
        seen.open(f"{stall}{path}")
        small = seen.page.eval_on_selector_all(
            "main .button, main .todo a, main .shortcuts a, main .week-day, main .input, main select",
            "all => all.filter(one => one.checkVisibility() && one.getBoundingClientRect().height < 44)"
            ".map(one => one.outerHTML.slice(0, 120))",
        )
        assert small == [], path


@pytest.mark.parametrize("paper", ["a4", "a5"])
def test_the_sign_is_one_page_of_its_paper(visit: Opener, paper: str) -> None:
    seen = visit(360)
    stall = seen.enter("minh")
    seen.open(f"{stall}/bien-hieu?paper={paper}")
    printed = seen.page.pdf(prefer_css_page_size=True)
    assert printed.count(b"/MediaBox") == 1
    assert (b"841.9" in printed) is (paper == "a4")
