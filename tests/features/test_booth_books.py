"""What booths sell stands in the books to the dong, each producer's part of it, and comes out of them as it came in."""

from __future__ import annotations

import pytest
from flask import Flask

from shop.database import db, transaction
from shop.payments import close_suspense, list_suspense
from shop.reports import DaySales, audit, count_waiting, sales_by_day
from shop.settlement import (
    BadFairCash,
    CashWritten,
    FairCashKind,
    book_new_facts,
    fair_books,
    has_new_facts,
    list_unstated,
    list_weeks,
    make_statement,
    owed_to,
    period_of,
    write_fair_cash,
)
from shop.values.dates import vietnam_day
from tests.factories.booth_money import BoothAtWork, close_session, hand_out_at, make_booth_at_work
from tests.factories.buying import NOON, make_offer
from tests.factories.fairs import producer_of
from tests.factories.settling import balances, book, transfer

HONEY, TEA = 125_001, 80_000
SHIFT = "11111111-2222-4333-8444-555555555555"


@pytest.fixture
def booth(app: Flask) -> BoothAtWork:
    return make_booth_at_work()


@pytest.fixture
def honey(booth: BoothAtWork) -> int:
    number = make_offer("Mật ong", price=HONEY)
    hand_out_at(booth, number, 20)
    return number


@pytest.fixture
def tea(booth: BoothAtWork) -> int:
    number = make_offer("Chè dây", price=TEA, producer="HTX Chè")
    hand_out_at(booth, number, 20)
    return number


def clean(at: object = None) -> None:
    db.session.rollback()
    assert audit(NOON) == []


def test_a_sale_owes_each_producer_their_share_and_leaves_the_money_at_the_fair(
    booth: BoothAtWork, honey: int, tea: int
) -> None:
    booth.sell((honey, 3), (tea, 1))
    assert has_new_facts()
    assert book() == 2
    assert not has_new_facts()
    assert balances() == {
        "cash_at_fairs": 3 * HONEY + TEA,
        "owed_to_producer": -(3 * HONEY - 37_500) - (TEA - 8_000),
        "commission": -45_500,
    }
    assert owed_to(producer_of(honey)).owed_vnd == 3 * HONEY - 37_500
    assert owed_to(producer_of(tea)).owed_vnd == 72_000
    clean()


def test_a_transfer_that_was_seen_is_awaited(booth: BoothAtWork, honey: int) -> None:
    booth.sell((honey, 1), tender="vietqr")
    book()
    assert balances()["transfers_awaited"] == HONEY
    assert fair_books(booth.fair_id).awaited_vnd == HONEY
    clean()


def test_pieces_that_come_back_take_their_very_dong_with_them(booth: BoothAtWork, honey: int) -> None:
    sale = booth.sell((honey, 3))
    for _ in range(3):
        booth.take_back(sale, (honey, 1))
    assert book() == 4
    assert balances() == {}
    assert owed_to(producer_of(honey)).owed_vnd == 0
    clean()


def test_a_void_takes_the_whole_sale_back(booth: BoothAtWork, honey: int, tea: int) -> None:
    sale = booth.sell((honey, 3), (tea, 2))
    booth.take_back(sale, (honey, 3), (tea, 2), kind="void")
    book()
    assert balances() == {}
    clean()


def test_what_is_tasted_costs_nothing_and_is_no_fact_of_the_books(booth: BoothAtWork, honey: int) -> None:
    booth.send(booth.body([{"variant_id": honey, "quantity": 1, "unit_vnd": HONEY, "kind": "tasting"}], tender="none"))
    assert not has_new_facts()
    assert book() == 0
    clean()


def test_more_sales_than_are_booked_at_once_are_booked_whole(booth: BoothAtWork, honey: int, tea: int) -> None:
    for _ in range(5):
        booth.sell((honey, 1), (tea, 1))
    with transaction():
        assert book_new_facts(NOON, limit=3) >= 3
    assert book() + 6 == 10
    assert balances()["cash_at_fairs"] == 5 * (HONEY + TEA)
    clean()


def test_a_drawer_that_differs_is_a_difference_of_the_fair(booth: BoothAtWork, honey: int) -> None:
    booth.sell((honey, 2), session=SHIFT)
    booth.sell((honey, 1), session=SHIFT, tender="vietqr")
    moves = [("in", 100_000), ("out", 50_000)]
    counted = 500_000 + 2 * HONEY + 50_000 - 7_000
    close_session(booth, SHIFT, float_vnd=500_000, counted_vnd=counted, moves=moves)
    book()
    assert fair_books(booth.fair_id).differences_vnd == 7_000
    assert balances()["cash_at_fairs"] == 2 * HONEY - 7_000
    assert book() == 0
    # A sale of the session that comes later makes it differ by as much more.
    booth.sell((honey, 1), session=SHIFT)
    assert book() == 2
    assert fair_books(booth.fair_id).differences_vnd == 7_000 + HONEY
    clean()


