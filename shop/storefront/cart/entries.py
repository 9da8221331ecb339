"""What the small forms of the cart say: whole numbers in plain digits; anything else is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shop.values.refusal import Refusal

# As far as the database counts.
LARGEST = 2**31 - 1
STEPS = {"1": 1, "-1": -1}


@dataclass
class BadEntry(Refusal):
    """A field says nothing that can be understood: `variant_id` or `quantity`."""

    field: str


@dataclass(frozen=True)
class LineEntry:
    """A pack, and how many pieces of it."""

    variant_id: int
    quantity: int


def read_variant(form: Mapping[str, str]) -> int:
    """The number of a pack; refuses BadEntry."""
    return _whole_number("variant_id", form.get("variant_id", ""))


def read_addition(form: Mapping[str, str]) -> LineEntry:
    """What is to be added, one piece where no quantity is named; refuses BadEntry."""
    return LineEntry(read_variant(form), _whole_number("quantity", form.get("quantity", "1")))


def read_change(form: Mapping[str, str]) -> LineEntry:
    """The quantity that a line shall have, after a step up or down where its button was pressed; refuses BadEntry."""
    quantity = _whole_number("quantity", form.get("quantity", ""))
    return LineEntry(read_variant(form), max(0, quantity + STEPS.get(form.get("step", ""), 0)))


def _whole_number(field: str, text: str) -> int:
    digits = text.strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 10) or int(digits) > LARGEST:
        raise BadEntry(field)
    return int(digits)
