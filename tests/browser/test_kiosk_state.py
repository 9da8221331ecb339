"""What the tablet says of its own state, and what its keeper can do: send now, save as a file, leave the booth."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests.browser.kiosk_stand_in import TOKEN, StandIn, in_parts, open_paired
from tests.tablets import CLOCK

LEAST_TOUCH = 48
SCREENS = {"landscape": (1280, 800), "portrait": (800, 1280), "phone": (360, 740)}
SELL = "async ({ queue, draft }) => { for (let n = 0; n < 3; n += 1) await queue.record(draft(n)); }"


@pytest.fixture
def tablet(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(
        viewport=ViewportSize(width=1280, height=800), reduced_motion="reduce", has_touch=True
    )
    yield context
    context.unroute_all(behavior="ignoreErrors")
    context.close()


@pytest.fixture
def unsent(live_shop: str, tablet: BrowserContext) -> tuple[Page, StandIn]:
    """The state of a tablet with three sales that could not be sent."""
    shop = StandIn()
    page = open_paired(tablet, live_shop, shop)
    lose_the_network(tablet)
    in_parts(page, SELL)
    page.reload()
    page.wait_for_selector("html[data-ready]")
    page.locator(".bar [data-act=status]").click()
    expect(page.locator(".tablet-state")).to_have_attribute("data-kind", "unsent")
    return page, shop


def lose_the_network(tablet: BrowserContext) -> None:
    tablet.unroute_all(behavior="ignoreErrors")
    tablet.set_offline(True)


def find_the_network(tablet: BrowserContext, shop: StandIn) -> None:
    tablet.route("**/kiosk/api/**", shop.answer)
    tablet.set_offline(False)


def test_what_is_not_sent_is_said_and_sent_at_a_tap(tablet: BrowserContext, unsent: tuple[Page, StandIn]) -> None:
    page, shop = unsent
    expect(page.locator(".tablet-state")).to_contain_text("3 lượt bán chưa gửi")
    expect(page.locator(".bar [data-unsent]")).to_have_attribute("data-unsent", "3")
    find_the_network(tablet, shop)
    page.locator("[data-act=send]").click()
    expect(page.locator(".tablet-state")).to_have_attribute("data-kind", "well")
    assert len(shop.sales) == 3
    expect(page.locator("[data-act=export]")).to_be_hidden()


def test_the_queue_can_be_taken_out_as_a_file(unsent: tuple[Page, StandIn]) -> None:
    page, _ = unsent
    with page.expect_download() as download:
        page.locator("[data-act=export]").click()
    text = download.value.path().read_text(encoding="utf-8")
    taken = json.loads(text)
    assert (taken["kiosk_export"], taken["device"], len(taken["sales"])) == (1, 7, 3)
    assert download.value.suggested_filename.startswith("hoi-cho-7-")
    assert TOKEN not in text
    assert page.locator(".bar [data-unsent]").get_attribute("data-unsent") == "3", "a file is no receipt of the shop's"


def test_a_tablet_that_was_shut_out_keeps_its_sales(tablet: BrowserContext, unsent: tuple[Page, StandIn]) -> None:
    page, _ = unsent
    body = json.dumps({"error": "device_revoked"})
    tablet.route("**/kiosk/api/**", lambda route: route.fulfill(status=401, content_type="application/json", body=body))
    tablet.set_offline(False)
    page.locator("[data-act=send]").click()
    expect(page.locator(".tablet-state")).to_have_attribute("data-kind", "revoked")
    expect(page.locator("[data-act=export]")).to_be_visible()
    with page.expect_download() as download:
        page.locator("[data-act=export]").click()
    assert len(json.loads(download.value.path().read_text(encoding="utf-8"))["sales"]) == 3


def test_nobody_leaves_a_booth_with_sales_that_were_not_sent(
    tablet: BrowserContext, unsent: tuple[Page, StandIn]
) -> None:
    page, shop = unsent
    page.locator("[data-act=forget]").click()
    page.locator("dialog [data-act=yes]").click()
    expect(page.locator(".toast")).to_contain_text("Chưa được")
    assert in_parts(page, "({ queue }) => queue.count()") == 3
    find_the_network(tablet, shop)
    page.locator("[data-act=send]").click()
    expect(page.locator(".tablet-state")).to_have_attribute("data-kind", "well")
    page.locator("[data-act=forget]").click()
    page.locator("dialog [data-act=no]").click()
    expect(page.locator("main")).to_have_attribute("data-screen", "status")
    page.locator("[data-act=forget]").click()
    page.locator("dialog [data-act=yes]").click()
    expect(page.locator("main")).to_have_attribute("data-screen", "pair")
    left = in_parts(
        page, "({ store }) => store.read(['kept'], (t) => t.list('kept').then((rows) => rows.map((row) => row.name)))"
    )
    assert "device" not in left


@pytest.mark.parametrize(
    ("wrong", "words"),
    [(timedelta(minutes=5), "5 phút"), (timedelta(hours=-7), "7 giờ"), (timedelta(days=3), "3 ngày")],
)
def test_a_clock_that_is_wrong_is_told_on_every_screen(
    live_shop: str, tablet: BrowserContext, wrong: timedelta, words: str
) -> None:
    tablet.add_init_script(CLOCK % (wrong / timedelta(milliseconds=1)))
    page = open_paired(tablet, live_shop, StandIn())
    expect(page.locator(".bar-warning")).to_contain_text(words)
    page.locator(".bar [data-act=status]").click()
    expect(page.locator("[data-fact='status.clock']")).to_contain_text(words)
    page.evaluate("window.setDeviceClock(0)")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator(".bar-warning")).to_be_hidden()


def test_the_state_can_be_read_and_touched_by_everybody(tablet: BrowserContext, unsent: tuple[Page, StandIn]) -> None:
    page, _ = unsent
    for language in ("vi", "en"):
        if page.locator("html").get_attribute("lang") != language:
            page.locator(".bar [data-act=language]").click()
            expect(page.locator("html")).to_have_attribute("lang", language)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            for width, height in SCREENS.values():
                page.set_viewport_size(ViewportSize(width=width, height=height))
                assert page.evaluate("document.documentElement.scrollWidth") <= width
                small = page.evaluate(
                    """(least) => [...document.querySelectorAll('button, a[href], input')]
                        .filter((one) => one.checkVisibility())
                        .map((one) => [one.dataset.act, one.getBoundingClientRect()])
                        .filter(([, box]) => box.height < least || box.width < least)
                        .map(([act, box]) => `${act} ${box.width}x${box.height}`)""",
                    LEAST_TOUCH,
                )
                assert small == []
            found = Axe().run(page).response["violations"]
            assert [(fault["id"], node["html"]) for fault in found for node in fault["nodes"]] == []
