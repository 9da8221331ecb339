"""The session and the only committer, and what differs between SQLite and PostgreSQL."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import event, func, select, text, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from shop import clock
from shop.database.public_version import VersionWatch, note_public_change
from shop.database.tables import Base, PublicVersion, db
from shop.database.tenancy import keep_watch

WRITING = "shop_writing"
PUBLIC_CHANGED = "shop_public_changed"
REGISTER_CHANGED = "shop_register_changed"
SECONDS_FOR_THE_WRITE_LOCK = 10.0

log = logging.getLogger(__name__)


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
        keep_watch(db.engine)
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
            register = PublicVersion.register + int(session.info.pop(REGISTER_CHANGED, False))
            session.execute(update(PublicVersion).values(version=PublicVersion.version + 1, register=register))
        session.commit()
        if changed:
            note_public_change()
    except BaseException:
        session.rollback()
        raise
    finally:
        for note in (PUBLIC_CHANGED, REGISTER_CHANGED, WRITING):
            session.info.pop(note, None)


class Attempt:
    """A part of a transaction; `take_back()` makes it as if it had not been tried."""

    def __init__(self) -> None:
        self.is_taken_back = False

    def take_back(self) -> None:
        """Nothing of it stays; the block must not touch the database any more."""
        self.is_taken_back = True


@contextmanager
def attempt() -> Iterator[Attempt]:
    """Try something inside of transaction(): it stays, unless the block raises or takes it back.

    What was taken back does not move the public version either. Rows read inside are read anew afterwards.
    """
    session = db.session()
    session.flush()
    noted = {note: session.info.get(note, False) for note in (PUBLIC_CHANGED, REGISTER_CHANGED)}
    point = session.begin_nested()
    tried = Attempt()
    try:
        yield tried
        session.flush()
    except BaseException:
        tried.take_back()
        raise
    finally:
        if tried.is_taken_back:
            point.rollback()
            session.info.update(noted)
        else:
            point.commit()


def allow_seconds(seconds: int) -> None:
    """Let each statement of the running transaction take so long on PostgreSQL; for one that changes very many rows."""
    if db.session.connection().dialect.name == "postgresql":
        db.session.execute(text(f"SET LOCAL statement_timeout = '{int(seconds)}s'"))


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


def touch_public_version(*, with_register: bool = True) -> None:
    """Tell the running transaction that public rows changed; for bulk statements, which bypass the models.

    `with_register`: also the register, whose large picture is then painted anew; not for packs, places and reviews.
    """
    info = db.session().info
    info[PUBLIC_CHANGED] = True
    info[REGISTER_CHANGED] = info.get(REGISTER_CHANGED, False) or with_register


@contextmanager
def snapshot() -> Iterator[Session]:
    """A session for reading only, whose statements all see the one state that is committed now.

    It is apart from the session of the request, which may have begun to look before, or hold changes of its own.
    """
    # SQLite's readers keep the state of their first statement by themselves (write-ahead log).
    level = {"isolation_level": "REPEATABLE READ"} if db.engine.dialect.name == "postgresql" else {}
    with db.engine.connect().execution_options(**level) as connection, Session(connection) as session:
        yield session


def integrity_faults() -> list[str]:
    """What the database itself finds wrong with its pages and references; PostgreSQL keeps watch by itself."""
    if db.engine.dialect.name != "sqlite":
        return []
    pages = [str(row[0]) for row in db.session.execute(text("PRAGMA integrity_check")) if row[0] != "ok"]
    try:
        broken = db.session.execute(text("PRAGMA foreign_key_check")).all()
    except OperationalError as error:  # a reference to a table that has lost its key
        return [*pages, str(error.orig)]
    numbered = [f"{table}/{row}" for table, row, _, _ in broken if row is not None]
    others = dict.fromkeys((table, parent) for table, row, parent, _ in broken if row is None)
    return pages + numbered + [fault for table, parent in others for fault in _refer_to_nothing(table, parent)]


def _refer_to_nothing(name: str, parent: str) -> list[str]:
    """The same of a table whose rows SQLite does not number: what they refer to in another, and is not there."""
    keys = [key for key in Base.metadata.tables[name].foreign_keys if key.column.table.name == parent]
    gone = [
        select(key.parent).distinct().where(key.parent.not_in(select(key.column))).order_by(key.parent) for key in keys
    ]
    return [f"{name}/{value}" for query in gone for value in db.session.scalars(query)]


@event.listens_for(db.session, "after_flush")
def _notice_public_changes(session: Session, flush_context: Any) -> None:
    for group in (session.new, session.dirty, session.deleted):
        for row in group:
            if row.is_public:
                session.info[PUBLIC_CHANGED] = True
            if row.is_in_register:
                session.info[REGISTER_CHANGED] = True
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
