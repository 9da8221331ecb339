"""The count of changes of what shoppers can see, as each process knows it."""

from __future__ import annotations

from threading import Lock

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from shop import clock
from shop.database.tables import PublicVersion, db

SECONDS_BETWEEN_READS = 1.0
_public_changes_here = 0


def read_public_version(session: Session | None = None) -> int:
    """The count of public changes so far; one row."""
    version: int = (session or db.session()).execute(select(PublicVersion.version)).scalar_one()
    return version


def read_versions(session: Session) -> tuple[int, int]:
    """The count of public changes, and how many of them were of the register; one row."""
    version, register = session.execute(select(PublicVersion.version, PublicVersion.register)).one()
    return version, register


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


def known_public_version() -> int:
    """The count of public changes as this process knows it, at most a second old; seldom a statement."""
    watch: VersionWatch = current_app.extensions["public_version"]
    return watch.read()


def note_public_change() -> None:
    """This process has changed what shoppers see: whoever keeps something must look."""
    global _public_changes_here  # noqa: PLW0603 - one number of this process
    _public_changes_here += 1
