"""When timed work is late."""

from __future__ import annotations

from datetime import datetime, timedelta

LONGEST_SILENCE = timedelta(minutes=3)
LONGEST_WAIT = timedelta(minutes=10)


def are_fresh(at: datetime, *, latest_run: datetime | None, due_since: datetime | None) -> bool:
    """Is timed work being done? A shop whose runner has never run is fresh until something has waited for it."""
    if latest_run is not None:
        return at - latest_run <= LONGEST_SILENCE
    return due_since is None or at - due_since <= LONGEST_WAIT
