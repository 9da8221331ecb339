"""The test bench: a fresh shop for each test, on both databases; a clock that can be set; no outside world."""

from __future__ import annotations

import gc
import itertools
import shutil
import socket
from collections.abc import Callable, Collection, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from hypothesis import settings as hypothesis_settings
from sqlalchemy import select

from shop import clock
from shop.app import create_app
from shop.config import Config
from shop.database import db
from shop.fairs import BoothSale
from shop.orders import Order
from shop.reports import audit
from shop.reports.invariants import Invariant
from shop.reports.payment_invariants import PAYMENTS
from tests.factories.buying import NOON
from tests.factories.money import Till
from tests.fakes.bank.fake import FakeBank
from tests.fakes.fixtures import (  # noqa: F401  (fixtures are found by their names)
    bank_as_new,
    bank_at_work,
    bank_settings,
    card_settings,
    stripe_as_new,
    stripe_at_work,
)
from tests.fakes.stripe.fake import FakeStripe
from tests.lent_databases import LentDatabase
from tests.many_shops import make_shops_cheap
from tests.postgresql import Cluster, is_installed

# How long an example may take depends on what else the machine does, so it is nothing to fail by.
hypothesis_settings.register_profile("shop", hypothesis_settings.default, deadline=None)
hypothesis_settings.load_profile("shop")

# The demonstration's day: noon in Vietnam on 21 November 2026.
DEMONSTRATION_DAY = datetime.fromisoformat("2026-11-21T12:00:00+07:00")

_numbers = itertools.count()
make_shops_cheap()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Whoever looks on (`-s`), as at the long proofs (KILLS=200 and the like), decides when it is enough."""
    if config.getoption("capture") == "no":
        for item in items:
            item.add_marker(pytest.mark.timeout(0))


def pytest_collection_finish() -> None:
    """What is loaded and collected stays to the end, and is not looked through for garbage at every turn.

    With pytest's objects of thousands of tests that was half of the time that it takes to make a shop.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


def settings(database_url: str, folder: Path, **changes: object) -> Config:
    """The settings of a shop under test."""
    values: dict[str, object] = {
        "database_url": database_url,
        "secret_key": "only-for-tests-" * 4,
        "environment": "test",
        "public_base_url": "http://localhost",
        "media_dir": folder / "media",
        "keys_dir": folder / "keys",
        "open_data_dir": folder / "open-data",
    }
    return Config(**{**values, **changes})  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def no_outside_world(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that reaches beyond this machine fails."""
    connect = socket.socket.connect

    def connect_here(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test reached out to {address[0]}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", connect_here)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite database to copy from."""
    folder = tmp_path_factory.mktemp("template")
    _migrate(settings(f"sqlite:///{folder / 'shop.db'}", folder))
    return folder / "shop.db"


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Cluster]:
    """A PostgreSQL of this test run's own, with a migrated database `shop_template` to clone."""
    if not is_installed():
        pytest.skip("PostgreSQL is not installed")
    with Cluster() as cluster:
        cluster.create("shop_template")
        _migrate(settings(cluster.url("shop_template"), Path()))
        yield cluster


@pytest.fixture(scope="session")
def lent_database(postgresql: Cluster) -> Iterator[LentDatabase]:
    """The database that most tests on PostgreSQL have after one another."""
    with closing(LentDatabase(postgresql, "shop_template", "shop_lent")) as lent:
        yield lent


def _migrate(config: Config) -> None:
    app = create_app(config)
    with app.app_context():
        upgrade()
        db.engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh database; a test that uses it runs on both kinds."""
    yield from fresh_database(request, request.param, tmp_path)


@pytest.fixture
def sqlite_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh SQLite database."""
    yield from fresh_database(request, "sqlite", tmp_path)


def fresh_database(request: pytest.FixtureRequest, kind: str, folder: Path) -> Iterator[str]:
    """The address of a migrated, empty database of a kind, gone afterwards."""
    if kind == "sqlite":
        path = folder / "shop.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    cluster: Cluster = request.getfixturevalue("postgresql")
    lent: LentDatabase = request.getfixturevalue("lent_database")
    with lent.lend() as name:
        if name is not None:
            yield cluster.url(name)
            return
    name = f"shop_{next(_numbers)}"
    cluster.create(name, template="shop_template")
    yield cluster.url(name)
    cluster.drop(name)


