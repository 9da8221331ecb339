"""What must not go on with an order, though nobody is there to stop it."""

from __future__ import annotations

from shop import clock
from shop.database import transaction
from shop.orders import stop_revoked


def stop_what_was_revoked() -> None:
    """Stop unsent goods whose certificate was revoked; whoever revoked it did so already, unless something failed."""
    with transaction():
        stop_revoked(clock.now())
