"""What a producer sold, by week, good, place and channel, and why what is owed is what it is."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from flask import Flask
from sqlalchemy import select

from shop.database import db, transaction
from shop.delivery import Address
from shop.orders import Destination, DestinationKind, Parcel, cancel_lines
from shop.reports import Channel, list_sold_lines, read_stall_sales
from shop.settlement import (
    FactKind,
    Period,
    list_unstated,
    make_statement,
    mark_payout_sent,
    owed_to,
    prepare_payout,
)
from tests.factories.buying import NOON, make_offer, make_order
from tests.factories.settling import arrive, book, lines_of, parcels_of, pay, sell, take_back, the_code

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
LAO_CAI = Destination(DestinationKind.DELIVERY, Address("15", "Tỉnh Lào Cai", "02908", "Xã Nghĩa Đô", "Bản Hoong"))
FIRST, LAST = date(2026, 11, 2), date(2026, 11, 29)
MONDAYS = [date(2026, 11, 2), date(2026, 11, 9), date(2026, 11, 16), date(2026, 11, 23)]


def maker_of(order_id: int) -> int:
    producer_id = db.session.scalar(select(Parcel.producer_id).where(Parcel.order_id == order_id))
    assert producer_id
    return producer_id


def test_goods_count_in_the_week_of_their_delivery_for_their_maker_only(app: Flask) -> None:
    honey, tea = make_offer("Mật ong", on_hand=50), make_offer("Chè", price=80_000, on_hand=50)
    other = make_offer("Gạo của Minh", producer="HTX Hai", on_hand=50)
    first = sell({honey: 2, tea: 1, other: 5}, at=NOON)
    sell({honey: 1}, at=NOON - WEEK)
    placed = make_order({honey: 4}, at=NOON, destination=LAO_CAI)
    pay(placed)
    lan = next(number for number in db.session.scalars(select(Parcel.producer_id).where(Parcel.order_id == placed.id)))
    for parcel in parcels_of(placed.id):
        arrive(parcel, at=NOON + 2 * DAY)
    make_order({honey: 9}, at=NOON)  # not paid, not delivered
    db.session.rollback()
    sales = read_stall_sales(lan, FIRST, LAST)
    assert [week.key for week in sales.weeks] == MONDAYS
    assert [(week.pieces, week.goods_vnd) for week in sales.weeks] == [(0, 0), (1, 125_000), (3, 330_000), (4, 500_000)]
    assert [(good.name_vi, good.pieces, good.goods_vnd) for good in sales.goods] == [
        ("Mật ong", 7, 875_000),
        ("Chè", 1, 80_000),
    ]
    assert [(place.key, place.pieces) for place in sales.places] == [("15", 4), ("01", 4)]
    assert [(one.key, one.pieces, one.goods_vnd) for one in sales.channels] == [
        (Channel.WEB, 8, 955_000),
        (Channel.BOOTH, 0, 0),
    ]
    assert (sales.pieces, sales.goods_vnd) == (8, 955_000)
    lines = list_sold_lines(lan, FIRST, LAST)
    assert [(line.order_code, line.pieces, line.goods_vnd) for line in lines if line.order_code == the_code(first)] == [
        (the_code(first), 2, 250_000),
        (the_code(first), 1, 80_000),
    ]
    assert {line.province_name for line in lines} == {"Thành phố Hà Nội", "Tỉnh Lào Cai"}
    assert all("Minh" not in line.name_vi for line in lines)


def test_what_came_back_or_was_never_sent_does_not_count(app: Flask) -> None:
    honey = make_offer("Mật ong", on_hand=50)
    order = sell({honey: 3})
    lan = maker_of(order)
    [line] = lines_of(order)
    take_back(order, {line: 2}, at=NOON + DAY)
    placed = make_order({honey: 5}, at=NOON)
    pay(placed)
    with transaction():
        cancel_lines(placed.id, {lines_of(placed.id)[0]: 4}, by="x", at=NOON, reason="x")
    for parcel in parcels_of(placed.id):
        arrive(parcel)
    db.session.rollback()
    sales = read_stall_sales(lan, FIRST, LAST)
    assert (sales.pieces, sales.goods_vnd) == (2, 250_000)
    assert [(one.pieces, one.came_back, one.goods_vnd) for one in list_sold_lines(lan, FIRST, LAST)] == [
        (3, 2, 125_000),
        (1, 0, 125_000),
    ]


def test_a_week_begins_on_monday_in_vietnam(app: Flask) -> None:
    honey = make_offer("Mật ong", on_hand=50)
    midnight = datetime.fromisoformat("2026-11-16T00:00:00+07:00")
    order = sell({honey: 1}, at=midnight)
    sell({honey: 2}, at=midnight - timedelta(milliseconds=1))
    sales = read_stall_sales(maker_of(order), FIRST, LAST)
    assert [week.pieces for week in sales.weeks] == [0, 2, 1, 0]
    assert read_stall_sales(maker_of(order), date(2026, 11, 16), date(2026, 11, 16)).pieces == 1


def test_nothing_sold_is_nothing(app: Flask) -> None:
    sales = read_stall_sales(1, FIRST, LAST)
    assert (sales.pieces, sales.goods, sales.places) == (0, [], [])
    assert [week.goods_vnd for week in sales.weeks] == [0, 0, 0, 0]
    assert list_sold_lines(1, FIRST, LAST) == []
    assert list_unstated(1) == []


def test_what_is_owed_is_the_last_statement_and_what_happened_since(app: Flask) -> None:
    honey, other = make_offer("Mật ong", on_hand=50), make_offer("Gạo", producer="HTX Hai", on_hand=50)
    early = datetime.fromisoformat("2026-11-10T12:00:00+07:00")
    order = sell({honey: 2}, at=early)
    lan = maker_of(order)
    book()
    with transaction():
        statement = make_statement(lan, Period(date(2026, 11, 1)), NOON)
        closing = statement.closing_vnd
    assert closing == 225_000
    assert list_unstated(lan) == []
    late = sell({honey: 1, other: 3}, at=NOON)
    take_back(order, {lines_of(order)[0]: 1}, at=early + DAY)
    book()
    with transaction():
        payout = prepare_payout(lan, 50_000, by="x", at=NOON)
        mark_payout_sent(payout.id, "FT1", NOON.date(), by="x", at=NOON + timedelta(hours=1))
    db.session.rollback()
    found = list_unstated(lan)
    assert [(one.kind, one.amount_vnd) for one in found] == [
        (FactKind.PAYOUT_SENT, -50_000),
        (FactKind.PARCEL_DELIVERED, 112_500),
        (FactKind.GOODS_RETURNED, -112_500),
    ]
    assert found[1].order_code == the_code(late)
    assert closing + sum(one.amount_vnd for one in found) == owed_to(lan).owed_vnd
    assert list_unstated(lan, limit=1) == found[:1]
