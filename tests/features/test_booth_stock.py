"""Stock at booths: what is gone already is taken whatever lay there, and no page of the shop notices."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from shop.database import db, read_public_version, transaction
from shop.stock import (
    WEB,
    MoveKind,
    NotEnoughStock,
    NothingToMove,
    StockChange,
    StockCount,
    StockMove,
    StockMoved,
    change_stock,
    quantities_on_hand,
    receive_stock,
    settle_count,
    take_regardless,
)

NOON = datetime(2026, 11, 21, 5, tzinfo=UTC)
BOOTH = "booth:1"


def change(delta: int, kind: MoveKind = MoveKind.SALE, key: str = "sale:a:1") -> StockChange:
    return StockChange(7, BOOTH, delta, kind, key)


def take(quantity: int, key: str = "sale:a:1") -> int:
    with transaction():
        return take_regardless(change(-quantity, key=key), at=NOON)


def moves() -> list[tuple[str, int, str]]:
    rows = db.session.execute(
        select(StockMove.kind, StockMove.delta, StockMove.uniq)
        .where(StockMove.location == BOOTH)
        .order_by(StockMove.id)
    )
    return [(row[0], row[1], row[2]) for row in rows]


@pytest.mark.parametrize(("lay", "missing", "left"), [(0, 3, 0), (2, 1, 0), (3, 0, 0), (5, 0, 2)])
def test_what_is_gone_is_taken_and_a_shortage_tells_what_did_not_lie_there(
    app: Flask, lay: int, missing: int, left: int
) -> None:
    if lay:
        with transaction():
            receive_stock(7, lay, at=NOON, reason="test", location=BOOTH)
    assert take(3) == missing
    assert quantities_on_hand([7], BOOTH) == {7: left}
    shortage = [("shortage", missing, "shortage:sale:a:1")] if missing else []
    received = [("receive", lay)] if lay else []
    assert [move[:2] for move in moves()][: len(received)] == received
    assert moves()[len(received) :] == [*shortage, ("sale", -3, "sale:a:1")]


def test_the_same_taking_happens_once(app: Flask) -> None:
    take(1)
    with pytest.raises(IntegrityError):
        take(1)
    db.session.rollback()
    assert take(1, "sale:b:1") == 1
    assert quantities_on_hand([7], BOOTH) == {7: 0}


def test_a_change_moves_a_level_and_never_below_nothing(app: Flask) -> None:
    with transaction():
        change_stock(change(2, MoveKind.RELEASE, "return:a:1"), at=NOON)
    with pytest.raises(NotEnoughStock) as refusal, transaction():
        change_stock(change(-3, MoveKind.DAMAGE, "damage:1"), at=NOON)
    assert (refusal.value.location, refusal.value.wanted) == (BOOTH, 3)
    with pytest.raises(NothingToMove), transaction():
        change_stock(change(0), at=NOON)
    assert moves() == [("release", 2, "return:a:1")]


def test_a_count_at_a_booth_sets_what_is_there_or_says_that_it_moved(app: Flask) -> None:
    take(1)  # leaves an empty level
    with transaction():
        settle_count(StockCount(7, BOOTH, 0, 4, "count:1:7", "found"), at=NOON)
    with pytest.raises(StockMoved) as refusal, transaction():
        settle_count(StockCount(7, BOOTH, 0, 2, "count:2:7", "found"), at=NOON)
    assert (refusal.value.expected, refusal.value.now) == (0, 4)
    with transaction():
        settle_count(StockCount(7, BOOTH, 4, 4, "count:3:7"), at=NOON)
    assert moves()[2:] == [("adjust", 4, "count:1:7")]


def test_no_page_of_the_shop_is_made_anew_for_what_lies_at_a_booth(app: Flask) -> None:
    with transaction():
        receive_stock(7, 5, at=NOON, reason="test", location=WEB)
    before = read_public_version()
    take(3)
    with transaction():
        change_stock(change(2, MoveKind.RECEIVE, "brought:1"), at=NOON)
        settle_count(StockCount(7, BOOTH, 2, 1, "count:1:7", "lost"), at=NOON)
    assert read_public_version() == before
    with transaction():
        change_stock(StockChange(7, WEB, -1, MoveKind.ADJUST, "web:1"), at=NOON)
    assert read_public_version() > before


def test_moves_of_a_kind_that_nobody_knows_are_refused_and_none_is_rewritten(app: Flask) -> None:
    take(1)
    for statement in ("UPDATE stock_moves SET delta = 9", "DELETE FROM stock_moves"):
        with pytest.raises(DBAPIError), transaction():
            db.session.execute(text(statement))
    with pytest.raises(IntegrityError), transaction():
        db.session.add(
            StockMove(variant_id=7, location=BOOTH, delta=1, kind="theft", reason="", uniq="theft:1", moved_at=NOON)
        )
    assert len(moves()) == 2
