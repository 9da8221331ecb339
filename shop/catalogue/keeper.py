"""Keeps the present Shelf of this process and makes a new one when something public changed or its time is over."""

from __future__ import annotations

from datetime import datetime
from threading import Lock
from weakref import WeakKeyDictionary

from sqlalchemy.engine import Engine

from shop.catalogue.shelf import Shelf
from shop.catalogue.stocking import stock_shelf
from shop.database import across_stalls, db, known_public_version, snapshot

_keepers: WeakKeyDictionary[Engine, _Keeper] = WeakKeyDictionary()
_first = Lock()


def current_shelf(at: datetime) -> Shelf:
    """The Shelf for an instant, no older than the public version that this process knows.

    Most calls read nothing, once a second one reads a row. After a change, and at the instant at which a certificate
    begins or ends, the caller waits until the new Shelf is made: one maker at a time, the others wait for it. An old
    one is never given out meanwhile, since pages made from it would be kept under the new version.
    """
    keeper = _keepers.get(db.engine)
    if keeper is None:
        with _first:
            keeper = _keepers.setdefault(db.engine, _Keeper())
    return keeper.shelf(at)


def forget_shelves() -> None:
    """Make the next question read everything again; for tests, and for who wrote without moving the version."""
    _keepers.pop(db.engine, None)


class _Keeper:
    def __init__(self) -> None:
        self._lock = Lock()
        self._shelf: Shelf | None = None

    def shelf(self, at: datetime) -> Shelf:
        version = known_public_version()
        shelf = self._shelf
        if shelf is None or not _is_current(shelf, version, at):
            with self._lock:
                shelf = self._shelf
                if shelf is None or not _is_current(shelf, version, at):
                    with across_stalls("everybody may see the shelf"), snapshot() as session:
                        shelf = self._shelf = stock_shelf(session, at)
        return shelf


def _is_current(shelf: Shelf, version: int, at: datetime) -> bool:
    return shelf.version >= version and shelf.shows(at)
