"""Coverage in a browser: from one look at the country to who is missing in a place, and a target that is set for it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.conftest import Visit
from tests.browser.test_every_page import assert_nothing_sticks_out, barriers

Opener = Callable[..., Visit]


@pytest.mark.parametrize(("width", "scheme", "language"), [(360, "dark", ""), (1280, "light", "/en")])
def test_from_the_country_to_who_is_missing_and_a_target(visit: Opener, width: int, scheme: str, language: str) -> None:
    seen = visit(width, scheme=scheme)
    seen.enter("officer", "/chuong-trinh")
    found = {}

    def look() -> None:
        seen.page.eval_on_selector_all("details", "all => all.forEach(one => { one.open = true })")
        if barriers_here := barriers(seen):
            found[seen.page.url] = barriers_here
        assert_nothing_sticks_out(seen)

    page = seen.open(f"{language}/chuong-trinh/bao-phu")
    assert "83" in page.locator(".reach-figure").inner_text()
    look()
    page.locator("#places ~ .reach-scroll a").first.click()
    assert "place=p:" in page.url
    look()
    page.locator(".reach .button").click()
    assert page.locator(".behind-rows .row").count() > 3
    look()
    page.go_back()
    page.locator("#q").fill("bảo yên lào cai")
    page.locator("#q").press("Enter")
    page.locator(".choose-producer a").first.click()
    assert page.url.endswith("place=fd:lao-cai/bao-yen")
    assert page.locator(".target-cards > li").count() >= 3, "the documents' plans"
    look()
    page.goto(page.url.replace("/bao-phu", "/muc-tieu"))
    page.locator("#value").fill(f"{width % 100}")
    page.locator("#source").fill("KH 12/KH-UBND")
    look()
    page.locator(".desk-form .button").click()
    assert f"{width % 100} %" in page.locator(".target-both").first.inner_text()
    look()
    assert found == {}
