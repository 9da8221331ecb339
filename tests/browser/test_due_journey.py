"""From the due list to notices in a browser: what ends is found, letters are issued, seen, mailed, printed, noted."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.browser.conftest import Visit
from tests.browser.test_every_page import assert_nothing_sticks_out, barriers

Opener = Callable[..., Visit]
DUE = "/chuong-trinh/den-han"
A4 = ("210mm", "297mm")


def test_an_officer_goes_from_the_due_list_to_a_printed_letter_and_the_stall_reads_it(visit: Opener) -> None:
    seen = visit(1280)
    seen.enter("officer", "/chuong-trinh")
    page = seen.open(f"{DUE}?gian-hang=co&giai-doan=tat-ca")
    rows = page.locator(".due-rows .row:has(input[name=c])")
    good = rows.first.locator(".name a").inner_text()
    rows.first.locator("input[name=c]").check()
    page.get_by_role("button", name="Soạn văn bản").click()
    page.wait_for_url(re.compile("/soan"))
    assert page.locator(".official-letter").get_by_text(good).count() == 1
    page.fill("input[name=so]", "101")
    page.get_by_role("button", name="Phát hành 1 văn bản").click()
    page.wait_for_url(re.compile(r"/van-ban\?dot="))
    assert "Có" in page.locator(".desk-said").inner_text()
    page.get_by_role("link", name="101/VPOCOP-TD").click()
    page.wait_for_url(re.compile(r"/van-ban/\d+"))
    letter = page.locator(".official-letter")
    assert "Số: 101/VPOCOP-TD" in letter.inner_text()
    assert "TRÌNH DIỄN" in letter.inner_text()
    assert barriers(seen) == []
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1
    page.locator("summary", has_text="Đã trao tay").click()
    page.fill("input[name=nguoi-nhan]", "Bà Hoa")
    page.get_by_role("button", name="Ghi lại").click()
    page.wait_for_selector(".desk-said")
    log = page.locator(".due-log").inner_text()
    assert "thư điện tử" in log and "Bà Hoa" in log
    # The same certificate wants no second letter.
    assert "Không có gì để soạn" in seen.open(f"{DUE}/soan?q={good}&giai-doan=tat-ca").locator("main").inner_text()
    _the_stall_reads_it(visit, good)


def _the_stall_reads_it(visit: Opener, good: str) -> None:
    for who in ("lan", "minh"):
        stall = visit(360)
        start = stall.enter(who)
        page = stall.open(f"{start}/chung-nhan")
        link = page.locator(".certificate-letters a")
        if link.count():
            link.first.click()
            page.wait_for_url(re.compile("/van-ban/"))
            assert good in page.locator(".official-letter").inner_text()
            assert barriers(stall) == []
            assert_nothing_sticks_out(stall)
            return
    raise AssertionError("no stall of the demonstration has the letter")


def test_no_page_of_the_due_list_has_a_barrier_and_all_work_without_scripts(visit: Opener) -> None:
    paths = ("", "?giai-doan=tat-ca&theo=xa", "/soan?giai-doan=het-han", "/van-ban", "/co-quan", "/lich")
    for width, scheme, language in ((360, "light", ""), (1280, "dark", "/en")):
        seen = visit(width, scheme=scheme)
        seen.enter("officer", "/chuong-trinh")
        for path in paths:
            seen.open(language + DUE + path)
            assert barriers(seen) == [], path
            assert_nothing_sticks_out(seen)
    plain = visit(360, scripts=False)
    plain.enter("officer", "/chuong-trinh")
    page = plain.open(f"{DUE}/lich")
    page.get_by_role("button", name="Tạo đường dẫn").click()
    link = page.locator(".due-link code").inner_text()
    assert re.search(r"/lich-den-han/[\w-]{43}\.ics$", link)
    answer = page.request.get(link)
    assert answer.status == 200 and "BEGIN:VEVENT" in answer.text()
