"""How alembic reaches the database: through the application, in one transaction a migration."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic import context
from sqlalchemy.engine import Connection

import shop.app  # noqa: F401  every table is known once the program is imported
from shop.database import Base, db


def keep_names(name: str | None, kind: str, parents: object) -> bool:
    """Tables that search extensions make beside ours are none of our business."""
    return not (kind == "table" and name is not None and name.startswith("sqlite_"))


@contextmanager
def references_unchecked(connection: Connection) -> Iterator[None]:
    """SQLite rebuilds a table by dropping and renaming it; what refers to it must not be checked half way."""
    if connection.dialect.name != "sqlite":
        yield
        return
    # Said to the driver itself: SQLAlchemy would begin a transaction first, and inside of one SQLite does not listen.
    driver: Any = connection.connection.dbapi_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
        broken = driver.execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"rows refer to nothing after the migration: {broken[:5]}")
    finally:
        connection.rollback()
        driver.execute("PRAGMA foreign_keys=ON")


with db.engine.connect() as connection, references_unchecked(connection):
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        include_name=keep_names,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
