"""A tablet is paired, shows its goods to visitors with and without a network, and none of them comes to the staff."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Playwright, expect

from shop.catalogue import Variant, photos
from shop.database import db, transaction
from shop.fairs import list_devices
from shop.photo_files import store_photo
from shop.values.dates import end_of_day, vietnam_day
from tests.browser.fairground import Booth, Good, Ground, open_ground
from tests.browser.hands import Hands
from tests.factories.buying import NOON
from tests.factories.pictures import photo
from tests.tablets import LANDSCAPE, PHONE, PORTRAIT

HONEY, TEA = Good("Mật ong"), Good("Chè", kind="tea", producer="HTX Chè Đại Hưng")
# Certified for the last time on the day on which the fairground opens.
LAST_DAY = Good("Rượu", kind="spirit", producer="HTX Nhung Hươu", lapses_on=vietnam_day(NOON).isoformat())
SMALL = """() => [...document.querySelectorAll('button, a, input, select, textarea')]
    .filter((one) => one.checkVisibility())
    .map((one) => [one.dataset.act ?? one.name ?? one.className, one.getBoundingClientRect()])
    .filter(([, box]) => box.width < 48 || box.height < 48)
    .map(([name, box]) => `${name} ${box.width} x ${box.height}`)"""

# So quick, however slow this machine is; the dialogs that are open after each.
TOUCHES = """(count) => Array.from({ length: count }, () => {
    document.querySelector('[data-act=staff]').click();
    return document.querySelectorAll('dialog[open]').length;
})"""


@pytest.fixture(scope="module")
def ground(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, playwright: Playwright) -> Iterator[Ground]:
    with open_ground(sqlite_template, tmp_path_factory.mktemp("fair"), playwright) as ground:
        yield ground


@pytest.fixture(autouse=True)
def line_is_up(ground: Ground) -> Iterator[None]:
    yield
    ground.line.up()


def shown(hands: Hands) -> Page:
    """Show mode's loop."""
    hands.touch("[data-screen=home] [data-act=show]")
    hands.page.wait_for_selector("[data-view=loop]")
    return hands.page


def devices(ground: Ground, booth: Booth) -> list[str]:
    with ground.inside():
        return [device.name for device in list_devices(booth.fair_id)]


# Pairing


def test_a_tablet_is_paired_by_a_typed_code(ground: Ground) -> None:
    booth = ground.booth(HONEY)
    code = ground.pairing_code(booth)
    tablet = ground.tablet()
    tablet.start()
    hands = Hands(ground, tablet).open()
    hands.page.fill("[name=code]", code.replace("-", " ").lower())
    hands.page.fill("[name=name]", "Bàn bên trái")
    hands.touch("[data-act=pair]")
    hands.at("home")
    assert devices(ground, booth) == ["Bàn bên trái"]
    expect(hands.page.locator(".home-head h1")).to_have_text(re.compile("Hội chợ"))


def test_what_is_no_good_code_is_refused_with_the_reason_and_nothing_is_kept(ground: Ground) -> None:
    booth = ground.booth(HONEY)
    used = ground.pairing_code(booth)
    tablet = ground.tablet()
    tablet.start()
    hands = Hands(ground, tablet).open()
    fault = hands.page.locator("[data-screen=pair] [role=alert]")
    for typed, words in (("ABC", "8 chữ"), ("ABCD-EFGH", "không dùng được")):
        hands.page.fill("[name=code]", typed)
        hands.touch("[data-act=pair]")
        expect(fault).to_contain_text(words)
    ground.line.down()
    hands.page.fill("[name=code]", used)
    hands.touch("[data-act=pair]")
    expect(fault).to_contain_text("chưa có mạng")
    ground.line.up()
    assert devices(ground, booth) == []
    assert [row["name"] for row in hands.table("kept") if row["name"] == "device"] == []
    hands.touch("[data-act=pair]")
    hands.at("home")
    second = ground.tablet()
    second.start()
    other = Hands(ground, second).open(f"/kiosk#pair={used}")
    other.touch("[data-act=pair]")
    expect(other.page.locator("[role=alert]").first).to_contain_text("không dùng được")
    assert len(devices(ground, booth)) == 1


