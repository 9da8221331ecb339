"""Placing an order: what was shown is what is charged, once, and only what may be sold."""

from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from shop.cart import count_pieces, set_quantity
from shop.catalogue import Variant, change_price, retire_product
from shop.database import db, transaction
from shop.delivery import NoDeliveryThere, Zone, open_point_of_sale, set_point_of_sale_open
from shop.orders import (
    AgeNotConfirmed,
    BadCheckout,
    CartChanged,
    CheckoutKeyReused,
    Contact,
    Destination,
    DestinationKind,
    MethodNotOffered,
    NothingToOrder,
    Order,
    OrderLine,
    OrderStatus,
    ParcelKind,
    ParcelStatus,
    PaymentMethod,
    TotalChanged,
    WhyNotMethod,
    get_order,
    quote_cart,
)
from shop.stock import quantities_on_hand
from shop.values.phone import BadPhone
from tests.factories.buying import NOON, TO_HANOI, make_cart, make_checkout, make_offer, make_order, place

CARD, VIETQR, COD = PaymentMethod.CARD, PaymentMethod.VIETQR, PaymentMethod.COD


def count_orders() -> int:
    return db.session.scalar(select(func.count()).select_from(Order)) or 0


def test_an_order_is_what_was_shown_a_parcel_for_each_producer(app: Flask) -> None:
    honey = make_offer("Mật ong", price=125_000, producer="HTX Một", stars=4)
    tea = make_offer("Chè dây", price=80_001, producer="HTX Hai", weight=1_500)
    sauce = make_offer("Tương", price=30_000, producer="HTX Hai", weight=700)
    placed = make_order({honey: 2, tea: 1, sauce: 1}, note="  gọi   trước ")
    order = get_order(placed.id)
    assert order is not None
    assert (order.goods_vnd, order.delivery_vnd, order.total_vnd) == (360_001, 30_000 + 120_000, 510_001)
    assert (order.name, order.phone, order.note) == ("Nguyễn Thị Hoa", "+84912345678", "gọi trước")
    assert (order.status, order.decisive_at) == ("awaiting_payment", None)
    assert order.hold_until == NOON + timedelta(hours=24)
    assert [(p.goods_vnd, p.fee_vnd, p.weight_grams, p.status, len(p.lines)) for p in order.parcels] == [
        (250_000, 30_000, 1_200, "waiting", 1),
        (110_001, 120_000, 2_200, "waiting", 2),
    ]
    assert quantities_on_hand([honey, tea, sauce]) == {honey: 8, tea: 9, sauce: 9}
    assert [(e.seq, e.from_status, e.to_status, e.actor) for e in order.events] == [
        (1, "new", "awaiting_payment", "shopper")
    ]


def test_a_line_keeps_what_it_was_when_everything_else_changes(app: Flask) -> None:
    honey = make_offer("Mật ong", price=125_000, stars=4, decided_on="2025-03-12")
    placed = make_order({honey: 2})
    with transaction():
        change_price(honey, 99_000)
    line = db.session.scalars(select(OrderLine)).one()
    assert (line.name_vi, line.pack_vi, line.unit_vnd, line.quantity) == ("Mật ong", "Hộp 500 g", 125_000, 2)
    assert (line.stars, str(line.last_valid_day)) == (4, "2028-03-12")
    assert line.valid_until == datetime.fromisoformat("2028-03-13T00:00:00+07:00")
    assert (line.commission_vnd, line.producer_share_vnd) == (25_000, 225_000)
    assert (placed.total_vnd, placed.is_repeat) == (280_000, False)


