"""The office pays producers: seen first, set aside once, marked with the bank's reference; statements and books."""

from __future__ import annotations

import csv
import io
import re
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop import clock
from shop.database import db, transaction
from shop.office.payee import payee_of
from shop.office.producer_money import read_percent
from shop.office.week_chart import chart_of
from shop.payments import vietqr_payload
from shop.producers import find_producer
from shop.settlement import PayoutStatus, Period, find_payout, list_statements, list_weeks, owed_to
from shop.stalls import BankAccount, set_bank_account
from shop.web.qr import qr_picture
from tests.doors.office_visiting import act, entries, form_key, operator
from tests.factories.buying import NOON, make_offer, make_order
from tests.factories.settling import book, lines_of, sell, take_back, the_code

PERIOD = "2026-11a"
THEN = NOON - timedelta(days=10)
PLAN = f"/van-hanh/chi-tra/ky/{PERIOD}"
SLUG = "htx-vinh-yen"


@pytest.fixture
def desk(sqlite_app: Flask, set_clock: object) -> FlaskClient:
    """An operator's browser on a day on which a producer is owed 225,000 dong from the period before."""
    set_clock(NOON)  # type: ignore[operator]
    client = operator(sqlite_app)
    sell({make_offer(): 2}, at=THEN)
    book()
    return client


def money() -> tuple[int, int]:
    db.session.rollback()
    balance = owed_to(1)
    return balance.owed_vnd, balance.in_payout_vnd


def prepare(desk: FlaskClient, total: int = 225_000, **fields: str) -> object:
    return act(desk, PLAN, expected_total=str(total), **fields)


def test_who_is_owed_what(desk: FlaskClient) -> None:
    text = desk.get("/van-hanh/chi-tra").text
    assert "225.000" in text
    assert "11/11/2026" in text
    assert f'href="{PLAN}"' in text
    assert "₫225,000" in desk.get("/en/van-hanh/chi-tra").text


def test_before_anything_is_sold(sqlite_app: Flask) -> None:
    client = operator(sqlite_app)
    for path in ("/chi-tra", "/chi-tra/danh-sach", "/bang-ke", "/so-cai", "/chi-tra/ky/2025-01a"):
        assert client.get(f"/van-hanh{path}").status_code == 200, path


def test_looking_at_the_plan_sets_nothing_aside(desk: FlaskClient) -> None:
    assert "225.000" in desk.get(PLAN).text
    assert money() == (225_000, 0)
    assert list_statements() == []


def test_a_period_is_paid_once_however_often_the_form_is_sent(desk: FlaskClient) -> None:
    key = form_key()
    for _ in range(2):
        assert prepare(desk, key=key).status_code == 303  # type: ignore[attr-defined]
    assert money() == (225_000, 225_000)
    (entry,) = entries("payouts_prepared")
    assert entry.facts == {"payouts": [1], "total_vnd": 225_000}
    assert prepare(desk).status_code == 409  # type: ignore[attr-defined]
    assert [one.first_day.isoformat() for one in list_statements()] == ["2026-11-01"]


def test_another_total_than_was_shown_sets_nothing_aside(desk: FlaskClient) -> None:
    answer = prepare(desk, 225_001)
    assert answer.status_code == 409  # type: ignore[attr-defined]
    assert "225.001" in answer.text  # type: ignore[attr-defined]
    assert prepare(desk, -1).status_code == 400  # type: ignore[attr-defined]
    assert money() == (225_000, 0)
    assert (entries("payouts_prepared"), list_statements()) == ([], [])


def test_a_period_that_runs_is_not_paid(desk: FlaskClient) -> None:
    assert "30/11/2026" in desk.get("/van-hanh/chi-tra/ky/2026-11b").text
    answer = act(desk, "/van-hanh/chi-tra/ky/2026-11b", expected_total="0")
    assert answer.status_code == 409
    for code in ("2026-11c", "x"):
        assert desk.get(f"/van-hanh/chi-tra/ky/{code}").status_code == 404


def test_a_transfer_is_marked_with_the_banks_reference_once(desk: FlaskClient) -> None:
    prepare(desk)
    path = "/van-hanh/chi-tra/1/da-chuyen"
    for fields in ({}, {"bank_reference": "FT1"}, {"bank_reference": " ", "paid_on": "2026-11-21"}):
        assert act(desk, path, **fields).status_code == 422, fields
    assert act(desk, path, bank_reference="FT1", paid_on="2026-11-22").status_code == 422
    assert act(desk, path, bank_reference="FT26325001", paid_on="2026-11-21").status_code == 303
    assert act(desk, path, bank_reference="FT26325002", paid_on="2026-11-21").status_code == 422
    payout = find_payout(1)
    assert payout and payout.bank_reference == "FT26325001"
    assert money() == (0, 0)
    assert len(entries("payout_sent")) == 1
    page = desk.get("/van-hanh/chi-tra/1").text
    assert "FT26325001" in page
    assert "FT26325001" in desk.get("/van-hanh/chi-tra/danh-sach?status=sent").text


