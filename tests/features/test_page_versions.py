"""Two workers on one database: a change by one is on the other's kept pages within two seconds."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Blueprint, Flask
from sqlalchemy import create_engine, event, text

from shop import clock
from shop.app import create_app
from shop.database import db, known_public_version, touch_public_version, transaction
from shop.web.page_cache import public_page
from tests.conftest import settings

numbers = itertools.count()
pages = Blueprint("counted", __name__)


@pages.get("/thu")
@public_page
def counted() -> str:
    return str(next(numbers))


@pytest.fixture
def worker(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    app = create_app(settings(database_url, tmp_path))
    app.register_blueprint(pages)
    yield app
    with app.app_context():
        db.engine.dispose()


def commit_in_another_process(database_url: str) -> None:
    """What `transaction()` does there, without this process's own knowledge of it."""
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE public_versions SET version = version + 1"))
    engine.dispose()


def test_a_change_elsewhere_is_visible_within_two_seconds(worker: Flask, database_url: str) -> None:
    visitor = worker.test_client()
    before = visitor.get("/thu").data
    assert visitor.get("/thu").data == before
    commit_in_another_process(database_url)
    changed_at = time.monotonic()
    while visitor.get("/thu").data == before:
        assert time.monotonic() - changed_at < 2
        time.sleep(0.05)


def test_a_kept_page_asks_the_database_at_most_once_a_second(worker: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = [1000.0]
    monkeypatch.setattr(clock, "monotonic", lambda: seconds[0])
    visitor, statements = worker.test_client(), []
    visitor.get("/thu")
    with worker.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    for _ in range(50):
        visitor.get("/thu")
        visitor.get("/thu", headers={"If-None-Match": "*"})
    assert statements == []
    seconds[0] += 1
    for _ in range(50):
        visitor.get("/thu")
    asked = [statement for statement in statements if not statement.startswith("BEGIN")]
    assert len(asked) == 1
    assert "public_versions" in asked[0]


def test_the_version_is_read_past_an_older_transaction(worker: Flask, database_url: str) -> None:
    """A request that began to read before a change must not take the old version for the present one."""
    with worker.app_context():
        first = db.session.execute(text("SELECT version FROM public_versions")).scalar_one()
        commit_in_another_process(database_url)
        worker.extensions["public_version"] = type(worker.extensions["public_version"])()
        assert known_public_version() == first + 1


def test_a_public_change_of_this_process_moves_the_version_at_once(worker: Flask) -> None:
    with worker.app_context():
        before = known_public_version()
        with transaction():
            touch_public_version()
        assert known_public_version() == before + 1


def test_an_undone_change_moves_nothing(worker: Flask) -> None:
    with worker.app_context():
        before = known_public_version()
        with pytest.raises(KeyError), transaction():
            touch_public_version()
            raise KeyError
        assert known_public_version() == before


def test_pages_end_with_the_day_on_both_databases(worker: Flask) -> None:
    visitor, evening = worker.test_client(), clock.now().replace(hour=16, minute=59, second=59, microsecond=0)
    with clock.stopped_at(evening):
        before = visitor.get("/thu").data
    with clock.stopped_at(evening + timedelta(seconds=1)):
        assert visitor.get("/thu").data != before
