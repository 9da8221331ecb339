"""A day at the fair as one journey, from pairing to statements, over midnight, without a network (issue 5, 7)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect
from sqlalchemy import select

from shop.database import db, transaction
from shop.fairs import BoothSale, HandOverWanted, Note, OtherEnd, booth_stock, take_back
from shop.payments import BankAccount, BankRow, receive_bank_row
from shop.settlement import CashWritten, FairCashKind, fair_books, list_fair_statements, settle_fair, write_fair_cash
from shop.values.dates import vietnam_day
from tests.browser.fairground import BY, Booth, Good, Ground, open_ground
from tests.browser.hands import FLOAT, Hands
from tests.browser.held_against import differences, manifests_agree

pytestmark = pytest.mark.slow

BEFORE_MIDNIGHT = datetime.fromisoformat("2026-11-21T23:30:00+07:00")
LAST_MINUTE = datetime.fromisoformat("2026-11-21T23:59:25+07:00")
ACCOUNT = BankAccount("970436", "0123456789", "HTX TRINH DIEN")
HONEY = Good("Mật ong", pieces=20, price=25_000)
TEA = Good("Chè", pieces=20, price=40_000, kind="tea", producer="HTX Chè", lapses_on="2026-11-21")
SPIRIT = Good("Rượu", pieces=20, price=150_000, kind="spirit", producer="Cơ sở Rượu")
GOODS = (HONEY, TEA, SPIRIT)
SHORT = 1_000


@pytest.fixture
def ground(sqlite_template: Path, tmp_path: Path, playwright: Playwright) -> Iterator[Ground]:
    bank = {
        "BANK_BIN": ACCOUNT.bank_bin,
        "BANK_ACCOUNT": ACCOUNT.number,
        "BANK_ACCOUNT_NAME": ACCOUNT.name,
        "BANK_WEBHOOK_SECRET": "only-for-tests-" * 4,
    }
    with open_ground(sqlite_template, tmp_path, playwright, since=BEFORE_MIDNIGHT, **bank) as ground:
        yield ground


def show_a_visitor(hands: Hands) -> None:
    """The visitors' view: the loop, all goods, one of them with its QR code, in English."""
    hands.touch("[data-screen=home] [data-act=show]")
    hands.touch("[data-screen=show] [data-act=language-en]")
    hands.touch("[data-screen=show] [data-act=all]")
    hands.touch("[data-screen=show] [data-act=open]")
    hands.page.wait_for_selector("[data-screen=show] [data-act=back]")
    expect(hands.page.locator("[data-screen=show] svg").first).to_be_visible()
    # Five quick taps, however slow this machine is.
    hands.page.evaluate("for (let n = 0; n < 5; n += 1) document.querySelector('[data-act=staff]').click()")
    hands.type_pin()
    hands.at("home")


def sell_by_transfer(hands: Hands, variant: int) -> str:
    hands.choose(variant)
    hands.touch("[data-screen=sell] [data-act=pay]")
    hands.touch("[data-screen=pay] [data-act=by-transfer]")
    hands.touch("[data-screen=pay] [data-act=seen]")
    hands.touch("[data-screen=pay] [data-act=finish]")
    return hands.receipt()


def sell_spirits(hands: Hands, variant: int) -> str:
    """Whoever buys them is asked for their age."""
    hands.choose(variant)
    hands.touch("dialog [data-act=yes]")
    return hands.take_cash()


def take_one_back(hands: Hands) -> None:
    """From a receipt: one piece comes back, with a reason, its money goes back in cash."""
    hands.touch("[data-screen=receipt] [data-act=return]")
    count = hands.page.locator("[data-screen=takeback] .back-lines output").first
    if count.inner_text() == "0":
        hands.touch("[data-screen=takeback] [data-act=more]")
    hands.touch("[data-screen=takeback] [data-act=confirm]")
    hands.touch("dialog .choices button")
    hands.touch("dialog [data-act=confirm]")
    hands.receipt()


def close_the_session(hands: Hands, counted: int) -> None:
    """Count the drawer, explain what is missing, close."""
    hands.touch("#bar [data-act=home]")
    hands.touch("[data-screen=home] [data-act=close]")
    for note in (100_000, 10_000, 1_000):
        pieces, counted = divmod(counted, note)
        hands.page.fill(f"[data-screen=close_session] [name=note-{note}]", str(pieces))
    hands.touch("[data-screen=close_session] [data-act=compare]")
    hands.page.fill("[name=difference_reason]", "Thối nhầm")
    hands.touch("[data-screen=close_session] [data-act=close-session]")
    hands.page.wait_for_selector("dialog .pin-keys, [data-screen=report]")
    if hands.page.locator("dialog .pin-keys").count():
        hands.type_pin()
    hands.at("report")