def test_a_payout_is_called_off_with_a_reason(desk: FlaskClient) -> None:
    prepare(desk)
    path = "/van-hanh/chi-tra/1/khong-thanh"
    assert act(desk, path, reason=" ").status_code == 422
    assert act(desk, path, reason="Sai số tài khoản").status_code == 303
    assert act(desk, path, reason="Lần nữa").status_code == 422
    assert money() == (225_000, 0)
    assert "Sai số tài khoản" in desk.get("/van-hanh/chi-tra/1").text
    assert desk.get("/van-hanh/chi-tra/99").status_code == 404
    assert desk.get(f"/van-hanh/chi-tra/{2**40}").status_code == 404


def test_one_producer_is_paid_outside_of_a_period(desk: FlaskClient) -> None:
    page = desk.get(f"/van-hanh/chi-tra/nha-san-xuat/{SLUG}")
    assert "225.000" in page.text
    path = f"/van-hanh/chi-tra/nha-san-xuat/{SLUG}/chuan-bi"
    for amount in ("", "x", "0", "225001", "9" * 40):
        assert act(desk, path, amount=amount).status_code == 422, amount
    assert act(desk, path, amount="100.000 ₫").status_code == 303
    assert money() == (225_000, 100_000)
    assert "100.000" in desk.get(f"/van-hanh/chi-tra/nha-san-xuat/{SLUG}").text


def test_a_commission_is_agreed(desk: FlaskClient) -> None:
    path = f"/van-hanh/chi-tra/nha-san-xuat/{SLUG}/hoa-hong"
    for percent in ("", "x", "51", "-1", "1000", "10,123"):
        assert act(desk, path, percent=percent).status_code == 422, percent
    assert act(desk, path, percent="12,5").status_code == 303
    producer = find_producer(1)
    assert producer and producer.commission_basis_points == 1_250
    (entry,) = entries("commission_set")
    assert entry.facts == {"before": 1_000, "after": 1_250}
    assert "12,5" in desk.get(f"/van-hanh/chi-tra/nha-san-xuat/{SLUG}").text
    assert desk.get("/van-hanh/chi-tra/nha-san-xuat/ai-day").status_code == 404


@pytest.mark.parametrize(
    ("text", "basis_points"),
    [("10", 1_000), ("12,5", 1_250), ("7.25 %", 725), ("0", 0), ("", -1), ("1,234", -1), ("５", -1), ("1e1", -1)],
)
def test_percents_as_people_type_them(text: str, basis_points: int) -> None:
    assert read_percent(text) == basis_points


def test_statements_are_made_read_and_taken_along(desk: FlaskClient) -> None:
    page = f"/van-hanh/bang-ke/{SLUG}/{PERIOD}"
    assert desk.get(page).status_code == 404
    for _ in range(2):
        assert act(desk, f"/van-hanh/bang-ke/{PERIOD}").status_code == 303
    assert len(list_statements()) == 1
    assert "225.000" in desk.get(f"/van-hanh/bang-ke?period={PERIOD}").text
    text = desk.get(page).text
    assert "225.000" in text
    assert "OCOP" in text
    file = desk.get(page + ".csv")
    assert file.headers["Content-Type"].startswith("text/csv")
    assert "attachment" in file.headers["Content-Disposition"]
    assert file.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(file.data.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][0] == "HTX Vĩnh Yên"
    assert rows[3][-3:] == ["250000", "25000", "225000"]
    assert rows[-1][-1] == "225000"
    assert act(desk, "/van-hanh/bang-ke/2026-11b").status_code == 409
    assert desk.get("/van-hanh/bang-ke?period=2026-11b").status_code == 200
    for missing in ("/van-hanh/bang-ke?period=x", f"/van-hanh/bang-ke/ai/{PERIOD}.csv"):
        assert desk.get(missing).status_code == 404


def test_where_the_money_of_an_order_is(desk: FlaskClient) -> None:
    code = the_code(1)
    assert desk.get("/van-hanh/so-cai", query_string={"q": code}).location.endswith(f"/so-cai/don-hang/{code}")
    page = desk.get(f"/van-hanh/so-cai/don-hang/{code}").text
    assert "280.000" in page
    assert "225.000" in page
    waiting = make_order({make_offer(): 1})
    assert desk.get(f"/van-hanh/so-cai/don-hang/{waiting.code}").status_code == 200
    assert desk.get("/van-hanh/so-cai/don-hang/OCOPABCDEFG").status_code == 404
    assert desk.get("/van-hanh/so-cai?q=OCOPABCDEFG").status_code == 200
    assert "25.000" in desk.get("/van-hanh/so-cai").text


def test_who_owes_the_shop_stands_out(desk: FlaskClient) -> None:
    prepare(desk)
    act(desk, "/van-hanh/chi-tra/1/da-chuyen", bank_reference="FT1", paid_on="2026-11-21")
    order = sell({1: 1})
    take_back(order, {lines_of(order)[0]: 1})
    take_back(1, {lines_of(1)[0]: 1}, at=THEN)
    book()
    assert money() == (-112_500, 0)
    text = desk.get("/van-hanh/chi-tra").text
    assert "-112.500" in text
    with clock.stopped_at(NOON + timedelta(days=20)):
        desk = operator(desk.application, "later@example.vn")
        assert "112.500" in desk.get("/van-hanh/chi-tra/ky/2026-11b").text
        assert act(desk, "/van-hanh/chi-tra/ky/2026-11b", expected_total="0").status_code == 303


