"""The books: every fact once, balanced, and at any moment the whole of the shop's money."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from shop.database import db, insert_unless_taken, transaction
from shop.orders import (
    PaymentMethod,
    cancel_lines,
    cancel_order,
    expire_order,
    pack_parcel,
    refuse_parcel,
    return_parcel,
    revive_order,
    ship_parcel,
)
from shop.payments import (
    Dispute,
    MoneyBack,
    Payment,
    assign_suspense,
    close_suspense,
    mark_sent_back,
    record_remittance,
    send_back_suspense,
)
from shop.schedule import books
from shop.settlement import (
    LedgerTransaction,
    book_everything,
    book_new_facts,
    find_order_books,
    has_new_facts,
    list_account_totals,
    owed_to,
)
from tests.factories.buying import NOON, make_offer, make_order
from tests.factories.settling import (
    arrive,
    balances,
    book,
    lines_of,
    parcels_of,
    pay,
    sell,
    send_refunds,
    take_back,
    transfer,
)

FEE = 30_000


def test_an_order_paid_by_transfer_and_delivered(app: Flask) -> None:
    placed = make_order({make_offer(): 2})
    assert not has_new_facts()
    pay(placed)
    assert has_new_facts()
    assert book() == 1
    assert balances() == {"bank": 280_000, "customer_money": -280_000}
    arrive(parcels_of(placed.id)[0])
    assert book() == 1
    assert balances() == {"bank": 280_000, "owed_to_producer": -225_000, "commission": -25_000, "delivery": -FEE}
    assert owed_to(1).owed_vnd == 225_000
    assert not has_new_facts()
    assert book() == 0


def test_cash_on_delivery_lies_with_the_carrier_until_it_is_handed_over(app: Flask) -> None:
    placed = make_order({make_offer(): 1}, method=PaymentMethod.COD)
    arrive(parcels_of(placed.id)[0], cash=True)
    assert book() == 2
    assert balances() == {
        "cash_with_carriers": 155_000,
        "owed_to_producer": -112_500,
        "commission": -12_500,
        "delivery": -FEE,
    }
    with transaction():
        record_remittance("VNPost", "BK-1", [1], amounts=(150_000, 5_000), by="x", at=NOON)
    assert book() == 1
    assert (balances()["bank"], balances()["carrier_fees"]) == (150_000, 5_000)
    assert "cash_with_carriers" not in balances()


def test_pieces_withdrawn_before_sending_are_never_the_producers(app: Flask) -> None:
    honey = make_offer(price=99_999)
    placed = make_order({honey: 3})
    pay(placed)
    with transaction():
        cancel_lines(placed.id, {lines_of(placed.id)[0]: 1}, by="x", at=NOON, reason="out_of_stock")
    arrive(parcels_of(placed.id)[0])
    assert book() == 3
    # The commission of three pieces is 29,999 dong; the piece that left first took 10,000 of them.
    assert balances() == {
        "bank": 299_997 + FEE,
        "owed_to_customer": -99_999,
        "owed_to_producer": -(199_998 - 19_999),
        "commission": -19_999,
        "delivery": -FEE,
    }
    send_refunds(placed.id)
    book()
    assert "owed_to_customer" not in balances()


def test_returns_take_back_what_was_earned_to_the_dong(app: Flask) -> None:
    order = sell({make_offer(price=33_333, weight=200): 7})
    for pieces in (2, 1, 3, 1):
        take_back(order, {lines_of(order)[0]: pieces})
        book()
    assert balances() == {"bank": 233_331 + FEE, "owed_to_customer": -233_331, "delivery": -FEE}
    assert owed_to(1).owed_vnd == 0
    send_refunds(order)
    book()
    assert balances() == {"bank": FEE, "delivery": -FEE}


@pytest.mark.parametrize("cash", [False, True])
def test_a_parcel_that_was_not_taken(app: Flask, cash: bool) -> None:
    """Who paid before gets the goods back, not the delivery; of an order for cash nothing is left."""
    placed = make_order({make_offer(): 1}, method=PaymentMethod.COD if cash else PaymentMethod.VIETQR)
    if not cash:
        pay(placed)
    parcel = parcels_of(placed.id)[0]
    with transaction():
        pack_parcel(parcel, by="x", at=NOON)
        ship_parcel(parcel, carrier="", tracking="", by="x", at=NOON)
        refuse_parcel(parcel, by="x", at=NOON)
        return_parcel(parcel, by="x", at=NOON)
    book()
    assert balances() == ({} if cash else {"bank": 155_000, "owed_to_customer": -125_000, "delivery": -FEE})


def test_a_paid_order_that_is_given_up(app: Flask) -> None:
    placed = make_order({make_offer(): 1})
    pay(placed)
    with transaction():
        cancel_order(placed.id, by="x", at=NOON)
    book()
    assert balances() == {"bank": 155_000, "owed_to_customer": -155_000}
    send_refunds(placed.id)
    book()
    assert balances() == {}


def test_late_money_goes_back_or_revives_its_order(app: Flask) -> None:
    placed = make_order({make_offer(): 1})
    late = NOON + timedelta(hours=30)
    with transaction():
        expire_order(placed.id, at=late)
    pay(placed, at=late)
    book()
    assert balances() == {"bank": 155_000, "owed_to_customer": -155_000}
    with transaction():
        revive_order(placed.id, by="x", at=late)
    assert book() == 1
    assert balances() == {"bank": 155_000, "customer_money": -155_000}
    arrive(parcels_of(placed.id)[0], at=late)
    book()
    assert "customer_money" not in balances()


def test_a_refund_that_was_dropped_before_anybody_booked_it_is_never_booked(app: Flask) -> None:
    placed = make_order({make_offer(): 1})
    late = NOON + timedelta(hours=30)
    with transaction():
        expire_order(placed.id, at=late)
    pay(placed, at=late)
    with transaction():
        revive_order(placed.id, by="x", at=late)
    assert book() == 1
    assert balances() == {"bank": 155_000, "customer_money": -155_000}


def test_money_that_is_paid_twice_waits_and_goes_back(app: Flask) -> None:
    placed = make_order({make_offer(): 1})
    pay(placed)
    pay(placed)
    book()
    assert balances() == {"bank": 310_000, "customer_money": -155_000, "suspense": -155_000}
    with transaction():
        mark_sent_back(1, "FT-9", by="x", at=NOON)
    book()
    assert balances() == {"bank": 155_000, "customer_money": -155_000}


def test_money_without_an_order_finds_it_or_goes_back_or_is_none_of_ours(app: Flask) -> None:
    placed = make_order({make_offer(): 1})
    for amount in (155_000, 77_000, 50_000):
        transfer(amount, "tien hang")
    book()
    assert balances() == {"bank": 282_000, "suspense": -282_000}
    with transaction():
        assign_suspense(1, placed.id, by="x", at=NOON)
        number = send_back_suspense(2, by="x", at=NOON)
        mark_sent_back(number, "FT-1", by="x", at=NOON)
        close_suspense(3, note="Tiền thuê nhà", by="x", at=NOON)
    assert book() == 3
    assert balances() == {"bank": 205_000, "customer_money": -155_000, "outside": -50_000}
    kinds = [one.kind for one in find_order_books(placed.id).transactions]
    assert kinds == ["payment", "suspense_assigned"]


@pytest.mark.parametrize("told_first", ["bank", "closed", "remittance"])
def test_a_carriers_transfer_is_counted_once(app: Flask, told_first: str) -> None:
    """The bank tells of the carrier's transfer, and a person of the remittance: in either order it is one sum."""
    placed = make_order({make_offer(): 1}, method=PaymentMethod.COD)
    arrive(parcels_of(placed.id)[0], cash=True)
    book()

    def remit() -> None:
        with transaction():
            record_remittance("VNPost", "FT26-77", [1], amounts=(150_000, 5_000), by="x", at=NOON)

    if told_first == "remittance":
        remit()
    transfer(150_000, "VNPOST COD", reference="FT26-77")
    book()
    if told_first == "bank":
        remit()
        book()
    with transaction():
        close_suspense(1, note="Tiền thu hộ", by="x", at=NOON)
    book()
    if told_first == "closed":
        remit()
        book()
    assert (balances()["bank"], balances()["carrier_fees"]) == (150_000, 5_000)
    assert not {"suspense", "outside", "cash_with_carriers"} & set(balances())


