"""A real shop in a real browser: the demonstration served as `make run` serves it, looked at by Chromium."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Playwright, Request, ViewportSize, sync_playwright

from shop import clock
from shop.app import create_app
from shop.database import db
from shop.demonstration import PASSWORD
from tests.browser.whole_pages import keep_whole
from tests.conftest import DEMONSTRATION_DAY, settings
from tests.tablets import CHROMIUM_FLAGS, chromium

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 30
DAY = "2026-11-21T12:00:00+07:00"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs Chromium; in continuous integration each of these may fail once and is told of (DECISIONS.md)."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if os.environ.get("CI") == "true":
                item.add_marker(pytest.mark.flaky(reruns=1))


def free_address() -> str:
    """An address on this machine where nobody answers yet."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


@contextmanager
def served(address: str, folder: Path, **more: str) -> Iterator[None]:
    """The shop in `folder` (shop.db) answers at the address, its clock running from the demonstration's day."""
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{folder / 'shop.db'}",
        "SECRET_KEY": "only-for-tests-" * 4,
        "SHOP_ENV": "demonstration",
        "SHOP_NOW": DAY,
        "PUBLIC_BASE_URL": address,
        "MEDIA_DIR": str(folder / "media"),
        "KEYS_DIR": str(folder / "keys"),
        "OPEN_DATA_DIR": str(folder / "open-data"),
        **more,
    }
    port = address.rpartition(":")[2]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "1", "--blocking-threads", "4"]
    command += ["--no-ws", "--log-level", "warning", "--host", "127.0.0.1", "--port", port, "wsgi:app"]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        _wait_until_ready(address, server, folder / "log")
        yield
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=10)


@pytest.fixture(scope="session")
def live_shop(demonstration_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running shop with the demonstration, its clock running from the demonstration's day."""
    folder = tmp_path_factory.mktemp("live")
    shutil.copy(demonstration_database, folder / "shop.db")
    _place_orders(folder)
    address = free_address()
    with served(address, folder):
        yield address


def _place_orders(folder: Path) -> None:
    """The marked orders that `make run` places too, so that the office has something to show."""
    app = create_app(settings(f"sqlite:///{folder / 'shop.db'}", folder, environment="demonstration"))
    with clock.stopped_at(DEMONSTRATION_DAY):
        for command in (["demo", "orders"], ["jobs", "once"]):
            result = app.test_cli_runner().invoke(args=command, catch_exceptions=False)
            assert result.exit_code == 0, result.output
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def _wait_until_ready(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(START_SECONDS * 10):
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the shop did not start: {log.read_text()[-2000:]}")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What speaks to every browser of this process."""
    if chromium() is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as speaking:
        yield speaking


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One Chromium for all tests of this process."""
    opened = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
    yield opened
    opened.close()


@dataclass
class Visit:
    """A page that was opened, and everything that went wrong while it was."""

    page: Page
    address: str
    with_scripts: bool = True
    troubles: list[str] = field(default_factory=list)
    asked: set[Request] = field(default_factory=set)

    def open(self, path: str) -> Page:
        """Go there and wait until everything is loaded; answers other than 200 are troubles of their own test."""
        self.page.goto(self.address + path)
        # Half a second of silence ("networkidle") at each of a thousand pages would be ten minutes.
        until = time.monotonic() + START_SECONDS
        while self.asked:
            assert time.monotonic() < until, [request.url for request in self.asked]
            self.page.wait_for_timeout(10)
        return self.page

    def note_asked(self, request: Request) -> None:
        """The page asks for something."""
        self.asked.add(request)

    def note_answered(self, request: Request) -> None:
        """It came, or will not come."""
        self.asked.discard(request)

    def enter(self, who: str, door: str = "/gian-hang") -> str:
        """Log in as somebody of the demonstration and go to a door; the path of the page, a producer's own stall."""
        self.open(f"/dang-nhap?next={door}")
        self.page.fill("input[name=email]", f"{who}@cho-phien.example")
        self.page.fill("input[name=password]", PASSWORD)
        self.page.click("main form button[type=submit]")
        self.page.wait_for_url(lambda url: urlsplit(url).path.startswith(door))
        return urlsplit(self.page.url).path


@pytest.fixture
def visit(live_shop: str, browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Open the shop as somebody with this width, colour scheme, and scripts on or off; troubles fail the test."""
    yield from visits_to(live_shop, browser)


def visits_to(address: str, browser: Browser) -> Iterator[Callable[..., Visit]]:
    """The same for the shop at any address."""
    opened: list[Visit] = []

    def start(width: int = 360, *, scheme: str = "light", scripts: bool = True) -> Visit:
        context = browser.new_context(
            viewport=ViewportSize(width=width, height=800),
            color_scheme=scheme,  # type: ignore[arg-type]
            java_script_enabled=scripts,
            reduced_motion="reduce",
            locale="vi-VN",
            has_touch=width < 600,
        )
        seen = Visit(context.new_page(), address, scripts)
        keep_whole(seen.page, with_scripts=scripts)
        seen.page.on("request", seen.note_asked)
        for end in ("requestfinished", "requestfailed"):
            seen.page.on(end, seen.note_answered)
        seen.page.on("console", lambda message: _note(seen, message.type, message.text))
        seen.page.on("pageerror", lambda error: seen.troubles.append(f"error: {error}"))
        seen.page.on("requestfailed", lambda request: _note_failed(seen, request))
        opened.append(seen)
        return seen

    yield start
    for seen in opened:
        seen.page.context.close()
    assert [trouble for seen in opened for trouble in seen.troubles] == []


def _note_failed(seen: Visit, request: Request) -> None:
    # Whoever leaves a page cuts off what it was still asking for: news of an order, the picture of the tab.
    if request.failure != "net::ERR_ABORTED":
        seen.troubles.append(f"failed: {request.url}")


def _note(seen: Visit, kind: str, words: str) -> None:
    # Pages that say no on purpose: not found, gone, a form with mistakes.
    if kind in ("error", "warning") and not re.search(r"status of 4(0[049]|10|22)", words):
        seen.troubles.append(f"{kind}: {words}")
