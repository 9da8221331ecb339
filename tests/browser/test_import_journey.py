"""An officer enters a decision in the browser: sent as the office wrote it, corrected, entered, undone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from shop.config import ROOT
from tests.browser.conftest import DAY, Visit, free_address, served, visits_to
from tests.browser.test_every_page import assert_nothing_sticks_out, barriers
from tests.factories.hard_appendices import HARD

Opener = Callable[..., Visit]
PATIENCE = 90_000


@pytest.fixture(scope="module")
def working_shop(demonstration_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a shop beside which files of decisions are worked on."""
    folder, address = tmp_path_factory.mktemp("imports"), free_address()
    shutil.copy(demonstration_database, folder / "shop.db")
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{folder / 'shop.db'}",
        "SECRET_KEY": "only-for-tests-" * 4,
        "SHOP_ENV": "demonstration",
        "SHOP_NOW": DAY,
        "PUBLIC_BASE_URL": address,
        "MEDIA_DIR": str(folder / "media"),
    }
    with served(address, folder), (folder / "work").open("wb") as log:
        # A worker without work ends, and `jobs run` starts another; here a loop does. With its parent gone it ends too.
        loop = 'while :; do "$0" -m flask --app wsgi register work; sleep 0.2; done'
        command = ["/bin/sh", "-c", loop, sys.executable]
        worker = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            yield address
        finally:
            worker.terminate()
            worker.wait(timeout=10)


@pytest.fixture
def officer(working_shop: str, browser: Browser) -> Iterator[Opener]:
    yield from visits_to(working_shop, browser)


def send(seen: Visit, tmp_path: Path, content: bytes, name: str) -> Page:
    """The review of a file, which the page shows by itself once it is read."""
    file = tmp_path / name
    file.write_bytes(content)
    page = seen.open("/chuong-trinh/nhap")
    if seen.with_scripts:
        look(seen)
    page.set_input_files("#file", str(file))
    page.click(".import-form button[type=submit]")
    expect(page.locator(".import-totals")).to_be_visible(timeout=PATIENCE)
    return page


def look(seen: Visit) -> None:
    """No barrier, nothing sticks out, also in what is folded away."""
    seen.page.eval_on_selector_all("details", "all => all.forEach(one => { one.open = true })")
    assert barriers(seen) == []
    assert_nothing_sticks_out(seen)


def test_a_decision_is_entered_corrected_and_undone(officer: Opener, tmp_path: Path) -> None:
    seen = officer(360, scheme="dark")
    seen.enter("officer", "/chuong-trinh")
    page = send(seen, tmp_path, HARD["a province's decision"]().data, "phu-luc-3456.xlsx")
    review = page.url.partition("?")[0]
    expect(page.locator(".asked-row")).to_have_count(2)
    look(seen)

    wax = page.locator(".asked-row", has_text="Sáp ong")
    wax.get_by_label("Hạng sao").select_option("5")
    page.locator(".asked-row", has_text="Cao Atiso").get_by_label("Bỏ dòng này").check()
    page.get_by_role("button", name="Lưu và đối chiếu lại").click()
    enter = page.get_by_role("link", name="Xem thay đổi và nhập vào sổ")
    expect(enter).to_be_visible(timeout=PATIENCE)
    seen.open(review.removeprefix(seen.address) + "?phan=all")
    look(seen)
    page.locator(".row", has_text="Sáp ong").get_by_role("link").click()
    look(seen)

    seen.open(review.removeprefix(seen.address) + "/ap-dung")
    expect(page.locator("#appears + ul .row")).to_have_count(6)
    look(seen)
    page.get_by_role("button", name="Nhập 7 dòng vào sổ đăng ký").click()
    expect(page.locator("main")).to_contain_text("Đã nhập 7 dòng vào sổ đăng ký.", timeout=PATIENCE)
    look(seen)
    assert "Sáp ong" in seen.open("/chung-nhan?q=sap+ong").locator("main").inner_text()

    seen.open(review.removeprefix(seen.address))
    page.get_by_role("link", name="Xem thao tác, hoàn tác").click()
    page.goto(page.url + "/hoan-tac")
    page.fill("textarea[name=reason]", "Nhập nhầm tệp")
    page.click(".desk-form button[type=submit]")
    page.wait_for_load_state()
    seen.open(review.removeprefix(seen.address))
    expect(page.locator("main")).to_contain_text("Đã hoàn tác: sổ đăng ký trở lại như trước khi nhập tệp này.")
    assert "Sáp ong" not in seen.open("/chung-nhan?q=sap+ong").locator("main").inner_text()


def test_without_scripts_the_page_goes_on_by_itself(officer: Opener, tmp_path: Path) -> None:
    seen = officer(1280, scripts=False)
    seen.enter("officer", "/chuong-trinh")
    page = send(seen, tmp_path, HARD["everything in one cell"]().data, "bang-tong-hop.xlsx")
    expect(page.locator(".asked-row").first).to_be_visible()
    page.locator("summary", has_text="Bỏ cả").click()
    page.get_by_role("button", name="Bỏ cả").click()
    expect(page.locator(".import-totals")).to_be_visible(timeout=PATIENCE)
    assert "Đã bỏ" in page.locator("main .tabs").inner_text()
