"""An officer revokes a certificate in the browser; within two seconds no process of the shop sells the good."""

from __future__ import annotations

import re
import shutil
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import DAY, Visit, free_address, served, visits_to
from tests.browser.test_every_page import assert_nothing_sticks_out, barriers

Opener = Callable[..., Visit]
SECONDS = 2.0
AHEAD = timedelta(seconds=10)
PAPER = "Quyết định 3120/QĐ-UBND ngày 18/11/2026 của Chủ tịch UBND tỉnh"


@pytest.fixture(scope="module")
def two_processes(demonstration_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The addresses of two processes of one shop, each with its own memory, as two workers have."""
    folder, other = tmp_path_factory.mktemp("one"), tmp_path_factory.mktemp("other")
    shutil.copy(demonstration_database, folder / "shop.db")
    first, second = free_address(), free_address()
    began = time.monotonic()
    with served(first, folder):
        # Clocks of one machine show the same; these begin when their processes do. The other's is never behind, as a
        # revocation counts from its instant on.
        late = datetime.fromisoformat(DAY) + timedelta(seconds=time.monotonic() - began) + AHEAD
        shared = {"DATABASE_URL": f"sqlite:///{folder / 'shop.db'}", "SHOP_NOW": late.isoformat()}
        with served(second, other, **shared):
            yield first, second


@pytest.fixture
def officer(two_processes: tuple[str, str], browser: Browser) -> Iterator[Opener]:
    yield from visits_to(two_processes[0], browser)


def answer(address: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(address, timeout=10) as page:
            return page.status, page.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def sells(address: str, slug: str) -> bool:
    """Whether a process offers the good: on its page, and in the list that names it."""
    _, found = answer(f"{address}/san-pham?q={slug.replace('-', '+')}")
    offered = {is_sold(address, slug), f'href="/san-pham/{slug}"' in found}
    assert len(offered) == 1
    return offered.pop()


def seconds_until(addresses: tuple[str, str], slug: str, *, sold: bool) -> dict[str, float]:
    """How long after now each process says so; a process that takes longer than it may is given up."""
    began, left, took = time.monotonic(), set(addresses), {}
    while left and time.monotonic() - began < SECONDS + 1:
        for address in sorted(left):
            # When the page was asked for: how long this machine makes a page is not the promise.
            asked = time.monotonic() - began
            if is_sold(address, slug) is sold:
                took[address] = asked
                left.discard(address)
        time.sleep(0.02)
    return took | dict.fromkeys(left, float("inf"))


def is_sold(address: str, slug: str) -> bool:
    """Whether the good's page offers it; asked for alone, as two pages may be made at two moments."""
    status, page = answer(f"{address}/san-pham/{slug}")
    return status == 200 and 'class="buy"' in page


def good_on_sale(seen: Visit) -> tuple[str, str]:
    """The addresses of a certified good in the register and in the shop."""
    page = seen.open("/chuong-trinh/dang-ky?state=certified&stars=5")
    for address in page.eval_on_selector_all(".row .name a", "links => links.map(link => link.getAttribute('href'))"):
        page = seen.open(address)
        shop = page.query_selector(".in-shop a")
        if shop:
            return address, str(shop.get_attribute("href")).rpartition("/")[2]
    raise AssertionError("no certified good is on sale")


def test_a_revocation_is_seen_by_both_processes_within_two_seconds(
    officer: Opener, two_processes: tuple[str, str]
) -> None:
    seen = officer(1280, scripts=False)
    seen.enter("officer", "/chuong-trinh")
    address, slug = good_on_sale(seen)
    assert all(sells(process, slug) for process in two_processes)
    page = seen.open(address)
    page.click(".deed-hard")
    page.check("input[name=ground][value=production_stopped]")
    page.fill("textarea[name=evidence]", PAPER)
    page.click("button[value=look]")
    assert page.locator(".change-bad li").count() == 1
    assert all(sells(process, slug) for process in two_processes)
    page.click("button[value=do]")
    page.wait_for_url(re.compile(r"/chuong-trinh/thao-tac/\d+$"))
    took = seconds_until(two_processes, slug, sold=False)
    assert max(took.values()) < SECONDS, took
    assert not any(sells(process, slug) for process in two_processes)
    page.click("text=Hoàn tác thao tác này")
    page.fill("textarea[name=reason]", "Nhầm với sản phẩm cùng tên")
    page.click(".desk-form button")
    page.wait_for_url(re.compile(r"/chuong-trinh/thao-tac/\d+$"))
    took = seconds_until(two_processes, slug, sold=True)
    assert max(took.values()) < SECONDS, took


@pytest.mark.parametrize(("width", "scheme", "language"), [(360, "light", ""), (1280, "dark", "/en")])
def test_no_page_of_the_programme_office_has_a_barrier(officer: Opener, width: int, scheme: str, language: str) -> None:
    seen = officer(width, scheme=scheme)
    seen.enter("officer", "/chuong-trinh")
    address, _slug = good_on_sale(seen)
    menu = seen.open(f"{language}/chuong-trinh").eval_on_selector_all(
        ".office-nav a", "links => links.map(link => link.getAttribute('href'))"
    )
    pages = [path.removeprefix("/en") for path in menu if "/chuong-trinh" in path]
    assert len(pages) > 4
    pages += [
        address,
        *(f"{address}/{what}" for what in ("cong-nhan", "gia-han", "thu-hoi", "dinh-chinh", "sua", "gop")),
    ]
    pages += ["/chuong-trinh/hang-loat/thu-hoi", "/chuong-trinh/thao-tac/1"]
    found = {}
    for path in pages:
        seen.open(language + path)
        # Forms that are folded away count as well.
        seen.page.eval_on_selector_all("details", "all => all.forEach(one => { one.open = true })")
        if barriers_here := barriers(seen):
            found[path] = barriers_here
        assert_nothing_sticks_out(seen)
    assert found == {}
