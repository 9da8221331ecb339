"""The number below a barcode (GTIN): digits only, the last of them checks the others (GS1 General Specifications)."""

from __future__ import annotations

import re

from shop.catalogue.refusals import BadGtin

LENGTHS = (8, 12, 13, 14)


def parse_gtin(typed: str) -> str | None:
    """The digits as they are stored, or None for nothing typed; spaces and hyphens between them are taken out.

    Refuses BadGtin, with the digit that would have been right at the end where only that is wrong.
    """
    digits = re.sub(r"[\s-]", "", typed)
    if not digits:
        return None
    if not (digits.isascii() and digits.isdigit() and len(digits) in LENGTHS):
        raise BadGtin(typed, None)
    wanted = check_digit(digits[:-1])
    if digits[-1] != wanted:
        raise BadGtin(typed, wanted)
    return digits


def check_digit(digits: str) -> str:
    """The digit that follows these: weights 3, 1, 3, ... from the right."""
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return str(-total % 10)
