"""Single statements that add and change rows, and tell what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    CursorResult,
    Delete,
    Executable,
    Insert,
    Table,
    Update,
    bindparam,
    insert,
    inspect,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import InstrumentedAttribute

from shop.database.tables import Base, db


def insert_if_missing(table: type[Base], **values: object) -> bool:
    """Add a row unless its key is taken already, also when somebody else adds it at the same moment; was it added?"""
    return insert_unless_taken(table, **values) is not None


def insert_unless_taken(table: type[Base], **values: object) -> Any | None:
    """Add a row and return its (first) key; None where one of its unique keys is taken already.

    Waits for another transaction that is adding the same key, and then tells what became of it.
    """
    db.session.flush()
    return db.session.scalar(_inserting_unless_taken(table, db.engine.dialect.name), values)


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


def insert_rows(table: type[Base], rows: Sequence[Mapping[str, object]]) -> None:
    """Add rows in one statement."""
    db.session.flush()
    db.session.execute(_inserting(table), rows)


def insert_many(
    table: type[Base], rows: Sequence[Mapping[str, object]], *, known_by: InstrumentedAttribute[Any]
) -> dict[Any, Any]:
    """Add rows in one statement; their (first) keys by a column that tells them apart."""
    db.session.flush()
    return dict(db.session.execute(_inserting(table, known_by.key), rows).all())


# Statements of tables, not of the classes mapped to them, and built once: that costs a third.


@cache
def _inserting_unless_taken(table: type[Base], dialect: str) -> Executable:
    made = sqlite.insert if dialect == "sqlite" else postgresql.insert
    statement: Executable = made(table_of(table)).on_conflict_do_nothing().returning(_key(table))
    return statement


@cache
def _inserting(table: type[Base], known_by: str | None = None) -> Insert:
    adding = insert(table_of(table))
    return adding if known_by is None else adding.returning(table_of(table).c[known_by], _key(table))


def _key(table: type[Base]) -> Column[Any]:
    return next(iter(table_of(table).primary_key))


def table_of(table: type[Base]) -> Table:
    """The table that a model is mapped to."""
    found = table.__table__
    assert isinstance(found, Table)  # noqa: S101 - tells the type
    return found


def changed_one(statement: Executable) -> bool:
    """Run a conditional statement in the running transaction; did it change a row?"""
    result = db.session.execute(statement)
    return isinstance(result, CursorResult) and result.rowcount == 1


def count_changed(statement: Update | Delete) -> int:
    """Run an UPDATE or DELETE as it stands and return how many rows it changed."""
    result = db.session.execute(statement.execution_options(synchronize_session=False))
    return result.rowcount if isinstance(result, CursorResult) else 0
