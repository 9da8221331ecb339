"""What the program says no with, on purpose."""

from __future__ import annotations


class Refusal(Exception):
    """Something asked for is refused for a reason that a person can act on; subclasses carry the facts."""
