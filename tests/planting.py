"""Breaking a promise of the database on purpose, beneath all the walls that forbid it."""

from __future__ import annotations

from sqlalchemy import text

from shop.database import db


def plant(fault: str) -> None:
    """Take every wall around a table away where that is asked for, then make the change."""
    walls, _, change = fault.rpartition("; ")
    is_sqlite = db.engine.dialect.name == "sqlite"
    db.session.rollback()
    with db.engine.connect() as connection:
        if is_sqlite:
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
        if walls:
            table = walls.removeprefix("loose:")
            connection.execute(text(f"CREATE TABLE loosened AS SELECT * FROM {table}"))  # noqa: S608
            connection.execute(text(f"DROP TABLE {table}" + ("" if is_sqlite else " CASCADE")))
            connection.execute(text(f"ALTER TABLE loosened RENAME TO {table}"))
        connection.execute(text(change))
        connection.commit()
    db.engine.dispose()
