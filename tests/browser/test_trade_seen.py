"""Enquiries, lots and points of sale in a browser: no barrier; an enquiry from its form to the answer."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.browser.conftest import Visit
from tests.browser.test_every_page import first_link
from tests.browser.test_stall_seen import faults_of

Opener = Callable[..., Visit]


def test_the_public_pages_have_no_barrier(visit: Opener) -> None:
    seen = visit(360, scheme="dark")
    maker = first_link(seen, "/nha-san-xuat", r"/nha-san-xuat/[\w-]+$").rpartition("/")[2]
    place = first_link(seen, "/en/diem-ban", r"/diem-ban/[\w-]+$")
    paths = [f"/en{path}" for path in ("/diem-ban", "/truy-xuat?code=sai", f"/hoi-mua/{maker}")]
    assert faults_of(seen, [*paths, place]) == {}


def test_the_pages_of_stall_and_office_have_no_barrier(visit: Opener) -> None:
    seen = visit(360)
    seen.enter("lan")
    stall = seen.page.url.removeprefix(seen.address)
    enquiry = first_link(seen, f"{stall}/hoi-mua", r"/hoi-mua/\d+$")
    lot = first_link(seen, f"{stall}/lo-hang", r"/lo-hang/\d+$")
    area = first_link(seen, f"{stall}/vung-trong", r"/vung-trong/\d+$")
    pages = [enquiry, f"{stall}/lo-hang/moi", lot, f"{lot}/sua", f"{lot}/nhan", f"{stall}/vung-trong", area]
    assert faults_of(seen, pages) == {}
    states = seen.open(f"{stall}/lo-hang").eval_on_selector_all(
        ".lot-rows .state", "all => all.map(one => one.getBoundingClientRect().height)"
    )
    assert states and max(states) < 32, "what is said of a lot stands on one line"
    seen.open(lot)
    trace = seen.page.locator(".lot-code a").get_attribute("href") or ""
    assert faults_of(seen, ["/truy-xuat/" + trace.rpartition("/")[2]]) == {}
    desk = visit(1280, scheme="dark")
    desk.enter("operator", "/van-hanh")
    asked = first_link(desk, "/en/van-hanh/hoi-mua", r"/hoi-mua/\d+$")
    assert faults_of(desk, ["/en/van-hanh/hoi-mua", asked, "/en/van-hanh/diem-ban/1/hang?q=che"]) == {}


def test_a_buyer_asks_and_reads_the_answer_without_scripts(visit: Opener) -> None:
    lan = visit(360)
    lan.enter("lan")
    stall = lan.page.url.removeprefix(lan.address)
    seen = visit(360, scripts=False)
    page = seen.open("/hoi-mua/" + stall.rpartition("/")[2])
    page.get_by_label("Bạn muốn hỏi điều gì?").fill("Lấy 50 hộp thì giá bao nhiêu?")
    page.locator("#name").fill("Chị Mai")
    page.locator("#email").fill("mai@example.vn")
    page.locator("#agreed").check()
    page.wait_for_timeout(3_100)  # nobody fills a form in three seconds
    page.get_by_role("button", name="Gửi lời hỏi mua").click()
    assert "Mời bạn mở hộp thư" in page.locator("h1").inner_text()
    told = seen.open("/hop-thu-trinh-dien").locator("main").inner_text()
    link = re.search(r"/loi-hoi/[\w-]+", told)
    assert link
    seen.open(link[0])
    page.get_by_role("button", name="Đúng, chuyển đi").click()
    lan.open(f"{stall}/hoi-mua")
    lan.page.get_by_role("link", name="Chị Mai").click()
    assert "mai@example.vn" not in lan.page.locator("main").inner_text()
    lan.page.get_by_label("Câu trả lời của bạn").fill("85.000 ₫ một hộp.")
    lan.page.get_by_role("button", name="Gửi câu trả lời").click()
    assert "mai@example.vn" in lan.page.locator("main").inner_text()
    assert "85.000 ₫ một hộp." in seen.open(link[0]).locator("main").inner_text()
