"""Stock: one conditional statement decides, a move tells why, nothing goes below nothing."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from shop.database import db, transaction
from shop.stock import (
    NotEnoughStock,
    NothingToMove,
    StockMove,
    quantities_on_hand,
    receive_stock,
    stock_by_location,
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
