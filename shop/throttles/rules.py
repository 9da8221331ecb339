"""Limits, and the refusal of those who exceed them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from shop.values.refusal import Refusal


@dataclass(frozen=True)
class Limit:
    """`burst` tries at once; after that one more each `interval`."""

    name: str
    burst: int
    interval: timedelta

    @property
    def reach(self) -> timedelta:
        """How far ahead of the present a subject may be booked and still be let through."""
        return self.interval * (self.burst - 1)


@dataclass
class TooManyTries(Refusal):
    """A limit is used up; the next try is let through after `wait`."""

    limit: str
    wait: timedelta


def subject_key(subject: str) -> str:
    """What stands for a subject in the table: nobody reads addresses out of it."""
    return hashlib.sha256(subject.encode()).hexdigest()


def network_of(address: str) -> str:
    """What counts as one visitor: an IPv4 address, or the /64 that one line of IPv6 usually owns."""
    return ":".join(_written_out(address)[:4]) if ":" in address else address


def _written_out(address: str) -> list[str]:
    head, _, tail = address.partition("::")
    first, last = head.split(":") if head else [], tail.split(":") if tail else []
    return first + ["0"] * (8 - len(first) - len(last)) + last
