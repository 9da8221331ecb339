"""Pure decisions of the catalogue: unit prices."""

from __future__ import annotations

from typing import NamedTuple

from shop.values.money import Vnd, unit_price

# Net unit of a pack -> the amount that unit prices are quoted for, and how that amount is called.
_QUOTED = {"g": (100, "100g"), "ml": (1000, "litre")}


class UnitPrice(NamedTuple):
    """Whole dong for `unit`: "100g" or "litre"."""

    price_vnd: int
    unit: str


def quoted_unit_price(price_vnd: int, net_amount: int, net_unit: str) -> UnitPrice | None:
    """The unit price of a pack in dong per 100 grams or per litre; None for goods counted in pieces."""
    if net_unit not in _QUOTED or net_amount <= 0:
        return None
    per, unit = _QUOTED[net_unit]
    return UnitPrice(unit_price(Vnd(price_vnd), net_amount, per), unit)
