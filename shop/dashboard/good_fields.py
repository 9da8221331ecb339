"""What the packs of a good hold: the units in which it is typed, and how it is stored."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

MOST_PIECES = 100_000
# Typed unit -> the unit that is stored, and how many of it.
UNITS = {"g": ("g", 1), "kg": ("g", 1000), "ml": ("ml", 1), "l": ("ml", 1000), "piece": ("piece", 1)}
MOST_AMOUNT = 1_000_000


def parse_content(typed: str, unit: str) -> tuple[int, str] | None:
    """What a pack holds as it is stored, from "1,5" and "kg": (1500, "g"); None for what is no content."""
    stored, times = UNITS[unit]
    try:
        amount = Decimal(typed.replace(" ", "").replace(",", ".")) * times
    except InvalidOperation:
        return None
    if not amount.is_finite() or amount != int(amount) or not 0 < amount <= MOST_AMOUNT:
        return None
    return int(amount), stored
