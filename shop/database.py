"""The database: its session, the only committer, and what differs between SQLite and PostgreSQL."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any

from flask import Flask, current_app
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CursorResult,
    Delete,
    Executable,
    MetaData,
    Update,
    bindparam,
    event,
    func,
    insert,
    inspect,
    select,
    text,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute, Mapped, Session, mapped_column
from sqlalchemy.types import TypeDecorator

from shop import clock

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
WRITING = "shop_writing"
PUBLIC_CHANGED = "shop_public_changed"
log = logging.getLogger(__name__)
SECONDS_BETWEEN_READS = 1.0
SECONDS_FOR_THE_WRITE_LOCK = 10.0

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every table. `is_public` marks those whose rows shoppers can see: a change of them moves the public version."""

    metadata = MetaData(naming_convention=NAMING)
    is_public = False


class Instant(TypeDecorator[datetime]):
    """An aware instant, stored as whole milliseconds of UTC, so that both databases keep and compare the same value."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> int | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return (value - EPOCH) // MILLISECOND

    def process_result_value(self, value: int | None, dialect: Any) -> datetime | None:
        return None if value is None else EPOCH + timedelta(milliseconds=value)


class PublicVersion(Base):
    """One row that counts the changes of what shoppers can see; pages and pictures kept in memory are keyed by it."""

    __tablename__ = "public_versions"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger, default=1)


db = SQLAlchemy(model_class=Base)
_public_changes_here = 0


def connect_to(app: Flask) -> None:
    """Bind the session to the application's database; SQLite gets the settings that make it exact under races."""
    if app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"):
        app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"connect_args": {"timeout": 10}}
    else:
        app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"pool_pre_ping": True, "pool_size": 8, "max_overflow": 8}
    db.init_app(app)
    app.teardown_appcontext(_let_go_of_what_is_gone)  # runs before the extension's own, which then finds nothing
    app.extensions["public_version"] = VersionWatch()
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            event.listen(db.engine, "connect", _prepare_sqlite)
            event.listen(db.engine, "begin", _begin_sqlite)


@contextmanager
def transaction(seconds: int = 5) -> Iterator[Session]:
    """One business action: commits when the block ends, rolls back whole when it raises. Never nested.

    `seconds` bounds each statement on PostgreSQL; long imports ask for more. Reads made before in the same request
    are ended first, so that the block sees the present state.
    """
    session = db.session()
    if session.info.get(WRITING):
        raise RuntimeError("transaction() inside of transaction()")
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("changes were made outside of transaction()")
    session.rollback()
    session.info[WRITING] = True
    try:
        connection = session.connection(execution_options={WRITING: True})
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SET LOCAL lock_timeout = '3s'; SET LOCAL statement_timeout = '{int(seconds)}s'"))
        yield session
        session.flush()
        changed = session.info.pop(PUBLIC_CHANGED, False)
        if changed:
            session.execute(update(PublicVersion).values(version=PublicVersion.version + 1))
        session.commit()
        if changed:
            _note_public_change()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.pop(PUBLIC_CHANGED, None)
        session.info.pop(WRITING, None)


def leave_database() -> None:
    """Before asking another machine: let go of the connection, for others to use. Refused in transaction()."""
    if db.session().info.get(WRITING):
        raise RuntimeError("another machine was asked inside of transaction()")
    db.session.rollback()


def take_turns(subject: int, seconds: int = 3) -> None:
    """Wait until no other transaction works on a subject, and let none begin until the running one ends.

    For work that reads much before it writes; `seconds` bounds the wait. SQLite has one writer at a time anyway.
    """
    if db.session.connection().dialect.name == "postgresql":
        db.session.execute(text(f"SET LOCAL lock_timeout = '{int(seconds)}s'"))
        db.session.execute(select(func.pg_advisory_xact_lock(subject)))


def touch_public_version() -> None:
    """Tell the running transaction that public rows changed; for bulk statements, which bypass the models."""
    db.session().info[PUBLIC_CHANGED] = True


def insert_if_missing(table: type[Base], **values: object) -> bool:
    """Add a row unless its key is taken already, also when somebody else adds it at the same moment; was it added?"""
    return insert_unless_taken(table, **values) is not None


def insert_unless_taken(table: type[Base], **values: object) -> Any | None:
    """Add a row and return its (first) key; None where one of its unique keys is taken already.

    Waits for another transaction that is adding the same key, and then tells what became of it.
    """
    dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    key = next(iter(inspect(table).primary_key))
    return db.session.scalar(dialect.insert(table).values(**values).on_conflict_do_nothing().returning(key))


def insert_or_change(table: type[Base], *, changes: Mapping[str, object], where: ColumnElement[bool]) -> Executable:
    """A statement that adds a row, or changes the row that has its key already where a condition holds.

    It returns the (first) key where it did either, nothing where the condition does not hold. Values are bound when it
    is run, so that it can be built once: one for each kind of database.
    """
    dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    keys = inspect(table).primary_key
    adding = dialect.insert(table).values({column.name: bindparam(column.name) for column in table.__table__.columns})
    changing = adding.on_conflict_do_update(index_elements=keys, set_=changes, where=where)
    statement: Executable = changing.returning(keys[0])
    return statement


