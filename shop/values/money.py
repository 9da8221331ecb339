"""Money: whole dong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NewType

Vnd = NewType("Vnd", int)

NO_BREAK_SPACE = "\u00a0"


def format_vnd(amount: int, language: str = "vi") -> str:
    """`125.000 ₫` in Vietnamese and `₫125,000` in English, as Babel's locales write them."""
    sign = "-" if amount < 0 else ""
    grouped = group_digits(abs(amount), language)
    return f"{sign}{grouped}{NO_BREAK_SPACE}₫" if language == "vi" else f"{sign}₫{grouped}"


def group_digits(number: int, language: str = "vi") -> str:
    """`125.000` in Vietnamese and `125,000` in English."""
    grouped = f"{number:,}"
    return grouped.replace(",", ".") if language == "vi" else grouped


def unit_price(price: Vnd, amount: int, per: int) -> Vnd:
    """Dong for `per` grams or millilitres of a pack that holds `amount` of them, rounded half up to whole dong."""
    if amount <= 0 or per <= 0:
        raise ValueError("a unit price needs a positive amount")
    return Vnd((price * per * 2 + amount) // (amount * 2))


def share_out(amount: int, weights: Sequence[int]) -> list[int]:
    """`amount` in whole parts in proportion to `weights`, by largest remainder; the parts add up to it exactly.

    Of equal remainders the earlier part gets the odd dong. Weights are not negative and not all zero.
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0 or amount < 0:
        raise ValueError("sharing out needs an amount and weights that are not negative, and one weight above zero")
    parts = [amount * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda part: -(amount * weights[part] % whole))
    for part in by_remainder[: amount - sum(parts)]:
        parts[part] += 1
    return parts
