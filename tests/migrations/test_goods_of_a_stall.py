"""Products made before there were stalls belong to the producer of their good afterwards, and nothing is lost."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, select, text

from shop.catalogue import Product, ProductMark, Variant
from shop.database import db, transaction
from tests.factories.products import make_product

BEFORE = "0010"
KEPT = "SELECT id, good_id, slug, name_vi, price_from_vnd, published_at FROM products ORDER BY id"


def rows(query: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in db.session.execute(text(query))]


def test_products_find_their_producers_again(app: Flask) -> None:
    honey, tea = make_product(), make_product("Chè", producer="HTX Minh")
    owners = [(honey.id, honey.producer_id), (tea.id, tea.producer_id)]
    kept, packs = rows(KEPT), rows("SELECT id, product_id, price_vnd FROM variants ORDER BY id")
    db.session.rollback()
    downgrade(revision=BEFORE)
    assert rows(KEPT) == kept
    db.session.rollback()
    upgrade()
    assert rows("SELECT id, producer_id FROM products ORDER BY id") == owners
    assert (rows(KEPT), rows("SELECT id, product_id, price_vnd FROM variants ORDER BY id")) == (kept, packs)
    assert rows("SELECT DISTINCT edition, batch, says_alcohol FROM products") in ([(1, "", 0)], [(1, "", False)])


def test_going_back_leaves_out_what_waits_for_a_certificate(app: Flask) -> None:
    sold = make_product()
    with transaction() as session:
        waiting = Product(producer_id=sold.producer_id, slug="cho", kind="tea", name_vi="Chờ", name_en="")
        waiting.variants = [
            Variant(position=1, label_vi="1", label_en="1", price_vnd=1, net_amount=1, net_unit="g", weight_grams=1)
        ]
        waiting.marks = [ProductMark(position=1, name="VietGAP")]
        session.add(waiting)
    db.session.rollback()
    downgrade(revision=BEFORE)
    upgrade()
    assert db.session.scalars(select(Product.slug)).all() == [sold.slug]


# The schema stays behind, so no promise can be asked for.
@pytest.mark.breaks_a_promise
def test_a_product_of_nobody_stops_the_migration(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    product = make_product()
    slug = product.slug
    db.session.rollback()
    downgrade(revision=BEFORE)
    with transaction() as session:
        session.execute(text("UPDATE certified_goods SET producer_id = NULL"))
    with pytest.raises(SystemExit):
        upgrade()
    assert f"goods without a producer: {slug}" in caplog.text
    assert "producer_id" not in {column["name"] for column in inspect(db.engine).get_columns("products")}
