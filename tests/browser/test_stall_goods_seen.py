"""The pages on goods in a browser: no barrier, nothing sticks out, and a good is made without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.conftest import Visit
from tests.browser.test_every_page import assert_nothing_sticks_out, barriers

Opener = Callable[..., Visit]
PARTS = ("", "/sua", "/nhan", "/dau-khac", "/quy-cach", "/quy-cach/them", "/kho")


@pytest.mark.parametrize(("width", "scheme", "language"), [(360, "light", ""), (1280, "dark", "/en")])
def test_no_page_on_goods_has_a_barrier(visit: Opener, width: int, scheme: str, language: str) -> None:
    seen = visit(width, scheme=scheme)
    stall = language + seen.enter("lan")
    goods = seen.open(f"{stall}/hang-hoa").eval_on_selector_all(
        ".rows-goods .name a", "links => links.map(link => link.getAttribute('href'))"
    )
    number = goods[-1].rpartition("/")[2]
    paths = [f"{stall}/hang-hoa{part}" for part in ("", "?show=hidden", "/moi", "/moi/them")]
    paths += [goods[0] + part for part in PARTS] + [goods[-1] + "/so-dang-ky", f"{language}/xem-truoc/{number}"]
    found = {}
    for path in paths:
        seen.open(path)
        # Forms that are folded away count as well.
        seen.page.eval_on_selector_all("details", "all => all.forEach(one => { one.open = true })")
        assert_nothing_sticks_out(seen)
        if wrong := barriers(seen):
            found[path] = wrong
    assert found == {}


def test_a_good_is_drafted_without_scripts(visit: Opener) -> None:
    seen = visit(360, scripts=False)
    stall = seen.enter("lan")
    page = seen.open(f"{stall}/hang-hoa/moi/them")
    page.fill("[name=name_vi]", "Chè thử không kịch bản")
    page.fill("[name=price]", "abc")
    page.fill("[name=amount]", "100")
    page.click("form.desk-form > .button")
    assert "Xin ghi một số nguyên" in page.inner_text(".error-summary")
    assert page.input_value("[name=name_vi]") == "Chè thử không kịch bản"
    page.fill("[name=price]", "80.000")
    page.click("form.desk-form > .button")
    page.wait_for_url("**/anh")
    seen.open(f"{stall}/hang-hoa")
    assert "Chè thử không kịch bản" in page.inner_text(".rows-goods")
