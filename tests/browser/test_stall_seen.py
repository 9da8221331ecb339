"""Every page of a stall's menu and every page on the way into one, in a browser: no barrier, nothing sticks out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.conftest import Visit
from tests.browser.test_every_page import assert_nothing_sticks_out, barriers

Opener = Callable[..., Visit]
# Whose page, and where: the stall of lan is put in by its own menu.
WAYS_IN = {
    "hoa": ("/gian-hang", "/mo-gian-hang", "/mo-gian-hang/xin", "/mo-gian-hang/xin?q=che"),
    "operator": ("/van-hanh/gian-hang", "/van-hanh/gian-hang?q=che"),
    "officer": ("/chuong-trinh/gian-hang", "/chuong-trinh/gian-hang?q=che"),
}


def faults_of(seen: Visit, paths: list[str]) -> dict[str, list[str]]:
    """What is wrong with pages, all their folded parts open."""
    found = {}
    for path in paths:
        seen.open(path)
        seen.page.eval_on_selector_all("details", "all => all.forEach(one => { one.open = true })")
        if barriers_here := barriers(seen):
            found[path] = barriers_here
        assert_nothing_sticks_out(seen)
    return found


@pytest.mark.parametrize(("width", "scheme", "language"), [(360, "light", ""), (1280, "dark", "/en")])
def test_every_page_of_the_menu_is_without_barriers(visit: Opener, width: int, scheme: str, language: str) -> None:
    seen = visit(width, scheme=scheme)
    seen.enter("lan")
    page = seen.open(language + seen.page.url.removeprefix(seen.address) + "/them")
    links = page.eval_on_selector_all(".stall-pages a", "links => links.map(link => link.getAttribute('href'))")
    paths = [link for link in links if "/gian-hang/" in link]
    assert len(paths) > 12
    assert faults_of(seen, paths) == {}


@pytest.mark.parametrize("name", WAYS_IN)
@pytest.mark.parametrize(("width", "scheme", "language"), [(360, "dark", ""), (1280, "light", "/en")])
def test_the_ways_into_a_stall_are_without_barriers(
    visit: Opener, name: str, width: int, scheme: str, language: str
) -> None:
    seen = visit(width, scheme=scheme)
    seen.enter(name)
    assert faults_of(seen, [language + path for path in WAYS_IN[name]]) == {}


def test_what_a_thumb_touches_in_the_frame_is_large_enough(visit: Opener) -> None:
    seen = visit(360)
    seen.enter("lan")
    page = seen.open(seen.page.url.removeprefix(seen.address) + "/them")
    touched = ".stall-bar a, .stall-tabs a, .stall-pages li a, .stall-pages li button"
    boxes = page.locator(touched).locator("visible=true").all()
    assert len(boxes) > 20
    for box in boxes:
        size = box.bounding_box()
        assert size and size["width"] >= 44 and size["height"] >= 44, box.inner_text()
