"""What the keys refuse."""

from __future__ import annotations

from dataclasses import dataclass

from shop.values.refusal import Refusal


@dataclass
class NoSuchKey(Refusal):
    """No key bears this number."""

    kid: str


@dataclass
class KeyAlreadyWithdrawn(Refusal):
    """A key is withdrawn once, and stays so."""

    kid: str
