"""A stall's orders in a browser: no barrier in any state, nothing sticks out, and they work without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.conftest import Visit
from tests.browser.test_every_page import assert_nothing_sticks_out, barriers

Opener = Callable[..., Visit]


@pytest.mark.parametrize(("width", "scheme", "language"), [(360, "light", ""), (1280, "dark", "/en")])
def test_no_state_of_an_order_has_a_barrier(visit: Opener, width: int, scheme: str, language: str) -> None:
    seen = visit(width, scheme=scheme)
    stall = language + seen.enter("lan")
    numbers, paths = [], []
    for tab in ("preparing", "packed", "sent", "over"):
        page = seen.open(f"{stall}/don-hang?tab={tab}")
        links = page.locator(".parcel-rows .name a").all()
        paths += [f"{stall}/don-hang?tab={tab}", *(str(link.get_attribute("href")) for link in links)]
        numbers += [box.get_attribute("value") for box in page.locator("input[name=parcel]").all()]
    chosen = "&".join(f"parcel={number}" for number in numbers[-2:])
    for page_of in ("nhat-hang", "nhat-hang?due=all", f"phieu?{chosen}", f"nhan?{chosen}&size=a4", f"gui?{chosen}"):
        paths.append(f"{stall}/don-hang/{page_of}")
    paths += [f"{stall}/don-hang?q=zzz", f"{stall}/tra-hang", f"{stall}/tra-hang?tab=over"]
    assert len(paths) > 20
    found = {}
    for path in paths:
        seen.open(path)
        seen.page.eval_on_selector_all("details", "all => all.forEach(one => { one.open = true })")
        if barriers_here := barriers(seen):
            found[path] = barriers_here
        assert_nothing_sticks_out(seen)
    assert found == {}


def test_orders_are_packed_and_sent_without_scripts(visit: Opener) -> None:
    seen = visit(360, scripts=False)
    stall = seen.enter("minh")
    page = seen.open(f"{stall}/don-hang")
    code = page.locator(".parcel-rows .name a").first.inner_text()
    page.locator("input[name=parcel]").first.check()
    page.get_by_role("button", name="Đã đóng gói các kiện này").click()
    assert code in page.locator("main").inner_text()
    page.get_by_role("link", name=code).click()
    page.fill("#carrier", "EMS")
    page.get_by_role("button", name="Đã giao cho bên vận chuyển").click()
    assert "EMS" in page.locator("main").inner_text()
    page.get_by_text("Khách không nhận").click()
    page.get_by_role("button", name="Hàng quay về").click()
    page.locator("input[name^=sellable-]").first.fill("1")
    page.get_by_role("button", name="Hàng đã về tới").click()
    assert "1 còn bán được" in page.locator("main").inner_text()
