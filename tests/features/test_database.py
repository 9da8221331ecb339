"""The only committer: whole or not at all, never nested, and the public version tells of every public change."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, timezone

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import StatementError

from shop.database import db, read_public_version, touch_public_version, transaction
from shop.producers import Producer
from shop.stock import StockMove

NOON = datetime(2026, 11, 21, 5, 0, 0, 123000, tzinfo=UTC)


def a_move(moved_at: datetime = NOON) -> StockMove:
    return StockMove(variant_id=1, location="web", delta=1, kind="receive", reason="test", moved_at=moved_at)


def count_moves() -> int:
    return len(db.session.scalars(select(StockMove)).all())


def test_a_transaction_that_raises_leaves_nothing(app: Flask) -> None:
    with pytest.raises(RuntimeError, match="halfway"), transaction() as session:
        session.add(a_move())
        session.flush()
        raise RuntimeError("halfway")
    assert count_moves() == 0


def test_a_transaction_inside_of_another_is_refused_and_both_are_undone(app: Flask) -> None:
    with pytest.raises(RuntimeError, match="inside"), transaction() as session:
        session.add(a_move())
        with transaction():
            pass
    assert count_moves() == 0
    with transaction() as session:
        session.add(a_move())
    assert count_moves() == 1


def test_changes_made_before_it_are_refused(app: Flask) -> None:
    db.session.add(a_move())
    with pytest.raises(RuntimeError, match="outside"), transaction():
        pass
    db.session.rollback()


def test_a_public_row_moves_the_public_version_once(app: Flask) -> None:
    before = read_public_version()
    with transaction() as session:
        session.add_all([Producer(slug=slug, name=slug, kind="company") for slug in ("a", "b")])
    assert read_public_version() == before + 1


def test_what_is_not_public_or_is_undone_leaves_the_version_alone(app: Flask) -> None:
    before = read_public_version()
    with transaction() as session:
        session.add(a_move())
    with pytest.raises(RuntimeError), transaction() as session:
        session.add(Producer(slug="a", name="a", kind="company"))
        session.flush()
        raise RuntimeError
    with transaction() as session:
        session.add(a_move())
    assert read_public_version() == before


def test_a_bulk_change_tells_by_itself(app: Flask) -> None:
    before = read_public_version()
    with transaction():
        touch_public_version()
    assert read_public_version() == before + 1


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=7)), timezone(timedelta(hours=-8))])
def test_an_instant_comes_back_as_the_same_instant(app: Flask, zone: timezone) -> None:
    with transaction() as session:
        session.add(a_move(NOON.astimezone(zone)))
    db.session.expire_all()
    kept = db.session.scalars(select(StockMove.moved_at)).one()
    assert kept == NOON
    assert kept.tzinfo is UTC


def test_an_instant_without_a_zone_is_refused(app: Flask) -> None:
    with pytest.raises(StatementError, match="time zone"), transaction() as session:
        session.add(a_move(datetime(2026, 11, 21)))  # noqa: DTZ001
        session.flush()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_an_answer_stands_though_the_database_goes_away_after_it_was_read(app: Flask) -> None:
    """A crash of the server between the last statement of a request and its end."""
    with app.app_context():
        number = db.session.scalar(select(func.pg_backend_pid()))
        with db.engine.connect() as other:
            other.execute(select(func.pg_terminate_backend(number)))
            wait_for_the_end_of(number, other)
    with app.app_context():
        assert db.session.scalar(select(1)) == 1


def wait_for_the_end_of(number: int | None, other: Connection) -> None:
    for _ in range(200):
        other.rollback()
        if not other.scalar(text("SELECT count(*) FROM pg_stat_activity WHERE pid = :pid"), {"pid": number}):
            return
        time.sleep(0.01)