@pytest.mark.parametrize("table", ["order_lines", "order_events", "parcel_events", "stock_moves"])
@pytest.mark.parametrize("change", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_what_was_written_cannot_be_rewritten(app: Flask, table: str, change: str) -> None:
    make_order({make_offer(): 1})
    column = {"order_lines": "unit_vnd", "stock_moves": "delta"}.get(table, "seq")
    with pytest.raises(DBAPIError, match="only added to"), transaction() as session:
        session.execute(text(change.format(table, column, column)))


def test_cash_on_delivery_is_decided_at_once_and_goes_to_work(app: Flask) -> None:
    placed = make_order({make_offer(): 1}, method=COD)
    order = get_order(placed.id)
    assert order is not None
    assert (placed.status, order.hold_until, order.decisive_at) == (OrderStatus.PLACED, None, NOON)
    assert [parcel.status for parcel in order.parcels] == [ParcelStatus.PREPARING]


def test_the_hold_ends_no_later_than_the_first_certificate(app: Flask) -> None:
    soon = make_offer(decided_on="2023-11-21")  # the last day is today
    order = make_order({soon: 1, make_offer(): 1})
    assert order.hold_until == datetime.fromisoformat("2026-11-22T00:00:00+07:00")


def test_the_same_form_twice_is_one_order(app: Flask) -> None:
    honey = make_offer()
    checkout = make_checkout(make_cart({honey: 2}))
    first, second = place(checkout), place(checkout)
    assert (first.id, first.code) == (second.id, second.code)
    assert (first.is_repeat, second.is_repeat) == (False, True)
    assert quantities_on_hand([honey]) == {honey: 8}


def test_the_same_key_with_another_form_is_refused(app: Flask) -> None:
    checkout = make_checkout(make_cart({make_offer(): 2}))
    place(checkout)
    with pytest.raises(CheckoutKeyReused):
        place(dataclasses.replace(checkout, contact=Contact("Minh", "0912345678")))
    assert count_orders() == 1


def test_the_cart_is_empty_afterwards_and_a_second_tab_buys_nothing(app: Flask) -> None:
    cart = make_cart({make_offer(): 2})
    first, second = make_checkout(cart), make_checkout(cart)
    place(first)
    assert count_pieces(cart) == 0
    with pytest.raises(NothingToOrder):
        place(second)


def test_another_tab_that_changes_the_cart_meanwhile_is_noticed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    honey = make_offer()
    cart = make_cart({honey: 2})
    monkeypatch.setattr("shop.orders.placing.consume_lines", lambda cart_id, bought: False)
    with pytest.raises(CartChanged):
        place(make_checkout(cart))
    assert (count_orders(), quantities_on_hand([honey])) == (0, {honey: 10})


def test_a_total_that_was_not_shown_is_never_charged(app: Flask) -> None:
    honey = make_offer(price=125_000)
    checkout = make_checkout(make_cart({honey: 1}))
    with transaction():
        change_price(honey, 130_000)
    with pytest.raises(TotalChanged) as refusal:
        place(checkout)
    assert refusal.value.quote.total_vnd == 130_000 + 30_000
    assert (count_orders(), quantities_on_hand([honey])) == (0, {honey: 10})


def test_what_cannot_be_bought_is_left_out_and_the_rest_is_ordered(app: Flask) -> None:
    honey, lapsing, retired = make_offer(), make_offer(decided_on="2023-11-20"), make_offer()
    before = NOON - timedelta(days=1)
    cart = make_cart({honey: 1, lapsing: 1, retired: 1}, at=before)
    with transaction() as session:
        retire_product(session.get_one(Variant, retired).product_id, NOON)
    checkout = make_checkout(cart)
    order = get_order(place(checkout).id)
    assert order is not None
    assert [line.variant_id for parcel in order.parcels for line in parcel.lines] == [honey]
    assert count_pieces(cart) == 2


def test_fewer_than_wanted_are_sold_when_the_page_said_so(app: Flask) -> None:
    honey = make_offer(on_hand=10)
    cart = make_cart({honey: 8})
    make_order({honey: 7})
    order = get_order(place(make_checkout(cart)).id)
    assert order is not None
    assert order.goods_vnd == 3 * 125_000
    assert quantities_on_hand([honey]) == {honey: 0}
    with pytest.raises(NothingToOrder):
        place(make_checkout(cart))


def test_alcohol_wants_an_adult_and_no_cash(app: Flask) -> None:
    cart = make_cart({make_offer("Rượu nếp", kind="spirit"): 1})
    assert quote_cart(cart, TO_HANOI, at=NOON).methods(NOON) == (CARD, VIETQR)
    with pytest.raises(MethodNotOffered) as refusal:
        place(make_checkout(cart, method=COD, age_confirmed=True))
    assert refusal.value.why is WhyNotMethod.ALCOHOL
    with pytest.raises(AgeNotConfirmed):
        place(make_checkout(cart))
    assert place(make_checkout(cart, age_confirmed=True)).status is OrderStatus.AWAITING_PAYMENT


def test_a_card_wants_35_minutes_before_the_first_lapse(app: Flask) -> None:
    soon = make_offer(decided_on="2023-11-21")
    midnight = datetime.fromisoformat("2026-11-22T00:00:00+07:00")
    in_time = midnight - timedelta(minutes=35)
    order = make_order({soon: 1}, method=CARD, at=in_time)
    assert order.hold_until == midnight
    too_late = in_time + timedelta(milliseconds=1)
    with pytest.raises(MethodNotOffered) as refusal:
        make_order({soon: 1}, method=CARD, at=too_late)
    assert refusal.value.why is WhyNotMethod.TOO_LATE
    assert make_order({soon: 1}, method=VIETQR, at=too_late).hold_until == midnight


def test_a_voucher_travels_in_no_parcel_and_is_not_paid_in_cash(app: Flask) -> None:
    stay, honey = make_offer("Homestay", kind="homestay", producer="HTX A"), make_offer(producer="HTX A")
    cart = make_cart({stay: 1, honey: 1})
    with pytest.raises(MethodNotOffered) as refusal:
        place(make_checkout(cart, method=COD))
    assert refusal.value.why is WhyNotMethod.VOUCHER
    order = get_order(place(make_checkout(cart)).id)
    assert order is not None
    assert {(parcel.kind, parcel.fee_vnd) for parcel in order.parcels} == {("voucher", 0), ("delivery", 30_000)}


def test_picking_up_is_free_while_the_point_of_sale_is_open(app: Flask) -> None:
    with transaction():
        point = open_point_of_sale(
            ("Điểm Bảo Yên", "Bảo Yên point"), place=("15", "Xã Bảo Yên", "Chợ Phố Ràng"), phone="02143 840 000"
        ).id
    there = Destination(DestinationKind.PICKUP, point_of_sale_id=point)
    order = get_order(make_order({make_offer(): 1}, destination=there).id)
    assert order is not None
    assert (order.delivery_vnd, order.parcels[0].kind, order.street) == (0, ParcelKind.PICKUP, "Chợ Phố Ràng")
    with transaction():
        set_point_of_sale_open(point, False)
    with pytest.raises(BadCheckout, match="point_of_sale"):
        make_order({make_offer(): 1}, destination=there)


def test_a_parcel_heavier_than_the_table_goes_nowhere(app: Flask) -> None:
    stone = make_offer(weight=31_000)
    with pytest.raises(NoDeliveryThere) as refusal:
        make_order({stone: 1})
    assert (refusal.value.zone, refusal.value.grams) == (Zone.PART, 31_000)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"contact": Contact("", "0912345678")}, BadCheckout("name")),
        ({"contact": Contact("x" * 121, "0912345678")}, BadCheckout("name")),
        ({"contact": Contact("Hoa", "12345")}, BadPhone("12345")),
        ({"contact": Contact("Hoa", "0912345678", "hoa@")}, BadCheckout("email")),
        ({"contact": Contact("Hoa", "0912345678", "a@b.vn\nBcc: c@d.vn")}, BadCheckout("email")),
        ({"checkout_key": "short"}, BadCheckout("checkout_key")),
        ({"language": "fr"}, BadCheckout("language")),
        ({"note": "x" * 501}, BadCheckout("note")),
        ({"destination": Destination(DestinationKind.DELIVERY)}, BadCheckout("destination")),
        ({"destination": Destination(DestinationKind.PICKUP)}, BadCheckout("destination")),
        ({"destination": Destination(DestinationKind.PICKUP, point_of_sale_id=7)}, BadCheckout("point_of_sale")),
    ],
)
def test_what_no_page_sends_is_refused_and_changes_nothing(
    sqlite_app: Flask, changes: dict[str, object], refusal: Exception
) -> None:
    honey = make_offer()
    with pytest.raises(type(refusal)) as refused:
        make_order({honey: 1}, **changes)
    assert refused.value.args == refusal.args
    assert (count_orders(), quantities_on_hand([honey])) == (0, {honey: 10})


def test_an_order_of_a_changed_cart_takes_the_new_quantity(app: Flask) -> None:
    honey = make_offer()
    cart = make_cart({honey: 2})
    stale = make_checkout(cart)
    with transaction():
        set_quantity(cart, honey, 3, at=NOON)
    with pytest.raises(TotalChanged):
        place(stale)
    assert place(make_checkout(cart)).total_vnd == 3 * 125_000 + 30_000
