"""A register too large to be painted while somebody waits: what is shown meanwhile, and what is not painted anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask

from shop import clock
from shop.certification import (
    RegisterPicture,
    RevocationGround,
    Revoke,
    Standing,
    Undo,
    register_keeping,
    register_picture,
)
from shop.database import read_public_version, touch_public_version, transaction
from tests.features.test_register_acts import NOW, do
from tests.features.test_undone_imports import HONEY, TEA, take_in

Painters = list[Callable[[], None]]


@pytest.fixture
def painters(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Painters:
    """Every register is large; who would paint beside the requests waits here until the test lets them."""
    waiting: Painters = []
    monkeypatch.setattr(register_keeping, "MOST_AT_ONCE", 0)
    monkeypatch.setattr(register_keeping, "run_aside", lambda work, name: waiting.append(work))
    return waiting


def shown(picture: RegisterPicture) -> list[tuple[str, Standing, int | None]]:
    return [(entry.name, entry.standing, entry.stars) for entry in picture.entries]


HONEY_SHOWN, TEA_SHOWN = ("Mật ong", Standing.CERTIFIED, 4), ("Chè dây", Standing.CERTIFIED, 3)


def test_a_pack_that_is_sold_lets_the_picture_be(app: Flask) -> None:
    take_in(HONEY)
    before = register_picture(NOW)
    with transaction():
        touch_public_version(with_register=False)
    after = register_picture(NOW)
    assert after.entries is before.entries
    assert after.version == before.version + 1 == read_public_version()
    with transaction():
        touch_public_version()
    assert register_picture(NOW).entries is not before.entries


def test_what_is_certified_no_more_is_gone_at_once_and_what_is_new_comes_soon(painters: Painters) -> None:
    first = take_in(HONEY)
    assert register_picture(NOW).is_whole, "the first one is waited for"
    take_in(TEA)
    meanwhile = register_picture(NOW)
    assert (shown(meanwhile), meanwhile.is_whole, len(painters)) == ([HONEY_SHOWN], False, 1)
    assert register_picture(NOW) is meanwhile
    assert len(painters) == 1, "one paints at a time"
    do(Undo(first.id))
    assert shown(register_picture(NOW)) == []
    painters.pop()()
    assert (shown(register_picture(NOW)), register_picture(NOW).is_whole) == ([TEA_SHOWN], True)


def test_nobody_waits_for_the_import_that_makes_a_small_register_large(
    painters: Painters, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(register_keeping, "MOST_AT_ONCE", 1)
    take_in(HONEY)
    assert register_picture(NOW).is_whole
    take_in(TEA)
    assert (shown(register_picture(NOW)), len(painters)) == ([HONEY_SHOWN], 1)
    painters.pop()()
    assert shown(register_picture(NOW)) == [TEA_SHOWN, HONEY_SHOWN]


def test_what_an_officer_does_to_one_good_is_seen_at_once(painters: Painters) -> None:
    take_in(f"{HONEY}\n{TEA}")
    tea, _ = register_picture(NOW).entries
    assert tea.code is not None
    revoked = do(Revoke((tea.code,), RevocationGround.MARK_MISUSED))
    at = NOW + timedelta(seconds=1)
    assert shown(register_picture(at)) == [("Chè dây", Standing.REVOKED, 3), HONEY_SHOWN]
    do(Undo(revoked.id))
    assert shown(register_picture(at)) == [TEA_SHOWN, HONEY_SHOWN]
    assert not register_picture(at).is_whole
    painters.pop()()
    assert (shown(register_picture(at)), register_picture(at).is_whole) == ([TEA_SHOWN, HONEY_SHOWN], True)


def test_other_stars_by_a_later_file_are_not_shown_as_before(painters: Painters) -> None:
    take_in(HONEY)
    register_picture(NOW)
    take_in(HONEY.replace(",4,5/3/2026,12/", ",5,5/9/2026,40/"))
    assert shown(register_picture(NOW)) == [("Mật ong", Standing.CERTIFIED, 5)]


def test_what_lapses_at_midnight_is_gone_at_midnight(painters: Painters) -> None:
    take_in(HONEY)
    assert shown(register_picture(NOW)) == [HONEY_SHOWN]
    end = datetime.fromisoformat("2029-03-06T00:00:00+07:00")
    assert shown(register_picture(end - timedelta(milliseconds=1))) == [HONEY_SHOWN]
    assert shown(register_picture(end)) == [("Mật ong", Standing.LAPSED, 4)]


def test_pages_made_meanwhile_are_not_kept(app: Flask, painters: Painters, set_clock: Callable[..., None]) -> None:
    set_clock(NOW)
    visitor = app.test_client()
    take_in(HONEY)
    assert "ETag" in visitor.get("/chung-nhan").headers
    take_in(TEA)
    page = visitor.get("/chung-nhan")
    assert (page.status_code, "ETag" in page.headers, "Chè dây" in page.text) == (200, False, False)
    painters.pop()()
    page = visitor.get("/chung-nhan")
    assert ("ETag" in page.headers, "Chè dây" in page.text) == (True, True)
    assert clock.now() == NOW
