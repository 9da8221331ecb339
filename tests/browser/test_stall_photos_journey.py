"""Photos of a good, from a phone's camera to the shop: with a finger, with keys, on a bad network, without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, Request, Route, expect

from tests.browser.conftest import Visit
from tests.browser.test_every_page import assert_nothing_sticks_out, barriers
from tests.factories.hostile_files import PICTURES
from tests.factories.pictures import photo_with_exif

Opener = Callable[..., Visit]

MANY = ".sending-ways input[multiple]"
TOO_SMALL = """() => [...document.querySelectorAll("main a, main button, main summary, main label.button")]
  .filter((one) => one.offsetParent)
  .map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
  .filter(([, box]) => (box.width < 44 || box.height < 44) && box.width > 1)
  .map(([words]) => words)"""


@pytest.fixture(scope="module")
def camera(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Three photos as a phone takes them: large, turned, telling where."""
    folder = tmp_path_factory.mktemp("camera")
    for number in range(3):
        Image.effect_noise((3000, 2000), 40).convert("RGB").save(folder / f"{number}.jpg", quality=85)
    (folder / "turned.jpg").write_bytes(photo_with_exif(6, (2400, 1200)))
    return [*(folder / f"{number}.jpg" for number in range(3)), folder / "turned.jpg"]


def open_photos(seen: Visit, number: int, language: str = "") -> Page:
    """The photo page of one of minh's goods; each test takes another."""
    stall = seen.enter("minh")
    goods = seen.open(f"{stall}/hang-hoa").eval_on_selector_all(
        "main a", "links => links.map(link => link.getAttribute('href'))"
    )
    found = sorted({match[1] for link in goods if link and (match := re.search(r"(.*/hang-hoa/\d+)$", link))})
    return seen.open(f"{language}{found[number % len(found)]}/anh")


def shown(page: Page) -> list[str]:
    """The photos in their order, by number."""
    found: list[str] = page.eval_on_selector_all("[data-photo]", "all => all.map(one => one.dataset.photo)")
    return found


def wait_for(page: Page, count: int) -> None:
    if count:
        page.locator("[data-photo]").nth(count - 1).wait_for(timeout=30_000)


