"""Book what happened to money and goods."""

from __future__ import annotations

from shop import clock
from shop.database import transaction
from shop.settlement import book_new_facts, has_new_facts


def keep_books() -> None:
    """Book every fact that is not booked yet, some at a time, so that buyers need not wait for their turn to write."""
    while has_new_facts():
        with transaction():
            booked = book_new_facts(clock.now())
        if not booked:  # another process was quicker
            return
