"""Stock: one conditional statement decides, a move tells why, nothing goes below nothing."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from shop.database import db, read_public_version, transaction
from shop.stock import (
    NotEnoughStock,
    NothingToMove,
    OutOfStock,
    Receipt,
    StockMove,
    StockMoved,
    StockWanted,
    count_stock,
    give_back,
    quantities_on_hand,
    receive_each,
    receive_stock,
    stock_by_location,
    take_stock,
    transfer_stock,
)

NOON = datetime(2026, 11, 21, 5, tzinfo=UTC)


def receive(quantity: int, location: str = "web") -> None:
    with transaction():
        receive_stock(7, quantity, at=NOON, reason="test", location=location)


def test_what_comes_in_lies_there_and_its_moves_add_up(app: Flask) -> None:
    receive(10)
    receive(-3)
    receive(4, "HOI-CHO-1")
    assert stock_by_location(7) == {"HOI-CHO-1": 4, "web": 7}
    assert quantities_on_hand([7, 8]) == {7: 7, 8: 0}
    moved = db.session.execute(
        select(StockMove.location, func.sum(StockMove.delta)).group_by(StockMove.location).order_by(StockMove.location)
    )
    assert [tuple(row) for row in moved] == [("HOI-CHO-1", 4), ("web", 7)]


@pytest.mark.parametrize("before", [0, 2])
def test_more_than_there_is_cannot_go(app: Flask, before: int) -> None:
    if before:
        receive(before)
    with pytest.raises(NotEnoughStock) as refusal:
        receive(-3)
    assert (refusal.value.variant_id, refusal.value.location, refusal.value.wanted) == (7, "web", 3)
    assert quantities_on_hand([7]) == {7: before}


def test_zero_is_no_change(app: Flask) -> None:
    with pytest.raises(NothingToMove):
        receive(0)


def test_the_commands_receive_and_show(sqlite_app: Flask) -> None:
    run = sqlite_app.test_cli_runner().invoke
    assert run(args=["stock", "receive", "7", "12"]).exit_code == 0
    assert run(args=["stock", "receive", "7", "-5", "--reason", "damaged"]).exit_code == 0
    shown = run(args=["stock", "show", "7", "--json"])
    assert json.loads(shown.output) == {"variant_id": 7, "locations": {"web": 7}}
    refused = run(args=["stock", "receive", "7", "-8", "--reason", "damaged"])
    assert refused.exit_code == 1
    assert "only 7 there" in refused.output


def want(line: int, quantity: int, variant: int = 7, key: str = "p1") -> StockWanted:
    return StockWanted(variant, line, quantity, f"{line}:{key}")


def test_an_order_takes_all_its_lines_or_nothing(app: Flask) -> None:
    receive(5)
    with transaction():
        receive_stock(8, 1, at=NOON, reason="test")
    with pytest.raises(OutOfStock) as refusal, transaction():
        take_stock([want(1, 2, variant=8), want(2, 3)], at=NOON)
    assert (refusal.value.variant_id, refusal.value.wanted, refusal.value.available) == (8, 2, 1)
    assert quantities_on_hand([7, 8]) == {7: 5, 8: 1}
    with transaction():
        take_stock([want(1, 1, variant=8), want(2, 3)], at=NOON)
    assert quantities_on_hand([7, 8]) == {7: 2, 8: 0}


def test_what_is_given_back_is_there_again_and_every_move_happens_once(app: Flask) -> None:
    receive(5)
    with transaction():
        take_stock([want(1, 3)], at=NOON)
    with transaction():
        give_back([want(1, 3, key="p2")], at=NOON)
    with pytest.raises(IntegrityError), transaction():
        give_back([want(1, 3, key="p2")], at=NOON)
    assert quantities_on_hand([7]) == {7: 5}
    moves = db.session.execute(select(StockMove.kind, StockMove.delta, StockMove.order_line_id).order_by(StockMove.id))
    assert [tuple(move) for move in moves] == [("receive", 5, None), ("sale", -3, 1), ("release", 3, 1)]


def test_a_transfer_has_two_sides(app: Flask) -> None:
    receive(5)
    with transaction():
        transfer = transfer_stock(7, 2, source="web", destination="HOI-CHO-1", at=NOON)
    assert stock_by_location(7) == {"HOI-CHO-1": 2, "web": 3}
    sides = db.session.execute(select(StockMove.location, StockMove.delta).where(StockMove.transfer_id == transfer))
    assert sorted(tuple(side) for side in sides) == [("HOI-CHO-1", 2), ("web", -2)]
    for quantity, source, refusal in ((9, "web", NotEnoughStock), (0, "web", NothingToMove), (1, "B", NothingToMove)):
        with pytest.raises(refusal), transaction():
            transfer_stock(7, quantity, source=source, destination="B", at=NOON)


def test_pages_are_made_anew_only_where_their_words_change(app: Flask) -> None:
    receive(14)
    versions = [read_public_version()]
    for quantity in (2, 1, 1, 9, 1):  # 12 11 10 1 0
        with transaction():
            take_stock([want(len(versions), quantity)], at=NOON)
        versions.append(read_public_version())
    steps = [after - before for before, after in pairwise(versions)]
    assert steps == [0, 0, 1, 1, 1]


def test_many_packs_come_in_at_once_and_each_key_counts_once(app: Flask) -> None:
    receive(5)
    with transaction():
        receive_each([Receipt(8, 4, "made", "a"), Receipt(7, -2, "other", "b")], at=NOON)
    assert quantities_on_hand([7, 8]) == {7: 3, 8: 4}
    moves = db.session.execute(
        select(StockMove.kind, StockMove.delta, StockMove.uniq).where(StockMove.uniq.in_(["a", "b"]))
    )
    assert sorted(tuple(move) for move in moves) == [("adjust", -2, "b"), ("receive", 4, "a")]
    with pytest.raises(IntegrityError), transaction():
        receive_each([Receipt(8, 4, "made", "a")], at=NOON)
    with pytest.raises(NotEnoughStock) as refusal, transaction():
        receive_each([Receipt(7, 1, "made", "c"), Receipt(8, -5, "other", "d")], at=NOON)
    assert refusal.value.variant_id == 8
    with pytest.raises(NothingToMove), transaction():
        receive_each([Receipt(7, 0, "made", "e")], at=NOON)
    assert quantities_on_hand([7, 8]) == {7: 3, 8: 4}
    with transaction():
        receive_each([], at=NOON)


def test_a_count_stands_only_where_nothing_moved_since(app: Flask) -> None:
    receive(5)
    with transaction():
        count_stock(7, 9, expected=5, at=NOON, reason="recounted", key="a")
        count_stock(8, 3, expected=0, at=NOON, reason="recounted", key="b")
    assert quantities_on_hand([7, 8]) == {7: 9, 8: 3}
    with pytest.raises(StockMoved) as refusal, transaction():
        count_stock(7, 20, expected=5, at=NOON, reason="recounted", key="c")
    assert (refusal.value.variant_id, refusal.value.expected, refusal.value.now) == (7, 5, 9)
    with pytest.raises(NothingToMove), transaction():
        count_stock(7, 9, expected=9, at=NOON, reason="recounted", key="d")
    moved = db.session.scalar(select(func.sum(StockMove.delta)).where(StockMove.variant_id == 7))
    assert moved == 9
