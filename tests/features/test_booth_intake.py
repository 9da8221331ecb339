"""What the booths send is recorded once and whole, whatever is odd about it, or waits for a person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from shop.database import db, transaction
from shop.fairs import (
    BoothDevice,
    BoothSale,
    BoothSaleLine,
    BoothTask,
    Contact,
    QuarantinedSale,
    SaleAnswer,
    SaleStatus,
    booth_location,
    intake,
    note_contact,
    offer_pairing,
    pair_device,
    parse_receipt_code,
    recording,
    take_in_sales,
)
from shop.stock import WEB, StockMove, quantities_on_hand, stock_by_location
from tests.factories.booths import Device, Item, a_sale, make_device, put_at_booth
from tests.factories.buying import NOON, make_offer
from tests.racing import all_at_once

RECORDED, AGAIN, HELD = SaleStatus.RECORDED, SaleStatus.ALREADY_RECORDED, SaleStatus.QUARANTINED


def send(device: Device, *items: Any, at: Any = NOON) -> list[SaleAnswer]:
    """What the device is told."""
    with transaction():
        answers = take_in_sales(device.number, items, at=at)
    db.session.rollback()
    return answers


def stored() -> tuple[int, int, int]:
    """How many sales, lines and things in quarantine there are."""
    tables = (BoothSale, BoothSaleLine, QuarantinedSale)
    counts = tuple(db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables)
    db.session.rollback()
    return counts  # type: ignore[return-value]


def open_tasks() -> list[str]:
    found = db.session.scalars(select(BoothTask.kind).where(BoothTask.settled_at.is_(None)).order_by(BoothTask.id))
    kinds = list(found)
    db.session.rollback()
    return kinds


def at_booth(device: Device, pack: int) -> int:
    found = quantities_on_hand([pack], booth_location(device.booth_id))[pack]
    db.session.rollback()
    return found


@pytest.fixture
def honey(app: Flask) -> int:
    """A pack on sale."""
    return make_offer(on_hand=10)


@pytest.fixture
def device(honey: int) -> Device:
    """A tablet whose booth has ten pieces of the pack."""
    device = make_device()
    put_at_booth(device, {honey: 10})
    return device


def test_a_sale_that_knows_only_the_contract(device: Device, honey: int) -> None:
    sale = a_sale({honey: 2})
    [answer] = send(device, sale)
    assert (answer.sale_id, answer.status, answer.exceptions) == (sale["sale_id"], RECORDED, ())
    assert parse_receipt_code(answer.receipt) == answer.receipt
    assert at_booth(device, honey) == 8
    assert quantities_on_hand([honey], WEB) == {honey: 10}
    row = db.session.scalars(select(BoothSale)).one()
    assert (row.total_vnd, row.received_vnd, row.happened_at, row.seq) == (250_000, 250_000, NOON, None)
    line = db.session.scalars(select(BoothSaleLine)).one()
    assert (line.quantity, line.commission_vnd, line.producer_share_vnd) == (2, 25_000, 225_000)
    assert line.certificate_code


def test_the_same_again_has_the_same_answer(device: Device, honey: int) -> None:
    sale = device.sell({honey: 2}, unit=120_000)
    [first] = send(device, sale)
    before = stored()
    for later in (1, 60, 3_000):
        [again] = send(device, dict(reversed(list(sale.items()))), at=NOON + timedelta(seconds=later))
        assert again == SaleAnswer(first.sale_id, AGAIN, first.receipt, first.exceptions)
    assert first.exceptions == ("price_changed",)
    assert (stored(), at_booth(device, honey)) == (before, 8)
    assert open_tasks() == ["price_changed"]


def test_twice_in_one_batch_is_once(device: Device, honey: int) -> None:
    sale = a_sale({honey: 1})
    assert [answer.status for answer in send(device, sale, sale, sale)] == [RECORDED, AGAIN, AGAIN]
    assert (stored(), at_booth(device, honey)) == ((1, 1, 0), 9)


def test_the_same_id_with_another_body_waits_for_a_person(device: Device, honey: int) -> None:
    sale = a_sale({honey: 1})
    send(device, sale)
    other = {**sale, "lines": [{**sale["lines"][0], "quantity": 9}]}
    for _ in range(2):
        [answer] = send(device, other)
        assert (answer.status, answer.exceptions) == (HELD, ("other_body",))
    assert (stored(), at_booth(device, honey), open_tasks()) == ((1, 1, 1), 9, ["quarantined"])
    [answer] = send(device, sale)
    assert answer.status is AGAIN


@pytest.mark.parametrize("odd", [{"sale_id": "a\x00b"}, {"kind": "a\x00b"}, {"tender": "\x00"}])
def test_letters_that_no_database_stores_hold_up_no_other_sale(device: Device, honey: int, odd: Item) -> None:
    answers = send(device, a_sale({honey: 1}, **odd), a_sale({honey: 1}))
    assert [answer.status for answer in answers] == [HELD, RECORDED]
    assert (stored(), open_tasks()) == ((1, 1, 1), ["quarantined"])


def test_a_device_may_tell_of_itself_in_any_letters(device: Device) -> None:
    with transaction():
        note_contact(device.number, Contact(release="r1\x00", snapshot_version="\x00"), at=NOON)
        code = offer_pairing(device.booth_id, by="operator:1", at=NOON)
    with transaction():
        assert pair_device(code, at=NOON, name="Máy\x00 \u202ecửa  trước").device.name == "Máy cửa trước"
    row = db.session.get_one(BoothDevice, device.number)
    assert (row.release, row.snapshot_version) == ("r1", "")
    db.session.rollback()


def test_a_sale_that_is_not_written_leaves_no_two_with_one_receipt(
    device: Device, honey: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, tries = recording.insert_rows, iter(range(9))

    def stumble_once(*about: Any) -> None:
        if next(tries) == 1:
            raise LookupError("ours")
        write(*about)

    monkeypatch.setattr(recording, "insert_rows", stumble_once)
    answers = send(device, *(a_sale({honey: 1}) for _ in range(3))) + send(device, a_sale({honey: 1}))
    assert [answer.status for answer in answers] == [RECORDED, HELD, RECORDED, RECORDED]
    assert len({answer.receipt for answer in answers if answer.status is RECORDED}) == 3


def test_the_same_id_from_another_booth_waits_for_a_person(device: Device, honey: int) -> None:
    sale, stranger = a_sale({honey: 1}), make_device()
    send(device, sale)
    [answer] = send(stranger, sale)
    assert (answer.status, answer.receipt, answer.exceptions) == (HELD, "", ("other_device",))
    [answer] = send(make_device(device.booth_id), sale)
    assert answer.status is AGAIN  # a copy of the device's log, brought by another tablet of the booth


def _broken(sale: Item) -> dict[str, Any]:
    line = sale["lines"][0]
    return {
        "not_an_object": 17,
        "bad_sale_id": {**sale, "sale_id": "one"},
        "bad_lines": {**sale, "lines": []},
        "bad_number": {**sale, "lines": [{**line, "quantity": 0}]},
        "bad_time": {**sale, "sold_at": "yesterday"},
        "unknown_variant": {**sale, "lines": [{**line, "variant_id": 4_711}]},
        "unknown_kind": {**sale, "kind": "gift"},
        "unknown_tender": {**sale, "tender": "shells"},
        "original_unknown": {**sale, "kind": "void", "of_sale_id": sale["sale_id"]},
    }


@pytest.mark.parametrize("reason", _broken(a_sale({1: 1})))
def test_what_cannot_be_understood_is_kept_and_does_not_touch_the_others(
    device: Device, honey: int, reason: str
) -> None:
    bad = _broken(a_sale({honey: 1}))[reason]
    good = [a_sale({honey: 1}) for _ in range(2)]
    answers = send(device, good[0], bad, good[1])
    assert [answer.status for answer in answers] == [RECORDED, HELD, RECORDED]
    assert answers[1].exceptions == (reason,)
    assert (stored(), at_booth(device, honey), open_tasks()) == ((2, 2, 1), 8, ["quarantined"])
    assert [answer.status for answer in send(device, good[0], bad, good[1])] == [AGAIN, HELD, AGAIN]
    assert (stored(), open_tasks()) == ((2, 2, 1), ["quarantined"])


def test_more_than_was_handed_out_is_sold_and_somebody_answers_for_it(device: Device, honey: int) -> None:
    [answer] = send(device, device.sell({honey: 13}, reason="khách đặt trước"))
    assert (answer.status, answer.exceptions) == (RECORDED, ("oversold",))
    assert stock_by_location(honey) == {booth_location(device.booth_id): 0, WEB: 10}
    moves = db.session.execute(select(StockMove.kind, StockMove.delta).order_by(StockMove.id)).all()
    assert [tuple(move) for move in moves[-2:]] == [("shortage", 3), ("sale", -13)]
    assert db.session.scalars(select(BoothSaleLine.missing)).one() == 3
    assert open_tasks() == ["oversold"]


def test_two_devices_sell_the_last_jar(device: Device, honey: int) -> None:
    other = make_device(device.booth_id)
    [first] = send(device, device.sell({honey: 10}))
    [second] = send(other, other.sell({honey: 1}))
    assert (first.exceptions, second.exceptions) == ((), ("oversold",))
    assert stock_by_location(honey) == {booth_location(device.booth_id): 0, WEB: 10}
    assert stored()[0] == 2


def test_a_void_gives_everything_back_to_the_booth(device: Device, honey: int) -> None:
    sale = device.sell({honey: 3})
    void = device.take_back(sale)
    assert [answer.exceptions for answer in send(device, sale, void)] == [(), ()]
    assert at_booth(device, honey) == 10
    lines = db.session.scalars(select(BoothSaleLine).order_by(BoothSaleLine.id)).all()
    assert (lines[1].of_line_id, lines[1].commission_vnd) == (lines[0].id, lines[0].commission_vnd)
    [again] = send(device, device.take_back(sale, {honey: 1}))
    assert again.exceptions == ("more_back_than_sold",)
    assert at_booth(device, honey) == 10


def test_returns_piece_by_piece_give_back_every_dong(device: Device, honey: int) -> None:
    sale = device.sell({honey: 7}, unit=33_333)
    send(device, sale)
    for _ in range(7):
        send(device, device.take_back(sale, {honey: 1}))
    sums = select(func.sum(BoothSaleLine.commission_vnd), func.sum(BoothSaleLine.producer_share_vnd))
    of_sale, of_returns = (
        tuple(db.session.execute(sums.where(condition)).one())
        for condition in (BoothSaleLine.of_line_id.is_(None), BoothSaleLine.of_line_id.is_not(None))
    )
    assert of_sale == of_returns == (23_333, 209_998)
    [too_much] = send(device, device.take_back(sale, {honey: 1}))
    assert too_much.status is HELD


def test_tasting_and_damage_cost_nothing_and_leave_the_booth(device: Device, honey: int) -> None:
    entry = device.sell({honey: 1})
    lines = [{**entry["lines"][0], "kind": kind, "unit_vnd": 0} for kind in ("tasting", "damage")]
    entry = device.write({"lines": lines, "tender": "none", "sold_at": NOON.isoformat()})
    [answer] = send(device, entry)
    assert answer.exceptions == ("numbers_missing",)  # the entry before was not sent
    assert at_booth(device, honey) == 8
    kinds = db.session.scalars(select(StockMove.kind).order_by(StockMove.id.desc()).limit(2)).all()
    assert sorted(kinds) == ["damage", "tasting"]
    assert db.session.scalars(select(BoothSale.total_vnd)).one() == 0


def test_a_fault_of_ours_keeps_the_sale_for_a_person(
    device: Device, honey: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(*rest: object) -> None:
        raise KeyError("ours")

    monkeypatch.setattr("shop.fairs.recording.oddities_of", stumble)
    sale = a_sale({honey: 1})
    [answer] = send(device, sale)
    assert (answer.status, answer.exceptions) == (HELD, ("fault",))
    assert (stored(), at_booth(device, honey), open_tasks()) == ((0, 0, 1), 10, ["quarantined"])


def test_a_sale_that_somebody_else_records_at_this_very_moment(
    device: Device, honey: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first look finds nothing, then the key is taken: what is there decides, as if it had been seen at once."""
    sale = a_sale({honey: 1})
    send(device, sale)
    look = intake._recorded_before
    looks: list[object] = []

    def look_too_early(sale_ids: set[str]) -> Any:
        looks.append(sale_ids)
        return {} if len(looks) == 1 else look(sale_ids)

    for item, wanted in ((sale, AGAIN), ({**sale, "cashier": "other"}, HELD)):
        looks.clear()
        with monkeypatch.context() as late:
            late.setattr(intake, "_recorded_before", look_too_early)
            [answer] = send(device, item)
        assert answer.status is wanted
        assert len(looks) == 2
    with monkeypatch.context() as blind:
        blind.setattr(intake, "_recorded_before", lambda sale_ids: {})
        [answer] = send(device, {**sale, "cashier": "third"})
    assert (answer.status, answer.exceptions) == (HELD, ("fault",))
    assert (stored(), at_booth(device, honey)) == ((1, 1, 2), 9)


def test_two_booths_send_one_id_at_the_same_moment(app: Flask, device: Device, honey: int) -> None:
    devices, rounds = [device, make_device()], 6
    for _ in range(rounds):
        sale = a_sale({honey: 1})

        def send_it(number: int, sale: Item = sale) -> SaleAnswer:
            with transaction():
                return take_in_sales(devices[number].number, [sale], at=NOON)[0]

        told = [answer for answer in all_at_once(app, send_it, 2) if isinstance(answer, SaleAnswer)]
        assert sorted(answer.status for answer in told) == [HELD, RECORDED]
        assert {answer.exceptions for answer in told if answer.status is HELD} == {("other_device",)}
    assert stored() == (rounds, rounds, rounds)
