"""What is sent to the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event

from shop.database import db

BOUNDS = ("BEGIN", "SET LOCAL", "SAVEPOINT", "RELEASE", "PRAGMA")


@contextmanager
def statements(engine: Engine | None = None) -> Iterator[list[str]]:
    """The statements that are sent inside, without the bounds of transactions; the engine is the present app's."""
    sent: list[str] = []
    engine = engine or db.engine

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if not statement.startswith(BOUNDS):
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)