def bank_tells(ground: Ground, code: str, amount: int) -> None:
    at = ground.shop.now()
    row = BankRow("bank-1", ACCOUNT.number, amount, True, f"CK {code}", at, "FT1", "VCB")
    with ground.inside(), transaction():
        receive_bank_row(row, ACCOUNT, source="webhook", body="{}", at=at)


def end_the_fair(ground: Ground, booth: Booth, cash: int) -> None:
    """What is left goes home, the cash to the cash box, the fair is closed and its statements are frozen."""
    at = ground.shop.now()
    with ground.inside(), transaction():
        left = booth_stock(booth.id)
        for good in GOODS:
            variant = booth.packs[good.name]
            wanted = [HandOverWanted(variant, left[variant], OtherEnd.PRODUCER)]
            take_back(Note(booth.id, ground.producer_of(variant), BY), wanted, at=at)
        for kind, amount in ((FairCashKind.GIVEN_OUT, FLOAT), (FairCashKind.HANDED_IN, cash)):
            write_fair_cash(booth.fair_id, CashWritten(kind, amount, vietnam_day(at), "PT1"), by=BY, at=at)
        settle_fair(booth.fair_id, despite="", by=BY, at=at)


def test_a_day_at_the_fair(ground: Ground) -> None:
    booth = ground.booth(*GOODS)
    honey, tea, spirit = (booth.packs[good.name] for good in GOODS)
    hands = Hands(ground, ground.tablet()).pair(booth)
    show_a_visitor(hands)
    hands.begin_to_sell()
    ground.line.down()
    first = hands.sell(honey, 3)
    take_one_back(hands)
    hands.next()
    transfer = sell_by_transfer(hands, tea)
    hands.next()
    sell_spirits(hands, spirit)
    hands.tablet.close()
    ground.wait(LAST_MINUTE - ground.shop.now())
    hands.switch_on().begin_to_sell()
    offered = hands.page.locator(f"[data-act=add][data-variant='{tea}']:visible")
    expect(offered).to_have_count(1)
    expect(offered).to_have_count(0, timeout=90_000)
    hands.sell(honey)
    hands.next()
    hands.says_unsent(5)
    ground.line.up()
    hands.send_now()
    hands.wait_until_sent()
    rows = hands.sales()
    assert rows[0]["code"] == first
    assert [row["total_vnd"] for row in rows] == [75_000, -25_000, 40_000, 150_000, 25_000]
    assert [row["exceptions"] for row in rows] == [[]] * 5
    assert differences(ground, booth, [rows]) == []
    cash = FLOAT + 75_000 - 25_000 + 150_000 + 25_000 - SHORT
    close_the_session(hands, cash)
    hands.wait_until_sessions_sent()
    assert manifests_agree(ground, booth) == [True]
    bank_tells(ground, transfer, 40_000)
    end_the_fair(ground, booth, cash)
    the_books_are_exact(ground, booth)
    assert hands.tablet.troubles == []
    hands.tablet.close()


def the_books_are_exact(ground: Ground, booth: Booth) -> None:
    assert ground.shop.command("jobs", "once").returncode == 0
    assert ground.shop.command("audit").stdout == "all invariants hold\n"
    with ground.inside():
        books = fair_books(booth.fair_id)
        assert (books.cash_vnd, books.awaited_vnd, books.differences_vnd) == (0, 0, SHORT)
        statements = list_fair_statements(booth.fair_id)
        sold = {one.producer_name: sum(line.goods.goods_vnd for line in one.lines) for one in statements}
        assert sold == {"HTX Vĩnh Yên": 75_000, "HTX Chè": 40_000, "Cơ sở Rượu": 150_000}
        for one in statements:
            goods = sum(line.goods.goods_vnd for line in one.lines)
            assert sum(line.goods.owed_vnd + line.goods.commission_vnd for line in one.lines) == goods
            assert sum(line.goods.left for line in one.lines) == 0
        sales = db.session.scalars(select(BoothSale).where(BoothSale.booth_id == booth.id))
        assert sum(sale.signed_total_vnd for sale in sales) == sum(sold.values())
