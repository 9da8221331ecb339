"""A transfer for a sale at a booth is found by its receipt and amount alone, before the sale comes or after, once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from shop.database import db, transaction
from shop.fairs import BoothTask, TaskKind, receipt_code
from shop.payments import (
    Allocation,
    AlreadyDone,
    BadField,
    BoothTransfer,
    NoSuchMoney,
    Payment,
    Settled,
    SuspenseReason,
    WrongAmount,
    ask_about_transfers,
    assign_to_sale,
    booth_transfers,
    drop_transfer_back,
    get_suspense,
    give_up_transfer,
    has_matching_transfers,
    list_open_transfers,
    list_settled_transfers,
    list_suspense,
    match_waiting_transfers,
    open_of,
    send_transfer_back,
)
from shop.reports import audit
from shop.settlement import fair_books
from tests.factories.booth_money import BoothAtWork, hand_out_at, make_booth_at_work
from tests.factories.buying import NOON, make_offer, make_order
from tests.factories.paying import MINUTE, transfer
from tests.factories.settling import balances, book

HONEY = 125_000
LATER = NOON + timedelta(hours=1)
DAYS_LATER = NOON + timedelta(days=3)
OPERATOR = "operator:1"


@pytest.fixture
def booth(app: Flask) -> BoothAtWork:
    return make_booth_at_work()


@pytest.fixture
def honey(booth: BoothAtWork) -> int:
    number = make_offer("Mật ong", price=HONEY)
    hand_out_at(booth, number, 20)
    return number


def clean() -> None:
    db.session.rollback()
    assert audit(DAYS_LATER, with_alarms=False) == []


def match() -> int:
    with transaction():
        return match_waiting_transfers(LATER)


def reason_of_the_only() -> str:
    db.session.rollback()
    [entry] = list_suspense()
    return entry.reason


def test_a_transfer_after_its_sale_is_found_at_once(booth: BoothAtWork, honey: int) -> None:
    sale = booth.sell((honey, 2), tender="vietqr")
    assert transfer(2 * HONEY, f"CT DEN {sale.code} ung ho", at=LATER) is Settled.FOUND
    assert open_of(sale.id) == 0
    book()
    assert balances() == {"bank": 2 * HONEY, "owed_to_producer": -225_000, "commission": -25_000}
    [(found, whose)] = list_settled_transfers(booth.fair_id)
    assert (found.outcome, whose.id) == ("found", sale.id)
    clean()


def test_a_transfer_before_its_sale_waits_for_it(booth: BoothAtWork, honey: int) -> None:
    code = receipt_code(booth.device_id, 1)
    assert transfer(HONEY, code.lower(), at=LATER) is Settled.SUSPENSE
    assert reason_of_the_only() == SuspenseReason.AWAITS_SALE
    assert not has_matching_transfers()
    assert match() == 0
    sale = booth.sell((honey, 1), tender="vietqr")
    assert sale.code == code
    assert has_matching_transfers()
    assert match() == 1
    assert not has_matching_transfers()
    assert match() == 0
    book()
    assert balances() == {"bank": HONEY, "owed_to_producer": -112_500, "commission": -12_500}
    assert list_suspense() == []
    clean()


def test_money_whose_sale_never_comes_holds_up_no_other(
    booth: BoothAtWork, honey: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(booth_transfers, "AT_ONCE", 2)
    # Codes that were shown, and nothing was sold.
    for number in (900, 901, 902):
        transfer(HONEY, receipt_code(booth.device_id, number), at=LATER + number * MINUTE)
    assert not has_matching_transfers()
    transfer(HONEY, receipt_code(booth.device_id, 1), at=LATER)
    sale = booth.sell((honey, 1), tender="vietqr")
    assert has_matching_transfers()
    assert match() == 1
    assert open_of(sale.id) == 0
    assert len(list_suspense()) == 3
    clean()


def test_the_same_transfer_told_twice_is_one(booth: BoothAtWork, honey: int) -> None:
    sale = booth.sell((honey, 1), tender="vietqr")
    for _ in range(2):
        transfer(HONEY, sale.code, at=LATER, id=77, referenceCode="FT77")
    assert db.session.scalar(select(func.count(Payment.id))) == 1
    # Told under another number, it is the same all the same.
    assert transfer(HONEY, sale.code, at=LATER, id=78, referenceCode="FT77") is Settled.SUSPENSE
    assert reason_of_the_only() == SuspenseReason.REPEATED
    clean()


def test_a_second_transfer_for_a_sale_waits_for_a_person(booth: BoothAtWork, honey: int) -> None:
    sale = booth.sell((honey, 1), tender="vietqr")
    transfer(HONEY, sale.code, at=LATER)
    assert transfer(HONEY, sale.code, at=LATER + MINUTE) is Settled.SUSPENSE
    assert reason_of_the_only() == SuspenseReason.SALE_SETTLED
    book()
    assert balances()["suspense"] == -HONEY
    clean()


@pytest.mark.parametrize("difference", [-1, 1, -HONEY + 1])
def test_another_amount_waits_for_a_person(booth: BoothAtWork, honey: int, difference: int) -> None:
    sale = booth.sell((honey, 1), tender="vietqr")
    assert transfer(HONEY + difference, sale.code, at=LATER) is Settled.SUSPENSE
    assert reason_of_the_only() == SuspenseReason.WRONG_AMOUNT
    assert open_of(sale.id) == HONEY
    clean()


def test_another_amount_before_the_sale_waits_for_a_person_once_it_comes(booth: BoothAtWork, honey: int) -> None:
    transfer(HONEY - 1, receipt_code(booth.device_id, 1), at=LATER)
    booth.sell((honey, 1), tender="vietqr")
    assert match() == 0
    assert reason_of_the_only() == SuspenseReason.WRONG_AMOUNT
    assert not has_matching_transfers()
    clean()


def test_a_sale_for_cash_awaits_nothing(booth: BoothAtWork, honey: int) -> None:
    sale = booth.sell((honey, 1))
    assert transfer(HONEY, sale.code, at=LATER) is Settled.SUSPENSE
    assert reason_of_the_only() == SuspenseReason.SALE_SETTLED
    clean()


def test_two_receipts_in_one_memo_wait_for_a_person(booth: BoothAtWork, honey: int) -> None:
    codes = [booth.sell((honey, 1), tender="vietqr").code for _ in range(2)]
    assert transfer(HONEY, " ".join(codes), at=LATER) is Settled.SUSPENSE
    assert reason_of_the_only() == SuspenseReason.SEVERAL_CODES
    clean()


def test_an_orders_code_wins_over_a_receipts(booth: BoothAtWork, honey: int) -> None:
    sale = booth.sell((honey, 1), tender="vietqr")
    order = make_order({honey: 1})
    assert transfer(order.total_vnd, f"{order.code} {sale.code}", at=LATER) is Settled.PAID
    assert open_of(sale.id) == HONEY
    clean()


def test_another_account_is_not_ours_unless_it_names_a_receipt(booth: BoothAtWork, honey: int) -> None:
    sale = booth.sell((honey, 1), tender="vietqr")
    assert transfer(HONEY, "an com", at=LATER, accountNumber="999") is Settled.NOT_OURS
    assert transfer(HONEY, sale.code, at=LATER, accountNumber="999") is Settled.SUSPENSE
    assert reason_of_the_only() == SuspenseReason.OTHER_ACCOUNT
    clean()


def test_money_for_a_sale_that_was_taken_back_waits_for_a_person(booth: BoothAtWork, honey: int) -> None:
    sale = booth.sell((honey, 2), tender="vietqr")
    booth.take_back(sale, (honey, 2), tender="vietqr", kind="void")
    assert open_of(sale.id) == 0
    assert transfer(2 * HONEY, sale.code, at=LATER) is Settled.SUSPENSE
    assert reason_of_the_only() == SuspenseReason.SALE_SETTLED
    book()
    assert balances() == {"bank": 2 * HONEY, "suspense": -2 * HONEY}
    clean()


def test_what_is_taken_back_before_the_money_comes_is_awaited_no_more(booth: BoothAtWork, honey: int) -> None:
    sale = booth.sell((honey, 3), tender="vietqr")
    booth.take_back(sale, (honey, 1), tender="vietqr")
    assert transfer(2 * HONEY, sale.code, at=LATER) is Settled.FOUND
    book()
    assert fair_books(booth.fair_id).awaited_vnd == 0
    clean()


def test_what_is_taken_back_for_cash_leaves_the_transfer_awaited(booth: BoothAtWork, honey: int) -> None:
    sale = booth.sell((honey, 2), tender="vietqr")
    booth.take_back(sale, (honey, 1), tender="cash")
    assert transfer(2 * HONEY, sale.code, at=LATER) is Settled.FOUND
    book()
    assert fair_books(booth.fair_id).cash_vnd == -HONEY
    assert fair_books(booth.fair_id).awaited_vnd == 0
    clean()


def test_what_was_paid_and_is_taken_back_goes_back_by_transfer(booth: BoothAtWork, honey: int) -> None:
    sale = booth.sell((honey, 2), tender="vietqr")
    transfer(2 * HONEY, sale.code, at=LATER)
    booth.take_back(sale, (honey, 1), tender="vietqr")
    [one] = list_open_transfers(booth.fair_id)
    assert one.open_vnd == -HONEY
    with transaction():
        assert ask_about_transfers(LATER) == 1
    [task] = db.session.scalars(select(BoothTask).where(BoothTask.kind == TaskKind.TRANSFER_TO_SEND))
    assert (task.settled_at, task.detail["amount_vnd"]) == (None, HONEY)
    db.session.rollback()
    with transaction():
        send_transfer_back(sale.id, expected_vnd=HONEY, reference="FT9", by=OPERATOR, at=LATER)
    assert list_open_transfers(booth.fair_id) == []
    book()
    assert balances() == {"bank": HONEY, "owed_to_producer": -112_500, "commission": -12_500}
    db.session.refresh(task)
    assert (task.settled_by, task.outcome) == (OPERATOR, "sent_back")
    with pytest.raises(AlreadyDone), transaction():
        send_transfer_back(sale.id, expected_vnd=HONEY, reference="FT9", by=OPERATOR, at=LATER)
    clean()


def test_a_transfer_that_is_never_found_becomes_a_task_and_is_given_up(booth: BoothAtWork, honey: int) -> None:
    sale = booth.sell((honey, 1), tender="vietqr")
    with transaction():
        assert ask_about_transfers(NOON + timedelta(days=2)) == 0
        assert ask_about_transfers(DAYS_LATER) == 1
        assert ask_about_transfers(DAYS_LATER) == 0
    with pytest.raises(WrongAmount), transaction():
        give_up_transfer(sale.id, expected_vnd=HONEY - 1, note="x", by=OPERATOR, at=DAYS_LATER)
    with pytest.raises(BadField), transaction():
        give_up_transfer(sale.id, expected_vnd=HONEY, note=" ", by=OPERATOR, at=DAYS_LATER)
    with transaction():
        give_up_transfer(sale.id, expected_vnd=HONEY, note="Ảnh chụp giả", by=OPERATOR, at=DAYS_LATER)
    book()
    assert balances() == {"fair_differences": HONEY, "owed_to_producer": -112_500, "commission": -12_500}
    [task] = db.session.scalars(select(BoothTask).where(BoothTask.kind == TaskKind.TRANSFER_MISSING))
    assert (task.outcome, task.note) == ("written_off", "Ảnh chụp giả")
    clean()
    # It comes after all: a person finds it, and the loss is made good.
    assert transfer(HONEY, sale.code, at=DAYS_LATER) is Settled.SUSPENSE
    [entry] = list_suspense()
    number = entry.id
    db.session.rollback()
    with transaction():
        assign_to_sale(number, sale.id, expected_difference=HONEY, by=OPERATOR, at=DAYS_LATER)
    book()
    assert balances() == {"bank": HONEY, "owed_to_producer": -112_500, "commission": -12_500}
    clean()


def test_a_person_gives_money_without_a_code_to_a_sale(booth: BoothAtWork, honey: int) -> None:
    sale = booth.sell((honey, 1), tender="vietqr")
    transfer(HONEY - 5_000, "mua mat ong", at=LATER)
    [entry] = list_suspense()
    number = entry.id
    db.session.rollback()
    with pytest.raises(WrongAmount), transaction():
        assign_to_sale(number, sale.id, expected_difference=0, by=OPERATOR, at=LATER)
    with transaction():
        assign_to_sale(number, sale.id, expected_difference=-5_000, by=OPERATOR, at=LATER, note="Khách chuyển thiếu")
    book()
    assert balances() == {
        "bank": HONEY - 5_000,
        "fair_differences": 5_000,
        "owed_to_producer": -112_500,
        "commission": -12_500,
    }
    entry = get_suspense(number)
    assert (entry.outcome, entry.payment.allocation) == ("assigned", Allocation.BOOTH)
    db.session.rollback()
    with pytest.raises(AlreadyDone), transaction():
        assign_to_sale(number, sale.id, expected_difference=HONEY - 5_000, by=OPERATOR, at=LATER)
    assert db.session.scalar(select(func.count(BoothTransfer.id))) == 1
    clean()


def test_what_never_came_need_not_go_back(booth: BoothAtWork, honey: int) -> None:
    sale = booth.sell((honey, 1), tender="vietqr")
    with transaction():
        give_up_transfer(sale.id, expected_vnd=HONEY, note="x", by=OPERATOR, at=LATER)
    booth.take_back(sale, (honey, 1), tender="vietqr")
    with transaction():
        drop_transfer_back(sale.id, expected_vnd=HONEY, note="Chưa từng nhận", by=OPERATOR, at=LATER)
    book()
    assert balances() == {}
    assert open_of(sale.id) == 0
    clean()


@pytest.mark.parametrize("decide", [give_up_transfer, drop_transfer_back])
def test_a_sale_that_is_none_or_awaits_nothing_is_refused(booth: BoothAtWork, honey: int, decide: object) -> None:
    assert callable(decide)
    sale = booth.sell((honey, 1))
    with pytest.raises(AlreadyDone), transaction():
        decide(sale.id, expected_vnd=0, note="x", by=OPERATOR, at=LATER)
    with pytest.raises(NoSuchMoney), transaction():
        decide(999, expected_vnd=1, note="x", by=OPERATOR, at=LATER)
    with pytest.raises(NoSuchMoney), transaction():
        send_transfer_back(999, expected_vnd=1, reference="x", by=OPERATOR, at=LATER)