def test_money_sent_back_that_does_not_arrive_is_owed_again(app: Flask) -> None:
    order = sell({make_offer(): 1})
    take_back(order, {lines_of(order)[0]: 1})
    send_refunds(order)
    book()
    assert "owed_to_customer" not in balances()
    with transaction() as session:
        back = session.get_one(MoneyBack, 1)
        back.status = "failed"
    assert book() == 1
    assert balances()["owed_to_customer"] == -125_000
    with transaction() as session:
        back = session.get_one(MoneyBack, 1)
        back.status, back.provider_ref = "sent", "FT-again"
    assert book() == 1
    assert "owed_to_customer" not in balances()


def test_a_lost_dispute_is_the_shops_loss(app: Flask) -> None:
    sell({make_offer(): 1})
    with transaction() as session:
        facts = {"intent_ref": "pi_1", "currency": "vnd", "reason": "fraudulent", "opened_at": NOON, "told_at": NOON}
        session.add(Dispute(provider_ref="dp_1", payment_id=1, amount_vnd=155_000, status="lost", **facts))
        session.add(Dispute(provider_ref="dp_2", payment_id=1, amount_vnd=155_000, status="won", **facts))
    book()
    assert (balances()["dispute_losses"], balances()["card_provider"]) == (155_000, -155_000)