# Show mode


def test_visitors_leaf_from_the_loop_to_a_good_and_back(ground: Ground) -> None:
    hands = Hands(ground, ground.tablet()).pair(ground.booth(HONEY, TEA))
    page = shown(hands)
    slide = page.locator(".slide")
    assert slide.get_attribute("data-certified-until") is not None
    name = slide.locator("h1").inner_text()
    page.locator("[data-act=next]").tap()
    expect(page.locator(".slide h1")).not_to_have_text(name)
    page.locator("[data-act=all]").tap()
    expect(page.locator(".good-card")).to_have_count(2)
    page.fill("[type=search]", "mat ong")
    expect(page.locator(".good-card")).to_have_count(1)
    page.locator(".good-card button").tap()
    good = page.locator("[data-view=good]")
    until = (good.get_attribute("data-certified-until") or "").split("-")
    day = "/".join(reversed(until))
    expect(good.locator(f'svg[aria-label$="chứng nhận đến {day}"]')).to_be_visible()
    expect(good.locator(".seal-full text")).to_have_text(f"đến {day}")
    page.locator("[data-act=back]").tap()
    # The search still stands.
    expect(page.locator(".good-card")).to_have_count(1)


def test_the_code_on_a_goods_page_is_the_address_of_its_page_in_the_shop(ground: Ground) -> None:
    hands = Hands(ground, ground.tablet()).pair(ground.booth(HONEY))
    page = shown(hands)
    page.locator("[data-act=look]").tap()
    address = f"{ground.address}/san-pham/{page.locator('[data-view=good]').get_attribute('data-product')}"
    same = page.evaluate(
        """async (address) => {
            const base = new URL('.', document.querySelector('script[type=module]').src).href;
            const { qr } = await import(`${base}qr.js`);
            const drawn = document.querySelector('.take-home svg');
            return qr(address, { label: drawn.getAttribute('aria-label') }).outerHTML === drawn.outerHTML;
        }""",
        address,
    )
    assert same
    assert page.request.get(address).status == 200


def test_a_touch_speaks_the_other_language_at_once(ground: Ground) -> None:
    hands = Hands(ground, ground.tablet()).pair(ground.booth(HONEY, TEA))
    page = shown(hands)
    page.evaluate("window.sameLife = true")
    page.locator("[data-act=all]").tap()
    page.fill("[type=search]", "mat ong")
    page.locator("[data-act=language-en]").tap()
    expect(page.locator(".shelf h1")).to_have_text("Certified OCOP specialities")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    # What was looked for stays; nothing was loaded anew.
    expect(page.locator(".good-card")).to_have_count(1)
    assert page.evaluate("window.sameLife")


def test_after_a_minute_the_next_visitor_begins_at_the_start_in_the_booths_language(ground: Ground) -> None:
    hands = Hands(ground, ground.tablet()).pair(ground.booth(HONEY, TEA))
    page = hands.page
    page.clock.install()
    hands.open()
    shown(hands)
    page.locator("[data-act=look]").tap()
    page.locator("[data-act=language-en]").tap()
    expect(page.locator("[data-act=back]")).to_have_text("All goods")
    # The clock runs on by itself as well.
    page.clock.run_for(45_000)
    expect(page.locator("[data-view=good]")).to_be_visible()
    page.clock.run_for(16_000)
    expect(page.locator("[data-view=loop]")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "vi")


def test_what_lapses_at_midnight_is_gone_from_the_visitors_eyes_without_a_network(ground: Ground) -> None:
    hands = Hands(ground, ground.tablet()).pair(ground.booth(HONEY, LAST_DAY))
    page = hands.page
    page.clock.install()
    hands.open()
    shown(hands)
    ground.line.down()
    page.locator("[data-act=all]").tap()
    expect(page.locator(".good-card")).to_have_count(2)
    page.fill("[type=search]", "ruou")
    page.locator(".good-card button").tap()
    midnight = end_of_day(vietnam_day(NOON))
    page.clock.fast_forward(int((midnight - ground.shop.now()) / timedelta(milliseconds=1)) + 1_000)
    page.clock.run_for(61_000)
    expect(page.locator("[data-view=loop]")).to_be_visible()
    page.locator("[data-act=all]").tap()
    expect(page.locator(".good-card")).to_have_count(1)
    expect(page.locator(".good-card")).to_contain_text("Mật ong")


