"""What waits in a stall, for the badges of its menu. Each is counted once for a page, however often it is shown.

A number says what there is to do, not what has been looked at: looking changes nothing, and all of a stall's people
see the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from flask import request

from shop import clock
from shop.dashboard.stall import present_stall
from shop.reports import Unanswered, count_unanswered_in_stall
from shop.selling import Standings, count_stall_returns, count_standings

KEPT = "shop.stall_counts"


def count_of(name: str) -> int:
    """How many of a thing wait in the present stall; none of what nobody counts."""
    counting = COUNTED.get(name)
    return int(_once(name, counting)) if counting else 0


def standings() -> Standings:
    """How many parcels of the present stall stand where."""
    found: Standings = _once("standings", count_standings)
    return found


def returns_by_state() -> tuple[int, int]:
    """How many returns wait for their goods in the present stall, and how many do not."""
    found: tuple[int, int] = _once("returns_by_state", lambda producer_id, at: count_stall_returns(producer_id))
    return found


def unanswered() -> Unanswered:
    """How many wait for words of the present stall."""
    found: Unanswered = _once("unanswered", lambda producer_id, at: count_unanswered_in_stall(producer_id))
    return found


def _once(name: str, counting: Callable[[int, datetime], Any]) -> Any:
    kept = request.environ.setdefault(KEPT, {})
    if name not in kept:
        kept[name] = counting(present_stall().producer_id, clock.now())
    return kept[name]


# The name that a menu entry gives, and what counts it: for a producer, at an instant.
COUNTED: Mapping[str, Callable[[int, datetime], int]] = {
    "parcels_late": lambda producer_id, at: standings().late,
    "parcels": lambda producer_id, at: standings().to_pack,
    "returns": lambda producer_id, at: returns_by_state()[False],
    "enquiries": lambda producer_id, at: unanswered().enquiries,
    "reviews": lambda producer_id, at: unanswered().reviews,
}
