"""A session at a booth: float, cash in and out, a blind count, a difference explained, the office's answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect
from sqlalchemy import select

from shop.database import db
from shop.fairs import BoothSession, DrawerMove
from tests.browser.fairground import Booth, Good, Ground, open_ground
from tests.browser.hands import FLOAT, Hands
from tests.browser.test_kiosk_show import faults_of

HONEY = Good("Mật ong", price=25_000)


@pytest.fixture(scope="module")
def ground(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, playwright: Playwright) -> Iterator[Ground]:
    with open_ground(sqlite_template, tmp_path_factory.mktemp("fair"), playwright) as ground:
        yield ground


@pytest.fixture(autouse=True)
def line_is_up(ground: Ground) -> Iterator[None]:
    yield
    ground.line.up()


def open_session(hands: Hands, float_vnd: str = "500000") -> None:
    """From home: the drawer's change, by whoever types the PIN."""
    hands.touch("[data-screen=home] [data-act=session]")
    hands.page.fill("[name=float_vnd]", float_vnd)
    hands.touch("[data-screen=session] [data-act=open-session]")
    hands.type_pin()
    hands.at("home")


def move_cash(hands: Hands, kind: str, amount: str, reason: str) -> None:
    page = hands.page
    page.locator(f"[data-act=drawer-{kind}]").tap()
    page.fill("[name=amount_vnd]", amount)
    page.fill("[name=reason]", reason)
    page.locator("[data-act=keep-move]").tap()


def count_notes(page: Page, **notes: int) -> None:
    """`n100000=5`: five notes of a hundred thousand."""
    for note, pieces in notes.items():
        page.fill(f"[name=note-{note.removeprefix('n')}]", str(pieces))


def session_of(booth: Booth) -> BoothSession:
    """The only session of the booth, as the office has it."""
    return db.session.scalars(select(BoothSession).where(BoothSession.booth_id == booth.id)).one()


def test_a_day_from_float_to_report(ground: Ground) -> None:
    booth = ground.booth(HONEY)
    hands = Hands(ground, ground.tablet()).pair(booth)
    page = hands.page
    open_session(hands)
    hands.record(4, booth.packs[HONEY.name], pieces=2)  # 200,000 in cash
    hands.touch("[data-screen=home] [data-act=drawer]")
    move_cash(hands, "out", "150000", "Nộp về đơn vị tổ chức")
    hands.type_pin()
    expect(page.locator(".moves li")).to_have_count(1)
    move_cash(hands, "in", "20000", "Thêm tiền lẻ")
    hands.type_pin()
    expect(page.locator(".moves li")).to_have_count(2)
    # More than lies there cannot be taken out; without a reason nothing moves.
    move_cash(hands, "out", "9000000", "Nhầm")
    expect(page.locator("form [role=alert]")).to_contain_text("570.000")
    page.fill("[name=amount_vnd]", "1000")
    page.fill("[name=reason]", " ")
    page.locator("[data-act=keep-move]").tap()
    expect(page.locator("form [role=alert]")).to_contain_text("để làm gì")
    expect(page.locator(".moves li")).to_have_count(2)

    hands.touch("#bar [data-act=home]")
    hands.touch("[data-screen=home] [data-act=close]")
    hands.at("close_session")
    # Counted blind: what should be there is told only afterwards.
    assert "570.000" not in page.inner_text("main")
    count_notes(page, n500000=1, n20000=3)
    page.locator("[data-act=compare]").tap()
    expect(page.locator(".compared")).to_have_attribute("data-difference", "-10000")
    page.locator("[data-act=close-session]").tap()
    expect(page.locator("main > [role=alert]")).to_contain_text("vì sao chênh lệch")
    page.locator("[data-act=recount]").tap()
    count_notes(page, n10000=1)
    page.locator("[data-act=compare]").tap()
    expect(page.locator(".verdict.agrees")).to_be_visible()
    page.locator("[data-act=close-session]").tap()
    hands.type_pin()
    hands.at("report")

    slip = page.locator(".slip")
    expect(slip.locator("tr[data-tender=cash]").first).to_contain_text("200.000")
    expect(slip).to_contain_text("Tiền mặt (4)")
    for figure in ("500.000", "-150.000", "20.000", "570.000"):
        expect(slip).to_contain_text(figure)
    expect(page.locator(".office.agrees")).to_be_visible(timeout=30_000)
    with ground.inside():
        session = session_of(booth)
        assert (session.float_vnd, session.counted_vnd, session.expected_vnd) == (500_000, 570_000, 570_000)
        moves = list(db.session.scalars(select(DrawerMove).order_by(DrawerMove.id)))
        assert sorted((move.kind, move.amount_vnd) for move in moves) == [("in", 20_000), ("out", 150_000)]


