"""Tables that are only added to: the triggers that forbid to rewrite or delete their rows. For migrations.

Migrations that ran are never changed, and neither is what they make: another kind of trigger gets another function.
"""

from __future__ import annotations

from alembic import op


def make_append_only(table: str) -> None:
    """Forbid to change and to delete rows of a table."""
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is only added to'); END"
            )
        return
    # refuse_change() is of 0002.
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )


def drop_append_only(table: str) -> None:
    """Allow it again; before SQLite makes the table anew, or the table goes."""
    if op.get_bind().dialect.name == "sqlite":
        for act in ("update", "delete"):
            op.execute(f"DROP TRIGGER {table}_no_{act}")
    else:
        op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