def test_a_drawer_that_fits_is_no_fact(booth: BoothAtWork, honey: int) -> None:
    booth.sell((honey, 2), session=SHIFT)
    close_session(booth, SHIFT, float_vnd=0, counted_vnd=2 * HONEY)
    assert book() == 1


def test_cash_goes_its_ways_until_nothing_lies_at_the_fair(booth: BoothAtWork, honey: int) -> None:
    booth.sell((honey, 4))
    cash = 4 * HONEY
    today = vietnam_day(NOON)
    for written in (
        CashWritten(FairCashKind.GIVEN_OUT, 500_000, today),
        CashWritten(FairCashKind.HANDED_IN, 500_000, today),
        CashWritten(FairCashKind.PAID_IN, cash - 30_000, today, reference="FT1"),
        CashWritten(FairCashKind.SPENT, 30_000, today, note="Gửi xe"),
    ):
        with transaction():
            write_fair_cash(booth.fair_id, written, by="operator:1", at=NOON)
    book()
    assert fair_books(booth.fair_id).cash_vnd == 0
    assert fair_books(booth.fair_id).differences_vnd == 30_000
    assert balances()["bank"] == cash - 30_000
    clean()


@pytest.mark.parametrize(
    ("written", "field"),
    [
        (CashWritten(FairCashKind.HANDED_IN, 0, vietnam_day(NOON)), "amount"),
        (CashWritten(FairCashKind.PAID_IN, 1, vietnam_day(NOON)), "reference"),
        (CashWritten(FairCashKind.SPENT, 1, vietnam_day(NOON), note=" "), "note"),
        (CashWritten(FairCashKind.HANDED_IN, 1, vietnam_day(NOON).replace(day=22)), "happened_on"),
    ],
)
def test_cash_that_makes_no_sense_is_refused(booth: BoothAtWork, written: CashWritten, field: str) -> None:
    with pytest.raises(BadFairCash) as refusal, transaction():
        write_fair_cash(booth.fair_id, written, by="operator:1", at=NOON)
    assert refusal.value.field == field
    assert book() == 0


def test_weeks_and_statements_of_a_producer_know_the_booths(booth: BoothAtWork, honey: int) -> None:
    sale = booth.sell((honey, 2))
    back = booth.take_back(sale, (honey, 1))
    book()
    producer_id = producer_of(honey)
    owed = HONEY - 12_500
    assert [week.goods_vnd for week in list_weeks(vietnam_day(NOON), vietnam_day(NOON))] == [HONEY]
    assert {one.order_code for one in list_unstated(producer_id)} == {sale.code, back.code}
    period = period_of(vietnam_day(NOON))
    with transaction():
        statement = make_statement(producer_id, period, period.ends_at)
    assert statement.closing_vnd == owed
    assert statement.earned_vnd == 2 * HONEY - 25_000
    assert statement.returned_vnd == owed - statement.earned_vnd
    assert [line.order_code for line in statement.lines] == [sale.code, back.code]
    clean()


@pytest.mark.parametrize("is_told_first", [True, False])
def test_cash_that_the_bank_tells_of_too_is_one(booth: BoothAtWork, honey: int, is_told_first: bool) -> None:
    booth.sell((honey, 4))
    cash = 4 * HONEY

    def bank_tells() -> None:
        transfer(cash, "NOP TIEN HOI CHO", at=NOON, reference="FT5")
        [entry] = list_suspense()
        with transaction():
            close_suspense(entry.id, note="Tiền hội chợ", by="operator:1", at=NOON)
        book()

    if is_told_first:
        bank_tells()
    written = CashWritten(FairCashKind.PAID_IN, cash, vietnam_day(NOON), reference="FT5")
    with transaction():
        write_fair_cash(booth.fair_id, written, by="operator:1", at=NOON)
    book()
    if not is_told_first:
        bank_tells()
    assert balances() == {"bank": cash, "owed_to_producer": -(cash - 50_000), "commission": -50_000}
    clean()


def test_the_office_sees_the_day_at_the_booths_beside_its_orders(booth: BoothAtWork, honey: int) -> None:
    sale = booth.sell((honey, 3))
    booth.sell((honey, 1), tender="vietqr")
    booth.take_back(sale, (honey, 1))
    today = sales_by_day(NOON, 3)[-1]
    assert today == DaySales(vietnam_day(NOON), 0, 0, booth_sales=2, booth_vnd=3 * HONEY)
    assert today.all_vnd == 3 * HONEY
    booth.sell((honey, 40))
    db.session.rollback()
    assert count_waiting(NOON).fair_tasks > 0