def running(config: Config) -> Iterator[Flask]:
    """A shop with these settings, its context pushed."""
    app = create_app(config)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def audited(request: pytest.FixtureRequest) -> None:
    """Every promise must hold after every test that touched orders, unless the test broke one on purpose."""
    if request.node.get_closest_marker("breaks_a_promise"):
        return
    db.session.rollback()
    without = PAYMENTS if request.node.get_closest_marker("orders_alone") else ()
    if any(db.session.scalar(select(table.id).limit(1)) is not None for table in (Order, BoothSale)):
        assert faults(without) == []


def faults(without: Collection[Invariant] = ()) -> list[str]:
    """What the audit finds broken now, late work left out, and promises that are not asked of a part alone."""
    db.session.rollback()
    found = [str(finding) for finding in audit(clock.now(), with_alarms=False, without=without)]
    db.session.rollback()
    return found


@pytest.fixture
def app(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """An empty shop with its context pushed; a test that uses it runs on SQLite and on PostgreSQL.

    Afterwards the audit must be clean.
    """
    for app in running(settings(database_url, tmp_path)):
        yield app
        audited(request)


@pytest.fixture
def sqlite_app(request: pytest.FixtureRequest, sqlite_url: str, tmp_path: Path) -> Iterator[Flask]:
    """An empty shop on SQLite, for what does not depend on the kind of database; audited afterwards."""
    for app in running(settings(sqlite_url, tmp_path)):
        yield app
        audited(request)


@pytest.fixture
def till(
    request: pytest.FixtureRequest,
    database_url: str,
    tmp_path: Path,
    fake_stripe: FakeStripe,
    fake_bank: FakeBank,
    set_clock: Callable[[str | datetime], None],
) -> Iterator[Till]:
    """An empty shop at noon that takes cards and transfers, on both databases; its books must fit the providers'."""
    set_clock(NOON)
    for app in running(settings(database_url, tmp_path, **card_settings(fake_stripe), **bank_settings(fake_bank))):
        till = Till(app, fake_stripe, fake_bank, set_clock)
        yield till
        audited(request)
        if not request.node.get_closest_marker("breaks_a_promise"):
            till.compare_books()


@pytest.fixture
def client(sqlite_app: Flask) -> FlaskClient:
    """A visitor of `sqlite_app`."""
    return sqlite_app.test_client()


@pytest.fixture
def set_clock() -> Iterator[Callable[[str | datetime], None]]:
    """Stop the clock at an instant (ISO text with its offset, or an aware datetime); as often as wanted."""
    stops: list[object] = []

    def stop(instant: str | datetime) -> None:
        moment = datetime.fromisoformat(instant) if isinstance(instant, str) else instant
        stopped = clock.stopped_at(moment)
        stopped.__enter__()
        stops.append(stopped)

    yield stop
    for stopped in reversed(stops):
        stopped.__exit__(None, None, None)  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def demonstration_database(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite database with the demonstration loaded, for copying or for reading only."""
    folder = tmp_path_factory.mktemp("demonstration")
    path = folder / "shop.db"
    shutil.copy(sqlite_template, path)
    app = create_app(settings(f"sqlite:///{path}", folder, environment="demonstration"))
    with clock.stopped_at(DEMONSTRATION_DAY):
        result = app.test_cli_runner().invoke(args=["demo", "load"], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    return path


@pytest.fixture(scope="session")
def demonstration(demonstration_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The demonstration as a shop that tests read and never change, its context not pushed."""
    folder = tmp_path_factory.mktemp("demonstration-app")
    app = create_app(settings(f"sqlite:///{demonstration_database}", folder, environment="demonstration"))
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def shopper(demonstration: Flask) -> Iterator[FlaskClient]:
    """A visitor of the demonstration on its day."""
    with clock.stopped_at(DEMONSTRATION_DAY):
        yield demonstration.test_client()
