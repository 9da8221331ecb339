"""What can go wrong with a provider, on demand: slow, broken, garbled, cut off, or lying."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Any


class Fault(StrEnum):
    """One way in which an answer, or a message to the shop, goes wrong."""

    ERROR = "error"  # 500, nothing done
    ERROR_KEPT = "error_kept"  # 500, and the same 500 for every retry with the same idempotency key
    GARBAGE = "garbage"  # done, but the answer is no JSON
    SLOW = "slow"  # done, answered after `seconds`
    LATE = "late"  # waits `seconds` before doing anything
    CUT = "cut"  # done, but the line is cut before the answer
    REFUSE = "refuse"  # the line is cut before anything is done
    LIE = "lie"  # done, answered with `changes`: {"amount_total": 1, "payment_intent.currency": "usd"}
    DROP = "drop"  # a message to the shop is never sent
    DUPLICATE = "duplicate"  # a message to the shop is sent `seconds` or 2 times
    HOLD = "hold"  # a message to the shop waits for `seconds`, so later ones overtake it


@dataclass
class Planned:
    """A fault that will happen to the next `times` requests whose "METHOD /path" fits the pattern."""

    route: str
    fault: Fault
    times: int = 1
    seconds: float = 0.0
    changes: dict[str, Any] = field(default_factory=dict)


class Faults:
    """The faults still to come; safe between threads."""

    def __init__(self) -> None:
        self._planned: list[Planned] = []
        self._lock = threading.Lock()

    def add(
        self,
        route: str,
        fault: Fault | str,
        *,
        times: int = 1,
        seconds: float = 0.0,
        changes: dict[str, Any] | None = None,
    ) -> None:
        """Plan a fault; `route` is a pattern such as "POST /v1/refunds", "GET *" or "webhook checkout.*"."""
        with self._lock:
            self._planned.append(Planned(route, Fault(fault), times, seconds, changes or {}))

    def take(self, route: str) -> Planned | None:
        """The fault that befalls this request, used up; None if it goes well."""
        with self._lock:
            for planned in self._planned:
                if planned.times > 0 and fnmatchcase(route, planned.route):
                    planned.times -= 1
                    return planned
        return None

    def clear(self) -> None:
        """From now on everything goes well."""
        with self._lock:
            self._planned.clear()


def lie(answer: Any, changes: dict[str, Any]) -> Any:
    """The answer with the values at dotted paths replaced."""
    for path, value in changes.items():
        *parents, last = path.split(".")
        place = answer
        for parent in parents:
            place = place[int(parent)] if isinstance(place, list) else place[parent]
        place[last] = value
    return answer
