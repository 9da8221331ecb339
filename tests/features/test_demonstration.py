"""Loading the demonstration: all of the register, offers around it, the same again, and nothing official invented."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from shop import clock
from shop.app import create_app
from shop.catalogue import Product, Variant, list_visible_products
from shop.certification import Certificate, CertifiedGood, RegisterRow, good_is_certified_at
from shop.commands.demo import REGISTER
from shop.config import Config
from shop.database import Base, db
from shop.demonstration import RegisterNotTaken, load_demonstration
from shop.stalls import Stall
from shop.stock import WEB, StockLevel, StockMove
from tests.conftest import DEMONSTRATION_DAY, settings

TABLES = Base.metadata.tables


def whole_database() -> dict[str, list[Any]]:
    """Every row of every table."""
    return {name: sorted(map(str, db.session.execute(table.select()).all())) for name, table in TABLES.items()}


def test_on_its_day_83_goods_are_on_sale(demonstration: Flask) -> None:
    with demonstration.app_context():
        visible = list_visible_products(DEMONSTRATION_DAY)
        assert len(visible) == 83
        assert all(product.is_demonstration for product in visible)


def test_every_good_that_held_a_certificate_is_offered_once(demonstration: Flask) -> None:
    with demonstration.app_context():
        certified = set(db.session.scalars(select(Certificate.good_id)))
        assert sorted(db.session.scalars(select(Product.good_id))) == sorted(certified)


def test_prices_from_are_those_of_the_cheapest_pack(demonstration: Flask) -> None:
    with demonstration.app_context():
        cheapest = select(Variant.product_id, func.min(Variant.price_vnd)).group_by(Variant.product_id)
        said = select(Product.id, Product.price_from_vnd)
        assert dict(map(tuple, db.session.execute(cheapest))) == dict(map(tuple, db.session.execute(said)))


def test_stock_is_the_sum_of_its_moves(demonstration: Flask) -> None:
    with demonstration.app_context():
        places = (StockMove.variant_id, StockMove.location)
        moves = select(*places, func.sum(StockMove.delta)).group_by(*places)
        levels = select(StockLevel.variant_id, StockLevel.location, StockLevel.on_hand)
        assert set(map(tuple, db.session.execute(moves))) == set(map(tuple, db.session.execute(levels)))
        on_the_web = select(StockMove.reason).where(StockMove.location == WEB)
        assert set(db.session.scalars(on_the_web)) == {"demonstration"}


def test_every_certificate_comes_from_a_row_of_the_register(demonstration: Flask) -> None:
    with demonstration.app_context():
        stated = set(
            db.session.scalars(select(RegisterRow.certificate_id).where(RegisterRow.certificate_id.is_not(None)))
        )
        assert set(db.session.scalars(select(Certificate.id))) == stated
        for act in ("certificate_extensions", "certificate_revocations", "certificate_completions"):
            assert db.session.execute(TABLES[act].select()).all() == []


def test_every_producer_is_introduced(demonstration: Flask) -> None:
    with demonstration.app_context():
        stories = db.session.execute(select(Stall.story_vi, Stall.story_en)).all()
        assert stories
        assert all("minh họa" in vietnamese and "demonstration" in english.lower() for vietnamese, english in stories)


def test_loading_again_changes_nothing(demonstration_database: Path, tmp_path: Path) -> None:
    shutil.copy(demonstration_database, tmp_path / "shop.db")
    app = create_app(settings(f"sqlite:///{tmp_path / 'shop.db'}", tmp_path, environment="demonstration"))
    with app.app_context(), clock.stopped_at(DEMONSTRATION_DAY):
        before = whole_database()
        result = app.test_cli_runner().invoke(args=["demo", "load"], catch_exceptions=False)
        assert result.exit_code == 0
        assert "goods: all offered already" in result.output
        db.session.rollback()
        assert whole_database() == before
        db.engine.dispose()


@pytest.mark.slow
def test_both_databases_hold_the_same_demonstration(app: Flask, demonstration: Flask) -> None:
    lines: list[str] = []
    load_demonstration(REGISTER, DEMONSTRATION_DAY, lines.append)
    assert lines[-2:] == ["goods: 291 of 291 offered", "official shops: 10 are new"]
    columns = [Product.slug, Product.kind, Product.price_from_vnd, Product.summary_en]
    here = db.session.execute(select(*columns).order_by(Product.id)).all()
    with demonstration.app_context():
        there = db.session.execute(select(*columns).order_by(Product.id)).all()
    assert here == there


@pytest.mark.parametrize("content", ["", "product_name,producer_name,stars,province\nMật ong,HTX Ong,9,Lào Cai\n"])
def test_a_refused_register_stops_the_load(sqlite_app: Flask, tmp_path: Path, content: str) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text(content, encoding="utf-8")
    with pytest.raises(RegisterNotTaken):
        load_demonstration(bad, DEMONSTRATION_DAY, print)
    assert db.session.scalar(select(func.count()).select_from(Product)) == 0


def test_production_refuses_invented_goods(sqlite_url: str, tmp_path: Path) -> None:
    config: Config = settings(sqlite_url, tmp_path, environment="production")
    app = create_app(config)
    result = app.test_cli_runner().invoke(args=["demo", "load"])
    assert result.exit_code == 1
    assert "invented" in result.output
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Product)) == 0
        db.engine.dispose()


def test_an_earlier_day_shows_what_was_certified_then(sqlite_app: Flask) -> None:
    """SHOP_NOW may lie before the register was gathered: what was recognised later is then still to come."""
    day = datetime.fromisoformat("2022-06-01T12:00:00+07:00")
    load_demonstration(REGISTER, day, lambda words: None)
    offered = {product.good_id for product in list_visible_products(day)}
    certified = set(db.session.scalars(select(CertifiedGood.id).where(good_is_certified_at(day))))
    assert offered == certified
    assert len(offered) > 50