def test_photos_are_there_without_a_network_and_nothing_else_is_kept(ground: Ground) -> None:
    booth = ground.booth(HONEY)
    with ground.inside():
        variant = db.session.get_one(Variant, booth.packs[HONEY.name])
        stored = store_photo(photo((1600, 2000)), ground.app.config["SHOP"].media_dir)
        with transaction():
            photos.add_photo(variant.product.producer_id, variant.product_id, stored)
    hands = Hands(ground, ground.tablet()).pair(booth)
    page = hands.page
    kept = "caches.open('booth-photos').then((cache) => cache.keys()).then((all) => all.map((one) => one.url))"
    page.wait_for_function(f"async () => (await {kept}).length === 2")
    assert all("/media/" in address for address in page.evaluate(kept))
    ground.line.down()
    hands.open()
    shown(hands)
    page.wait_for_function("document.querySelector('.slide .photographed img')?.naturalWidth >= 400")


def test_a_tablet_that_showed_goods_shows_on_after_a_restart(ground: Ground) -> None:
    hands = Hands(ground, ground.tablet()).pair(ground.booth(HONEY))
    shown(hands)
    hands.tablet.kill()
    ground.line.down()
    hands.tablet.start()
    hands.open()
    expect(hands.page.locator("[data-view=loop]")).to_be_visible()


def test_the_staffs_way_back_needs_five_quick_touches_and_a_pin(ground: Ground) -> None:
    hands = Hands(ground, ground.tablet()).pair(ground.booth(HONEY))
    page = shown(hands)
    assert page.evaluate(TOUCHES, 5)[:4] == [0, 0, 0, 0]
    expect(page.locator("dialog[open]")).to_be_visible()
    hands.type_pin("0000")
    expect(page.locator("dialog[open]")).to_be_visible()
    assert page.locator("[data-screen=home]").count() == 0
    page.locator("dialog [data-act=cancel]").tap()
    expect(page.locator("[data-view=loop]")).to_be_visible()
    page.evaluate(TOUCHES, 5)
    page.wait_for_timeout(3_000)
    hands.type_pin()
    hands.at("home")


# Every screen


@pytest.mark.parametrize("language", ["vi", "en"])
def test_fingers_and_screen_readers_find_everything(ground: Ground, language: str) -> None:
    hands = Hands(ground, ground.tablet())
    hands.tablet.start()
    hands.open(f"/kiosk#pair={ground.pairing_code(ground.booth(HONEY, TEA, LAST_DAY))}")
    page = hands.page
    faults = {"pair": faults_of(page)}
    hands.touch("[data-act=pair]")
    hands.at("home")
    hands.wait_for_goods()
    faults["home"] = faults_of(page)
    shown(hands)
    page.locator(f"[data-act=language-{language}]").tap()
    faults["loop"] = faults_of(page)
    page.locator("[data-act=look]").tap()
    faults["good"] = faults_of(page)
    page.locator("[data-act=back]").tap()
    page.fill("[type=search]", "m")
    faults["shelf"] = faults_of(page)
    page.fill("[type=search]", "xyz")
    faults["nothing found"] = faults_of(page)
    assert {name: found for name, found in faults.items() if found} == {}
    assert hands.tablet.troubles == []


def faults_of(page: Page) -> list[str]:
    """Targets too small for a finger, what axe finds, what stands out of the screen: held either way, on phones too."""
    faults = []
    for screen in (PORTRAIT, PHONE, LANDSCAPE):
        page.set_viewport_size(screen)
        page.wait_for_timeout(100)
        faults += [f"{found} at {screen['width']}" for found in page.evaluate(SMALL)]
        faults += [f"axe {each['id']} at {screen['width']}" for each in Axe().run(page).response["violations"]]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            faults.append(f"wide at {screen['width']}")
    return faults
