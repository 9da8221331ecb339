"""Book what happened to money and goods."""

from __future__ import annotations

from shop import clock
from shop.database import transaction
from shop.settlement import book_new_facts, finders_of_new_facts

# So few that buyers who wait for their turn to write do not notice.
AT_ONCE = 40


def keep_books() -> None:
    """Book every fact that is not booked yet, some at a time."""
    while finders := finders_of_new_facts():
        with transaction():
            booked = book_new_facts(clock.now(), limit=AT_ONCE, finders=finders)
        if not booked:  # another process was quicker
            return
