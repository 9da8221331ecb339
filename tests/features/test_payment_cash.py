"""Cash on delivery: collected once, exactly, with the parcel (D13)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from shop import clock
from shop.database import transaction
from shop.orders import (
    Order,
    Parcel,
    WrongStatus,
    cancel_lines,
    deliver_parcel,
    get_order,
    pack_parcel,
    refuse_parcel,
    return_parcel,
    ship_parcel,
)
from shop.payments import (
    AlreadyDone,
    NotCash,
    Payment,
    RemittanceMismatch,
    WrongAmount,
    amount_to_collect,
    collect_cash,
    list_cash_to_remit,
    record_remittance,
)
from tests.factories.buying import make_offer, make_order
from tests.factories.money import COD, VIETQR, Till
from tests.racing import all_at_once


def on_the_way(till: Till, quantity: int = 2) -> tuple[int, int]:
    """A parcel on its way for cash, and what it costs."""
    placed = make_order({make_offer(): quantity}, at=clock.now(), method=COD)
    [parcel] = till.column(select(Parcel.id).where(Parcel.order_id == placed.id))
    with transaction():
        pack_parcel(parcel, by="producer", at=clock.now())
        ship_parcel(parcel, carrier="VNPost", tracking="EV1", by="producer", at=clock.now())
    return parcel, placed.total_vnd


def collect(parcel: int, amount: int) -> int:
    with transaction():
        return collect_cash(parcel, amount, by="carrier", at=clock.now())


def test_collected_once_also_by_six_hands(till: Till) -> None:
    parcel, total = on_the_way(till)
    outcomes = all_at_once(till.app, lambda _: collect(parcel, total), 6)
    assert sorted(type(one).__name__ for one in outcomes) == ["WrongStatus"] * 5 + ["int"]
    assert till.column(select(Payment.amount_vnd)) == [total]
    assert till.column(select(Order.status)) == ["completed"]


@pytest.mark.parametrize("change", [-1, 1, -155_000, 155_000])
def test_another_amount_is_refused(till: Till, change: int) -> None:
    parcel, total = on_the_way(till)
    with pytest.raises(WrongAmount) as refused:
        collect(parcel, total + change)
    assert refused.value.expected_vnd == total
    assert till.column(select(Payment.id)) == []
    assert till.column(select(Parcel.status)) == ["shipped"]


def test_what_was_withdrawn_is_not_collected(till: Till) -> None:
    placed = make_order({make_offer(): 3}, at=clock.now(), method=COD)
    order = get_order(placed.id)
    assert order is not None
    [parcel] = order.parcels
    number, line = parcel.id, parcel.lines[0].id
    with transaction():
        cancel_lines(placed.id, {line: 1}, by="producer", at=clock.now(), reason="broken")
        pack_parcel(number, by="producer", at=clock.now())
        ship_parcel(number, carrier="VNPost", tracking="EV1", by="producer", at=clock.now())
    assert amount_to_collect(number) == placed.total_vnd - 125_000
    collect(number, placed.total_vnd - 125_000)


def test_a_parcel_that_comes_back_brings_no_money(till: Till) -> None:
    parcel, total = on_the_way(till)
    with transaction():
        refuse_parcel(parcel, by="carrier", at=clock.now())
    with pytest.raises(WrongStatus):
        collect(parcel, total)
    with transaction():
        return_parcel(parcel, by="carrier", at=clock.now())
    with pytest.raises(WrongStatus):
        collect(parcel, total)
    assert till.column(select(Payment.id)) == []
    assert till.column(select(Order.status)) == ["cancelled"]


def test_what_is_paid_already_is_not_collected(till: Till) -> None:
    placed = till.order(VIETQR)
    till.settle(placed)
    [parcel] = till.column(select(Parcel.id))
    with transaction():
        pack_parcel(parcel, by="producer", at=clock.now())
        ship_parcel(parcel, carrier="VNPost", tracking="EV1", by="producer", at=clock.now())
    with pytest.raises(NotCash):
        collect(parcel, placed.total_vnd)
    with transaction():
        deliver_parcel(parcel, by="carrier", at=clock.now())


def test_before_it_is_sent_nothing_is_collected(till: Till) -> None:
    placed = make_order({make_offer(): 1}, at=clock.now(), method=COD)
    [parcel] = till.column(select(Parcel.id))
    with pytest.raises(WrongStatus):
        collect(parcel, placed.total_vnd)


def test_the_carrier_hands_over_what_it_collected_once(till: Till) -> None:
    parcels = [on_the_way(till) for _ in range(2)]
    payments = [collect(parcel, total) for parcel, total in parcels]
    whole = sum(total for _, total in parcels)

    def hand_over(reference: str, came: int, kept: int) -> int:
        with transaction():
            return record_remittance("VNPost", reference, payments, amounts=(came, kept), by="operator", at=clock.now())

    with pytest.raises(RemittanceMismatch):
        hand_over("R1", whole, 1)
    hand_over("R1", whole - 22_000, 22_000)
    for reference in ("R1", "R2"):
        with pytest.raises(AlreadyDone):
            hand_over(reference, whole - 22_000, 22_000)
    assert list_cash_to_remit() == []
