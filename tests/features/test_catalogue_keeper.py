"""The keeper of the Shelf: changes are seen, one maker at a time, and synthetic goods for benchmarks."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from time import sleep, time

import pytest
from flask import Flask
from sqlalchemy import select, text

from shop.catalogue import Product, Shelf, change_price, current_shelf, retire_product
from shop.catalogue import keeper as keeper_module
from shop.certification import Certificate
from shop.clock import stopped_at
from shop.database import db, transaction
from shop.stock import receive_stock
from tests.conftest import DEMONSTRATION_DAY
from tests.factories.products import make_product

NOW = DEMONSTRATION_DAY


def test_own_changes_are_seen_at_once(app: Flask) -> None:
    product = make_product(on_hand=0)
    shelf = current_shelf(NOW)
    assert (shelf.card(0).price_from_vnd, shelf.card(0).in_stock) == (125_000, False)
    with transaction():
        change_price(product.variants[0].id, 99_000)
        receive_stock(product.variants[0].id, 3, at=NOW, reason="test")
    shelf = current_shelf(NOW)
    assert (shelf.card(0).price_from_vnd, shelf.card(0).in_stock) == (99_000, True)
    with transaction():
        retire_product(product.id, NOW)
    assert len(current_shelf(NOW)) == 0


def test_what_is_not_committed_is_not_shown(app: Flask) -> None:
    product = make_product()
    with pytest.raises(RuntimeError, match="undone"), transaction():
        change_price(product.variants[0].id, 99_000)
        db.session.flush()
        if app.config["SQLALCHEMY_DATABASE_URI"].startswith("postgresql"):
            assert current_shelf(NOW).card(0).price_from_vnd == 125_000
        raise RuntimeError("undone")
    assert current_shelf(NOW).card(0).price_from_vnd == 125_000


def test_changes_by_others_are_seen_within_two_seconds(app: Flask) -> None:
    make_product()
    assert len(current_shelf(NOW)) == 1
    with db.engine.connect() as other:
        other.execute(text("UPDATE products SET published_at = NULL"))
        other.execute(text("UPDATE public_versions SET version = version + 1"))
        other.commit()
    deadline = time() + 2
    while len(current_shelf(NOW)) and time() < deadline:
        sleep(0.05)
    assert len(current_shelf(NOW)) == 0


@pytest.fixture
def makings(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The instants for which a Shelf was made; each making takes a while."""
    made: list[datetime] = []
    make: Callable[..., Shelf] = keeper_module.stock_shelf

    def make_slowly(session: object, at: datetime) -> Shelf:
        made.append(at)
        sleep(0.1)
        return make(session, at)

    monkeypatch.setattr(keeper_module, "stock_shelf", make_slowly)
    return made


def test_one_maker_serves_all_who_wait(app: Flask, makings: list[datetime]) -> None:
    make_product()

    def ask(number: int) -> int:
        with app.app_context():
            return len(current_shelf(NOW))

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(ask, range(24))) == [1] * 24
    assert len(makings) == 1


def test_nobody_gets_a_shelf_past_its_end(app: Flask, makings: list[datetime]) -> None:
    make_product()
    end = db.session.scalars(select(Certificate.valid_until)).one()
    current_shelf(end - timedelta(milliseconds=1))

    def ask(offset: int) -> tuple[int, int]:
        with app.app_context():
            return offset, len(current_shelf(end + timedelta(milliseconds=offset)))

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(ask, [-3, 0, 5, -1, 1, 2, -2, 0] * 3))
    assert {(offset < 0) == bool(goods) for offset, goods in answers} == {True}


def load(app: Flask, products: int) -> str:
    with stopped_at(NOW):
        result = app.test_cli_runner().invoke(
            args=["scale", "load", "--products", str(products)], catch_exceptions=False
        )
    assert result.exit_code == 0
    return result.output


def test_synthetic_goods_are_marked_certified_and_the_same_each_time(app: Flask) -> None:
    assert load(app, 60) == "60 synthetic goods added, 60 wanted\n"
    before = {card.slug: card for card in current_shelf(NOW).cards(range(60))}
    assert load(app, 150) == "90 synthetic goods added, 150 wanted\n"
    assert load(app, 150) == "0 synthetic goods added, 150 wanted\n"
    shelf = current_shelf(NOW)
    cards = {card.slug: card for card in shelf.cards(range(len(shelf)))}
    assert len(cards) == 150
    assert {slug: card.name_vi for slug, card in before.items()} == {slug: cards[slug].name_vi for slug in before}
    assert all("(thử nghiệm" in card.name_vi and card.is_demonstration for card in cards.values())
    assert set(db.session.scalars(select(Certificate.decision_number))) == {"THU-NGHIEM"}
    lowest = {
        product.slug: min(v.price_vnd for v in product.variants) for product in db.session.scalars(select(Product))
    }
    assert lowest == {slug: card.price_from_vnd for slug, card in cards.items()}
