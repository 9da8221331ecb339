"""Coverage in a browser: from one look at the country to who is missing in a place, and a target that is set for it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.conftest import Visit
from tests.browser.test_every_page import assert_nothing_sticks_out, barriers

Opener = Callable[..., Visit]


@pytest.mark.parametrize("scripts", [True, False])
def test_the_whole_country_is_a_few_screens_of_a_phone(visit: Opener, scripts: bool) -> None:
    seen = visit(360, scripts=scripts)
    seen.enter("officer", "/chuong-trinh")
    page = seen.open("/chuong-trinh/bao-phu")
    assert page.locator("main").bounding_box()["height"] < 5_000  # type: ignore[index]
    assert page.locator(".reach-table td").count() > 9 * 20, "every figure is on the page"
    jumps = page.locator(".reach-jump")
    jumps.locator("a[href='#places']").click()
    line, heading = jumps.bounding_box(), page.locator("#places").bounding_box()
    assert line and heading and 0 < line["y"] < line["y"] + line["height"] <= heading["y"] < 200
    claims = page.locator(".reach-claims")
    assert not claims.locator("tbody").is_visible()
    claims.locator("summary").click()
    assert claims.locator("tbody tr").last.is_visible()
    figures = page.locator("#places ~ .reach-scroll")
    figures.evaluate("one => { one.scrollLeft = 300; one.scrollTop = 200 }")
    names, frame = figures.locator("thead th").first.bounding_box(), figures.bounding_box()
    assert names and frame and abs(names["x"] - frame["x"]) < 3 and abs(names["y"] - frame["y"]) < 3


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
