"""Money that comes in time, late, twice, or never: every outcome leaves stock, parcels and debts in order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest
from flask import Flask

from shop.certification import RevocationGround
from shop.database import db, transaction
from shop.orders import (
    CannotRevive,
    NoSuchOrder,
    Order,
    PaidOutcome,
    PaymentMethod,
    RefundStatus,
    WhyNotRevive,
    begin_refund,
    cancel_order,
    expire_order,
    find_payable,
    get_order,
    get_payable,
    list_holds_ended,
    list_refunds_due,
    record_paid,
    record_refunded,
    revive_order,
)
from shop.stock import quantities_on_hand, receive_stock
from tests.factories.acts import revoke_certificate
from tests.factories.buying import NOON, make_offer, make_order

pytestmark = pytest.mark.orders_alone

CARD, VIETQR, COD = PaymentMethod.CARD, PaymentMethod.VIETQR, PaymentMethod.COD
MINUTE = timedelta(minutes=1)
HOLD_END = NOON + timedelta(hours=24)


def pay(order_id: int, paid_at: datetime, *, at: datetime | None = None) -> PaidOutcome:
    with transaction():
        return record_paid(order_id, paid_at, at=at or paid_at)


def expire(order_id: int, at: datetime = HOLD_END) -> bool:
    with transaction():
        return expire_order(order_id, at=at)


def whole(order_id: int) -> Order:
    order = get_order(order_id)
    assert order is not None
    db.session.expunge_all()  # what the test holds stays as it was read
    return order


def stock_of(variant_id: int) -> int:
    db.session.rollback()
    return quantities_on_hand([variant_id])[variant_id]


def revoke(order_id: int, at: datetime) -> None:
    code = whole(order_id).parcels[0].lines[0].certificate_code
    with transaction():
        revoke_certificate(code, ground=RevocationGround.MARK_MISUSED, evidence="12/QĐ", by="officer", at=at)


def test_paid_in_time_it_goes_to_work(app: Flask) -> None:
    placed = make_order({make_offer(): 2})
    assert pay(placed.id, NOON + MINUTE, at=NOON + 2 * MINUTE) is PaidOutcome.PAID
    order = whole(placed.id)
    assert (order.status, order.paid_at, order.decisive_at) == ("paid", NOON + MINUTE, NOON + MINUTE)
    assert [parcel.status for parcel in order.parcels] == ["preparing"]
    assert [event.to_status for event in order.events] == ["awaiting_payment", "paid"]


def test_paid_twice_the_second_is_surplus(app: Flask) -> None:
    placed = make_order({make_offer(): 1})
    assert [pay(placed.id, NOON + MINUTE), pay(placed.id, NOON + MINUTE)] == [PaidOutcome.PAID, PaidOutcome.SURPLUS]
    assert len(whole(placed.id).events) == 2


def test_cash_orders_want_no_money_from_afar(app: Flask) -> None:
    assert pay(make_order({make_offer(): 1}, method=COD).id, NOON) is PaidOutcome.SURPLUS


def test_a_hold_ends_at_its_very_millisecond(app: Flask) -> None:
    honey = make_offer()
    placed = make_order({honey: 4})
    just_before = HOLD_END - timedelta(milliseconds=1)
    assert (list_holds_ended(just_before), expire(placed.id, just_before)) == ([], False)
    assert [hold.code for hold in list_holds_ended(HOLD_END)] == [placed.code]
    assert (expire(placed.id), expire(placed.id), stock_of(honey)) == (True, False, 10)
    order = whole(placed.id)
    assert (order.status, order.parcels[0].status) == ("expired", "cancelled")
    assert list_holds_ended(HOLD_END) == []


def test_a_paid_order_and_a_cash_order_never_expire(app: Flask) -> None:
    placed, cash = make_order({make_offer(): 1}), make_order({make_offer(): 1}, method=COD)
    pay(placed.id, NOON)
    assert (expire(placed.id), expire(cash.id)) == (False, False)


def test_money_in_time_that_is_told_late_revives_while_there_is_stock(app: Flask) -> None:
    honey = make_offer()
    placed = make_order({honey: 4})
    expire(placed.id)
    assert pay(placed.id, HOLD_END - MINUTE, at=HOLD_END + MINUTE) is PaidOutcome.REVIVED
    assert (whole(placed.id).status, whole(placed.id).parcels[0].status, stock_of(honey)) == ("paid", "preparing", 6)


def test_money_in_time_without_stock_left_is_owed_back(app: Flask) -> None:
    honey, tea = make_offer(), make_offer(on_hand=5)
    placed = make_order({honey: 2, tea: 4})
    expire(placed.id)
    make_order({tea: 3})
    assert pay(placed.id, HOLD_END - MINUTE, at=HOLD_END + MINUTE) is PaidOutcome.REFUND_DUE
    assert (stock_of(honey), stock_of(tea)) == (10, 2)
    [due] = list_refunds_due()
    assert (due.order_id, due.kind, due.amount_vnd) == (placed.id, "order", placed.total_vnd)


@pytest.mark.parametrize("is_swept", [True, False])
def test_money_after_the_hold_is_owed_back_whether_it_was_swept_or_not(app: Flask, is_swept: bool) -> None:
    honey = make_offer()
    placed = make_order({honey: 2})
    if is_swept:
        expire(placed.id)
    assert pay(placed.id, HOLD_END, at=HOLD_END + MINUTE) is PaidOutcome.REFUND_DUE
    order = whole(placed.id)
    assert (order.status, order.paid_at, order.decisive_at, stock_of(honey)) == ("refund_due", HOLD_END, None, 10)
    parts = [(part.order_line_id is None, part.quantity, part.amount_vnd) for part in order.refunds[0].lines]
    assert parts == [(False, 2, 250_000), (True, 1, 30_000)]
    assert pay(placed.id, HOLD_END + MINUTE) is PaidOutcome.SURPLUS


def test_money_for_a_cancelled_order_is_owed_back(app: Flask) -> None:
    placed = make_order({make_offer(): 1})
    with transaction():
        cancel_order(placed.id, by="shopper", at=NOON)
    assert pay(placed.id, NOON + MINUTE) is PaidOutcome.REFUND_DUE
    assert whole(placed.id).status == "refund_due"


def test_money_for_a_good_revoked_before_it_came_is_owed_back(app: Flask) -> None:
    placed = make_order({make_offer(): 1})
    revoke(placed.id, NOON + MINUTE)
    assert pay(placed.id, NOON + MINUTE) is PaidOutcome.REFUND_DUE


def test_money_that_came_before_the_revocation_is_honoured(app: Flask) -> None:
    placed = make_order({make_offer(): 1})
    revoke(placed.id, NOON + 2 * MINUTE)
    assert pay(placed.id, NOON + MINUTE, at=NOON + 3 * MINUTE) is PaidOutcome.PAID


def test_what_is_owed_back_is_paid_back_once_and_then_the_order_is_refunded(app: Flask) -> None:
    placed = make_order({make_offer(): 1})
    pay(placed.id, HOLD_END)
    [due] = list_refunds_due()
    with transaction():
        assert (begin_refund(due.id), begin_refund(due.id)) == (True, False)
    assert [open_due.status for open_due in list_refunds_due()] == [RefundStatus.BEGUN]
    with transaction():
        assert (record_refunded(due.id, at=HOLD_END, by="operator"), record_refunded(due.id, at=HOLD_END, by="x")) == (
            True,
            False,
        )
    assert (whole(placed.id).status, list_refunds_due()) == ("refunded", [])


def test_a_person_may_revive_an_order_for_late_money(app: Flask) -> None:
    honey = make_offer()
    placed = make_order({honey: 3})
    pay(placed.id, HOLD_END + MINUTE)
    with transaction():
        revive_order(placed.id, by="operator", at=HOLD_END + 5 * MINUTE)
    order = whole(placed.id)
    assert (order.status, order.decisive_at, stock_of(honey)) == ("paid", HOLD_END + MINUTE, 7)
    assert [due.status for due in order.refunds] == [RefundStatus.DROPPED]
    assert list_refunds_due() == []


def sell_out(wanted: Mapping[int, int]) -> None:
    with transaction():
        for variant_id, quantity in wanted.items():
            receive_stock(variant_id, -quantity, at=NOON, reason="broken")


def test_late_money_does_not_revive_what_cannot_be(app: Flask) -> None:
    honey, soon = make_offer(on_hand=3), make_offer(decided_on="2023-11-21")
    midnight = datetime.fromisoformat("2026-11-22T00:00:00+07:00")
    sold_out, lapsed, cancelled, begun = (make_order({variant: 1}) for variant in (honey, soon, honey, honey))
    with transaction():
        cancel_order(cancelled.id, by="shopper", at=NOON)
    for order, paid_at in ((sold_out, HOLD_END), (lapsed, midnight), (cancelled, NOON), (begun, HOLD_END)):
        assert pay(order.id, paid_at) is PaidOutcome.REFUND_DUE
    with transaction():
        begin_refund(whole(begun.id).refunds[0].id)
    expected = {
        lapsed.id: WhyNotRevive.CERTIFICATE,
        cancelled.id: WhyNotRevive.STATUS,
        begun.id: WhyNotRevive.STATUS,
        sold_out.id: WhyNotRevive.STOCK,
    }
    for order_id, why in expected.items():
        if why is WhyNotRevive.STOCK:
            sell_out({honey: 3})
        with pytest.raises(CannotRevive) as refusal, transaction():
            revive_order(order_id, by="operator", at=HOLD_END)
        assert (refusal.value.order_id, refusal.value.why) == (order_id, why)
        assert whole(order_id).status == "refund_due"


def test_whoever_takes_money_learns_what_to_ask_for(sqlite_app: Flask) -> None:
    placed = make_order({make_offer(): 1}, method=CARD)
    payable = get_payable(placed.id)
    assert payable is not None
    assert payable == find_payable(placed.code)
    assert (payable.total_vnd, payable.method, payable.hold_until) == (155_000, CARD, NOON + 35 * MINUTE)
    assert (get_payable(99), find_payable("OCOPXXXXXXX")) == (None, None)


def test_there_is_no_such_order(sqlite_app: Flask) -> None:
    for act in (
        lambda: record_paid(7, NOON, at=NOON),
        lambda: expire_order(7, at=NOON),
        lambda: record_refunded(7, at=NOON, by="x"),
    ):
        with pytest.raises(NoSuchOrder), transaction():
            act()
