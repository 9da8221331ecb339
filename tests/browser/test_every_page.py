"""Every public page, in both languages: no barrier, no console error, nothing sticking out, usable without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Visit

Opener = Callable[..., Visit]

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PLAIN = [
    "/",
    "/san-pham",
    "/san-pham?q=mat+ong",
    "/san-pham?stars=5&sort=price",
    "/san-pham?q=khong-co-gi-nhu-the",
    "/nha-san-xuat",
    "/xuat-xu",
    "/xuat-xu/lao-cai",
    "/xuat-xu/lao-cai/bao-yen",
    "/chung-nhan",
    "/kiem-tra",
    "/du-lieu-mo",
    "/cach-xep-hang",
    "/sao-ocop",
    "/thong-tin-nguoi-ban",
    "/dieu-khoan",
    "/quyen-rieng-tu",
    "/giao-hang",
    "/doi-tra",
    "/khieu-nai",
    "/khong-co-trang-nay",
    "/dang-ky",
    "/dang-ky/da-gui",
    "/dang-nhap",
    "/tra-cuu-don-hang",
    "/quen-mat-khau",
    "/dat-lai-mat-khau/khong-con",
    "/san-pham?stars=9",
    "/style-guide",
]
# Pages whose address depends on the data: where to find a link to one.
LINKED = {
    "product": ("/san-pham", r"/san-pham/[\w-]+$"),
    "producer": ("/nha-san-xuat", r"/nha-san-xuat/[\w-]+$"),
    "certificate": ("/chung-nhan?state=certified", r"/chung-nhan/[\w-]+$"),
    "lapsed certificate": ("/chung-nhan?state=lapsed", r"/chung-nhan/[\w-]+$"),
}


def first_link(seen: Visit, page: str, pattern: str) -> str:
    seen.open(page)
    links = seen.page.eval_on_selector_all("main a[href]", "links => links.map(link => link.getAttribute('href'))")
    return next(link for link in links if re.search(pattern, link))


def barriers(seen: Visit) -> list[str]:
    results = Axe().run(
        seen.page, options={"runOnly": {"type": "tag", "values": STANDARDS}, "resultTypes": ["violations"]}
    )
    return [
        f"{violation['id']}: {node['html'][:160]}"
        for violation in results.response["violations"]
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("path", PLAIN)
def test_a_page_has_no_barrier(visit: Opener, path: str, language: str) -> None:
    for width, scheme in ((360, "light"), (1280, "dark")):
        seen = visit(width, scheme=scheme)
        seen.open(language + path)
        assert barriers(seen) == []
        assert_nothing_sticks_out(seen)


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("which", LINKED)
def test_a_page_of_one_thing_has_no_barrier(visit: Opener, which: str, language: str) -> None:
    for width, scheme in ((360, "light"), (1280, "dark")):
        seen = visit(width, scheme=scheme)
        seen.open(first_link(seen, language + LINKED[which][0], LINKED[which][1]))
        assert barriers(seen) == []
        assert_nothing_sticks_out(seen)


def assert_nothing_sticks_out(seen: Visit) -> None:
    width = seen.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert width <= 0, f"{seen.page.url} is {width} px too wide"


@pytest.mark.parametrize("language", ["", "/en"])
def test_a_thumb_hits_every_link_of_the_footer(visit: Opener, language: str) -> None:
    seen = visit(360)
    heights = seen.open(language + "/cach-xep-hang").eval_on_selector_all(
        ".site-footer :is(a, button)", "all => all.map(one => one.getBoundingClientRect().height)"
    )
    assert len(heights) > 15 and min(heights) >= 44
    assert seen.page.locator(".footer-columns").bounding_box()["height"] < 640  # type: ignore[index]


def test_a_thumb_hits_what_leads_on_from_a_good(visit: Opener) -> None:
    seen = visit(360)
    seen.open(first_link(seen, *LINKED["product"]))
    heights = seen.page.eval_on_selector_all(
        ".breadcrumbs a, .stars-line a, .beside button", "all => all.map(one => one.getBoundingClientRect().height)"
    )
    assert len(heights) > 4 and min(heights) >= 44


@pytest.mark.parametrize("path", ["/", "/san-pham", "/xuat-xu", "/chung-nhan"])
def test_text_of_twice_the_size_fits(visit: Opener, path: str) -> None:
    seen = visit(720)
    seen.open(path)
    seen.page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert_nothing_sticks_out(seen)


@pytest.mark.parametrize("path", ["/", "/san-pham", "/nha-san-xuat", "/xuat-xu", "/chung-nhan", "/sao-ocop"])
def test_a_page_says_the_same_without_scripts(visit: Opener, path: str) -> None:
    """The names of all goods, producers and places on it, and its search, work without scripts."""
    with_scripts, without = visit(1280), visit(1280, scripts=False)
    words = [seen.open(path).locator("main").inner_text() for seen in (with_scripts, without)]
    assert len(words[1]) > 200
    assert set(words[0].split()) <= set(words[1].split())


def test_nothing_jumps(visit: Opener) -> None:
    for path in ("/", "/san-pham"):
        seen = visit(360)
        seen.page.add_init_script(
            "window.jumps = 0;"
            "new PerformanceObserver(list => { for (const entry of list.getEntries())"
            " if (!entry.hadRecentInput) window.jumps += entry.value; })"
            ".observe({type: 'layout-shift', buffered: true});"
        )
        seen.open(path)
        assert seen.page.evaluate("window.jumps") <= 0.02
