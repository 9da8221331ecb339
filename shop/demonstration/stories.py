"""What happens in the invented orders of the demonstration."""

from __future__ import annotations

from dataclasses import dataclass

from shop.orders import PaymentMethod


@dataclass(frozen=True)
class Story:
    """One order: how long ago it was placed, how it is paid, from how many producers, and what became of it."""

    key: str
    hours_ago: int
    buyer: str
    method: PaymentMethod
    makers: int
    steps: tuple[str, ...] = ()
