"""The demonstration has a fair that runs now, with the booth that outsiders know by its code."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from shop import clock
from shop.app import create_app
from shop.catalogue import list_offers
from shop.database import db
from shop.demonstration.fair import BOOTH_CODE, CASHIERS, add_fair
from shop.demonstration.fair_past import BOOTH_CODE as PAST_BOOTH_CODE
from shop.demonstration.fair_past import SHORT_VND, add_past_fair
from shop.fairs import (
    BoothSale,
    BoothSession,
    QuarantinedSale,
    booth_stock,
    find_booth_by_code,
    list_cashiers,
    pin_is_right,
)
from shop.payments import list_open_transfers
from shop.settlement import fair_books, list_fair_statements
from shop.values.dates import vietnam_day
from tests.conftest import DEMONSTRATION_DAY, faults, settings


def goods_of_booth(at: datetime) -> list[object]:
    booth = find_booth_by_code(BOOTH_CODE)
    assert booth is not None
    return list(list_offers(booth_stock(booth.id), at).values())


def test_goods_of_several_producers_lie_at_its_booth(demonstration: Flask) -> None:
    with demonstration.app_context():
        offers = goods_of_booth(DEMONSTRATION_DAY)
        assert len({offer.producer_id for offer in offers}) >= 7
        assert any(offer.is_alcohol for offer in offers)
        assert not any(offer.is_service for offer in offers)
        ends = [offer.valid_until for offer in offers]
        assert min(ends) < DEMONSTRATION_DAY + timedelta(days=40) < max(ends)


def test_the_web_sells_what_it_sold_before(demonstration: Flask) -> None:
    """Producers brought along what lies at the booth."""
    with demonstration.app_context():
        booth = find_booth_by_code(BOOTH_CODE)
        assert booth is not None
        sources = db.session.scalars(
            db.text("SELECT DISTINCT kind FROM stock_moves WHERE location = :place"), {"place": booth.location}
        )
        assert set(sources) == {"receive"}


def test_it_runs_on_the_day_and_its_sellers_have_the_pins_of_the_readme(demonstration: Flask) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    with demonstration.app_context():
        booth = find_booth_by_code(BOOTH_CODE)
        assert booth is not None
        assert booth.fair.starts_on <= vietnam_day(DEMONSTRATION_DAY) <= booth.fair.ends_on
        assert "trình diễn" in booth.fair.name
        assert "demonstration" in booth.fair.name_en
        for cashier, (name, pin) in zip(list_cashiers(booth.fair_id), CASHIERS, strict=True):
            assert cashier.name == name
            assert pin_is_right(cashier, pin)
            assert f"`{pin}`" in readme
            assert BOOTH_CODE in readme


@pytest.fixture
def later(demonstration_database: Path, tmp_path: Path) -> Flask:
    shutil.copy(demonstration_database, tmp_path / "shop.db")
    return create_app(settings(f"sqlite:///{tmp_path / 'shop.db'}", tmp_path, environment="demonstration"))


def test_started_again_a_week_later_it_still_runs(later: Flask) -> None:
    at = DEMONSTRATION_DAY + timedelta(days=7)
    with later.app_context(), clock.stopped_at(at):
        before = booth_stock(find_booth_by_code(BOOTH_CODE).id)
        add_fair(at, lambda words: None)
        booth = find_booth_by_code(BOOTH_CODE)
        assert booth.fair.starts_on < vietnam_day(at) <= booth.fair.ends_on
        assert booth_stock(booth.id) == before
        db.session.remove()
        db.engine.dispose()


def test_a_past_fair_is_over_with_its_books_in_order(later: Flask) -> None:
    with later.app_context(), clock.stopped_at(DEMONSTRATION_DAY):
        told: list[str] = []
        for _ in range(2):
            add_past_fair(DEMONSTRATION_DAY, told.append)
        assert told == ["past fair: Phiên chợ vùng cao (trình diễn), 39 entries, closed", "past fair: nothing to add"]
        booth = find_booth_by_code(PAST_BOOTH_CODE)
        assert booth.fair.closed_at is not None
        assert set(booth_stock(booth.id).values()) <= {0}
        agree = select(BoothSession.manifest_agrees).where(BoothSession.booth_id == booth.id)
        assert list(db.session.scalars(agree)) == [True] * 3
        kinds = select(BoothSale.kind).where(BoothSale.booth_id == booth.id)
        assert {"sale", "void", "return"} == set(db.session.scalars(kinds))
        assert db.session.scalar(select(func.count()).select_from(QuarantinedSale)) == 0
        books = fair_books(booth.fair_id)
        assert (books.cash_vnd, books.differences_vnd) == (0, SHORT_VND)
        assert len(list_open_transfers(booth.fair_id)) == 1
        statements = list_fair_statements(booth.fair_id)
        assert len(statements) == 5
        assert sum(line.goods.goods_vnd for one in statements for line in one.lines) == net_sold(booth.id)
        assert faults() == []
        db.session.remove()
        db.engine.dispose()


def net_sold(booth_id: int) -> int:
    """What the booth sold, less what came back, in dong."""
    sales = db.session.scalars(select(BoothSale).where(BoothSale.booth_id == booth_id))
    return sum(sale.signed_total_vnd for sale in sales)
