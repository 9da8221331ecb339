"""What is sent to the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from flask import has_app_context
from sqlalchemy import Engine, event

from shop import clock
from shop.database import db, known_public_version

BOUNDS = ("BEGIN", "SET LOCAL", "SAVEPOINT", "RELEASE", "PRAGMA")


@contextmanager
def statements(engine: Engine | None = None) -> Iterator[list[str]]:
    """The statements that are sent inside, without the bounds of transactions; the engine is the present app's.

    No second passes inside: what is looked at once a second was looked at just before, however slow the machine is.
    """
    sent: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if not statement.startswith(BOUNDS):
            sent.append(statement)

    now = clock.monotonic()
    with patch.object(clock, "monotonic", lambda: now):
        if has_app_context():
            known_public_version()
        listened = engine or db.engine
        event.listen(listened, "before_cursor_execute", note)
        yield sent
        event.remove(listened, "before_cursor_execute", note)
