"""The ledger of stock learns the moves of booths; what it holds stays, and may still be added to only."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from shop.database import db, transaction
from shop.stock import MoveKind, StockChange, take_regardless
from tests.factories.buying import NOON

BEFORE = "0021"


def moves() -> list[tuple[object, ...]]:
    found = [tuple(row) for row in db.session.execute(text("SELECT kind, delta, uniq FROM stock_moves ORDER BY id"))]
    db.session.rollback()
    return found


def assert_nothing_is_rewritten() -> None:
    before = moves()
    for statement in ("UPDATE stock_moves SET delta = 9", "DELETE FROM stock_moves"):
        with pytest.raises(DBAPIError), transaction() as session:
            session.execute(text(statement))
    assert moves() == before


def test_moves_of_booths_go_back_to_what_was_known_before(app: Flask) -> None:
    with transaction():
        take_regardless(StockChange(7, "booth:1", -2, MoveKind.TASTING, "tasting:1"), at=NOON)
    downgrade(revision=BEFORE)
    assert moves() == [("adjust", 2, "shortage:tasting:1"), ("adjust", -2, "tasting:1")]
    assert_nothing_is_rewritten()
    upgrade()
    assert_nothing_is_rewritten()
