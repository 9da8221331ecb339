"""The stall's money pages: their figures, their files, and that nobody else's figure is ever in them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.database import db, transaction
from shop.producers import Producer
from shop.settlement import Period, make_statements, mark_payout_failed, mark_payout_sent, prepare_payout
from tests.counting import statements
from tests.doors.office_visiting import content
from tests.doors.stall_visiting import owner, staff, stall_path
from tests.doors.visiting import someone
from tests.factories.buying import NOON, make_offer
from tests.factories.people import make_person
from tests.factories.settling import book, lines_of, sell, take_back

PAGES = (
    "/tien",
    "/tien/ban-ra.csv",
    "/tien/bang-ke",
    "/tien/bang-ke/2026-11a",
    "/tien/bang-ke/2026-11a.csv",
    "/tien/chi-tra",
)
EARLY = NOON - timedelta(days=11)


@pytest.fixture(autouse=True)
def at(set_clock: Callable[..., None]) -> Callable[..., None]:
    set_clock(NOON)
    return set_clock


@pytest.fixture
def lan(app: Flask) -> Producer:
    """A producer who sold in two periods, with a statement, a payout that went and one that did not; and another's."""
    honey = make_offer("Mật ong =1+1", on_hand=50)
    secret = make_offer("Gạo bí mật", producer="HTX Hai", price=777_777, on_hand=50)
    first = sell({honey: 2, secret: 1}, at=EARLY)
    sell({honey: 1, secret: 2}, at=NOON)
    book()
    with transaction():
        make_statements(Period(date(2026, 11, 1)), NOON)
    numbers = {name: number for number, name in db.session.execute(select(Producer.id, Producer.name))}
    mine, other = numbers["HTX Vĩnh Yên"], numbers["HTX Hai"]
    with transaction():
        sent = prepare_payout(mine, 100_000, by="x", at=NOON)
        mark_payout_sent(sent.id, "FT26325LAN", NOON.date(), by="x", at=NOON)
        failed = prepare_payout(mine, 5_000, by="x", at=NOON)
        mark_payout_failed(failed.id, "Số tài khoản sai", by="x", at=NOON)
        prepare_payout(mine, 20_000, by="x", at=NOON)
        theirs = prepare_payout(other, 33_333, by="x", at=NOON)
        mark_payout_sent(theirs.id, "FT26325MINH", NOON.date(), by="x", at=NOON)
    take_back(first, {lines_of(first)[0]: 1}, at=EARLY + timedelta(days=2))
    book()
    db.session.rollback()
    return db.session.get_one(Producer, mine)


def words(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    main = answer.text[answer.text.find("<main") :]
    return " ".join(re.sub(r"<[^>]+>", " ", main).replace("\u00a0", " ").split())


def table(client: FlaskClient, path: str, separator: str = ";") -> list[list[str]]:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert "attachment" in answer.headers["Content-Disposition"]
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=separator))


def test_the_page_says_what_is_owed_and_why(app: Flask, lan: Producer) -> None:
    client = owner(app, lan)
    text = words(client, stall_path(lan, "/tien"))
    # two periods of 225,000 and 112,500, less 112,500 that came back, less 100,000 paid out
    assert "Chợ còn phải trả bạn 125.000 ₫" in text
    assert "Trong đó 20.000 ₫ đang được chuyển" in text
    assert "Bảng kê 1–15/11/2026 225.000 ₫" in text
    assert "Cộng lại, hiện còn phải trả 125.000 ₫" in text
    assert "FT26325LAN" in text
    assert "Số tài khoản sai" in text


def test_the_page_shows_what_was_sold(app: Flask, lan: Producer) -> None:
    page = owner(app, lan).get(stall_path(lan, "/tien"))
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text).replace("\u00a0", " "))
    assert "250.000 ₫ · 2 món" in text
    assert "16/11/2026 1 125.000 ₫" in text
    assert "09/11/2026 1 125.000 ₫" in text
    assert "Hà Nội 2 250.000 ₫" in text
    assert "Trên mạng 2 250.000 ₫ Tại hội chợ 0 0 ₫" in text
    assert page.text.count('<svg class="week-chart"') == 1
    assert 'aria-hidden="true"' in page.text.partition('<svg class="week-chart"')[2][:120]
    client = owner(app, lan, "lan2@example.vn")
    short = words(client, stall_path(lan, "/tien?weeks=4"))
    assert "26/10/2026" in short and "19/10/2026" not in short
    assert client.get(stall_path(lan, "/tien?weeks=5")).status_code == 400


