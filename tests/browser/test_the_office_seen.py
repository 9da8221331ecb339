"""The office in a browser: no barrier, nothing sticks out, and it works without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

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
    assert boxes.count() == seen.page.locator("input[name=parcel]:checked").count() > 1
    boxes.first.uncheck()
    assert seen.page.locator(".tick-all input").evaluate("box => box.indeterminate")
    assert re.search("phieu", seen.page.locator("button[formmethod=get]").get_attribute("formaction") or "")
