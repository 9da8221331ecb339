"""The demonstration's stall: its day is filled once, through the same operations as any other."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import func, select

from shop import clock
from shop.accounts import Role
from shop.catalogue import Product, Variant
from shop.database import db, transaction
from shop.demonstration import add_orders, fill_stall
from shop.orders import Order, Parcel
from shop.reviews import Review
from tests.factories.buying import NOON, make_offer
from tests.factories.people import make_person


def test_the_stall_is_filled_once(app: Flask) -> None:
    tea, _ = make_offer("Trà", producer="HTX Chè", on_hand=200), make_offer("Mật", producer="HTX Ong", on_hand=200)
    producer_id = db.session.scalars(
        select(Product.producer_id).join(Variant, Variant.product_id == Product.id).where(Variant.id == tea)
    ).one()
    db.session.rollback()
    make_offer("Hồng trà", producer="HTX Chè", on_hand=200)
    make_person("lan@cho-phien.example", role=Role.PRODUCER, producer_id=producer_id)
    told: list[str] = []
    with clock.stopped_at(NOON):
        for _ in range(2):
            add_orders(NOON, told.append)
            fill_stall(NOON, told.append)
    assert told[1::2] == [
        "stall: 3 reviews added, 3 enquiries, 4 lots",
        "stall: 0 reviews added, 0 enquiries, 0 lots",
    ]
    statuses = set(db.session.scalars(select(Parcel.status).where(Parcel.producer_id == producer_id)))
    assert {"preparing", "packed", "shipped", "delivered"} <= statuses
    assert db.session.scalar(select(func.count(Review.id)).where(Review.answer != "")) == 1
    assert db.session.scalar(select(func.count(Order.id)).where(~Order.name.contains("trình diễn"))) == 0
    drafts = select(func.count(Product.id)).where(Product.producer_id == producer_id, Product.good_id.is_(None))
    assert db.session.scalar(drafts) == 1


def test_without_a_producer_nothing_is_filled(sqlite_app: Flask) -> None:
    told: list[str] = []
    fill_stall(NOON, told.append)
    assert told == []
    with transaction() as session:
        assert session.query(Review).count() == 0
