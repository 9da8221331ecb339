"""Parcels on their way, orders given up, pieces taken out, goods given back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from shop.certification import CertifiedGood, RevocationGround
from shop.database import db, transaction
from shop.orders import (
    NoSuchOrder,
    Order,
    ParcelStatus,
    PaymentMethod,
    ReturnRefused,
    ReturnStatus,
    TooLateToCancel,
    TooMany,
    WhyNotReturn,
    WrongStatus,
    cancel_lines,
    cancel_order,
    decide_return,
    deliver_parcel,
    find_order,
    find_order_by_code_and_phone,
    find_order_of_account,
    find_parcel_of_producer,
    get_order,
    list_open_returns,
    list_orders,
    list_orders_of_account,
    list_parcels_of_producer,
    list_refunds_due,
    list_returns_of,
    pack_parcel,
    record_paid,
    record_refunded,
    refuse_parcel,
    request_return,
    return_parcel,
    ship_parcel,
    stop_revoked,
)
from shop.stock import quantities_on_hand
from tests.factories.acts import revoke_certificate
from tests.factories.buying import NOON, make_offer, make_order
from tests.factories.people import make_person
from tests.factories.register import make_certificate

pytestmark = pytest.mark.orders_alone

COD = PaymentMethod.COD
DAY = timedelta(days=1)


def whole(order_id: int) -> Order:
    order = get_order(order_id)
    assert order is not None
    db.session.expunge_all()  # what the test holds stays as it was read
    return order


def paid(*wanted: tuple[int, int]) -> Order:
    placed = make_order(dict(wanted))
    with transaction():
        record_paid(placed.id, NOON, at=NOON)
    return whole(placed.id)


def ship(parcel_id: int) -> None:
    with transaction():
        pack_parcel(parcel_id, by="lan", at=NOON)
        ship_parcel(parcel_id, carrier=" Bưu điện ", tracking="VN1", by="lan", at=NOON)


def on_hand(variant_id: int) -> int:
    db.session.rollback()
    return quantities_on_hand([variant_id])[variant_id]


def test_the_last_delivery_completes_the_order(app: Flask) -> None:
    order = paid((make_offer(producer="HTX Một"), 1), (make_offer(producer="HTX Hai"), 1))
    first, second = (parcel.id for parcel in order.parcels)
    ship(first)
    with transaction():
        deliver_parcel(first, by="lan", at=NOON + DAY)
    assert whole(order.id).status == "paid"
    ship(second)
    with transaction():
        deliver_parcel(second, by="minh", at=NOON + 2 * DAY)
    order = whole(order.id)
    assert (order.status, order.parcels[0].delivered_at) == ("completed", NOON + DAY)
    assert (order.parcels[0].carrier, order.parcels[0].tracking) == ("Bưu điện", "VN1")


STEPS: dict[str, Callable[[int], None]] = {
    "pack": lambda parcel: pack_parcel(parcel, by="lan", at=NOON),
    "ship": lambda parcel: ship_parcel(parcel, carrier="", tracking="", by="lan", at=NOON),
    "deliver": lambda parcel: deliver_parcel(parcel, by="lan", at=NOON),
    "refuse": lambda parcel: refuse_parcel(parcel, by="lan", at=NOON),
    "return": lambda parcel: return_parcel(parcel, by="lan", at=NOON),
}
WAYS = {
    "waiting": ((), set()),
    "preparing": ((), {"pack"}),
    "packed": (("pack",), {"ship", "deliver"}),
    "shipped": (("pack", "ship"), {"deliver", "refuse"}),
    "delivered": (("pack", "ship", "deliver"), set()),
    "refused": (("pack", "ship", "refuse"), {"return"}),
    "returned": (("pack", "ship", "refuse", "return"), set()),
}


@pytest.mark.parametrize("status", WAYS)
@pytest.mark.parametrize("step", STEPS)
def test_a_parcel_takes_no_other_step(sqlite_app: Flask, status: str, step: str) -> None:
    way, allowed = WAYS[status]
    placed = make_order({make_offer(): 1}, method=PaymentMethod.VIETQR if status == "waiting" else COD)
    parcel = whole(placed.id).parcels[0].id
    for done in way:
        with transaction():
            STEPS[done](parcel)
    assert whole(placed.id).parcels[0].status == status
    if step in allowed:
        with transaction():
            STEPS[step](parcel)
        return
    with pytest.raises(WrongStatus) as refusal, transaction():
        STEPS[step](parcel)
    assert (refusal.value.subject, refusal.value.id, refusal.value.status) == ("parcel", parcel, status)
    assert whole(placed.id).parcels[0].status == status


def test_a_refused_cash_parcel_ends_the_order_and_owes_nothing(app: Flask) -> None:
    honey = make_offer()
    order = whole(make_order({honey: 2}, method=COD).id)
    ship(order.parcels[0].id)
    with transaction():
        refuse_parcel(order.parcels[0].id, by="lan", at=NOON, reason="nobody at home")
        return_parcel(order.parcels[0].id, by="lan", at=NOON + DAY)
    assert (whole(order.id).status, list_refunds_due()) == ("cancelled", [])
    assert on_hand(honey) == 8  # a person says whether it can be sold again


def test_a_refused_paid_parcel_owes_the_goods_back_without_the_delivery(app: Flask) -> None:
    order = paid((make_offer(), 2))
    ship(order.parcels[0].id)
    with transaction():
        refuse_parcel(order.parcels[0].id, by="lan", at=NOON)
        return_parcel(order.parcels[0].id, by="lan", at=NOON + DAY)
    assert whole(order.id).status == "refund_due"
    [due] = list_refunds_due()
    assert due.amount_vnd == 250_000
    with transaction():
        record_refunded(due.id, at=NOON, by="operator")
    assert whole(order.id).status == "refunded"


def test_an_unpaid_order_is_given_up_and_owes_nothing(app: Flask) -> None:
    honey = make_offer()
    placed = make_order({honey: 2})
    with transaction():
        cancel_order(placed.id, by="shopper", at=NOON, reason="changed_mind")
    assert (whole(placed.id).status, on_hand(honey), list_refunds_due()) == ("cancelled", 10, [])


def test_a_paid_order_is_given_up_until_something_is_packed(app: Flask) -> None:
    honey, tea = make_offer(producer="HTX Một"), make_offer(producer="HTX Hai")
    order = paid((honey, 2), (tea, 1))
    with transaction():
        pack_parcel(order.parcels[0].id, by="lan", at=NOON)
    with pytest.raises(TooLateToCancel), transaction():
        cancel_order(order.id, by="shopper", at=NOON)
    with transaction():
        cancel_order(order.id, by="operator", at=NOON, by_operator=True)
    assert (whole(order.id).status, on_hand(honey), on_hand(tea)) == ("refund_due", 10, 10)
    assert [due.amount_vnd for due in list_refunds_due()] == [order.total_vnd]


def test_what_is_sent_or_over_cannot_be_given_up(app: Flask) -> None:
    order = paid((make_offer(), 1))
    ship(order.parcels[0].id)
    expected = order.code
    for by_operator in (False, True):
        with pytest.raises(TooLateToCancel) as refusal, transaction():
            cancel_order(order.id, by="x", at=NOON, by_operator=by_operator)
        assert refusal.value.code == expected
    gone = make_order({make_offer(): 1})
    with transaction():
        cancel_order(gone.id, by="shopper", at=NOON)
    with pytest.raises(TooLateToCancel), transaction():
        cancel_order(gone.id, by="shopper", at=NOON)


def test_pieces_are_taken_out_and_the_rest_goes_on(app: Flask) -> None:
    honey, tea = make_offer(price=100_000), make_offer(price=50_000)
    order = paid((honey, 3), (tea, 2))
    lines = {line.variant_id: line.id for line in order.parcels[0].lines}
    with transaction():
        cancel_lines(order.id, {lines[honey]: 2}, by="lan", at=NOON, reason="out_of_stock")
    assert (on_hand(honey), on_hand(tea)) == (9, 8)
    assert [(due.kind, due.amount_vnd) for due in list_refunds_due()] == [("lines", 200_000)]
    with pytest.raises(TooMany) as refusal, transaction():
        cancel_lines(order.id, {lines[honey]: 2}, by="lan", at=NOON, reason="out_of_stock")
    assert refusal.value.left == 1
    with transaction():
        cancel_lines(order.id, {lines[honey]: 1, lines[tea]: 2}, by="lan", at=NOON + DAY, reason="out_of_stock")
    order = whole(order.id)
    assert (order.status, order.parcels[0].status) == ("refund_due", "cancelled")
    assert sum(due.amount_vnd for due in list_refunds_due()) == order.total_vnd
    assert (on_hand(honey), on_hand(tea)) == (10, 10)


def test_a_cash_order_owes_nothing_for_pieces_taken_out(app: Flask) -> None:
    order = whole(make_order({make_offer(): 2}, method=COD).id)
    line = order.parcels[0].lines[0].id
    with transaction():
        cancel_lines(order.id, {line: 1}, by="lan", at=NOON, reason="out_of_stock")
    assert list_refunds_due() == []
    with transaction():
        cancel_lines(order.id, {line: 1}, by="lan", at=NOON + DAY, reason="out_of_stock")
    assert whole(order.id).status == "cancelled"


def test_pieces_cannot_be_taken_out_of_what_is_sent_unpaid_or_anothers(app: Flask) -> None:
    order = paid((make_offer(), 2))
    line = order.parcels[0].lines[0].id
    ship(order.parcels[0].id)
    unpaid = whole(make_order({make_offer(): 1}).id)
    for order_id, quantities, refusal in (
        (order.id, {line: 1}, WrongStatus),
        (unpaid.id, {unpaid.parcels[0].lines[0].id: 1}, WrongStatus),
        (order.id, {unpaid.parcels[0].lines[0].id: 1}, NoSuchOrder),
    ):
        with pytest.raises(refusal), transaction():
            cancel_lines(order_id, quantities, by="x", at=NOON, reason="x")


def test_a_revocation_stops_what_is_not_sent(app: Flask) -> None:
    bad, good = make_offer(), make_offer()
    unpaid, mixed, only, sent, cash = (
        whole(make_order({bad: 1}).id),
        paid((bad, 2), (good, 1)),
        paid((bad, 1)),
        paid((bad, 1)),
        whole(make_order({bad: 1}, method=COD).id),
    )
    ship(sent.parcels[0].id)
    code = unpaid.parcels[0].lines[0].certificate_code
    with transaction():
        revoke_certificate(code, ground=RevocationGround.LAW_BROKEN, evidence="1/QĐ", by="officer", at=NOON)
        assert stop_revoked(NOON) == 4
    assert [whole(order.id).status for order in (unpaid, mixed, only, sent, cash)] == [
        "cancelled",
        "paid",
        "refund_due",
        "paid",
        "cancelled",
    ]
    assert (on_hand(bad), on_hand(good)) == (9, 9)
    assert sorted(due.amount_vnd for due in list_refunds_due()) == [155_000, 250_000]
    with transaction():
        assert stop_revoked(NOON + DAY) == 0


def test_a_good_with_another_certificate_is_not_stopped(app: Flask) -> None:
    order = paid((make_offer(), 1))
    line = order.parcels[0].lines[0]
    code, good = line.certificate_code, line.good_id
    make_certificate(db.session.get_one(CertifiedGood, good), decided_on="2026-01-01", stars=3)
    with transaction():
        revoke_certificate(code, ground=RevocationGround.LAW_BROKEN, evidence="1/QĐ", by="officer", at=NOON)
        assert stop_revoked(NOON) == 0


def delivered(quantity: int = 2) -> Order:
    order = paid((make_offer(), quantity))
    ship(order.parcels[0].id)
    with transaction():
        deliver_parcel(order.parcels[0].id, by="lan", at=NOON)
    return whole(order.id)


def test_a_return_is_asked_for_decided_and_owed(app: Flask) -> None:
    order = delivered(3)
    line = order.parcels[0].lines[0].id
    last = NOON + 7 * DAY - timedelta(milliseconds=1)
    with transaction():
        [first] = [row.id for row in request_return(order.id, {line: 1}, reason="damaged", note="vỡ  nắp", at=last)]
        [second] = [row.id for row in request_return(order.id, {line: 2}, reason="??", note="", at=NOON)]
    assert [row.id for row in list_open_returns()] == [first, second]
    with pytest.raises(TooMany), transaction():
        request_return(order.id, {line: 1}, reason="damaged", note="", at=NOON)
    with transaction():
        decide_return(first, accepted=True, by="operator", at=last)
        decide_return(second, accepted=False, by="operator", at=last, note="đã dùng")
    with pytest.raises(ReturnRefused) as refusal, transaction():
        decide_return(first, accepted=True, by="operator", at=last)
    assert refusal.value.why is WhyNotReturn.DECIDED
    assert [(due.kind, due.amount_vnd, due.reason) for due in list_refunds_due()] == [("return", 125_000, "damaged")]
    assert [(row.status, row.reason) for row in list_returns_of(order.id)] == [
        (ReturnStatus.ACCEPTED, "damaged"),
        (ReturnStatus.REJECTED, "other"),
    ]
    with transaction():
        record_refunded(list_refunds_due()[0].id, at=NOON, by="operator")
    assert whole(order.id).status == "completed"


def test_a_return_is_too_late_after_seven_days_and_too_early_before_delivery(app: Flask) -> None:
    order, waiting = delivered(), paid((make_offer(), 1))
    for one, at, why in (
        (order, NOON + 7 * DAY, WhyNotReturn.TOO_LATE),
        (waiting, NOON, WhyNotReturn.NOT_DELIVERED),
    ):
        with pytest.raises(ReturnRefused) as refusal, transaction():
            request_return(one.id, {one.parcels[0].lines[0].id: 1}, reason="damaged", note="", at=at)
        assert refusal.value.why is why


def test_only_those_whose_business_it_is_find_an_order(app: Flask) -> None:
    honey, account = make_offer(producer="HTX Một"), make_person().id
    mine = make_order({honey: 1}, account_id=account)
    theirs = make_order({honey: 1}, method=COD)
    assert find_order_by_code_and_phone(f" {mine.code.lower()} ", "+84 912 345 678") is not None
    assert find_order_by_code_and_phone(mine.code, "0912345679") is None
    assert find_order_by_code_and_phone(mine.code, "?") is None
    assert find_order_by_code_and_phone("OCOP1", "0912345678") is None
    assert find_order_of_account(account, mine.code) is not None
    assert find_order_of_account(account, theirs.code) is None
    assert find_order_of_account(account, "x") is None
    assert [order.id for order in list_orders_of_account(account)] == [mine.id]
    assert [order.id for order in list_orders()] == [theirs.id, mine.id]
    assert find_order(theirs.code) is not None
    assert (find_order("?"), get_order(99)) == (None, None)
    producer = whole(mine.id).parcels[0].producer_id
    [parcel] = list_parcels_of_producer(producer, [ParcelStatus.PREPARING])
    assert (parcel.order.id, len(parcel.lines)) == (theirs.id, 1)
    assert find_parcel_of_producer(producer, parcel.id) is not None
    assert find_parcel_of_producer(producer + 1, parcel.id) is None


def test_there_is_no_such_parcel_line_or_return(sqlite_app: Flask) -> None:
    order = paid((make_offer(), 1))
    for act in (
        lambda: pack_parcel(99, by="x", at=NOON),
        lambda: decide_return(99, accepted=True, by="x", at=NOON),
        lambda: request_return(order.id, {99: 1}, reason="damaged", note="", at=NOON),
    ):
        with pytest.raises(NoSuchOrder), transaction():
            act()
