"""Many goods at once and goods in spreadsheets, in a browser: by keys alone, without scripts, without barriers."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.test_every_page import assert_nothing_sticks_out, barriers

Opener = Callable[..., Visit]


def sheet_of(seen: Visit, stall: str, tmp_path: Path, **edited: object) -> Path:
    """The sheet as it is downloaded, with some cells edited by their names."""
    content = seen.page.context.request.get(f"{seen.address}{stall}/hang-hoa/tep/hang-hoa.xlsx").body()
    book = load_workbook(io.BytesIO(content))
    for place, value in edited.items():
        book.worksheets[0][place] = value
    path = tmp_path / "hàng tháng 11.xlsx"
    book.save(path)
    return path


def send(seen: Visit, stall: str, file: Path) -> None:
    seen.open(f"{stall}/hang-hoa/tep")
    seen.page.set_input_files("input[name=file]", str(file))
    seen.page.click(".file-form button")
    seen.page.wait_for_url("**/tep/*")


@pytest.mark.parametrize(("width", "scheme", "language"), [(360, "light", ""), (1280, "dark", "/en")])
def test_no_page_of_sheets_has_a_barrier(visit: Opener, tmp_path: Path, width: int, scheme: str, language: str) -> None:
    seen = visit(width, scheme=scheme)
    stall = language + seen.enter("minh")
    for path in ("/hang-hoa/bang", "/hang-hoa/tep"):
        seen.open(stall + path)
        assert barriers(seen) == []
        assert_nothing_sticks_out(seen)
    for edited in ({"C2": "một trăm", "D2": "500"}, {"C2": 999_000, "M2": "Thơm và ngọt. " * 20}):
        send(seen, stall, sheet_of(seen, stall, tmp_path, **edited))
        seen.page.eval_on_selector_all("details", "all => all.forEach(one => { one.open = true })")
        assert barriers(seen) == []
        assert_nothing_sticks_out(seen)
    seen.open(stall + "/hang-hoa/bang")
    seen.page.locator("input[name^=price_vnd]").first.fill("abc")
    seen.page.click(".sheet-end button")
    expect(seen.page.locator("[role=alert]")).to_be_visible()
    assert barriers(seen) == []
    assert_nothing_sticks_out(seen)


def test_a_grid_is_filled_by_keys_alone(visit: Opener) -> None:
    seen = visit(1280)
    stall = seen.enter("minh")
    page = seen.open(stall + "/hang-hoa/bang")
    prices = page.locator("input[name^=price_vnd]")
    assert prices.count() > 1
    prices.first.focus()
    kept = prices.first.input_value()
    page.keyboard.press("Enter")
    expect(prices.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(prices.first).to_be_focused()
    page.keyboard.type("77.000")
    assert prices.first.input_value() == "77.000"
    expect(page.locator("[data-changes]")).to_contain_text("1 chỗ thay đổi")
    page.keyboard.press("Control+s")
    expect(page.locator("[role=status]")).to_contain_text("Đã lưu 1 chỗ thay đổi")
    prices = page.locator("input[name^=price_vnd]")
    assert prices.first.input_value() == "77.000"
    prices.first.fill(kept)
    page.keyboard.press("Control+s")
    expect(page.locator("[role=status]")).to_contain_text("Đã lưu 1 chỗ thay đổi")


def test_a_file_is_corrected_and_taken_without_scripts_on_a_phone(visit: Opener, tmp_path: Path) -> None:
    seen = visit(360, scripts=False)
    stall = seen.enter("minh")
    send(seen, stall, sheet_of(seen, stall, tmp_path, C2="một trăm", M2="Thơm, ngọt, sạch."))
    page = seen.page
    expect(page.get_by_role("button", name="Nhận mọi thay đổi")).to_have_count(0)
    page.get_by_label("Giá (₫)").fill("88.000")
    page.get_by_role("button", name="Lưu chỗ sửa và xem lại").click()
    expect(page.locator("main")).to_contain_text("Thơm, ngọt, sạch.")
    page.get_by_role("button", name="Nhận mọi thay đổi").click()
    expect(page.locator("main")).to_contain_text("Đã nhận 1 dòng")
    page = seen.open(stall + "/hang-hoa/bang")
    assert page.locator("input[name^=price_vnd]").first.input_value() == "88.000"
    page.locator("input[name^=stock_change]").first.fill("-99999")
    page.get_by_role("button", name="Lưu mọi thay đổi").click()
    expect(page.locator("[role=alert]")).to_contain_text("Chưa lưu gì cả")
