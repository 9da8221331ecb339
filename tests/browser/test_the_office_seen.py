"""The office in a browser: no barrier, nothing sticks out, and it works without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.test_every_page import assert_nothing_sticks_out, barriers

Opener = Callable[..., Visit]

PAGES = [
    "",
    "/don-hang",
    "/kien-hang",
    "/kien-hang?status=packed",
    "/kien-hang?status=shipped",
    "/kien-hang/phieu?parcel=1&parcel=2",
    "/tra-hang",
    "/tien-treo",
    "/tien-treo/1",
    "/hoan-tien",
    "/tien-mat",
    "/tranh-chap",
    "/phi-giao-hang",
    "/diem-ban",
    "/diem-ban/moi",
    "/tai-khoan",
    "/tai-khoan/1",
    "/thu",
    "/thu/1",
    "/nhat-ky",
    "/viec-dinh-ky",
]
FAIR_PAGES = [
    *("", "/moi", "/1", "/1/sua", "/1/quay-moi", "/1/nguoi-ban", "/1/ban-hang", "/1/ca"),
    *("/quay/1", "/quay/1/sua", "/quay/1/thiet-bi", "/quay/1/phieu", "/quay/1/ban-giao", "/quay/1/nhan-lai"),
    *("/quay/1/kiem-dem", "/quay/1/xuat-khac", "/phieu/1"),
]


@pytest.mark.parametrize(("width", "scheme", "language"), [(360, "light", ""), (1280, "dark", "/en")])
def test_no_page_of_the_office_has_a_barrier(visit: Opener, width: int, scheme: str, language: str) -> None:
    seen = visit(width, scheme=scheme)
    seen.enter("operator", "/van-hanh")
    orders = seen.open(f"{language}/van-hanh/don-hang").eval_on_selector_all(
        ".row .name a", "links => links.map(link => link.getAttribute('href'))"
    )
    assert len(orders) > 5
    found = {}
    for path in [f"{language}/van-hanh{path}" for path in PAGES] + [orders[0], orders[-1]]:
        seen.open(path)
        # Forms that are folded away count as well.
        seen.page.eval_on_selector_all("details", "all => all.forEach(one => { one.open = true })")
        if barriers_here := barriers(seen):
            found[path] = barriers_here
        assert_nothing_sticks_out(seen)
    assert found == {}


def test_a_parcel_is_packed_without_scripts(visit: Opener) -> None:
    seen = visit(360, scripts=False)
    seen.enter("operator", "/van-hanh")
    seen.open("/van-hanh/kien-hang")
    code = seen.page.locator(".row .name a").first.inner_text()
    seen.page.locator("input[name=parcel]").first.check()
    seen.page.get_by_role("button", name="Đã đóng gói các kiện này").click()
    assert "Đã đóng gói 1 kiện" in seen.page.locator("main").inner_text()
    seen.open("/van-hanh/kien-hang?status=packed")
    assert code in seen.page.locator("main").inner_text()


def test_all_are_ticked_at_once(visit: Opener) -> None:
    seen = visit(1280)
    seen.enter("operator", "/van-hanh")
    seen.open("/van-hanh/kien-hang")
    seen.page.locator(".tick-all input").check()
    boxes = seen.page.locator("input[name=parcel]")
    assert boxes.count() > 1
    expect(seen.page.locator("input[name=parcel]:checked")).to_have_count(boxes.count())
    boxes.first.uncheck()
    expect(seen.page.locator(".tick-all input")).to_have_js_property("indeterminate", True)
    assert re.search("phieu", seen.page.locator("button[formmethod=get]").get_attribute("formaction") or "")


@pytest.mark.parametrize(("width", "scheme", "language"), [(360, "light", ""), (1280, "dark", "/en")])
def test_no_page_of_a_fair_has_a_barrier(visit: Opener, width: int, scheme: str, language: str) -> None:
    seen = visit(width, scheme=scheme)
    seen.enter("operator", "/van-hanh")
    base = f"{language}/van-hanh/hoi-cho"
    whose = seen.open(f"{base}/quay/1/ban-giao").locator(".choose-producer a").first.get_attribute("href")
    back = seen.open(f"{base}/quay/1/nhan-lai").locator(".choose-producer a").first.get_attribute("href")
    assert whose and back
    found = {}
    for path in [f"{base}{path}" for path in FAIR_PAGES] + [whose, f"{back}?all=1"]:
        assert seen.open(path).locator("h1").count() == 1, path
        seen.page.eval_on_selector_all("details", "all => all.forEach(one => { one.open = true })")
        if barriers_here := barriers(seen):
            found[path] = barriers_here
        assert_nothing_sticks_out(seen)
    seen.open(f"{base}/quay/1/thiet-bi").locator("button:has(svg):visible", has_text=re.compile("Ghép|Pair")).click()
    assert re.fullmatch(r"[A-Z0-9]{4}-[A-Z0-9]{4}", seen.page.locator(".pairing-code").inner_text())
    found |= {"pairing": here} if (here := barriers(seen)) else {}
    assert found == {}


def test_goods_are_handed_out_without_scripts(visit: Opener) -> None:
    seen = visit(360, scripts=False)
    seen.enter("operator", "/van-hanh")
    seen.open("/van-hanh/hoi-cho/quay/1/ban-giao")
    seen.page.locator(".choose-producer a").first.click()
    line = seen.page.locator(".goods-line").first
    assert not line.get_by_label("Số lô").first.is_visible()
    line.get_by_label("Số lượng").first.fill("3")
    line.get_by_label("Số lô").first.fill("L2611")
    seen.page.get_by_role("button", name="Bàn giao và lập phiếu").click()
    note = seen.page.locator(".note-paper").inner_text()
    assert re.search(r"\d\d/BG-HOI-CHO-1", note)
    assert "L2611" in note
    assert seen.page.locator(".note-day:visible").count() == 0
