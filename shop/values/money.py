"""Money: whole dong."""

from __future__ import annotations

from typing import NewType

Vnd = NewType("Vnd", int)

NO_BREAK_SPACE = "\u00a0"


def format_vnd(amount: int, language: str = "vi") -> str:
    """`125.000 ₫` in Vietnamese and `₫125,000` in English, as Babel's locales write them."""
    sign = "-" if amount < 0 else ""
    grouped = f"{abs(amount):,}"
    if language == "vi":
        return f"{sign}{grouped.replace(',', '.')}{NO_BREAK_SPACE}₫"
    return f"{sign}₫{grouped}"


def unit_price(price: Vnd, amount: int, per: int) -> Vnd:
    """Dong for `per` grams or millilitres of a pack that holds `amount` of them, rounded half up to whole dong."""
    if amount <= 0 or per <= 0:
        raise ValueError("a unit price needs a positive amount")
    return Vnd((price * per * 2 + amount) // (amount * 2))
