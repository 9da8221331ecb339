"""Statements are frozen and join; payouts never let out more than is owed, and each step is taken once."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, IntegrityError

from shop.database import db, transaction
from shop.settlement import (
    MoreThanOwed,
    Payout,
    Period,
    PlannedPayout,
    Statement,
    count_payouts,
    find_payout,
    find_statement,
    list_owed,
    list_payouts,
    list_statements,
    list_weeks,
    make_statement,
    make_statements,
    mark_payout_failed,
    mark_payout_sent,
    owed_to,
    period_of,
    plan_payouts,
    prepare_payout,
    prepare_payouts,
)
from shop.values.refusal import Refusal
from tests.factories.buying import NOON, make_offer
from tests.factories.settling import balances, book, lines_of, sell, take_back

TODAY = date(2026, 11, 21)
NOVEMBER_B = Period(date(2026, 11, 16))
DECEMBER = NOON + timedelta(days=10)
AFTER_THAT = NOON + timedelta(days=30)
THE_PRODUCER = "HTX Vĩnh Yên"


def prepare(amount: int, producer_id: int = 1) -> int:
    with transaction():
        return prepare_payout(producer_id, amount, by="operator:1", at=NOON).id


def send(payout_id: int, reference: str = "FT-1", paid_on: date = TODAY) -> None:
    with transaction():
        mark_payout_sent(payout_id, reference, paid_on, by="operator:1", at=NOON)


def fail(payout_id: int, reason: str = "Sai số tài khoản") -> None:
    with transaction():
        mark_payout_failed(payout_id, reason, by="operator:1", at=NOON)


def refused(work: object, *args: object) -> str:
    try:
        work(*args)  # type: ignore[operator]
    except Refusal as refusal:
        return type(refusal).__name__
    return ""


def statement(period: Period = NOVEMBER_B, at: object = DECEMBER, producer_id: int = 1) -> Statement:
    with transaction():
        number = make_statement(producer_id, period, at).id  # type: ignore[arg-type]
    found = find_statement(producer_id, period)
    assert found is not None
    assert found.id == number
    return found


def money(producer_id: int = 1) -> tuple[int, int]:
    db.session.rollback()
    balance = owed_to(producer_id)
    return balance.owed_vnd, balance.in_payout_vnd


@pytest.fixture
def sold(app: Flask) -> int:
    """The number of an order of which producer 1 is owed 225,000 dong."""
    return sell({make_offer(): 2})


def test_a_payout_from_preparing_to_the_bank(sold: int) -> None:
    number = prepare(225_000)
    assert money() == (225_000, 225_000)
    send(number, "  FT26325 001 ")
    assert money() == (0, 0)
    payout = find_payout(number)
    assert payout is not None
    assert (payout.status, payout.bank_reference, payout.paid_on) == ("sent", "FT26325 001", TODAY)
    assert (payout.prepared_by, payout.sent_by, payout.available_vnd) == ("operator:1", "operator:1", 225_000)
    assert balances()["bank"] == 280_000 - 225_000


def test_what_is_sold_counts_before_the_books_were_kept(sold: int) -> None:
    assert money() == (0, 0)
    prepare(1)
    assert money() == (225_000, 1)


@pytest.mark.parametrize("taken", [0, 225_000, 100_001])
def test_no_more_is_set_aside_than_is_owed_and_free(sold: int, taken: int) -> None:
    if taken:
        prepare(taken)
    with pytest.raises(MoreThanOwed) as refusal:
        prepare(225_001 - taken)
    assert (refusal.value.available_vnd, refusal.value.wanted_vnd) == (225_000 - taken, 225_001 - taken)
    assert money()[1] == taken


def test_nobody_is_paid_who_never_sold(app: Flask) -> None:
    make_offer()
    assert refused(prepare, 1) == "MoreThanOwed"
    assert refused(prepare, 0) == refused(prepare, -5) == "BadPayout"


def test_each_step_is_taken_once(sold: int) -> None:
    number = prepare(225_000)
    send(number)
    assert refused(send, number, "FT-2") == "WrongPayoutStatus"
    fail(number)
    assert refused(fail, number) == "WrongPayoutStatus"
    assert refused(send, number, "FT-2") == "WrongPayoutStatus"
    assert refused(send, 99) == refused(fail, 99) == "NoSuchPayout"
    assert money() == (225_000, 0)


def test_a_payout_that_is_called_off_was_never_in_the_books(sold: int) -> None:
    fail(prepare(225_000))
    assert money() == (225_000, 0)
    assert balances()["bank"] == 280_000


def test_a_payout_that_the_bank_gives_back_is_owed_again(sold: int) -> None:
    number = prepare(225_000)
    send(number)
    fail(number)
    assert money() == (225_000, 0)
    assert balances()["bank"] == 280_000
    send(prepare(225_000), "FT-2")
    assert money() == (0, 0)


def test_a_reference_of_the_bank_pays_one_payout(sold: int) -> None:
    send(prepare(100_000), "FT-1")
    second = prepare(100_000)
    assert refused(send, second, "FT-1") == "BankReferenceTaken"
    assert money() == (125_000, 100_000)
    send(second, "FT-2")


@pytest.mark.parametrize(("reference", "days"), [("", 0), ("  ", 0), ("x" * 101, 0), ("FT-1", 1), ("FT-1", -1)])
def test_a_payout_is_sent_under_a_reference_on_a_day_that_can_be(sold: int, reference: str, days: int) -> None:
    number = prepare(100)
    assert refused(send, number, reference, TODAY + timedelta(days=days)) == "BadPayout"
    assert refused(fail, number, " ") == "BadPayout"
    assert money() == (225_000, 100)


def test_the_database_itself_lets_no_payout_exceed_what_was_owed(sold: int) -> None:
    number = prepare(100)
    with pytest.raises(IntegrityError), transaction() as session:
        session.get_one(Payout, number).amount_vnd = 225_001


def test_goods_that_come_back_after_the_payout_are_owed_by_the_producer(sold: int) -> None:
    send(prepare(225_000))
    take_back(sold, {lines_of(sold)[0]: 1})
    book()
    assert money() == (-112_500, 0)
    assert refused(prepare, 1) == "MoreThanOwed"
    first = statement()
    assert (first.earned_vnd, first.returned_vnd, first.paid_vnd, first.closing_vnd) == (
        225_000,
        -112_500,
        -225_000,
        -112_500,
    )
    sell({1: 1}, at=DECEMBER)
    second = statement(NOVEMBER_B.next, AFTER_THAT)
    assert (second.opening_vnd, second.earned_vnd, second.closing_vnd) == (-112_500, 112_500, 0)


def test_a_statement_names_every_parcel_return_and_payout(sold: int) -> None:
    take_back(sold, {lines_of(sold)[0]: 1})
    book()
    number = prepare(100_000)
    send(number, "FT-77")
    found = statement()
    rows = [(line.kind, line.goods_vnd, line.commission_vnd, line.amount_vnd, line.reference) for line in found.lines]
    assert rows == [
        ("parcel_delivered", 250_000, 25_000, 225_000, ""),
        ("goods_returned", -125_000, -12_500, -112_500, ""),
        ("payout_sent", 0, 0, -100_000, "FT-77"),
    ]
    assert [bool(line.order_code) for line in found.lines] == [True, True, False]
    assert (found.opening_vnd, found.closing_vnd, found.period.code) == (0, 12_500, "2026-11b")


def test_a_statement_is_frozen_and_what_is_told_late_stands_on_the_next(sold: int) -> None:
    before = statement()
    late = sell({make_offer(producer="HTX Khác"): 1})  # of the same period, booked after the statement
    assert late
    sell({1: 1})
    again = statement(at=DECEMBER + timedelta(days=3))
    assert (again.id, again.closing_vnd, len(again.lines)) == (before.id, 225_000, 1)
    after = statement(NOVEMBER_B.next, AFTER_THAT)
    assert (after.opening_vnd, after.earned_vnd, after.closing_vnd) == (225_000, 112_500, 337_500)
    assert [period_of(TODAY)] == [NOVEMBER_B]


def test_a_statement_is_made_in_order_and_when_its_period_is_over(sold: int) -> None:
    assert refused(statement, NOVEMBER_B, NOVEMBER_B.ends_at - timedelta(milliseconds=1)) == "PeriodNotOver"
    assert refused(statement, NOVEMBER_B, DECEMBER, 99) == "NoSuchProducer"
    statement(at=NOVEMBER_B.ends_at)
    assert refused(statement, NOVEMBER_B.previous) == "StatementOutOfOrder"


def test_statements_of_everybody_who_was_owed_anything(app: Flask) -> None:
    tea, salt = make_offer(producer="HTX Một"), make_offer(producer="HTX Hai")
    make_offer(producer="HTX Ba")
    sell({tea: 1, salt: 1})
    with transaction():
        made = [one.producer_name for one in make_statements(NOVEMBER_B, DECEMBER)]
    assert made == ["HTX Một", "HTX Hai"]
    with transaction():
        later = make_statements(NOVEMBER_B.next, AFTER_THAT)
        assert [one.closing_vnd for one in later] == [112_500, 112_500]
    assert [one.first_day for one in list_statements(producer_id=1)] == [date(2026, 12, 1), date(2026, 11, 16)]
    assert len(list_statements()) == 4


@pytest.mark.parametrize("table", ["statements", "statement_lines"])
@pytest.mark.parametrize("act", ["UPDATE {} SET amount_vnd = 1", "DELETE FROM {}"])
def test_statements_are_only_added_to(sold: int, table: str, act: str) -> None:
    statement()
    column = "closing_vnd" if table == "statements" else "amount_vnd"
    with pytest.raises(DatabaseError, match="only added to"), transaction() as session:
        session.execute(text(act.replace("amount_vnd", column).format(table)))


def test_who_waits_longest_comes_first(app: Flask) -> None:
    tea, salt = make_offer(producer="HTX Một"), make_offer(producer="HTX Hai")
    sell({tea: 1}, at=NOON - timedelta(days=2))
    sell({salt: 1}, at=NOON - timedelta(days=1))
    sell({tea: 1}, at=NOON)
    book()
    assert [(row.name, row.available_vnd) for row in list_owed()] == [("HTX Một", 225_000), ("HTX Hai", 112_500)]
    assert list_owed()[0].oldest_at == NOON - timedelta(days=2)
    send(prepare(112_500), "FT-1")
    rows = list_owed()
    assert [(row.name, row.oldest_at) for row in rows] == [
        ("HTX Hai", NOON - timedelta(days=1)),
        ("HTX Một", NOON),
    ]
    send(prepare(112_500), "FT-2")
    assert (list_owed()[-1].name, list_owed()[-1].oldest_at) == ("HTX Một", None)


def test_payouts_in_lists(sold: int) -> None:
    send(prepare(1))
    prepare(2)
    assert [(payout.amount_vnd, name) for payout, name in list_payouts()] == [(2, THE_PRODUCER), (1, THE_PRODUCER)]
    assert [payout.amount_vnd for payout, _ in list_payouts(statuses=["sent"])] == [1]  # type: ignore[list-item]
    assert (count_payouts(), count_payouts(statuses=["prepared"], producer_id=1)) == (2, 1)  # type: ignore[list-item]
    assert count_payouts(producer_id=9) == 0


def test_what_was_sold_by_week(app: Flask) -> None:
    """Sunday night in Vietnam is still Sunday in London: weeks are Vietnam's."""
    honey = make_offer(on_hand=20)
    monday = NOON - timedelta(days=5, hours=12)  # Monday 16 November, 00:00 in Vietnam
    sell({honey: 1}, at=monday - timedelta(milliseconds=1))
    sell({honey: 2}, at=monday)
    order = sell({honey: 3}, at=NOON)
    take_back(order, {lines_of(order)[0]: 1})
    book()
    weeks = list_weeks(date(2026, 11, 12), TODAY)
    assert [(week.monday, week.goods_vnd, week.commission_vnd) for week in weeks] == [
        (date(2026, 11, 9), 125_000, 12_500),
        (date(2026, 11, 16), 500_000, 50_000),
    ]
    assert [week.goods_vnd for week in list_weeks(date(2026, 11, 2), TODAY, producer_id=9)] == [0, 0, 0]


