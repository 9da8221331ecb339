"""A stall's goods at fairs in a browser: no barrier, nothing sticks out, and a note fits its sheet of paper."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.conftest import Visit
from tests.browser.test_every_page import assert_nothing_sticks_out, barriers

Opener = Callable[..., Visit]


@pytest.mark.parametrize(("width", "scheme", "language"), [(360, "light", ""), (1280, "dark", "/en")])
def test_no_page_of_fairs_has_a_barrier(visit: Opener, width: int, scheme: str, language: str) -> None:
    seen = visit(width, scheme=scheme)
    stall = language + seen.enter("lan")
    fairs = f"{stall}/hoi-cho"
    fair = str(seen.open(fairs).locator(".stall-fairs .name a").first.get_attribute("href"))
    note = str(seen.open(fair).locator(".fair-notes .name a").first.get_attribute("href"))
    found = {}
    for path in (fairs, fair, note):
        seen.open(path)
        if barriers_here := barriers(seen):
            found[path] = barriers_here
        assert_nothing_sticks_out(seen)
    assert found == {}


def test_a_note_is_printed_without_menus_and_with_room_to_sign(visit: Opener) -> None:
    seen = visit(1280)
    stall = seen.enter("lan")
    fair = str(seen.open(f"{stall}/hoi-cho").locator(".stall-fairs .name a").first.get_attribute("href"))
    note = str(seen.open(fair).locator(".fair-notes .name a").first.get_attribute("href"))
    page = seen.open(note)
    page.emulate_media(media="print")
    assert page.locator(".signatures p").nth(1).is_visible()
    assert not page.locator("[data-behaviour=print]").is_visible()
    assert not page.locator(".stall-bar").first.is_visible()
    page.set_viewport_size({"width": 794, "height": 1123})
    assert page.evaluate("document.documentElement.scrollWidth") <= 794
