"""How a page feels: its longest frame, its first paint, on a processor made slow."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page

# Notes the gap between frames, and every frame of more than 50 ms that the browser itself reports.
WATCH = """
(() => {
    const seen = (window.framesSeen = { longest: 0, frames: 0, long: [] });
    let last;
    const note = (at) => {
        if (last !== undefined) seen.longest = Math.max(seen.longest, at - last);
        last = at;
        seen.frames += 1;
        requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) seen.long.push(entry.duration);
    }).observe({ type: 'long-animation-frame' });
})()
"""


@dataclass(frozen=True)
class Frames:
    """What was seen since the watch began; milliseconds."""

    frames: int
    longest_gap: float
    longest_reported: float


def watch_frames(page: Page) -> None:
    """Count frames of the page from now on; anew when it was counted before."""
    page.evaluate(WATCH)


def frames_of(page: Page) -> Frames:
    """The frames since `watch_frames`."""
    seen = page.evaluate("window.framesSeen")
    return Frames(seen["frames"], seen["longest"], max(seen["long"], default=0.0))


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
