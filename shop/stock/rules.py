"""Where stock lies and what it refuses."""

from __future__ import annotations

from dataclasses import dataclass

from shop.values.refusal import Refusal

WEB = "web"


@dataclass
class NotEnoughStock(Refusal):
    """A change would leave less than nothing."""

    variant_id: int
    location: str
    wanted: int


class NothingToMove(Refusal):
    """A change of zero pieces is no change."""
