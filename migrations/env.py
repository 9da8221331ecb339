"""How alembic reaches the database: through the application, in one transaction a migration."""

from alembic import context

import shop.app  # noqa: F401  every table is known once the program is imported
from shop.database import Base, db


def keep_names(name: str | None, kind: str, parents: object) -> bool:
    """Tables that search extensions make beside ours are none of our business."""
    return not (kind == "table" and name is not None and name.startswith("sqlite_"))


with db.engine.connect() as connection:
    if connection.dialect.name == "sqlite":
        # Rebuilding a table drops and renames it; references must not be checked half way.
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.commit()
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
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")
