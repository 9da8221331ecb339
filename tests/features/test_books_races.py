"""Several processes keep the books and several people pay producers at once: every fact once, never more than owed."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import func, select

from shop.database import db, transaction
from shop.settlement import (
    LedgerTransaction,
    MoreThanOwed,
    Period,
    Statement,
    WrongPayoutStatus,
    book_new_facts,
    make_statement,
    mark_payout_sent,
    owed_to,
    prepare_payout,
)
from shop.values.dates import vietnam_day
from tests.factories.buying import NOON, make_offer
from tests.factories.settling import balances, sell
from tests.racing import all_at_once


def book_all(number: int) -> int:
    booked = 0
    while True:
        with transaction():
            now = book_new_facts(NOON, limit=3)
        if not now:
            return booked
        booked += now


def test_four_keep_the_books_at_once(app: Flask) -> None:
    honey = make_offer(on_hand=50)
    for _ in range(8):
        sell({honey: 1})
    done = all_at_once(app, book_all, racers=4)
    assert all(isinstance(one, int) for one in done), done
    assert sum(one for one in done if isinstance(one, int)) == 16
    assert db.session.scalar(select(func.count()).select_from(LedgerTransaction)) == 16
    assert owed_to(1).owed_vnd == 8 * 112_500
    assert balances()["bank"] == 8 * 155_000


def test_eight_people_set_the_same_money_aside(app: Flask) -> None:
    """225,000 dong are owed; payouts of 100,000 leave room for two."""
    sell({make_offer(): 2})

    def prepare(number: int) -> int:
        with transaction():
            return prepare_payout(1, 100_000, by=f"operator:{number}", at=NOON).id

    done = all_at_once(app, prepare)
    assert sorted(type(one).__name__ for one in done) == ["MoreThanOwed"] * 6 + ["int"] * 2
    assert all(isinstance(one, int | MoreThanOwed) for one in done)
    balance = owed_to(1)
    assert (balance.owed_vnd, balance.in_payout_vnd) == (225_000, 200_000)


def test_eight_people_mark_one_transfer(app: Flask) -> None:
    sell({make_offer(): 2})
    with transaction():
        payout = prepare_payout(1, 225_000, by="x", at=NOON).id

    def send(number: int) -> None:
        with transaction():
            mark_payout_sent(payout, f"FT-{number}", vietnam_day(NOON), by="x", at=NOON)

    done = all_at_once(app, send)
    assert sum(one is None for one in done) == 1
    assert all(one is None or isinstance(one, WrongPayoutStatus) for one in done), done
    balance = owed_to(1)
    assert (balance.owed_vnd, balance.in_payout_vnd) == (0, 0)


def test_eight_people_make_one_statement(app: Flask) -> None:
    sell({make_offer(): 2})
    period = Period(NOON.date().replace(day=16))

    def make(number: int) -> int:
        with transaction():
            return make_statement(1, period, period.ends_at).id

    done = all_at_once(app, make)
    assert len(set(done)) == 1
    assert db.session.scalar(select(func.count()).select_from(Statement)) == 1
