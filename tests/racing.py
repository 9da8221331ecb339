"""Several people at the same moment: threads with a database session each, let go together."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Thread
from typing import TypeVar

from flask import Flask

from shop.database import db

T = TypeVar("T")


def all_at_once(app: Flask, work: Callable[[int], T], racers: int = 8) -> list[T | Exception]:
    """What each racer got, or what was raised for it."""
    barrier = Barrier(racers)
    results: list[T | Exception] = [RuntimeError("never ran")] * racers

    def race(number: int) -> None:
        with app.app_context():
            try:
                barrier.wait()
                results[number] = work(number)
            except Exception as error:
                results[number] = error
            finally:
                db.session.remove()

    threads = [Thread(target=race, args=(number,)) for number in range(racers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # The caller may have begun to look before the race, and SQLite would go on showing that state.
    db.session.rollback()
    return results


def together(work: Callable[[int], T], racers: int) -> list[T]:
    """What each racer got of a served shop; they start together, and one that fails fails the test."""
    barrier = Barrier(racers)

    def race(number: int) -> T:
        barrier.wait(60)
        return work(number)

    with ThreadPoolExecutor(racers) as pool:
        return list(pool.map(race, range(racers)))
