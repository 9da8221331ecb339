"""The tripwire of the stalls: a statement that does not say whose rows it wants raises while a stall's request runs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Table, delete, func, select, text, update

from shop.catalogue import Photo, Product, Variant
from shop.database import (
    Base,
    StrayQuery,
    across_stalls,
    db,
    insert_if_missing,
    stop_watching,
    tables_of_stalls,
    transaction,
    watch_stall,
)
from shop.orders import Order, OrderLine, Parcel, PaymentMethod
from shop.stock import StockLevel
from tests.factories.buying import make_offer, make_order
from tests.factories.register import make_producer


@pytest.fixture
def lan(app: Flask) -> Iterator[int]:
    """The number of a producer whose request runs; there are goods and orders of another one too."""
    for name in ("HTX Vĩnh Yên", "HTX Mường Lò"):
        variant = make_offer("Mật ong " + name, producer=name)
        make_order({variant: 1}, method=PaymentMethod.COD)
    number = make_producer("HTX Vĩnh Yên").id
    db.session.remove()
    watch_stall(number)
    yield number
    stop_watching()


def own(lan: int) -> Product:
    return db.session.scalars(select(Product).where(Product.producer_id == lan)).one()


def stranger(lan: int) -> int:
    """The number of the other producer's good."""
    with across_stalls("the test looks for it"):
        found = db.session.scalar(select(Product.id).where(Product.producer_id != lan))
    assert found
    return found


def test_queries_that_name_the_producer_pass(lan: int) -> None:
    assert own(lan).producer_id == lan
    joined = select(func.count()).select_from(Variant).join(Product).where(Product.producer_id == lan)
    assert db.session.scalar(joined) == 1
    assert db.session.scalar(
        select(func.count()).select_from(select(Parcel).where(Parcel.producer_id == lan).subquery())
    )
    db.session.execute(update(Product).where(Product.producer_id == lan).values(edition=2))
    db.session.rollback()


@pytest.mark.parametrize(
    "statement",
    [
        select(Product),
        select(Product.id),
        select(func.count()).select_from(Product),
        select(Product).where(Product.id == 1),
        select(Product).where(Product.producer_id == 999),
        select(Product).where(Product.producer_id.in_([1, 2])),
        select(Product).where(Product.producer_id != 1),
        select(Variant),
        select(Variant).join(Product).where(Product.slug == "x"),
        select(Photo).where(Photo.product_id == 1),
        select(StockLevel).where(StockLevel.variant_id == 1),
        select(Parcel).join(Order).where(Order.code == "x"),
        select(Order).where(Order.code == "x"),
        select(OrderLine).where(OrderLine.order_id == 1),
        update(Product).values(edition=2),
        update(Variant).where(Variant.id == 1).values(price_vnd=1),
        delete(Photo).where(Photo.id == 1),
        select(Product).where(Product.id.in_(select(Variant.product_id))),
        text("SELECT * FROM products"),
    ],
    ids=lambda statement: " ".join(str(statement).split()).partition(" FROM ")[2][:60] or str(statement)[:30],
)
def test_queries_that_do_not_raise(lan: int, statement: object) -> None:
    with pytest.raises(StrayQuery):
        db.session.execute(statement)  # type: ignore[call-overload]
    stop_watching()
    db.session.execute(statement)  # type: ignore[call-overload]
    db.session.rollback()


def test_what_was_got_from_own_rows_may_be_followed(lan: int) -> None:
    product = own(lan)
    assert len(product.variants) == 1
    variant_id = product.variants[0].id
    assert db.session.scalars(select(StockLevel).where(StockLevel.variant_id == variant_id)).all()
    assert db.session.scalars(select(StockLevel).where(StockLevel.variant_id.in_([variant_id]))).all()
    db.session.expire_all()
    assert db.session.get(Product, product.id) is product
    parcel = db.session.scalars(select(Parcel).where(Parcel.producer_id == lan)).one()
    assert db.session.scalars(select(OrderLine).where(OrderLine.parcel_id == parcel.id)).one().producer_id == lan
    assert db.session.get_one(Order, parcel.order_id).code


def test_what_was_not_may_not(lan: int) -> None:
    other = stranger(lan)
    own(lan)
    with pytest.raises(StrayQuery):
        db.session.get(Product, other)
    with pytest.raises(StrayQuery):
        db.session.scalars(select(Variant).where(Variant.product_id.in_([own(lan).id, other]))).all()
    with across_stalls("the test loads it"):
        product = db.session.get_one(Product, other)
    with pytest.raises(StrayQuery):
        product.variants  # noqa: B018 - reading is the point


@pytest.mark.breaks_a_promise
def test_rows_are_added_and_changed_in_ones_own_stall_only(lan: int) -> None:
    product = own(lan)
    with transaction() as session:
        session.add(Product(producer_id=lan, slug="moi", kind="tea", name_vi="Chè", name_en="Tea"))
        session.flush()
        insert_if_missing(
            StockLevel, variant_id=db.session.get_one(Product, product.id).variants[0].id, location="x", on_hand=1
        )
    with pytest.raises(StrayQuery), transaction():
        insert_if_missing(StockLevel, variant_id=999, location="x", on_hand=1)
    with pytest.raises(StrayQuery), transaction() as session:
        session.add(Product(producer_id=lan + 1, slug="la", kind="tea", name_vi="Chè", name_en="Tea"))
        session.flush()
    with across_stalls("the test loads it"):
        other = db.session.get_one(Product, stranger(lan))
    with pytest.raises(StrayQuery), transaction() as session:
        other.edition = 7
        session.flush()


def test_without_a_stall_nothing_is_asked(app: Flask) -> None:
    assert db.session.scalars(select(Product)).all() == []
    with across_stalls("outside of a stall this says nothing"):
        assert db.session.scalars(select(Parcel)).all() == []


def test_every_table_that_points_to_a_stalls_rows_says_whose_it_is() -> None:
    """A new table fails here until its model says so: see shop/database/tenancy.py."""
    named = set(tables_of_stalls())
    silent = set()
    for mapper in Base.registry.mappers:
        table = mapper.local_table
        assert isinstance(table, Table)
        points = {key.column.table.name for column in table.c for key in column.foreign_keys}
        if table.name not in named and not mapper.class_.of_all_stalls and (points & named or "producer_id" in table.c):
            silent.add(table.name)
    assert silent == set()
    assert {"products", "parcels", "stock_levels", "order_lines", "statements"} <= named
