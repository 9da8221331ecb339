"""A tablet at a booth: Chromium that keeps its profile, whose clock can be wrong and whose power can fail."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType

from playwright.sync_api import BrowserContext, Error, Page, Playwright, ViewportSize

from benchmarks.processes import tree_of

LANDSCAPE = ViewportSize(width=1280, height=800)
PORTRAIT = ViewportSize(width=800, height=1280)
PHONE = ViewportSize(width=360, height=740)
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PROFILE_FLAG = "--user-data-dir="

# Everything of a page that tells the time of day comes from here; what runs evenly (performance.now) stays true.
CLOCK = """
(() => {
    if (!window.setDeviceClock) {
        const Real = Date;
        let ahead = 0;
        class DeviceDate extends Real {
            constructor(...words) {
                if (words.length) super(...words);
                else super(Real.now() + ahead);
            }
            static now() {
                return Real.now() + ahead;
            }
        }
        window.Date = DeviceDate;
        const origin = performance.timeOrigin;
        Object.defineProperty(performance, 'timeOrigin', { get: () => origin + ahead });
        window.setDeviceClock = (milliseconds) => { ahead = milliseconds; };
    }
    window.setDeviceClock(%d);
})()
"""


def chromium() -> str | None:
    """Where this machine's Chromium is."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


class Tablet:
    """One device; use as a context manager, `start` and `kill` it as often as wanted, its profile stays.

    Its clock shows `now()` plus `clock_error`; without `now` the machine's time.
    """

    def __init__(
        self,
        playwright: Playwright,
        profile: Path,
        *,
        now: Callable[[], datetime] | None = None,
        clock_error: timedelta = timedelta(0),
        screen: ViewportSize = LANDSCAPE,
        scheme: str = "light",
    ) -> None:
        self._playwright, self.profile = playwright, profile
        self._now = now or (lambda: datetime.now(UTC))
        self._clock_error = clock_error
        self.screen, self.scheme = screen, scheme
        self._context: BrowserContext | None = None
        self.process = 0
        self.troubles: list[str] = []

    def __enter__(self) -> Tablet:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    @property
    def context(self) -> BrowserContext:
        """The running browser."""
        assert self._context is not None, "the tablet is off"
        return self._context

    @property
    def page(self) -> Page:
        """The first tab."""
        return self.context.pages[0]

    def start(self) -> Page:
        """Switch it on; an empty page, so that the address is opened when the line is as the test wants it."""
        self._context = self._playwright.chromium.launch_persistent_context(
            self.profile,
            executable_path=chromium(),
            args=CHROMIUM_FLAGS,
            viewport=self.screen,
            color_scheme=self.scheme,  # type: ignore[arg-type]
            reduced_motion="reduce",
            has_touch=True,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
        )
        self.process = _browser_of(self.profile)
        self._context.set_default_timeout(15_000)
        self._context.add_init_script(CLOCK % self._ahead())
        self._context.on("weberror", lambda error: self.troubles.append(f"error: {error.error}"))
        self._context.on("console", lambda message: self._note(message.type, message.text))
        return self.page

    def set_clock_error(self, error: timedelta) -> None:
        """Somebody sets the device's clock: every tab sees it at once, and so does the next start."""
        self._clock_error = error
        if self._context is not None:
            self._context.add_init_script(CLOCK % self._ahead())
            for page in self._context.pages:
                page.evaluate(CLOCK % self._ahead())

    def kill(self) -> None:
        """The power fails: SIGKILL to every process of this browser at once."""
        for number in tree_of(self.process):
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        until = time.monotonic() + 10
        while Path(f"/proc/{self.process}").exists() and time.monotonic() < until:
            time.sleep(0.005)
        self._forget()

    def close(self) -> None:
        """Switch it off in order."""
        if self._context is not None:
            self._forget()

    def _forget(self) -> None:
        with contextlib.suppress(Error):
            self.context.close()
        self._context = None

    def _ahead(self) -> int:
        """Milliseconds by which this device's clock is ahead of the machine's."""
        return round((self._now() - datetime.now(UTC) + self._clock_error) / timedelta(milliseconds=1))

    def _note(self, kind: str, words: str) -> None:
        # A line that is down on purpose is told by the browser itself for each request.
        if kind == "error" and "net::ERR_" not in words:
            self.troubles.append(f"{kind}: {words}")


def _browser_of(profile: Path) -> int:
    """The number of the process that was started for this profile: a child of ours, of no other."""
    for number in tree_of(os.getpid()):
        with contextlib.suppress(OSError):
            words = Path(f"/proc/{number}/cmdline").read_bytes().split(b"\0")
            if f"{PROFILE_FLAG}{profile}".encode() in words and not any(word.startswith(b"--type=") for word in words):
                return number
    raise RuntimeError(f"no browser runs with {profile}")
