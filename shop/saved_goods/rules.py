"""What a list of saved goods says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shop.certification import Standing
from shop.values.refusal import Refusal

MOST_SAVED = 200


@dataclass(frozen=True)
class KeptGood:
    """A saved good, with how its certificate stands and the last day that it was or is valid."""

    product_id: int
    slug: str
    name_vi: str
    name_en: str
    standing: Standing
    last_day: date | None


class NoSuchGood(Refusal):
    """No good on sale has this address."""


class TooManySaved(Refusal):
    """A list holds at most MOST_SAVED."""