def plan(period: Period = NOVEMBER_B) -> list[PlannedPayout]:
    db.session.rollback()
    return plan_payouts(period)


def run(expected: int, period: Period = NOVEMBER_B, at: datetime = DECEMBER) -> list[int]:
    with transaction():
        return prepare_payouts(period, expected_total=expected, by="operator:1", at=at)


def test_a_period_is_paid_out_in_one_go_and_once(app: Flask) -> None:
    tea, salt = make_offer(producer="HTX Một"), make_offer(producer="HTX Hai")
    sell({tea: 1, salt: 2})
    sell({tea: 1}, at=DECEMBER)  # of the next period
    book(DECEMBER)
    assert [(one.name, one.closing_vnd, one.amount_vnd) for one in plan()] == [
        ("HTX Hai", 225_000, 225_000),
        ("HTX Một", 112_500, 112_500),
    ]
    numbers = run(337_500)
    assert [find_payout(number).amount_vnd for number in numbers] == [225_000, 112_500]  # type: ignore[union-attr]
    assert [one.amount_vnd for one in plan()] == [0, 0]
    assert refused(run, 337_500) == "PlanChanged"
    assert run(0) == []
    assert [one.amount_vnd for one in plan(NOVEMBER_B.next)] == [0, 112_500]


def test_what_changed_since_it_was_shown_is_shown_again(sold: int) -> None:
    book()
    assert plan()[0].amount_vnd == 225_000
    take_back(sold, {lines_of(sold)[0]: 1})
    assert refused(run, 225_000) == "PlanChanged"
    assert refused(run, 112_500, NOVEMBER_B, NOON) == "PeriodNotOver"
    assert money() == (225_000, 0)  # not even the statement is left behind
    assert len(run(112_500)) == 1


def test_goods_that_came_back_since_hold_a_payout_back(sold: int) -> None:
    statement()
    take_back(sold, {lines_of(sold)[0]: 1}, at=NOON + timedelta(days=6))
    book()
    (one,) = plan()
    assert (one.closing_vnd, one.amount_vnd, one.held_vnd) == (225_000, 112_500, 112_500)


def test_who_owes_the_shop_is_shown_and_paid_nothing(sold: int) -> None:
    send(prepare(225_000))
    take_back(sold, {lines_of(sold)[0]: 1})
    book()
    (one,) = plan()
    assert (one.closing_vnd, one.amount_vnd, one.held_vnd) == (-112_500, 0, 0)
    assert run(0) == []


def test_a_producer_whose_later_statement_is_made_is_left_out(sold: int) -> None:
    statement(NOVEMBER_B.next, AFTER_THAT)
    assert plan() == []
    with transaction():
        assert make_statements(NOVEMBER_B, AFTER_THAT) == []