def held_back(page: Page) -> list[Route]:
    """New orders that were sent and wait here to be let through, one after the other."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/thu-tu", hold)
    return held


def press_up(page: Page, photo: str) -> None:
    """Moves a photo up by its key and waits until the order is sent."""
    with page.expect_request("**/thu-tu"):
        page.locator(f"[data-photo='{photo}'] [data-handle]").press("ArrowUp")


def let_through(page: Page, held: list[Route]) -> None:
    """Lets the oldest order through and waits until its answer is on the page."""
    page.locator(".album-said").evaluate("said => said.replaceChildren()")
    held.pop(0).continue_()
    page.locator(".album-said", has_text="The new order is kept.").wait_for(state="attached")


def test_three_photos_are_sent_small_and_put_in_order_with_a_finger(visit: Opener, camera: list[Path]) -> None:
    seen = visit(360)
    page = open_photos(seen, 0)
    assert barriers(seen) == []
    before = len(shown(page))
    sent: list[Request] = []
    page.on("request", lambda asked: sent.append(asked) if asked.method == "POST" else None)
    page.locator(MANY).set_input_files(camera[:3])
    wait_for(page, before + 3)
    assert barriers(seen) == []
    assert_nothing_sticks_out(seen)
    assert page.evaluate(TOO_SMALL) == []
    expect(page.locator(".sending-photo")).to_have_count(0)
    # The phone made them smaller.
    assert all(asked.sizes()["requestBodySize"] < camera[0].stat().st_size / 1.5 for asked in sent)
    assert len(sent) == 3

    order = shown(page)
    grip = page.locator("[data-handle]").nth(before)
    grip.scroll_into_view_if_needed()
    box, beside = grip.bounding_box(), page.locator("[data-handle]").nth(before + 1).bounding_box()
    assert box and beside
    touch = page.context.new_cdp_session(page)
    x, y = box["x"] + 20, box["y"] + 20
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 11):
        point = {"x": x, "y": y + (beside["y"] - box["y"]) * step / 10}
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    with page.expect_response(lambda answer: "thu-tu" in answer.url):
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    wanted = order[:before] + [order[before + 1], order[before]] + order[before + 2 :]
    assert shown(page) == wanted
    page.reload()
    assert shown(page) == wanted


def test_photos_are_put_in_order_by_keys_described_and_taken_off(visit: Opener, camera: list[Path]) -> None:
    seen = visit(1280)
    page = open_photos(seen, 1, "/en")
    before = len(shown(page))
    page.locator(MANY).set_input_files(camera[:2])
    wait_for(page, before + 2)
    order = shown(page)
    page.locator("[data-handle]").last.focus()
    held = held_back(page)
    with page.expect_request("**/thu-tu"):
        page.keyboard.press("ArrowUp")
        assert re.search(r"Place \d of \d", page.locator(".album-said").inner_text())
    let_through(page, held)
    assert shown(page) == [*order[:-2], order[-1], order[-2]]
    page.locator("[data-handle]:focus").wait_for()

    page.locator(".album-telling summary").first.click()
    page.locator(".album-suggestions button").first.click()
    page.locator(".album-telling .button").first.click()
    page.get_by_text("front of the pack").first.wait_for()
    assert barriers(seen) == []

    count = len(shown(page))
    page.locator(".album-off button").first.click()
    page.locator("[data-undo]").wait_for()
    assert len(shown(page)) == count - 1
    page.locator("[data-undo]:focus").wait_for()
    page.keyboard.press("Enter")
    wait_for(page, count)


def test_an_answer_leaves_what_somebody_is_writing_and_a_newer_order(visit: Opener, camera: list[Path]) -> None:
    page = open_photos(visit(1280), 0, "/en")
    before = len(shown(page))
    page.locator(MANY).set_input_files(camera[:3])
    wait_for(page, before + 3)
    *others, first, second, third = shown(page)
    held = held_back(page)
    press_up(page, third)
    photo, other = page.locator(f"[data-photo='{third}']"), page.locator(f"[data-photo='{second}']")
    other.locator("summary").click()
    photo.locator("summary").click()
    words = photo.locator("[name=alt_vi]")
    words.fill("Mật ong rừng")
    words.press("Home")
    let_through(page, held)
    assert shown(page) == [*others, first, third, second]
    assert (photo.locator("details[open]").count(), other.locator("details[open]").count()) == (1, 1)
    assert words.input_value() == "Mật ong rừng"
    assert words.evaluate("field => [field === document.activeElement, field.selectionStart]") == [True, 0]

    # What is kept comes back closed.
    photo.locator("[type=submit]").click()
    photo.get_by_text("Mật ong rừng").first.wait_for()
    assert (photo.locator("details[open]").count(), other.locator("details[open]").count()) == (0, 1)

    press_up(page, second)
    other.locator("[data-handle]").press("ArrowUp")
    with page.expect_request("**/thu-tu"):
        let_through(page, held)
    newest = [*others, second, first, third]
    assert shown(page) == newest
    let_through(page, held)
    page.reload()
    assert shown(page) == newest


def test_a_bad_network_is_waited_for_and_a_photo_is_taken_once(visit: Opener, camera: list[Path]) -> None:
    seen = visit(360)
    page = open_photos(seen, 2)
    before = len(shown(page))
    tries: list[str] = []

    def lose(route: Route) -> None:
        if route.request.method != "POST":
            return route.continue_()
        tries.append(route.request.url)
        if len(tries) == 1:
            return route.abort("connectionreset")
        if len(tries) == 2:
            # It arrives, but the answer is lost on the way.
            route.fetch()
            return route.abort("connectionreset")
        return route.continue_()

    page.route("**/anh", lose)
    page.locator(MANY).set_input_files(camera[0])
    page.get_by_text("Mạng yếu").wait_for()
    wait_for(page, before + 1)
    assert len(tries) == 3
    page.unroute("**/anh")
    page.reload()
    assert len(shown(page)) == before + 1
    seen.troubles[:] = [one for one in seen.troubles if "ERR_CONNECTION_RESET" not in one and "/anh" not in one]


def test_what_is_no_photo_is_said_beside_its_name(visit: Opener, tmp_path: Path) -> None:
    wrong = tmp_path / "gia.jpg"
    wrong.write_bytes(b"<html><script>alert(1)</script>")
    page = open_photos(visit(360), 3)
    before = len(shown(page))
    page.locator(MANY).set_input_files(wrong)
    page.get_by_text("Tệp này không phải ảnh").wait_for()
    page.locator("[data-leave]").click()
    expect(page.locator(".sending-photo")).to_have_count(0)
    assert len(shown(page)) == before


def test_a_field_for_photos_makes_them_small_before_its_form_is_sent(visit: Opener, camera: list[Path]) -> None:
    seen = visit(360)
    page = open_photos(seen, 0)
    stall = page.url.partition("/hang-hoa")[0].removeprefix(seen.address)
    seen.open(f"{stall}/gioi-thieu/anh-bia")
    page.set_input_files("#photo", camera[0])
    page.locator(".photo-field-shown canvas").wait_for()
    size = page.evaluate("document.querySelector('#photo').files[0].size")
    assert 0 < size < camera[0].stat().st_size / 1.5
    assert barriers(seen) == []
    assert_nothing_sticks_out(seen)
    page.locator("form:has(#photo) button").click()
    page.locator(".cover-thumb img").wait_for()


def test_without_scripts_it_is_a_form(visit: Opener, camera: list[Path]) -> None:
    seen = visit(360, scripts=False)
    page = open_photos(seen, 4)
    before = page.locator("[data-photo]").count()
    page.set_input_files("#photo", camera[2:])
    page.click(".sending-plain button")
    assert page.locator("[data-photo]").count() == before + 2
    # The photo that was taken with the phone turned stands upright.
    image = page.locator("[data-photo] img").nth(before + 1)
    assert int(image.get_attribute("height") or 0) > int(image.get_attribute("width") or 0)
    page.locator("[name=move][value=up]:visible").last.click()
    page.locator(".album-off button").first.click()
    page.locator("[data-undo]").click()
    assert page.locator("[data-photo]").count() == before + 2
    assert_nothing_sticks_out(seen)


def test_stored_photos_run_no_script(visit: Opener, tmp_path: Path) -> None:
    """Files that are two things at once, opened by themselves as an attacker would have them opened."""
    seen = visit(1280)
    page = open_photos(seen, 5)
    before = len(shown(page))
    files = []
    for number, make in enumerate(PICTURES.values()):
        files.append(tmp_path / f"{number}.html.jpg")
        files[-1].write_bytes(make())
    page.locator(MANY).set_input_files(files[: 12 - before])
    wait_for(page, min(12, before + len(files)))
    addresses = page.eval_on_selector_all("[data-photo] img", "all => all.map(one => one.src)")
    said: list[str] = []
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    for address in addresses:
        for one in (address, address.replace(".webp", ".avif")):
            answer = page.goto(one)
            assert answer is not None
            assert answer.headers["content-type"] in ("image/webp", "image/avif")
            assert "sandbox" in answer.headers["content-security-policy"]
            assert page.evaluate("document.scripts.length") == 0
    assert said == []
    # Chromium's own page around a picture brings a style, which the headers forbid as well.
    seen.troubles[:] = [trouble for trouble in seen.troubles if "Applying inline style" not in trouble]
