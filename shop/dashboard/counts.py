"""What waits in a stall, for the badges of its menu."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from shop import clock
from shop.dashboard.stall import present_stall

# The name that a menu entry gives, and what counts it: for a producer, at an instant.
COUNTED: Mapping[str, Callable[[int, datetime], int]] = {}


def count_of(name: str) -> int:
    """How many of a thing wait in the present stall; none of what nobody counts."""
    counting = COUNTED.get(name)
    return counting(present_stall().producer_id, clock.now()) if counting else 0