def test_a_stall_that_sold_nothing_is_told_when_money_comes(app: Flask) -> None:
    make_offer()
    lan = db.session.scalars(select(Producer)).one()
    client = owner(app, lan)
    assert "Khách nhận kiện nào" in words(client, stall_path(lan, "/tien"))
    assert "Chưa có bảng kê nào" in words(client, stall_path(lan, "/tien/bang-ke"))
    assert "Chưa chi trả lần nào" in words(client, stall_path(lan, "/tien/chi-tra"))
    assert client.get(stall_path(lan, "/tien/chi-tra?page=2")).status_code == 404


def test_goods_that_came_back_after_they_were_paid_are_owed_to_the_shop(app: Flask) -> None:
    order = sell({make_offer(on_hand=9): 1})
    book()
    lan = db.session.scalars(select(Producer)).one()
    with transaction():
        mark_payout_sent(prepare_payout(lan.id, 112_500, by="x", at=NOON).id, "FT1", NOON.date(), by="x", at=NOON)
    take_back(order, {lines_of(order)[0]: 1})
    book()
    db.session.rollback()
    lan = db.session.scalars(select(Producer)).one()
    assert "Bạn còn nợ chợ 112.500 ₫" in words(owner(app, lan), stall_path(lan, "/tien"))


def test_statements_for_reading_printing_and_spreadsheets(app: Flask, lan: Producer) -> None:
    client = owner(app, lan)
    assert "1–15/11/2026" in words(client, stall_path(lan, "/tien/bang-ke"))
    page = client.get(stall_path(lan, "/tien/bang-ke/2026-11a"))
    assert 'data-behaviour="print"' in page.text
    assert "Chợ phải trả bạn" in page.text
    rows = table(client, stall_path(lan, "/tien/bang-ke/2026-11a.csv"))
    assert rows[0][0] == "HTX Vĩnh Yên"
    assert rows[-1][-1] == "225000"
    for code in ("2026-10b", "2026-11b", "2026-13a", "x"):
        assert client.get(stall_path(lan, f"/tien/bang-ke/{code}")).status_code == 404
    english = table(client, "/en" + stall_path(lan, "/tien/bang-ke/2026-11a.csv"), ",")
    assert english[1][0] == "Day"


def test_the_file_of_what_was_sold_holds_no_formula(app: Flask, lan: Producer) -> None:
    rows = table(owner(app, lan), stall_path(lan, "/tien/ban-ra.csv"))
    assert [row[4:8] for row in rows[1:]] == [["2", "1", "125000", "125000"], ["1", "0", "125000", "125000"]]
    assert rows[1][2] == "Mật ong =1+1"
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@"))]


def test_nobody_elses_figure_is_in_any_page(app: Flask, lan: Producer) -> None:
    client = owner(app, lan)
    for page in PAGES:
        text = client.get(stall_path(lan, page)).data.decode()
        for canary in ("bí mật", "777777", "777.777", "FT26325MINH", "33.333", "33333", "HTX Hai"):
            assert canary not in text, (page, canary)


def test_staff_strangers_and_other_stalls_do_not_know_these_pages(app: Flask, lan: Producer) -> None:
    other = db.session.scalars(select(Producer).where(Producer.name == "HTX Hai")).one()
    minh = owner(app, other, "minh@example.vn")
    make_person("hoa@example.vn")
    visitors = [staff(app, lan), minh, someone(app, "hoa@example.vn")]
    before = content()
    for page in PAGES:
        for client in visitors:
            assert client.get(stall_path(lan, page)).status_code == 404, page
        assert app.test_client().get(stall_path(lan, page)).status_code == 303, page
    assert content() == before
    assert "777" in words(minh, stall_path(other, "/tien"))
    assert "FT26325LAN" not in words(minh, stall_path(other, "/tien/chi-tra"))


def test_the_money_page_costs_few_statements(app: Flask, lan: Producer) -> None:
    client, path = owner(app, lan), stall_path(lan, "/tien")
    client.get(path)
    with statements() as seen:
        client.get(path)
    assert len(seen) <= 12, seen