def test_facts_are_booked_some_at_a_time_and_each_once(app: Flask) -> None:
    for _ in range(3):
        sell({make_offer(): 1})
    counts = []
    for _ in range(4):
        with transaction():
            counts.append(book_new_facts(NOON, limit=2))
    assert counts == [2, 2, 2, 0]
    assert sum(list_account_totals().values()) == 0


def test_whoever_is_killed_while_booking_leaves_nothing_half_done(app: Flask) -> None:
    sell({make_offer(): 1})
    with pytest.raises(RuntimeError, match="killed"), transaction():
        book_new_facts(NOON)
        raise RuntimeError("killed")
    assert balances() == {}
    assert owed_to(1).owed_vnd == 0
    assert book() == 2


def test_a_fact_that_another_booked_meanwhile_is_left_alone(app: Flask) -> None:
    sell({make_offer(): 1})
    with transaction():
        facts = {"kind": "payment", "fact_id": 77, "happened_at": NOON, "booked_at": NOON}
        insert_unless_taken(LedgerTransaction, key="payment:1", **facts)
    assert book() == 1
    assert owed_to(1).owed_vnd == 112_500


@pytest.mark.parametrize("table", ["ledger_transactions", "ledger_entries"])
@pytest.mark.parametrize("act", ["UPDATE {} SET id = id + 1000", "DELETE FROM {}"])
def test_the_books_are_only_added_to(app: Flask, table: str, act: str) -> None:
    sell({make_offer(): 1})
    book()
    with pytest.raises(DatabaseError, match="only added to"), transaction() as session:
        session.execute(text(act.format(table)))


def test_where_the_money_of_an_order_is(app: Flask) -> None:
    order = sell({make_offer(): 1})
    sell({make_offer(): 1})
    book()
    books = find_order_books(order)
    assert [one.kind for one in books.transactions] == ["payment", "parcel_delivered"]
    assert books.balances == {
        "bank": 155_000,
        "customer_money": 0,
        "owed_to_producer": -112_500,
        "commission": -12_500,
        "delivery": -FEE,
    }


def test_everything_at_once(app: Flask) -> None:
    for _ in range(2):
        sell({make_offer(): 1})
    with transaction():
        book_everything(NOON)
    assert db.session.scalar(select(func.count()).select_from(LedgerTransaction)) == 4


def test_other_currencies_stand_in_no_book_of_dong(app: Flask) -> None:
    transfer(1_000, "x")
    with transaction() as session:
        payment = session.get_one(Payment, 1)
        payment.currency = "usd"
    assert book() == 0
    with transaction():
        close_suspense(1, note="USD", by="x", at=NOON)
    assert book() == 0


def test_the_job_books_everything_some_at_a_time(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(books, "AT_ONCE", 1)
    for _ in range(2):
        sell({make_offer(): 1})
    books.keep_books()
    assert not has_new_facts()
    assert db.session.scalar(select(func.count()).select_from(LedgerTransaction)) == 4
    books.keep_books()
    assert owed_to(1).owed_vnd == 225_000
