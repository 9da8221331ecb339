"""Choices that look free and are always the same: drawn from the hash of a name, so every load gives one picture."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import TypeVar

T = TypeVar("T")

_STEPS = 10_000


def share(*words: str) -> float:
    """A number from 0 up to but not 1, the same for the same words."""
    number = int.from_bytes(sha256("\x1f".join(words).encode()).digest()[:8])
    return number % _STEPS / _STEPS


def pick(options: Sequence[T], *words: str) -> T:
    """One of the options, the same for the same words."""
    return options[int(share(*words) * len(options))]
