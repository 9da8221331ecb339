"""Cash on delivery: collected with the parcel, once; handed over by the carrier; given back from its parcel."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from shop.database import db, transaction
from shop.orders import (
    NoSuchOrder,
    PaymentMethod,
    WrongStatus,
    cancel_lines,
    decide_return,
    get_order,
    refuse_parcel,
    request_return,
    return_parcel,
)
from shop.payments import (
    AlreadyDone,
    BadField,
    NotCash,
    RemittanceMismatch,
    StuckKind,
    WrongAmount,
    amount_to_collect,
    collect_cash,
    list_cash_to_remit,
    list_money_back_of,
    list_payments_of,
    list_refunds_to_start,
    list_remittances,
    list_stuck_money,
    record_remittance,
    start_refund,
)
from tests.factories.buying import NOON, make_offer, make_order
from tests.factories.paying import deliver_all, pay_by_transfer, send_parcels

COD = PaymentMethod.COD


def test_a_parcel_is_handed_over_for_its_cash_once(app: Flask) -> None:
    placed = make_order({make_offer(): 2}, method=COD)
    [parcel] = send_parcels(placed.id)
    assert amount_to_collect(parcel) == placed.total_vnd
    with transaction():
        collect_cash(parcel, placed.total_vnd, by="operator", at=NOON)
    [payment] = list_payments_of(placed.id)
    assert (payment.provider, payment.amount_vnd, payment.parcel_id) == ("cash", placed.total_vnd, parcel)
    order = get_order(placed.id)
    assert order is not None
    assert (order.status, order.parcels[0].status) == ("completed", "delivered")
    db.session.rollback()
    with pytest.raises(WrongStatus), transaction():
        collect_cash(parcel, placed.total_vnd, by="operator", at=NOON)


@pytest.mark.parametrize("difference", [-1, 1, -155_000])
def test_no_part_and_nothing_more_is_taken(app: Flask, difference: int) -> None:
    placed = make_order({make_offer(): 1}, method=COD)
    [parcel] = send_parcels(placed.id)
    with pytest.raises(WrongAmount) as refusal, transaction():
        collect_cash(parcel, placed.total_vnd + difference, by="operator", at=NOON)
    assert refusal.value.expected_vnd == placed.total_vnd
    assert list_payments_of(placed.id) == []


def test_pieces_that_were_taken_out_are_not_paid(app: Flask) -> None:
    placed = make_order({make_offer(): 3}, method=COD)
    order = get_order(placed.id)
    assert order is not None
    line = order.parcels[0].lines[0].id
    with transaction():
        cancel_lines(placed.id, {line: 1}, by="lan", at=NOON, reason="broken")
    [parcel] = deliver_all(placed.id, is_cash=True)
    assert amount_to_collect(parcel) == placed.total_vnd - 125_000


def test_what_was_not_sent_was_paid_before_or_is_not_there_takes_no_cash(app: Flask) -> None:
    waiting, paid = make_order({make_offer(): 1}, method=COD), make_order({make_offer(): 1})
    pay_by_transfer(paid)
    [sent] = send_parcels(paid.id)
    order = get_order(waiting.id)
    assert order is not None
    unsent = order.parcels[0].id
    db.session.rollback()
    for parcel, refusal in ((sent, NotCash), (unsent, WrongStatus), (99, NoSuchOrder)):
        with pytest.raises(refusal), transaction():
            collect_cash(parcel, waiting.total_vnd, by="operator", at=NOON)


def test_a_parcel_that_was_refused_brings_no_money(app: Flask) -> None:
    placed = make_order({make_offer(): 1}, method=COD)
    [parcel] = send_parcels(placed.id)
    with transaction():
        refuse_parcel(parcel, by="operator", at=NOON)
        return_parcel(parcel, by="operator", at=NOON)
    with pytest.raises(WrongStatus), transaction():
        collect_cash(parcel, placed.total_vnd, by="operator", at=NOON)
    assert list_payments_of(placed.id) == []


def test_a_carrier_hands_over_what_it_collected_less_its_fee(app: Flask) -> None:
    placed = [make_order({make_offer(): 1}, method=COD) for _ in range(2)]
    for one in placed:
        deliver_all(one.id, is_cash=True)
    both = [payment.id for payment in list_cash_to_remit()]
    total = sum(one.total_vnd for one in placed)
    for amounts in ((total, 1), (total - 1, 0), (total + 1, -1), (0, 0)):
        with pytest.raises(RemittanceMismatch), transaction():
            record_remittance("GHN", "DS1", both, amounts=amounts, by="operator", at=NOON)
    with transaction():
        record_remittance("GHN", "DS1", both, amounts=(total - 9_000, 9_000), by="operator", at=NOON)
    assert (list_cash_to_remit(), [one.fee_vnd for one in list_remittances()]) == ([], [9_000])
    for reference in ("DS1", "DS2"):
        with pytest.raises(AlreadyDone), transaction():
            record_remittance("GHN", reference, both, amounts=(total, 0), by="operator", at=NOON)
    for carrier, reference in (("", "DS3"), ("GHN", " ")):
        with pytest.raises(BadField), transaction():
            record_remittance(carrier, reference, both, amounts=(total, 0), by="operator", at=NOON)


def test_cash_that_a_carrier_keeps_too_long_is_stuck(sqlite_app: Flask) -> None:
    placed = make_order({make_offer(): 1}, method=COD)
    deliver_all(placed.id, is_cash=True, at=NOON)
    assert list_stuck_money(NOON + timedelta(days=13)) == []
    [stuck] = list_stuck_money(NOON + timedelta(days=14))
    assert (stuck.kind, stuck.order_id) == (StuckKind.CASH_NOT_HANDED_OVER, placed.id)


def test_cash_goes_back_from_the_parcel_that_was_returned(app: Flask) -> None:
    honey, tea = make_offer(), make_offer(producer="HTX Minh")
    placed = make_order({honey: 1, tea: 2}, method=COD)
    deliver_all(placed.id, is_cash=True)
    order = get_order(placed.id)
    assert order is not None
    second = order.parcels[1]
    line, parcel_id = second.lines[0].id, second.id
    db.session.rollback()
    with transaction():
        [asked] = request_return(placed.id, {line: 1}, reason="damaged", note="", at=NOON + timedelta(days=1))
        decide_return(asked.id, accepted=True, by="operator", at=NOON + timedelta(days=1))
    [due] = list_refunds_to_start(NOON + timedelta(days=1))
    with transaction():
        start_refund(due, by="shop", at=NOON + timedelta(days=1))
    [back] = list_money_back_of(placed.id)
    assert (back.payment.parcel_id, back.amount_vnd, back.provider) == (parcel_id, 125_000, "bank")
