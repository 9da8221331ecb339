"""The shopper and the stall, or two of the stall, do something with one parcel at the same moment."""

from __future__ import annotations

from flask import Flask

from shop.database import db, transaction
from shop.orders import (
    Order,
    ParcelStatus,
    PaymentMethod,
    TooLateToCancel,
    TooMany,
    WrongStatus,
    cancel_order,
    get_order,
    request_return,
)
from shop.selling import (
    CameBack,
    SaidBefore,
    cannot_supply,
    find_parcel,
    hand_over,
    hand_to_carrier,
    pack,
    say_what_came_back,
)
from shop.stock import quantities_on_hand
from tests.factories.buying import NOON, make_offer, make_order
from tests.factories.paying import pay_by_transfer
from tests.racing import all_at_once

ROUNDS = 5


def bought(variant: int, pieces: int = 1, method: PaymentMethod = PaymentMethod.COD) -> Order:
    placed = make_order({variant: pieces}, method=method)
    if method is PaymentMethod.VIETQR:
        pay_by_transfer(placed, at=NOON)
    order = get_order(placed.id)
    assert order is not None
    db.session.expunge_all()
    return order


def test_the_shopper_cancels_while_the_stall_packs(app: Flask) -> None:
    """Either it is packed and the shopper hears that it is too late, or it is cancelled and the stall hears so."""
    honey = make_offer(on_hand=50)
    for _ in range(ROUNDS):
        order = bought(honey)
        parcel = order.parcels[0]

        def do(number: int, order: Order = order, parcel_id: int = parcel.id, maker: int = parcel.producer_id) -> str:
            with transaction():
                if number % 2:
                    cancel_order(order.id, by="shopper", at=NOON)
                    return "cancelled"
                pack(maker, [parcel_id], by="producer:1", at=NOON)
                return "packed"

        done = all_at_once(app, do, racers=4)
        won = [one for one in done if isinstance(one, str)]
        assert len(won) == 1, done
        assert all(isinstance(one, str | WrongStatus | TooLateToCancel) for one in done), done
        seen = find_parcel(parcel.producer_id, parcel.id, NOON)
        assert seen is not None
        assert seen.status == ParcelStatus(won[0])


def test_two_of_a_stall_leave_out_the_last_piece(app: Flask) -> None:
    honey = make_offer(on_hand=50)
    order = bought(honey, 2, PaymentMethod.VIETQR)
    parcel = order.parcels[0]
    line = parcel.lines[0].id

    def leave_out(number: int) -> None:
        with transaction():
            wanted = {line: 2}
            cannot_supply(parcel.producer_id, parcel.id, wanted, reason="other", words="x", by="producer:1", at=NOON)

    done = all_at_once(app, leave_out, racers=4)
    assert [one for one in done if one is None] == [None], done
    assert all(one is None or isinstance(one, WrongStatus | TooMany) for one in done), done
    assert quantities_on_hand([honey]) == {honey: 50}


def test_what_came_back_is_said_once_and_counted_in_once(app: Flask) -> None:
    honey = make_offer(on_hand=50)
    order = bought(honey, 2, PaymentMethod.VIETQR)
    parcel = order.parcels[0]
    with transaction():
        pack(parcel.producer_id, [parcel.id], by="producer:1", at=NOON)
        hand_to_carrier(parcel.producer_id, {parcel.id: ""}, carrier="x", by="producer:1", at=NOON)
        hand_over(parcel.producer_id, parcel.id, collected_vnd=None, by="producer:1", at=NOON)
        wishes = request_return(order.id, {parcel.lines[0].id: 2}, reason="damaged", note="", at=NOON)
        asked = wishes[0].id

    def say(number: int) -> None:
        with transaction():
            say_what_came_back(parcel.producer_id, asked, CameBack(2), remark="", by=f"producer:{number}", at=NOON)

    done = all_at_once(app, say, racers=4)
    assert [one for one in done if one is None] == [None], done
    assert all(one is None or isinstance(one, SaidBefore) for one in done), done
    assert quantities_on_hand([honey]) == {honey: 50}
