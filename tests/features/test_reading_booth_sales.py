"""What can go to a booth, and what booths sold as the office reads it: on both databases."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask

from shop.catalogue import Product, Variant
from shop.database import db, transaction
from shop.fairs import (
    SaleAnswer,
    Tender,
    list_packs_to_hand_out,
    list_producers_to_hand_out,
    sale_reading,
    take_in_sales,
)
from shop.fairs.sale_reading import LostPieces, SalesWanted, Takings
from tests.factories.booths import Device, Item, make_device, put_at_booth
from tests.factories.buying import NOON, make_offer

SHIFT = "5f0c6d1e-7a52-4b73-9a8e-0c5b4f4f1a01"


@pytest.fixture(autouse=True)
def shop(app: Flask) -> Flask:
    """An empty shop, on both databases."""
    return app


def send(device: Device, *items: Item) -> list[SaleAnswer]:
    with transaction():
        return take_in_sales(device.number, items, at=NOON)


def codes(wanted: SalesWanted, *, page: int = 1, per_page: int = 50) -> list[str]:
    found = [sale.code for sale in sale_reading.list_booth_sales(wanted, page=page, per_page=per_page)]
    assert per_page < 50 or len(found) == sale_reading.count_booth_sales(wanted)
    db.session.rollback()
    return found


def test_what_can_be_handed_out_is_what_may_be_sold_now() -> None:
    honey = make_offer("Mật ong", producer="HTX Vĩnh Yên", on_hand=7)
    make_offer("Chè dây", producer="HTX Vĩnh Yên", decided_on="2023-01-01")
    make_offer("Ở nhà sàn", producer="HTX Vĩnh Yên", kind="homestay", group="tourism")
    make_offer("Gạo nếp", producer="HTX Yến Dương", published_at=NOON + timedelta(days=1))
    found = list_producers_to_hand_out(NOON)
    assert [(one.name, one.goods) for one in found] == [("HTX Vĩnh Yên", 1)]
    (pack,) = list_packs_to_hand_out(found[0].id, NOON)
    assert (pack.variant_id, pack.on_web, pack.pack_vi, pack.last_day) == (honey, 7, "Hộp 500 g", date(2028, 3, 12))
    ended = NOON.replace(year=2028, month=3, day=13, hour=0)
    assert list_producers_to_hand_out(ended) == []
    assert list_packs_to_hand_out(found[0].id, ended) == []


def test_a_pack_that_is_offered_no_more_is_not_handed_out() -> None:
    honey = make_offer("Mật ong")
    with transaction() as session:
        variant = session.get_one(Variant, honey)
        variant.retired_at = NOON
        session.get_one(Product, variant.product_id).batch = "L2611"
        producer_id = session.get_one(Product, variant.product_id).producer_id
    assert list_packs_to_hand_out(producer_id, NOON) == []


def test_sales_are_narrowed_and_paged() -> None:
    honey, device, other = make_offer(), make_device(), make_device()
    put_at_booth(device, {honey: 5})
    cash = device.sell({honey: 1}, at=NOON - timedelta(hours=3), session_id=SHIFT)
    transfer = device.sell({honey: 1}, at=NOON - timedelta(hours=2), tender="vietqr", received_vnd=0)
    back = device.take_back(cash, sold_at=(NOON - timedelta(hours=1)).isoformat())
    odd = device.sell({honey: 9}, at=NOON)
    send(device, cash, transfer, back, odd)
    send(other, other.sell({honey: 1}))
    fair = 1
    assert codes(SalesWanted(fair)) == [one["code"] for one in (odd, back, transfer, cash)]
    assert codes(SalesWanted(fair), page=2, per_page=3) == [cash["code"]]
    assert codes(SalesWanted(fair, booth_id=other.booth_id)) == []
    assert codes(SalesWanted(fair, session_id=SHIFT)) == [cash["code"]]
    assert codes(SalesWanted(fair, tender=Tender.VIETQR)) == [transfer["code"]]
    assert codes(SalesWanted(fair, goes_back=True)) == [back["code"]]
    assert codes(SalesWanted(fair, is_odd=True)) == [odd["code"]]
    assert codes(SalesWanted(fair, code=cash["code"][3:].lower())) == [cash["code"]]
    assert codes(SalesWanted(fair, code="%")) == []
    (taken,) = sale_reading.list_taken_back(1)
    assert (taken.code, taken.lines[0].quantity) == (back["code"], 1)


def test_takings_add_up_by_fair_day_and_cashier() -> None:
    honey, device = make_offer(), make_device()
    put_at_booth(device, {honey: 9})
    early = device.sell({honey: 2}, at=NOON - timedelta(hours=3), session_id=SHIFT)
    transfer = device.sell({honey: 1}, tender="vietqr", received_vnd=0, session_id=SHIFT, cashier="02")
    back = device.take_back(early, {honey: 1}, session_id=SHIFT, sold_at=NOON.isoformat())
    tasted = device.write(
        {
            "lines": [
                {"variant_id": honey, "quantity": 2, "unit_vnd": 0, "kind": "tasting"},
                {"variant_id": honey, "quantity": 1, "unit_vnd": 0, "kind": "damage", "reason": "Vỡ"},
            ],
            "tender": "none",
            "received_vnd": 0,
            "change_vnd": 0,
            "sold_at": NOON.isoformat(),
            "session_id": SHIFT,
        }
    )
    send(device, early, transfer, back, tasted)
    whole = Takings(sales=2, cash_vnd=250_000, vietqr_vnd=125_000, given_back=1, back_vnd=125_000)
    assert sale_reading.takings_of_fair(1) == whole
    assert whole.total_vnd == 250_000
    today = sale_reading.takings_of_fair(1, since=NOON - timedelta(hours=1))
    assert today == Takings(1, 0, 125_000, 1, 125_000)
    by_cashier = sale_reading.takings_of_sessions([SHIFT, "unknown"])
    assert by_cashier["unknown"] == {}
    assert list(by_cashier[SHIFT]) == ["01", "02"]
    assert sum(by_cashier[SHIFT].values(), Takings()) == whole
    assert sale_reading.lost_pieces_of_session(SHIFT) == LostPieces(tasted=2, damaged=1)
    assert sale_reading.takings_of_fair(999) == Takings()
    assert sale_reading.find_booth_session(1) is None
