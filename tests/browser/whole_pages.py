"""A hand that acts waits for what it began: after a click that leads elsewhere the next line meets the whole new page.

Playwright's own `click` and `press` wait until a new document begins to arrive, `tap` and the keyboard not even that:
whoever counts elements then, counts those of half a page. No time is lost where nothing was begun.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from weakref import WeakKeyDictionary

from playwright.sync_api import Error, Keyboard, Locator, Page

LONGEST = 30.0
_ACTS: dict[type, tuple[str, ...]] = {
    Page: ("click", "dblclick", "tap", "press", "check", "uncheck", "select_option", "set_input_files", "goto")
    + ("go_back", "go_forward", "reload"),
    Locator: ("click", "dblclick", "tap", "press", "check", "uncheck", "select_option", "set_input_files"),
    Keyboard: ("press",),
}
# After what the act left to do: a form is sent by a task of its own. A picture that stands alone lies in a sandbox,
# in which a task of its own never runs.
_IS_WHOLE = """() => new Promise((tell) => {
    const answer = () => tell(
        document.readyState === 'complete' && document.documentElement.dataset.scripts !== ''
        && !document.querySelector('[aria-busy=true]'));
    if (document.contentType === 'text/html') setTimeout(answer);
    else answer();
})"""
_IS_WHOLE_WITHOUT_SCRIPTS = "document.readyState === 'complete'"
_waits: WeakKeyDictionary[Page | Keyboard, Callable[[], None]] = WeakKeyDictionary()


def keep_whole(page: Page, *, with_scripts: bool = True) -> None:
    """From now on each act on this page lasts until the page it leads to is whole: loaded, scripts attached.

    An act that stays lasts until no part of the page says that it is busy: what was asked for has been put in.
    """
    leaving = _Leaving(page)

    def wait() -> None:
        until = time.monotonic() + LONGEST
        while not (_is_whole(page, with_scripts=with_scripts) and not leaving.is_so):
            assert time.monotonic() < until, f"{page.url} never became whole"
            page.wait_for_timeout(5)

    _waits[page] = _waits[page.keyboard] = wait


class _Leaving:
    """Whether a page is on its way to another document, from the moment in which it is asked for."""

    def __init__(self, page: Page) -> None:
        self.is_so = False
        told = page.context.new_cdp_session(page)
        self._frame = told.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
        told.on("Page.frameRequestedNavigation", lambda event: self._note(event, event["disposition"] == "currentTab"))
        told.on("Page.frameStoppedLoading", lambda event: self._note(event, False))
        told.send("Page.enable")

    def _note(self, event: dict[str, Any], is_so: bool) -> None:
        if event["frameId"] == self._frame:
            self.is_so = is_so


def _is_whole(page: Page, *, with_scripts: bool) -> bool:
    if page.is_closed():
        return True
    try:
        return bool(page.evaluate(_IS_WHOLE if with_scripts else _IS_WHOLE_WITHOUT_SCRIPTS))
    except Error as error:
        # The document that was asked has just gone.
        if "context was destroyed" in error.message:
            return False
        raise


def _waiting(act: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(act)
    def act_and_wait(self: Page | Locator | Keyboard, *arguments: Any, **options: Any) -> Any:
        done = act(self, *arguments, **options)
        wait = _waits.get(self.page if isinstance(self, Locator) else self)
        if wait is not None and not options.get("no_wait_after"):
            wait()
        return done

    return act_and_wait


for kind, names in _ACTS.items():
    for name in names:
        setattr(kind, name, _waiting(getattr(kind, name)))
