"""What people do about the booths' sales: quarantine, tasks, exported logs; and sessions that agree or do not."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from shop.database import db, transaction
from shop.fairs import (
    BadExport,
    BadItem,
    BoothSale,
    BoothSession,
    BoothTask,
    Comparison,
    NoSuchQuarantined,
    NoSuchTask,
    NotASale,
    QuarantinedSale,
    QuarantineIsSettled,
    SaleStatus,
    TakenIn,
    TaskIsSettled,
    count_open_tasks,
    dismiss_quarantined,
    find_booth_sales_by_codes,
    get_booth_sale,
    list_booth_sessions,
    list_quarantined,
    list_tasks,
    read_export,
    resolve_task,
    revoke_device,
    session_cash,
    take_in_export,
    take_in_quarantined,
    take_in_sales,
    take_in_sessions,
    take_task,
)
from shop.settlement import list_drawers
from tests.factories.booths import Device, a_sale, close_session, export, make_device, open_session, put_at_booth
from tests.factories.buying import NOON, make_offer
from tests.factories.people import make_person

A_SESSION = "6f9d6a51-9c1e-4b61-8a43-9f5d2e8a0c11"
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def honey(app: Flask) -> int:
    return make_offer(on_hand=10)


@pytest.fixture
def device(honey: int) -> Device:
    device = make_device()
    put_at_booth(device, {honey: 10})
    return device


def send(device: Device, *items: Any) -> list[tuple[str, tuple[str, ...]]]:
    """Status and exceptions of each item."""
    with transaction():
        answers = take_in_sales(device.number, items, at=NOON)
    return [(str(answer.status), answer.exceptions) for answer in answers]


def tell(device: Device, *sessions: Any) -> list[tuple[SaleStatus, Comparison | None]]:
    with transaction():
        answers = take_in_sessions(device.number, sessions, at=LATER)
    return [(answer.status, answer.manifest) for answer in answers]


def take_in(number: int, body: Any = None) -> int:
    with transaction():
        return take_in_quarantined(number, body, note="đã hỏi chị Mai", by="operator:1", at=LATER)


def tasks(*, only_open: bool = True) -> list[str]:
    found = [task.kind for task in list_tasks(only_open=only_open)]
    db.session.rollback()
    return found


def bring(text: str | bytes) -> TakenIn:
    taken = TakenIn()
    found = read_export(text)
    for part in found.parts:
        with transaction():
            taken += take_in_export(part, at=LATER)
    return taken


def test_a_person_corrects_what_could_not_be_understood(device: Device, honey: int) -> None:
    sale = device.sell({4_711: 2})
    assert send(device, sale) == [("quarantined", ("unknown_variant",))]
    [held] = list_quarantined()
    with pytest.raises(BadItem):
        take_in(held.id)
    db.session.rollback()
    number = take_in(held.id, {**sale, "lines": [{**sale["lines"][0], "variant_id": honey}]})
    found = get_booth_sale(number)
    assert (found.sale_id, found.seq, found.lines[0].variant_id) == (sale["sale_id"], 1, honey)
    assert found.exception_list == ["hash_wrong"]
    assert (list_quarantined(), tasks()) == ([], ["hash_wrong"])
    db.session.rollback()
    assert send(device, sale) == [("already_recorded", ("hash_wrong",))]  # what the device has is what it sent
    with pytest.raises(QuarantineIsSettled):
        take_in(held.id)


@pytest.mark.parametrize(
    "odd",
    [
        {"sold_at": "hôm qua"},
        {"sold_at": None, "received_vnd": -5},
        {"change_vnd": "20k"},
        {"clock_offset_ms": "x"},
        {"seq": 0},
    ],
)
def test_what_nobody_can_read_and_a_sale_does_not_need_keeps_no_person_from_recording_it(
    device: Device, honey: int, odd: dict[str, Any]
) -> None:
    sale = {**a_sale({honey: 2}), **odd}
    assert send(device, sale)[0][0] == "quarantined"
    held = list_quarantined()[0]
    assert held.total_vnd == 250_000
    take_in(held.id)
    [recorded] = db.session.scalars(select(BoothSale)).all()
    assert (recorded.sale_id, recorded.total_vnd, recorded.received_vnd) == (sale["sale_id"], 250_000, 250_000)
    assert recorded.happened_at <= recorded.received_at
    assert ("clock_unknown" in recorded.exceptions) == bool({"sold_at", "clock_offset_ms"} & odd.keys())
    db.session.rollback()
    assert send(device, sale)[0][0] == "already_recorded"


def test_another_body_of_a_sale_becomes_a_sale_of_its_own_or_nothing(device: Device, honey: int) -> None:
    sale = device.sell({honey: 1})
    others = [{**sale, "cashier": code} for code in ("08", "09")]
    send(device, sale, *others)
    first, second = list_quarantined()
    number = take_in(first.id)
    with transaction():
        dismiss_quarantined(second.id, note="bấm hai lần", by="operator:1", at=LATER)
    found = get_booth_sale(number)
    assert (found.sale_id != sale["sale_id"], found.seq, found.cashier) == (True, None, "08")
    assert [status for status, _ in send(device, sale, *others)] == ["already_recorded", "quarantined", "quarantined"]
    assert db.session.scalar(select(func.count()).select_from(BoothSale)) == 2
    with pytest.raises(NoSuchQuarantined), transaction():
        dismiss_quarantined(99, note="", by="x", at=LATER)


def test_a_void_that_came_before_its_sale_is_taken_in_later(device: Device, honey: int) -> None:
    sale = device.sell({honey: 1})
    void = device.take_back(sale)
    assert send(device, void) == [("quarantined", ("original_unknown",))]
    send(device, sale)
    [held] = list_quarantined()
    assert get_booth_sale(take_in(held.id)).kind == "void"
    assert tasks() == []


def test_tasks_are_taken_and_resolved_once(device: Device, honey: int) -> None:
    send(device, device.sell({honey: 1}, unit=1_000))
    [task] = list_tasks()
    other = make_person("binh@example.vn", password=None)
    with transaction():
        take_task(task.id, owner_id=other.id)
        resolve_task(task.id, outcome="accepted", note="giá hội chợ", by="operator:1", at=LATER)
    assert [(one.owner_id, one.outcome) for one in list_tasks(only_open=False)] == [(other.id, "accepted")]
    for refused, number in ((TaskIsSettled, task.id), (NoSuchTask, 99)):
        with pytest.raises(refused), transaction():
            take_task(number, owner_id=other.id)


def test_numbers_that_come_later_settle_their_own_task(device: Device, honey: int) -> None:
    sales = [device.sell({honey: 1}) for _ in range(5)]
    assert send(device, sales[0], sales[4]) == [("recorded", ()), ("recorded", ("numbers_missing",))]
    assert list_tasks()[0].detail == {"first": 2, "last": 4}
    send(device, sales[3])
    assert tasks() == ["numbers_missing", "numbers_missing"]
    send(device, sales[2], sales[1])
    assert tasks() == []
    assert {task.settled_by for task in list_tasks(only_open=False)} == {"program"}


def test_two_logs_with_one_number_are_both_kept(device: Device, honey: int) -> None:
    copy = Device(device.number, device.booth_id, device.token)
    first, second = device.sell({honey: 1}), copy.sell({honey: 2})
    assert send(device, first, second) == [("recorded", ()), ("recorded", ("sequence_reused",))]
    assert len(find_booth_sales_by_codes([first["code"]])) == 2
    third = {**copy.sell({honey: 1}), "seq": 3}
    assert send(device, third)[0][1] == ("numbers_missing", "hash_wrong")
    broken = device.write({**a_sale({honey: 1}), "previous_hash": "0" * 64})
    assert send(device, broken)[0][1] == ("chain_broken", "hash_wrong")


def test_a_log_may_come_as_a_file_and_by_the_network(device: Device, honey: int) -> None:
    sales = [device.sell({honey: 1}, session_id=A_SESSION) for _ in range(120)]
    put_at_booth(device, {honey: 200})
    send(device, *sales[:10])
    text = export(device, sessions=[close_session(device, A_SESSION)])
    assert bring(text) == TakenIn(recorded=110, already_recorded=10, quarantined=0, sessions=1)
    assert bring(text.encode()) == TakenIn(recorded=0, already_recorded=120, quarantined=0, sessions=1)
    assert tasks() == []
    assert db.session.scalars(select(BoothSession.manifest_agrees)).one() is True


def test_what_a_revoked_device_sold_before_counts_and_after_waits(device: Device, honey: int) -> None:
    before = device.sell({honey: 1}, at=NOON - timedelta(hours=1))
    after = device.sell({honey: 1}, at=NOON + timedelta(minutes=5))
    with transaction():
        revoke_device(device.number, at=NOON)
    assert bring(export(device)) == TakenIn(recorded=1, quarantined=1)
    [held] = list_quarantined()
    assert (held.sale_id, held.reason) == (after["sale_id"], "after_revocation")
    assert get_booth_sale(take_in(held.id)).exception_list == ["after_revocation"]
    assert before["sale_id"] in {sale.sale_id for sale in db.session.scalars(select(BoothSale))}


@pytest.mark.parametrize("reason", ["not_json", "no_export", "unknown_device", "changed", "too_many"])
def test_what_is_no_file_of_a_device(device: Device, honey: int, reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    device.sell({honey: 1})
    whole = json.loads(export(device))
    files = {
        "not_json": b"\xff{",
        "no_export": json.dumps({**whole, "sales": 7}),
        "unknown_device": json.dumps({**whole, "device": 99}),
        "changed": json.dumps({**whole, "sales": [{**whole["sales"][0], "cashier": "07", "extra": 1.5}]}),
        "too_many": json.dumps({**whole, "sales": [1, 2, 3]}),
    }
    monkeypatch.setattr("shop.fairs.exported.MOST_ITEMS", 2)
    with pytest.raises(BadExport) as refused:
        read_export(files[reason])
    assert refused.value.reason == reason


def test_the_drawer_of_a_session(device: Device, honey: int) -> None:
    sale = device.sell({honey: 4}, session_id=A_SESSION)
    device.take_back(sale, {honey: 1}, session_id=A_SESSION)
    device.sell({honey: 2}, session_id=A_SESSION, tender="vietqr")
    moves = [
        {"entry_id": "e1", "at": NOON.isoformat(), "kind": "in", "amount_vnd": 50_000, "reason": "đổi tiền lẻ"},
        {"entry_id": "e2", "at": NOON.isoformat(), "kind": "out", "amount_vnd": 30_000, "reason": "mua đá"},
    ]
    whole = close_session(device, A_SESSION, counted_vnd=890_000)
    send(device, *device.log)
    tell(device, open_session(A_SESSION), {**open_session(A_SESSION), "drawer": moves[:1]})
    [(status, manifest)] = tell(device, {**whole, "drawer": moves})
    assert status is SaleStatus.RECORDED
    assert manifest is not None
    assert (manifest.agrees, manifest.count, manifest.sum_vnd) == (True, 3, 625_000)
    db.session.rollback()
    [session] = list_booth_sessions(device.booth_id)
    assert [move.kind for move in session.moves] == ["in", "out"]
    cash = session_cash(session)
    assert (cash.sold_vnd, cash.given_back_vnd, cash.put_in_vnd, cash.taken_out_vnd) == (
        500_000,
        125_000,
        50_000,
        30_000,
    )
    assert (cash.expected_vnd, cash.difference_vnd) == (895_000, -5_000)
    fair_id = session.fair_id
    assert tasks() == ["difference_unexplained"]
    assert count_open_tasks(fair_id) == 1
    db.session.rollback()
    assert [status for status, _ in tell(device, {**whole, "drawer": moves})] == [SaleStatus.ALREADY_RECORDED]


def test_a_drawer_is_the_same_in_a_report_and_in_the_books(device: Device, honey: int) -> None:
    name = open_session("6f9d6a51-9c1e-4b61-8a43-9f5d2e8a0c11")["session_id"]
    send(device, device.sell({honey: 1}, tender="none", received_vnd=0, session_id=name))
    tell(device, close_session(device, name))
    [(session, expected)] = list_drawers(db.session.scalars(select(BoothSession)).one().fair_id)
    assert session_cash(session).expected_vnd == expected == 625_000
    db.session.rollback()
    assert "difference_unexplained" in tasks()


def test_an_explained_difference_is_nobodys_task_and_an_open_drawer_has_none(device: Device, honey: int) -> None:
    device.sell({honey: 1}, session_id=A_SESSION)
    send(device, *device.log)
    tell(device, open_session(A_SESSION))
    [session] = list_booth_sessions(device.booth_id)
    assert session_cash(session).difference_vnd is None
    db.session.rollback()
    tell(device, close_session(device, A_SESSION, counted_vnd=600_000, difference_reason="trả nhầm tiền thừa"))
    assert tasks() == []


def test_what_a_session_may_not_say(device: Device, honey: int) -> None:
    whole = close_session(device, A_SESSION)
    moved = {"entry_id": "e1", "at": NOON.isoformat(), "kind": "in", "amount_vnd": 50_000, "reason": ""}
    assert tell(device, {**whole, "drawer": [moved]})[0][0] is SaleStatus.RECORDED
    closing = whole["closed"]
    wrong: list[Any] = [
        7,
        {**whole, "session_id": "x"},
        {**whole, "float_vnd": None},
        {**whole, "float_vnd": 1},
        {**whole, "drawer": 7},
        {**whole, "drawer": [7]},
        {**whole, "drawer": [{**moved, "amount_vnd": 0}]},
        {**whole, "drawer": [{**moved, "entry_id": ""}]},
        {**whole, "drawer": [{**moved, "kind": "lost"}]},
        {**whole, "drawer": [{**moved, "amount_vnd": 60_000}]},
        {**whole, "closed": 7},
        {**whole, "closed": {**closing, "denominations": {"x": 1}}},
        {**whole, "closed": {**closing, "manifest": None}},
        {**whole, "closed": {**closing, "counted_vnd": 1}},
    ]
    before = db.session.scalars(select(BoothSession.counted_vnd)).one()
    db.session.rollback()
    assert {status for status, _ in tell(device, *wrong, *wrong)} == {SaleStatus.QUARANTINED}
    assert db.session.scalars(select(BoothSession.counted_vnd)).one() == before
    assert db.session.scalar(select(func.count()).select_from(QuarantinedSale)) == len(wrong)
    held = list_quarantined()[0].id
    db.session.rollback()
    with pytest.raises(NotASale), transaction():
        take_in_quarantined(held, note="", by="x", at=LATER)
    assert tell(make_device(), whole)[0][0] is SaleStatus.QUARANTINED  # another device's


def test_a_fault_of_ours_keeps_a_session(device: Device, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*rest: object) -> None:
        raise LookupError("ours")

    monkeypatch.setattr("shop.fairs.session_intake.read_session", stumble)
    assert tell(device, open_session(A_SESSION))[0][0] is SaleStatus.QUARANTINED
    assert tasks() == ["quarantined"]


def test_a_manifest_names_what_is_held(device: Device, honey: int) -> None:
    sales = [device.sell({honey: 1}, session_id=A_SESSION), device.sell({4_711: 1}, session_id=A_SESSION)]
    send(device, *sales)
    [(_, manifest)] = tell(device, close_session(device, A_SESSION, unsent_reason="hết pin"))
    assert manifest is not None
    assert (manifest.agrees, manifest.held, manifest.count, manifest.sum_vnd) == (True, (2,), 2, 250_000)
    late = device.sell({honey: 1}, session_id=A_SESSION)
    send(device, late)
    assert tasks() == ["quarantined", "manifest_disagrees"]
    [(_, manifest)] = tell(device, close_session(device, A_SESSION, unsent_reason="hết pin"))
    assert manifest is None  # another closing
    assert {task.kind for task in db.session.scalars(select(BoothTask))} >= {"manifest_disagrees"}
