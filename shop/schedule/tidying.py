"""Let go of what is no longer needed."""

from __future__ import annotations

from shop import clock
from shop.accounts import forget_old_links_and_sessions
from shop.database import transaction
from shop.notifications import forget_old_messages
from shop.throttles import forget_quiet_throttles


def tidy_up() -> None:
    """Remove old links, sessions, throttles, and what mails said."""
    now = clock.now()
    with transaction():
        forget_old_links_and_sessions(now)
        forget_old_messages(now)
        forget_quiet_throttles(now)