def test_a_session_with_unsent_sales_closes_only_when_a_person_says_why(ground: Ground) -> None:
    booth = ground.booth(HONEY)
    hands = Hands(ground, ground.tablet()).pair(booth)
    page = hands.page
    open_session(hands)
    ground.line.down()
    hands.record(3, booth.packs[HONEY.name])
    hands.touch("[data-screen=home] [data-act=close]")
    count_notes(page, n500000=1, n50000=1, n20000=1, n5000=1)
    page.locator("[data-act=compare]").tap()
    expect(page.locator(".verdict.agrees")).to_be_visible()
    expect(page.locator(".unsent h2")).to_contain_text("3")
    page.locator("[data-act=close-session]").tap()
    expect(page.locator("main > [role=alert]")).to_contain_text("Gửi các lần bán")
    assert [row["closed"] for row in hands.table("sessions")] == [None]
    page.locator(".unsent [data-act=send]").tap()
    expect(page.locator(".unsent")).to_contain_text("Không liên lạc được")
    page.fill("[name=unsent_reason]", "Chợ mất mạng từ trưa")
    page.locator("[data-act=close-session]").tap()
    hands.type_pin()
    hands.at("report")
    expect(page.locator(".slip")).to_contain_text("Chợ mất mạng từ trưa")
    expect(page.locator(".office")).to_contain_text("chưa đối chiếu")
    ground.line.up()
    hands.touch("#bar [data-act=status]")
    hands.send_now()
    hands.wait_until_sent()
    hands.touch("#bar [data-act=home]")
    hands.touch("[data-act=day]")
    expect(page.locator(".day-sales li[data-sale-id]")).to_have_count(3)
    page.locator("[data-act=report]").tap()
    expect(page.locator(".office.agrees")).to_be_visible(timeout=30_000)
    with ground.inside():
        assert session_of(booth).unsent_reason == "Chợ mất mạng từ trưa"


def test_sending_in_time_takes_the_question_away(ground: Ground) -> None:
    booth = ground.booth(HONEY)
    hands = Hands(ground, ground.tablet()).pair(booth)
    page = hands.page
    open_session(hands)
    ground.line.down()
    hands.record(2, booth.packs[HONEY.name])
    hands.touch("[data-screen=home] [data-act=close]")
    count_notes(page, n500000=1, n50000=1)
    page.locator("[data-act=compare]").tap()
    expect(page.locator(".unsent")).to_be_visible()
    ground.line.up()
    page.locator(".unsent [data-act=send]").tap()
    expect(page.locator(".unsent")).to_be_hidden(timeout=30_000)
    page.locator("[data-act=close-session]").tap()
    hands.type_pin()
    hands.at("report")


def test_a_float_that_is_no_amount_opens_nothing(ground: Ground) -> None:
    hands = Hands(ground, ground.tablet()).pair(ground.booth(HONEY))
    hands.touch("[data-screen=home] [data-act=session]")
    for typed in ("", "năm trăm", "-5"):
        hands.page.fill("[name=float_vnd]", typed)
        hands.touch("[data-act=open-session]")
        expect(hands.page.locator("form [role=alert]")).to_contain_text("Gõ số tiền")
    assert hands.table("sessions") == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_fingers_and_screen_readers_find_everything(ground: Ground, language: str) -> None:
    booth = ground.booth(HONEY)
    hands = Hands(ground, ground.tablet()).pair(booth)
    page = hands.page
    if language == "en":
        hands.touch("#bar [data-act=language]")
    hands.touch("[data-screen=home] [data-act=session]")
    faults = {"open": faults_of(page)}
    page.fill("[name=float_vnd]", str(FLOAT))
    hands.touch("[data-screen=session] [data-act=open-session]")
    faults["pin"] = faults_of(page)
    hands.type_pin()
    hands.at("home")
    ground.line.down()
    hands.record(2, booth.packs[HONEY.name])
    hands.touch("[data-screen=home] [data-act=drawer]")
    move_cash(hands, "out", "1000", "x")
    hands.type_pin()
    expect(page.locator(".moves li")).to_have_count(1)
    faults["drawer"] = faults_of(page)
    hands.touch("#bar [data-act=home]")
    faults["home"] = faults_of(page)
    hands.touch("[data-screen=home] [data-act=close]")
    faults["count"] = faults_of(page)
    page.locator("[data-act=compare]").tap()
    page.wait_for_selector(".compared")
    faults["compare"] = faults_of(page)
    hands.touch("#bar [data-act=home]")
    hands.touch("[data-act=day]")
    page.wait_for_selector("[data-act=report]")
    faults["day"] = faults_of(page)
    page.locator("[data-act=report]").tap()
    page.wait_for_selector(".slip")
    faults["report"] = faults_of(page)
    assert {name: found for name, found in faults.items() if found} == {}
