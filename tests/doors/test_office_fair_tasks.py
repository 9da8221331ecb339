"""What waits for a person at fairs: taken on, settled, out of quarantine or left there; files of tablets."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from shop.database import db, transaction
from shop.fairs import BoothSale, BoothTask, QuarantinedSale, get_device, take_in_sales
from shop.payments import ask_about_transfers
from shop.reports import audit
from shop.settlement import owed_to
from tests.doors.office_visiting import act, content, entries, form_key, operator
from tests.doors.visiting import someone
from tests.factories.booth_money import make_booth_at_work
from tests.factories.booths import Device, a_sale, export, make_device
from tests.factories.buying import NOON, make_offer
from tests.factories.fairs import give_out, producer_of
from tests.factories.people import make_person
from tests.factories.settling import book

TASKS = "/van-hanh/hoi-cho/can-xu-ly"
HELD = "/van-hanh/hoi-cho/khu-cho"
LATER = NOON + timedelta(days=4)
HONEY = 125_000


@pytest.fixture
def desk(sqlite_app: Flask, set_clock: object) -> FlaskClient:
    """An operator's browser, four days after the demonstration's day."""
    set_clock(LATER)  # type: ignore[operator]
    return operator(sqlite_app)


@pytest.fixture
def honey(desk: FlaskClient) -> int:
    return make_offer("Mật ong", price=HONEY)


@pytest.fixture
def device(honey: int) -> Device:
    device = make_device()
    give_out(device.booth_id, {honey: 10})
    return device


def hold(device: Device, item: object) -> int:
    """The number of what lies in quarantine for it."""
    with transaction():
        take_in_sales(device.number, [item], at=NOON)
    number = db.session.scalar(select(func.max(QuarantinedSale.id)))
    assert number is not None
    db.session.rollback()
    return number


def fair_of(device: Device) -> int:
    number = get_device(device.number).booth.fair_id
    db.session.rollback()
    return number


def page(desk: FlaskClient, path: str) -> str:
    answer = desk.get(path)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True).replace("\u00a0", " ")


def how_many(table: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def send(desk: FlaskClient, fair_id: int, text: str | None) -> TestResponse:
    fields: dict[str, object] = {"form_key": form_key()}
    if text is not None:
        fields["file"] = (io.BytesIO(text.encode()), "may-1.json")
    path = f"/van-hanh/hoi-cho/{fair_id}/nhap-tep"
    return desk.post(path, data=fields, headers={"Sec-Fetch-Site": "same-origin"})


def clean() -> None:
    db.session.rollback()
    book(LATER)
    assert audit(LATER, with_alarms=False) == []


def test_what_is_odd_is_seen_taken_on_and_settled(desk: FlaskClient, device: Device, honey: int) -> None:
    with transaction():
        take_in_sales(device.number, [a_sale({honey: 11})], at=NOON)
    task = db.session.scalar(select(BoothTask.id).where(BoothTask.kind == "oversold"))
    db.session.rollback()
    assert f"{TASKS}/{task}" in page(desk, TASKS)
    assert page(desk, f"{TASKS}?fair={fair_of(device)}")
    assert act(desk, f"{TASKS}/{task}/nhan").status_code == 303
    assert entries("booth_task_taken")
    assert act(desk, f"{TASKS}/{task}/xong", note=" ").status_code == 303
    assert db.session.get_one(BoothTask, task).settled_at is None
    assert act(desk, f"{TASKS}/{task}/xong", note="Chủ hàng mang thêm").status_code == 303
    db.session.rollback()
    assert db.session.get_one(BoothTask, task).note == "Chủ hàng mang thêm"
    assert "Chủ hàng mang thêm" in page(desk, f"{TASKS}?status=closed")
    assert page(desk, f"{TASKS}/{task}")
    clean()


def test_a_transfer_that_does_not_come_leads_to_the_money(desk: FlaskClient) -> None:
    booth = make_booth_at_work()
    tea = make_offer("Chè dây", price=80_000)
    give_out(booth.booth_id, {tea: 1})
    sale = booth.sell((tea, 1), tender="vietqr")
    with transaction():
        ask_about_transfers(LATER)
    number = db.session.scalar(select(BoothTask.id).where(BoothTask.kind == "transfer_missing"))
    text = page(desk, f"{TASKS}/{number}")
    assert sale.code in text
    assert "80.000 ₫" in text
    assert f"/van-hanh/hoi-cho/{booth.fair_id}/tien" in text


def test_what_names_no_good_is_recorded_as_a_person_says(desk: FlaskClient, device: Device, honey: int) -> None:
    number = hold(device, a_sale({4711: 2}, unit=HONEY))
    assert "4711" in page(desk, f"{HELD}/{number}")
    fields = {"variant_id-0": str(honey), "quantity-0": "2", "unit_vnd-0": "125.000", "tender": "cash"}
    assert act(desk, f"{HELD}/{number}/ghi-nhan", **fields, note="").status_code == 422
    assert act(desk, f"{HELD}/{number}/ghi-nhan", note="x", tender="cash").status_code == 422
    assert how_many(BoothSale) == 0
    assert act(desk, f"{HELD}/{number}/ghi-nhan", **fields, note="Theo biên nhận giấy").status_code == 303
    assert how_many(BoothSale) == 1
    assert entries("quarantined_taken_in")[0].facts["is_corrected"] is True
    assert act(desk, f"{HELD}/{number}/ghi-nhan", **fields, note="x").status_code == 409
    book(LATER)
    assert owed_to(producer_of(honey)).owed_vnd == 225_000
    assert "Theo biên nhận giấy" in page(desk, f"{HELD}/{number}")
    clean()


def test_another_body_of_a_sale_is_recorded_as_its_own(desk: FlaskClient, device: Device, honey: int) -> None:
    first = a_sale({honey: 1})
    with transaction():
        take_in_sales(device.number, [first], at=NOON)
    number = hold(device, {**first, "received_vnd": 500_000})
    assert act(desk, f"{HELD}/{number}/ghi-nhan", note="Hai khách khác nhau").status_code == 303
    assert how_many(BoothSale) == 2
    clean()


def test_what_was_a_trial_is_left_out(desk: FlaskClient, device: Device, honey: int) -> None:
    number = hold(device, a_sale({4711: 1}))
    assert act(desk, f"{HELD}/{number}/bo", note="").status_code == 422
    assert act(desk, f"{HELD}/{number}/bo", note="Bán thử").status_code == 303
    assert act(desk, f"{HELD}/{number}/bo", note="Bán thử").status_code == 409
    assert how_many(BoothSale) == 0
    assert "Bán thử" in page(desk, f"{HELD}/{number}")
    clean()


@pytest.mark.parametrize("item", ["xin chào", 7, {"sale_id": "x"}, {"lines": "x"}, {"lines": [1, None]}])
def test_whatever_came_can_be_looked_at(desk: FlaskClient, device: Device, item: object) -> None:
    number = hold(device, item)
    assert page(desk, f"{HELD}/{number}")
    assert page(desk, TASKS)


def test_a_file_of_a_tablet_is_taken_in_once(desk: FlaskClient, device: Device, honey: int) -> None:
    for _ in range(3):
        device.sell({honey: 1})
    fair_id = fair_of(device)
    assert page(desk, f"/van-hanh/hoi-cho/{fair_id}/nhap-tep")
    assert send(desk, fair_id, export(device)).status_code == 303
    assert how_many(BoothSale) == 3
    assert send(desk, fair_id, export(device)).status_code == 303
    assert how_many(BoothSale) == 3
    assert [entry.facts["recorded"] for entry in entries("queue_file_taken_in")] == [0, 3]
    clean()


def test_a_file_that_is_none_or_of_another_fair_is_refused(desk: FlaskClient, device: Device, honey: int) -> None:
    device.sell({honey: 1})
    fair_id, other = fair_of(device), make_booth_at_work().fair_id
    whole = export(device)
    for text in (
        None,
        "{}",
        "xin chào",
        whole.replace("125000", "1"),
        whole.replace(f'"device": {device.number}', '"device": 99'),
    ):
        assert send(desk, fair_id, text).status_code == 422
    assert send(desk, other, whole).status_code == 422
    assert how_many(BoothSale) == 0


@pytest.mark.parametrize("path", ["can-xu-ly/999", "khu-cho/999", "999/nhap-tep", "can-xu-ly?fair=999"])
def test_what_is_not_there_is_404(desk: FlaskClient, path: str) -> None:
    assert desk.get(f"/van-hanh/hoi-cho/{path}").status_code == 404


def test_strangers_change_nothing(sqlite_app: Flask, desk: FlaskClient, device: Device, honey: int) -> None:
    number = hold(device, a_sale({4711: 1}))
    task = db.session.scalar(select(func.max(BoothTask.id)))
    make_person("la@example.vn")
    paths = [f"{HELD}/{number}/ghi-nhan", f"{HELD}/{number}/bo", f"{TASKS}/{task}/nhan", f"{TASKS}/{task}/xong"]
    fair_id = fair_of(device)
    before = content()
    for visitor in (sqlite_app.test_client(), someone(sqlite_app, "la@example.vn")):
        for path in paths:
            assert act(visitor, path, note="x").status_code in (302, 303, 403, 404)
        assert send(visitor, fair_id, export(device)).status_code in (302, 303, 403, 404)
    after = content()
    assert {name for name in before if before[name] != after[name]} <= {"audit_entries"}
