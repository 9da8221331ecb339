"""What a hand on a page waits for, shown by a server that is slow in the middle of each page."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.whole_pages import keep_whole

PAUSE = 0.3
WAYS: dict[str, Callable[[Page], object]] = {
    "click a link": lambda page: page.locator("#link").click(),
    "tap a link": lambda page: page.tap("#link"),
    "click a form": lambda page: page.click("form button"),
    "tap a form": lambda page: page.locator("form button").tap(),
    "press a field": lambda page: page.press("input", "Enter"),
    "press the keyboard": lambda page: (page.focus("input"), page.keyboard.press("Enter")),
    "choose": lambda page: page.select_option("select", "2"),
    "go on later": lambda page: page.locator("#later").click(),
}
PAGE = """<!doctype html><title>{path}</title>
<a id="link" href="/link">go</a> <form action="/form" method="post"><input name="q"><button>send</button></form>
<select onchange="location.href = '/chosen'"><option>1<option>2</select>
<button id="later" onclick="setTimeout(() => location.assign('/later'))">later</button>
<a id="file" href="/file">file</a>"""
REST = "<ul><li>1<li>2<li>3</ul>"


class Slow(BaseHTTPRequestHandler):
    """Half of a page, a pause, the other half; answers to forms lead elsewhere, after a pause too."""

    def do_GET(self) -> None:
        if self.path == "/file":
            self._say(200, ("Content-Disposition", "attachment; filename=one.txt"), ("Content-Type", "text/plain"))
            self.wfile.write(b"one")
            return
        self._say(200, ("Content-Type", "text/html"))
        self.wfile.write(PAGE.format(path=self.path).encode() + b" " * 4096)
        self.wfile.flush()
        time.sleep(PAUSE)
        self.wfile.write(REST.encode())

    def do_POST(self) -> None:
        time.sleep(PAUSE)
        self._say(303, ("Location", "/sent"))

    def _say(self, status: int, *headers: tuple[str, str]) -> None:
        self.send_response(status)
        for header in headers:
            self.send_header(*header)
        self.end_headers()

    def log_message(self, *words: object) -> None:
        pass


@pytest.fixture(scope="module")
def slow_pages() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Slow)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def page(browser: Browser, slow_pages: str) -> Iterator[Page]:
    with browser.new_context(has_touch=True) as context:
        page = context.new_page()
        keep_whole(page)
        page.goto(slow_pages)
        yield page


@pytest.mark.parametrize("act", WAYS.values(), ids=WAYS)
def test_whatever_leads_elsewhere_lasts_until_the_page_is_whole(page: Page, act: Callable[[Page], object]) -> None:
    act(page)
    assert page.title() not in ("", "/")
    assert page.locator("li").count() == 3


def test_without_scripts_too(browser: Browser, slow_pages: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        keep_whole(page, with_scripts=False)
        page.goto(slow_pages)
        page.locator("form button").click()
        assert (page.title(), page.locator("li").count()) == ("/sent", 3)


def test_a_file_that_is_saved_is_no_page(page: Page) -> None:
    began = time.monotonic()
    with page.expect_download() as saved:
        page.click("#file")
    assert saved.value.suggested_filename == "one.txt"
    assert time.monotonic() - began < 10
    assert page.title() == "/"


def test_otherwise_half_a_page_is_met(browser: Browser, slow_pages: str) -> None:
    """The control: Playwright's own click is over when the page begins to arrive."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(slow_pages)
        page.locator("#link").click()
        assert page.url == f"{slow_pages}/link"
        assert page.locator("li").count() == 0
