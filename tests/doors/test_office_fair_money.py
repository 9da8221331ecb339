"""Money of a fair in the office: cash written down, transfers given up, goods made good, statements frozen and read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.database import db, transaction
from shop.fairs import find_fair, receipt_code
from shop.payments import list_open_transfers, list_suspense
from shop.reports import audit
from shop.settlement import list_compensations, list_fair_cash, list_fair_statements, make_statement, period_of
from shop.values.dates import vietnam_day
from tests.doors.office_visiting import act, content, entries, operator
from tests.doors.visiting import someone
from tests.factories.booth_money import BoothAtWork, close_session, count_at, give_back, hand_out_at, make_booth_at_work
from tests.factories.buying import NOON, make_offer
from tests.factories.fairs import make_cashier, producer_of
from tests.factories.paying import transfer
from tests.factories.people import make_person
from tests.factories.settling import book

FAIRS = "/van-hanh/hoi-cho"
HONEY = 125_000
SHIFT = "11111111-2222-4333-8444-555555555555"
MAKER = "htx-mat-ong-sa-pa"


@pytest.fixture
def desk(sqlite_app: Flask, set_clock: object) -> FlaskClient:
    """An operator's browser, four days after the demonstration's day."""
    set_clock(NOON + timedelta(days=4))  # type: ignore[operator]
    return operator(sqlite_app)


@pytest.fixture
def booth(desk: FlaskClient) -> BoothAtWork:
    booth = make_booth_at_work()
    make_cashier(booth.fair_id)
    return booth


@pytest.fixture
def honey(booth: BoothAtWork) -> int:
    number = make_offer("Mật ong", price=HONEY)
    hand_out_at(booth, number, 10)
    return number


def page(desk: FlaskClient, path: str) -> str:
    answer = desk.get(path)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True).replace("\u00a0", " ")


def slug_of(desk: FlaskClient, booth: BoothAtWork) -> str:
    text = page(desk, f"{FAIRS}/{booth.fair_id}/bang-ke")
    return text.split(f"{FAIRS}/{booth.fair_id}/bang-ke/", 1)[1].split('"', 1)[0]


def clean() -> None:
    db.session.rollback()
    book(NOON + timedelta(days=4))
    assert audit(NOON + timedelta(days=4), with_alarms=False) == []


def test_the_money_of_a_fair_is_seen_at_a_glance(desk: FlaskClient, booth: BoothAtWork, honey: int) -> None:
    booth.sell((honey, 2), session=SHIFT)
    seen = booth.sell((honey, 1), tender="vietqr", seen_by="01")
    close_session(booth, SHIFT, float_vnd=500_000, counted_vnd=740_000)
    book()
    text = page(desk, f"{FAIRS}/{booth.fair_id}/tien")
    assert "240.000 ₫" in text
    assert "-10.000 ₫" in text
    assert seen.code in text
    assert "Chị Mai" in text


def test_cash_is_written_down_once(desk: FlaskClient, booth: BoothAtWork) -> None:
    path = f"{FAIRS}/{booth.fair_id}/tien/tien-mat"
    answer = act(desk, path, kind="handed_in", amount="1.500.000 đ", day="2026-11-24", note="Chiều thứ ba")
    assert answer.status_code == 303
    [cash] = list_fair_cash(booth.fair_id)
    assert (cash.kind, cash.amount_vnd, f"{cash.happened_on}") == ("handed_in", 1_500_000, "2026-11-24")
    assert entries("fair_cash_written")
    clean()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "handed_in", "amount": ""}, "Hãy nhập số tiền"),
        ({"kind": "paid_in", "amount": "1000"}, "Cần mã giao dịch của ngân hàng"),
        ({"kind": "spent", "amount": "1000"}, "Hãy ghi chi cho việc gì"),
    ],
)
def test_cash_that_makes_no_sense_is_refused(
    desk: FlaskClient, booth: BoothAtWork, fields: dict[str, str], words: str
) -> None:
    answer = act(desk, f"{FAIRS}/{booth.fair_id}/tien/tien-mat", **fields)
    assert answer.status_code == 422
    assert words in answer.get_data(as_text=True)
    assert list_fair_cash(booth.fair_id) == []


def test_a_transfer_that_never_comes_is_given_up(desk: FlaskClient, booth: BoothAtWork, honey: int) -> None:
    sale = booth.sell((honey, 1), tender="vietqr")
    path = f"{FAIRS}/{booth.fair_id}/tien/chuyen-khoan/{sale.id}"
    refused = act(desk, path, decision="give_up", expected=str(HONEY), note="")
    assert refused.status_code == 422
    assert act(desk, path, decision="give_up", expected=str(HONEY), note="Ảnh chụp giả").status_code == 303
    assert list_open_transfers(booth.fair_id) == []
    assert "Ảnh chụp giả" in page(desk, f"{FAIRS}/{booth.fair_id}/tien")
    assert act(desk, path, decision="give_up", expected=str(HONEY), note="x").status_code == 404
    clean()


def test_what_is_taken_back_is_sent_back_or_not(desk: FlaskClient, booth: BoothAtWork, honey: int) -> None:
    first, second = (booth.sell((honey, 1), tender="vietqr") for _ in range(2))
    for sale in (first, second):
        path = f"{FAIRS}/{booth.fair_id}/tien/chuyen-khoan/{sale.id}"
        act(desk, path, decision="give_up", expected=str(HONEY), note="x")
        booth.take_back(sale, (honey, 1), tender="vietqr")
    assert "Hoàn cho người mua" in page(desk, f"{FAIRS}/{booth.fair_id}/tien")
    send = {"decision": "send_back", "expected": str(HONEY)}
    path = f"{FAIRS}/{booth.fair_id}/tien/chuyen-khoan/"
    assert act(desk, f"{path}{first.id}", **send).status_code == 422
    assert act(desk, f"{path}{first.id}", **send, reference="FT88").status_code == 303
    assert act(desk, f"{path}{second.id}", decision="drop", expected=str(HONEY), note="Chưa nhận").status_code == 303
    assert list_open_transfers(booth.fair_id) == []
    clean()


def test_a_fair_is_closed_its_statements_frozen_and_read(desk: FlaskClient, booth: BoothAtWork, honey: int) -> None:
    booth.sell((honey, 4))
    booth.sell((honey, 1), tender="vietqr")
    slug = slug_of(desk, booth)
    draft = page(desk, f"{FAIRS}/{booth.fair_id}/bang-ke/{slug}")
    assert "Chưa chốt" in draft
    still_there = act(desk, f"{FAIRS}/{booth.fair_id}/bang-ke/chot")
    assert still_there.status_code == 409
    assert find_fair(booth.fair_id).is_open  # type: ignore[union-attr]
    db.session.rollback()
    count_at(booth, honey, counted=3)
    give_back(booth, honey, 3)
    make_good = f"{FAIRS}/{booth.fair_id}/bang-ke/{slug}/bu-hang"
    assert act(desk, make_good, variant=str(honey), quantity="3", amount="1").status_code == 422
    assert act(desk, make_good, variant=str(honey), quantity="1", amount="1000").status_code == 303
    [wrong] = list_compensations(booth.fair_id)
    assert "Đã bù" in page(desk, f"{FAIRS}/{booth.fair_id}/bang-ke/{slug}")
    take_back = f"{make_good}/{wrong.id}/lay-lai"
    assert act(desk, take_back).status_code == 422
    assert act(desk, take_back, note="Gõ nhầm").status_code == 303
    assert act(desk, take_back, note="Gõ nhầm").status_code == 422
    assert act(desk, make_good, variant=str(honey), quantity="2", amount="225.000").status_code == 303
    assert len(list_compensations(booth.fair_id)) == 1
    db.session.rollback()
    assert act(desk, f"{FAIRS}/{booth.fair_id}/bang-ke/chot").status_code == 303
    [statement] = list_fair_statements(booth.fair_id)
    assert statement.owed_vnd == 5 * 112_500 + 225_000
    text = page(desk, f"{FAIRS}/{booth.fair_id}/bang-ke/{slug}")
    assert "787.500 ₫" in text
    assert "Chưa chốt" not in text
    rows = desk.get(f"{FAIRS}/{booth.fair_id}/bang-ke/{slug}.csv").get_data(as_text=True).splitlines()
    assert rows[-1].split(";")[-1] == "787500"
    assert entries("fair_settled")[0].facts["statements"] == 1
    assert act(desk, f"{FAIRS}/{booth.fair_id}/bang-ke/mo-lai").status_code == 303
    assert find_fair(booth.fair_id).is_open  # type: ignore[union-attr]
    clean()


def test_what_came_late_is_said_beside_the_statement(desk: FlaskClient, booth: BoothAtWork) -> None:
    tea = make_offer("Chè dây", price=80_000)
    hand_out_at(booth, tea, 1)
    booth.sell((tea, 1))
    slug = slug_of(desk, booth)
    act(desk, f"{FAIRS}/{booth.fair_id}/bang-ke/chot")
    booth.send(
        booth.body([{"variant_id": tea, "quantity": 1, "unit_vnd": 80_000, "kind": "sale"}], tender="cash"),
        at=NOON + timedelta(days=4),
    )
    assert "72.000 ₫" in page(desk, f"{FAIRS}/{booth.fair_id}/bang-ke/{slug}").split("note-paper", 1)[0]


@pytest.mark.parametrize(
    "path", ["tien", "bang-ke", f"bang-ke/{MAKER}", "tien/chuyen-khoan/1", "bang-ke/chot", "bang-ke/x/bu-hang"]
)
def test_a_fair_that_is_not_there_is_404(desk: FlaskClient, path: str) -> None:
    for number in ("999", "99999999999"):
        assert desk.get(f"{FAIRS}/{number}/{path}").status_code in (404, 405)
        assert act(desk, f"{FAIRS}/{number}/{path}").status_code in (404, 405)


@pytest.mark.parametrize(
    "path",
    [
        "tien/tien-mat",
        "tien/chuyen-khoan/1",
        "bang-ke/chot",
        "bang-ke/mo-lai",
        f"bang-ke/{MAKER}/bu-hang",
        f"bang-ke/{MAKER}/bu-hang/1/lay-lai",
    ],
)
def test_strangers_change_nothing(sqlite_app: Flask, booth: BoothAtWork, honey: int, path: str) -> None:
    booth.sell((honey, 1), tender="vietqr")
    make_person("la@example.vn")
    before = content()
    for visitor in (sqlite_app.test_client(), someone(sqlite_app, "la@example.vn")):
        answer = act(visitor, f"{FAIRS}/{booth.fair_id}/{path}", kind="handed_in", amount="1000", expected=str(HONEY))
        assert answer.status_code in (302, 303, 403, 404)
    after = content()
    assert {name for name in before if before[name] != after[name]} <= {"audit_entries"}
    assert after["fair_cash"] == []


def test_money_without_a_code_is_given_to_a_sale(desk: FlaskClient, booth: BoothAtWork, honey: int) -> None:
    sale = booth.sell((honey, 1), tender="vietqr")
    transfer(HONEY - 5_000, "mua mat ong")
    [entry] = list_suspense()
    path = f"/van-hanh/tien-treo/{entry.id}"
    db.session.rollback()
    assert "Khớp vào một lần bán" in page(desk, path)
    for fields in ({"receipt": "HC000"}, {"receipt": sale.code}):
        assert act(desk, f"{path}/gan-lan-ban", **fields).status_code == 422
    assert act(desk, f"{path}/gan-lan-ban", receipt=sale.code.lower(), differs="1").status_code == 303
    assert list_open_transfers(booth.fair_id) == []
    assert sale.code in page(desk, f"{FAIRS}/{booth.fair_id}/tien")
    assert page(desk, path)
    clean()


def test_a_waiting_sum_names_its_receipt(desk: FlaskClient, booth: BoothAtWork, honey: int) -> None:
    sale = booth.sell((honey, 1), tender="vietqr")
    transfer(HONEY - 5_000, sale.code)
    transfer(HONEY, receipt_code(booth.device_id, 77))
    for entry in list_suspense():
        number, codes = entry.id, entry.codes
        db.session.rollback()
        assert codes in page(desk, f"/van-hanh/tien-treo/{number}")


def test_a_statement_of_a_period_names_receipts(desk: FlaskClient, booth: BoothAtWork, honey: int) -> None:
    sale = booth.sell((honey, 1))
    book()
    period = period_of(vietnam_day(NOON))
    with transaction():
        make_statement(producer_of(honey), period, period.ends_at)
    slug = slug_of(desk, booth)
    assert sale.code in page(desk, f"/van-hanh/bang-ke/{slug}/{period.code}")
