"""What the office and the programme office have in common: entries of a menu, tasks of a first page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """One page: its endpoint, its icon and its words; `count` says how many things wait there for a person."""

    endpoint: str
    sign: str
    words: Callable[[], str]
    count: Callable[[], int] = lambda: 0


@dataclass(frozen=True)
class Group:
    """Pages that belong together; the first group has no heading."""

    name: str
    words: Callable[[], str]
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Task:
    """Something that waits for a person: how many, in which words, and where it is done."""

    count: int
    words: str
    url: str
    sign: str