def test_the_chart_has_a_bar_for_every_week_that_sold(desk: FlaskClient) -> None:
    chart = chart_of(list_weeks(Period(NOON.date().replace(day=1)).first_day, NOON.date()))
    assert [bool(bar.height) for bar in chart.bars] == [False, False, True, False]
    assert (chart.goods_vnd, chart.commission_vnd) == (250_000, 25_000)
    bar = chart.bars[2]
    assert bar.y + bar.height == pytest.approx(chart.foot)
    assert bar.commission_height == pytest.approx(bar.height / 10, abs=0.1)
    assert [line.amount_vnd for line in chart.lines] == [0, 500_000, 1_000_000]
    assert chart_of([]).lines


def say_where(account: str = "0011001234567", *, at: datetime = THEN) -> None:
    with transaction():
        set_bank_account(1, BankAccount("970436", account, "HTX VINH YEN"), person_id=None, at=at)


def test_a_payout_says_where_it_goes_with_a_code_for_the_banks_app(desk: FlaskClient) -> None:
    assert "chưa có tài khoản" in desk.get(PLAN).text
    prepare(desk)
    assert "chưa cho biết" in desk.get("/van-hanh/chi-tra/1").text
    say_where()
    page = desk.get("/van-hanh/chi-tra/1").text
    for said in ("0011001234567", "Vietcombank", "HTX VINH YEN", "CHI TRA 1", "data:image/svg+xml"):
        assert said in page
    assert "0011001234567" in desk.get(f"/van-hanh/chi-tra/nha-san-xuat/{SLUG}").text
    assert "chưa có tài khoản" not in desk.get(PLAN).text


def test_the_code_holds_account_amount_and_number(desk: FlaskClient) -> None:
    prepare(desk)
    say_where()
    payout = find_payout(1)
    assert payout is not None
    payee = payee_of(payout, NOON)
    assert payee is not None
    expected = vietqr_payload(
        "970436", "0011001234567", amount_vnd=225_000, memo="CHI TRA 1", account_name="HTX VINH YEN"
    )
    assert payee.qr == qr_picture(expected)


def test_a_new_account_and_one_changed_meanwhile_are_pointed_out(desk: FlaskClient) -> None:
    say_where()
    prepare(desk)
    assert "gọi cho nhà sản xuất" not in desk.get("/van-hanh/chi-tra/1").text.lower()
    say_where("999900001111", at=NOON + timedelta(minutes=1))
    with clock.stopped_at(NOON + timedelta(minutes=2)):
        page = desk.get("/van-hanh/chi-tra/1").text
    assert "Tài khoản đã đổi sau khi chuẩn bị" in page
    assert "999900001111" in page


def test_a_payout_that_was_sent_says_where_it_went(desk: FlaskClient) -> None:
    say_where()
    prepare(desk)
    sent = act(desk, "/van-hanh/chi-tra/1/da-chuyen", bank_reference="FT1", paid_on=NOON.date().isoformat())
    assert sent.status_code == 303
    say_where("999900001111", at=NOON + timedelta(days=1))
    with clock.stopped_at(NOON + timedelta(days=2)):
        desk = operator(desk.application, "second@example.vn")
        page = desk.get("/van-hanh/chi-tra/1").text
    assert "0011001234567" in page
    assert "999900001111" not in page
    assert "data:image/svg+xml" not in page


def test_a_payout_went_to_the_account_that_was_shown_though_another_was_set_meanwhile(desk: FlaskClient) -> None:
    say_where()
    prepare(desk)
    shown = re.search(r'name="bank_account_id" value="(\d+)"', desk.get("/van-hanh/chi-tra/1").text)
    assert shown
    say_where("999900001111", at=NOON)
    sent = {"bank_reference": "FT1", "paid_on": NOON.date().isoformat()}
    assert act(desk, "/van-hanh/chi-tra/1/da-chuyen", **sent, bank_account_id=shown[1]).status_code == 303
    page = desk.get("/van-hanh/chi-tra/1").text
    assert "0011001234567" in page
    assert "999900001111" not in page


@pytest.mark.parametrize("account", ["2", "99", "-1", "9" * 12])
def test_an_account_of_somebody_else_is_refused(desk: FlaskClient, account: str) -> None:
    say_where()
    make_offer(producer="HTX Khác")
    with transaction():
        set_bank_account(2, BankAccount("970436", "222", "SOMEBODY ELSE"), person_id=None, at=THEN)
    prepare(desk)
    sent = {"bank_reference": "FT1", "paid_on": NOON.date().isoformat()}
    answer = act(desk, "/van-hanh/chi-tra/1/da-chuyen", **sent, bank_account_id=account)
    assert answer.status_code == 422
    assert "không phải của nhà sản xuất" in answer.text
    assert find_payout(1).status == PayoutStatus.PREPARED  # type: ignore[union-attr]
