"""A stall's certificates in a browser: no barrier, nothing sticks out, and the dossier is kept without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.conftest import Visit
from tests.browser.test_every_page import assert_nothing_sticks_out, barriers

Opener = Callable[..., Visit]
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\n%%EOF\n"


@pytest.mark.parametrize(("width", "scheme", "language"), [(360, "light", ""), (1280, "dark", "/en")])
def test_no_page_of_certificates_has_a_barrier(visit: Opener, width: int, scheme: str, language: str) -> None:
    seen = visit(width, scheme=scheme)
    stall = language + seen.enter("lan")
    page = seen.open(f"{stall}/chung-nhan")
    paths = [str(link.get_attribute("href")) for link in page.locator(".certificate-card h3 a").all()]
    assert len(paths) >= 2
    found = {}
    for path in (f"{stall}/chung-nhan", *paths, f"{paths[0]}/in"):
        seen.open(path)
        seen.page.eval_on_selector_all("details", "all => all.forEach(one => { one.open = true })")
        if barriers_here := barriers(seen):
            found[path] = barriers_here
        assert_nothing_sticks_out(seen)
    assert found == {}


def test_a_dossier_is_kept_without_scripts(visit: Opener) -> None:
    seen = visit(360, scripts=False)
    stall = seen.enter("minh")
    page = seen.open(f"{stall}/chung-nhan")
    page.locator(".certificate-card h3 a").first.click()
    small = page.eval_on_selector_all(
        "main button, main summary, main .button",
        "all => all.filter(one => one.offsetHeight && one.offsetHeight < 44).map(one => one.textContent)",
    )
    assert small == []
    page.locator("#registration").get_by_role("button", name="Đã có").click()
    page.locator("#story summary").click()
    page.set_input_files("#files-story", [{"name": "chuyện.pdf", "mimeType": "application/pdf", "buffer": PDF}])
    page.locator("#story").get_by_role("button", name="Cho vào hồ sơ").click()
    assert "Đã giữ 1 tệp." in page.locator("main").inner_text()
    page.get_by_text("Tôi đã nộp ở xã").click()
    page.fill("#receipt", "45/TN-UBND")
    page.get_by_role("button", name="Ghi lại").click()
    words = page.locator("main").inner_text()
    assert "Chờ quyết định" in words
    assert "Xong 2 trên 17 mục" in words
    with page.expect_download() as saved:
        page.get_by_role("link", name="chuyện.pdf").click()
    assert saved.value.path().read_bytes() == PDF