def insert_many(
    table: type[Base], rows: Sequence[Mapping[str, object]], *, known_by: InstrumentedAttribute[Any]
) -> dict[Any, Any]:
    """Add rows in one statement; their (first) keys by a column that tells them apart."""
    key = next(iter(inspect(table).primary_key))
    added = insert(table).returning(known_by, key)
    return dict(db.session.execute(added, rows).all())


def changed_one(statement: Executable) -> bool:
    """Run a conditional statement in the running transaction; did it change a row?"""
    result = db.session.execute(statement)
    return isinstance(result, CursorResult) and result.rowcount == 1


def count_changed(statement: Update | Delete) -> int:
    """Run an UPDATE or DELETE as it stands and return how many rows it changed."""
    result = db.session.execute(statement.execution_options(synchronize_session=False))
    return result.rowcount if isinstance(result, CursorResult) else 0


def read_public_version(session: Session | None = None) -> int:
    """The count of public changes so far; one row."""
    version: int = (session or db.session()).execute(select(PublicVersion.version)).scalar_one()
    return version


@contextmanager
def snapshot() -> Iterator[Session]:
    """A session for reading only, whose statements all see the one state that is committed now.

    It is apart from the session of the request, which may have begun to look before, or hold changes of its own.
    """
    # SQLite's readers keep the state of their first statement by themselves (write-ahead log).
    level = {"isolation_level": "REPEATABLE READ"} if db.engine.dialect.name == "postgresql" else {}
    with db.engine.connect().execution_options(**level) as connection, Session(connection) as session:
        yield session


class VersionWatch:
    """The public version as this process knows it: read again after a second, and at once after a change of its own.

    Whoever keeps something under a version asks the same watch, so that nothing kept by one is older than what another
    keeps under that version. It reads over a connection of its own: a request's transaction may see an older state.
    """

    def __init__(self) -> None:
        self.version = 0
        self._lock = Lock()
        self._read_again_at = 0.0
        self._changes_here = -1

    def is_fresh(self) -> bool:
        """May `version` be believed without asking the database?"""
        return clock.monotonic() < self._read_again_at and self._changes_here == _public_changes_here

    def read(self) -> int:
        """The version, at most a second old."""
        with self._lock:
            if not self.is_fresh():
                # Both are taken before the reading, so that a change during it makes for another.
                looked_at, changes_here = clock.monotonic(), _public_changes_here
                with db.engine.connect() as connection:
                    self.version = connection.scalar(select(PublicVersion.version)) or 0
                self._read_again_at, self._changes_here = looked_at + SECONDS_BETWEEN_READS, changes_here
            return self.version


def integrity_faults() -> list[str]:
    """What the database itself finds wrong with its pages and references; PostgreSQL keeps watch by itself."""
    if db.engine.dialect.name != "sqlite":
        return []
    pages = [str(row[0]) for row in db.session.execute(text("PRAGMA integrity_check")) if row[0] != "ok"]
    try:
        return pages + [f"{row[0]}/{row[1]}" for row in db.session.execute(text("PRAGMA foreign_key_check"))]
    except OperationalError as error:  # a reference to a table that has lost its key
        return [*pages, str(error.orig)]


def known_public_version() -> int:
    """The count of public changes as this process knows it, at most a second old; seldom a statement."""
    watch: VersionWatch = current_app.extensions["public_version"]
    return watch.read()


def _note_public_change() -> None:
    global _public_changes_here  # noqa: PLW0603 - one number of this process
    _public_changes_here += 1


@event.listens_for(db.session, "after_flush")
def _notice_public_changes(session: Session, flush_context: Any) -> None:
    for group in (session.new, session.dirty, session.deleted):
        if any(row.is_public for row in group):
            session.info[PUBLIC_CHANGED] = True
            return


def _let_go_of_what_is_gone(error: BaseException | None) -> None:
    """End the session; where the database went away meanwhile, the answer that was made from it stands."""
    try:
        db.session.remove()
    except OperationalError:
        log.warning("the database went away after it was read")
        db.session().invalidate()


def _prepare_sqlite(dbapi_connection: Any, record: Any) -> None:
    # The driver's own BEGIN is deferred and loses updates under races; we say BEGIN ourselves (see _begin_sqlite).
    dbapi_connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
        dbapi_connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    if not connection.get_execution_options().get(WRITING, False):
        connection.exec_driver_sql("BEGIN")
        return
    # SQLite's own waiting looks every 100 ms in the end: under a steady stream of writers some wait for ever. Looking
    # often and at random gives every waiter the same chance.
    connection.exec_driver_sql("PRAGMA busy_timeout=0")
    gives_up_at = clock.monotonic() + SECONDS_FOR_THE_WRITE_LOCK
    try:
        while not _has_begun(connection, gives_up_at):
            time.sleep(random.uniform(0.001, 0.008))  # noqa: S311 - no secret
    finally:
        connection.exec_driver_sql("PRAGMA busy_timeout=10000")


def _has_begun(connection: Connection, gives_up_at: float) -> bool:
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except OperationalError as error:
        if "locked" not in str(error.orig) or clock.monotonic() >= gives_up_at:
            raise
        return False
    return True
