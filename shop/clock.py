"""The one place that reads time. Doors and commands ask here and pass the answer down."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

from shop.values.dates import vietnam_day

_shift = timedelta(0)
_stopped_at: datetime | None = None


def now() -> datetime:
    """The present instant, aware, in UTC; moved by SHOP_NOW where that is set."""
    if _stopped_at is not None:
        return _stopped_at
    return datetime.fromtimestamp(time.time(), UTC) + _shift


def now_elsewhere() -> datetime:
    """The present instant as other machines know it, for what is compared with theirs: SHOP_NOW does not move it."""
    return datetime.fromtimestamp(time.time(), UTC) if _stopped_at is None else _stopped_at


def today() -> date:
    """The present day on the Vietnamese calendar."""
    return vietnam_day(now())


def monotonic() -> float:
    """Seconds that only grow, for measuring how long something took or lies back."""
    return time.monotonic()


def start_from(instant: datetime | None) -> None:
    """Let the clock run on from `instant` (SHOP_NOW), or by the machine's own time when None."""
    global _shift  # noqa: PLW0603
    _shift = timedelta(0) if instant is None else instant - datetime.fromtimestamp(time.time(), UTC)


@contextmanager
def stopped_at(instant: datetime) -> Iterator[None]:
    """Hold the clock at an aware instant; for tests and for building the state of another day."""
    global _stopped_at  # noqa: PLW0603
    before = _stopped_at
    _stopped_at = instant.astimezone(UTC)
    try:
        yield
    finally:
        _stopped_at = before
