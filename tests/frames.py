"""How a page feels: its longest frame, its first paint, on a processor made slow."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import CDPSession, Page

# Notes the gap between frames.
WATCH = """
(() => {
    const seen = (window.framesSeen = { longest: 0, frames: 0 });
    let last;
    const note = (at) => {
        if (last !== undefined) seen.longest = Math.max(seen.longest, at - last);
        last = at;
        seen.frames += 1;
        requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
})()
"""


@dataclass(frozen=True)
class Frames:
    """What was seen since the watch began; milliseconds."""

    frames: int
    longest_gap: float


def watch_frames(page: Page) -> None:
    """Count frames of the page from now on; anew when it was counted before."""
    page.evaluate(WATCH)


def frames_of(page: Page) -> Frames:
    """The frames since `watch_frames`."""
    seen = page.evaluate("window.framesSeen")
    return Frames(seen["frames"], seen["longest"])


@dataclass
class LongestTask:
    """The longest piece of work that kept a page from drawing: milliseconds by the clock and of the processor.

    The clock counts what other programs of the machine took meanwhile; the processor's time does not.
    """

    by_clock: float = 0.0
    of_processor: float = 0.0


@contextmanager
def longest_task(page: Page) -> Iterator[LongestTask]:
    """Watch the page's main thread; what is given is filled in at the end."""
    found = LongestTask()
    ended: list[dict[str, str]] = []
    session = page.context.new_cdp_session(page)
    session.on("Tracing.tracingComplete", lambda told: ended.append(told))  # noqa: PLW0108 - not a builtin
    config = {"recordMode": "recordContinuously", "includedCategories": ["disabled-by-default-devtools.timeline"]}
    session.send("Tracing.start", {"transferMode": "ReturnAsStream", "traceConfig": config})
    try:
        yield found
    finally:
        session.send("Tracing.end")
        while not ended:
            page.wait_for_timeout(20)
        events = json.loads(_read(session, ended[0]["stream"]))["traceEvents"]
        threads = {_thread(event) for event in events if _names_main_thread(event)}
        tasks = [event for event in events if event["name"] == "RunTask" and _thread(event) in threads]
        found.by_clock = max((task.get("dur", 0) / 1_000 for task in tasks), default=0.0)
        found.of_processor = max((task.get("tdur", 0) / 1_000 for task in tasks), default=0.0)


def _read(session: CDPSession, handle: str) -> str:
    pieces, is_over = [], False
    while not is_over:
        piece = session.send("IO.read", {"handle": handle})
        pieces.append(piece["data"])
        is_over = piece["eof"]
    return "".join(pieces)


def _thread(event: dict[str, object]) -> tuple[object, object]:
    return event["pid"], event["tid"]


def _names_main_thread(event: dict[str, object]) -> bool:
    return event["name"] == "thread_name" and event["args"] == {"name": "CrRendererMain"}


def slow_processor(page: Page, times: float) -> None:
    """Make the page's processor so many times slower than this machine's."""
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": times})


def first_paint(page: Page) -> float:
    """Milliseconds from the page's beginning to its first content."""
    found = page.evaluate(
        "performance.getEntriesByName('first-contentful-paint').map((entry) => entry.startTime)[0] ?? null"
    )
    assert found is not None, "nothing was painted"
    return float(found)
