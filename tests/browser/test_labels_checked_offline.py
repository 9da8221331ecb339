"""A label is checked in Chromium: read from its picture, with the network, without it, and forged in every way."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.conftest import Visit
from tests.browser.test_every_page import assert_nothing_sticks_out, barriers

CODE = "3XX23EQK19Y"
READ_LABEL = """
async ([file, label]) => {
    const { readPicture } = await import(file);
    return readPicture(new File([await (await fetch(label)).blob()], "label.png"));
}
"""
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@pytest.fixture
def phone(live_shop: str, browser: Browser) -> Iterator[Page]:
    """A phone that keeps what it took along."""
    context = browser.new_context(viewport=ViewportSize(width=360, height=740), locale="vi-VN", has_touch=True)
    yield context.new_page()
    context.close()


def ready(page: Page) -> None:
    page.wait_for_selector('[data-check="ready"]')


def verdict(page: Page) -> str:
    page.wait_for_selector("[data-result][data-register], [data-result]:not([hidden])")
    return page.get_attribute("[data-result]", "data-verdict") or ""


def type_in(page: Page, text: str) -> str:
    page.evaluate("delete document.querySelector('[data-result]').dataset.verdict")
    page.fill("#check-code", text)
    page.click(".check-typed button")
    page.wait_for_selector("[data-result][data-verdict]")
    return page.get_attribute("[data-result]", "data-verdict") or ""


def changed(letters: str, place: int) -> str:
    """The letters with another one at a place."""
    other = LETTERS[(LETTERS.index(letters[place]) + 1) % len(LETTERS)]
    return letters[:place] + other + letters[place + 1 :]


def test_a_label_is_checked_with_and_without_a_network(live_shop: str, phone: Page, tmp_path: Path) -> None:
    with urllib.request.urlopen(f"{live_shop}/chung-nhan/{CODE}/qr-co-ky.png") as answer:
        label = tmp_path / "label.png"
        label.write_bytes(answer.read())
    phone.goto(f"{live_shop}/kiem-tra")
    ready(phone)
    assert phone.get_attribute("[data-ready]", "data-ready") == "offline"
    with phone.expect_response(re.compile("/api/v1/certificates/")):
        phone.set_input_files("input[type=file]", label)
    phone.wait_for_selector("[data-result][data-register=in_force]")
    assert verdict(phone) == "good"
    expect(phone.locator(".signed-good")).to_have_text("Trà xanh")
    script = re.sub(r"main\.js$", "camera.js", phone.get_attribute("script[src*=check]", "src") or "")
    link = phone.evaluate(READ_LABEL, [script, f"/chung-nhan/{CODE}/qr-co-ky.png"])
    letters = link.partition("#")[2]
    assert link == f"{live_shop}/chung-nhan/{CODE}#{letters}"

    phone.context.set_offline(True)
    phone.goto(f"{live_shop}/kiem-tra")
    ready(phone)
    # What any browser opens when the camera of the phone reads the label.
    phone.goto(link)
    phone.wait_for_selector("[data-result][data-register=away]")
    assert verdict(phone) == "good"
    expect(phone.locator("[data-result]")).to_contain_text("Hợp tác xã chế biến chè Phìn Hồ")
    assert phone.url == link
    phone.goto(f"{live_shop}/kiem-tra")
    ready(phone)
    assert type_in(phone, link) == "good"
    assert type_in(phone, f"{live_shop}/chung-nhan/W79AW48K9EC#{letters}") == "forged"
    for place in (3, 12, 60, len(letters) - 40):
        assert type_in(phone, link[: -len(letters)] + changed(letters, place)) != "good"
    assert type_in(phone, link[: -len(letters)] + changed(letters, len(letters) - 40)) == "forged"
    assert type_in(phone, link[:-9]) in ("broken", "forged")
    assert type_in(phone, f"https://evil.test/chung-nhan/{CODE}#{letters}") == "foreign"
    assert type_in(phone, CODE.lower()) == "plain"
    assert type_in(phone, "mật ong") == "nothing"


def test_the_page_in_english_works_without_scripts_too(live_shop: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_shop}/en/kiem-tra")
    page.fill("#check-code", CODE)
    page.click(".check-typed button")
    assert page.url == f"{live_shop}/en/chung-nhan/{CODE}"
    context.close()


@pytest.mark.parametrize(("width", "scheme", "language"), [(360, "light", ""), (1280, "dark", "/en")])
def test_no_page_of_labels_and_no_verdict_has_a_barrier(
    visit: Callable[..., Visit], width: int, scheme: str, language: str
) -> None:
    seen = visit(width, scheme=scheme)
    stall = language + seen.enter("lan")
    for path in (f"{stall}/tem-nhan", f"{stall}/tem-nhan/{CODE}?size=8&count=2&lines=1"):
        seen.open(path)
        assert barriers(seen) == []
        assert_nothing_sticks_out(seen)
    letters = "0" * 200
    page = seen.open(f"{language}/kiem-tra")
    ready(page)
    for text in (f"{CODE}#{letters}", CODE, "https://evil.test/"):
        type_in(page, text)
        assert barriers(seen) == []
        assert_nothing_sticks_out(seen)


def test_labels_are_as_large_as_the_stickers_that_are_sold(visit: Callable[..., Visit]) -> None:
    """On paper, in millimetres from the left upper corner of the sheet."""
    seen = visit(1280)
    stall = seen.enter("lan")
    places = """() => [...document.querySelectorAll('.tag')].map((tag) => {
        const [sheet, box] = [tag.closest('.label-sheet').getBoundingClientRect(), tag.getBoundingClientRect()];
        return [box.left - sheet.left, box.top - sheet.top, box.width, box.height].map((px) => px / 96 * 25.4);
    })"""
    wanted = {
        "65": [(0, (4.75, 10.7, 38.1, 21.2)), (64, (167.15, 265.1, 38.1, 21.2))],
        "21": [(0, (7.25, 15.15, 63.5, 38.1)), (20, (139.25, 243.75, 63.5, 38.1))],
        "8": [(0, (4.65, 13.1, 99.1, 67.7)), (7, (106.25, 216.2, 99.1, 67.7))],
    }
    for size, labels in wanted.items():
        page = seen.open(f"{stall}/tem-nhan/{CODE}?size={size}")
        page.emulate_media(media="print")
        found = page.evaluate(places)
        for number, place in labels:
            assert found[number] == pytest.approx(place, abs=0.15), (size, number)
        page.emulate_media(media="screen")
