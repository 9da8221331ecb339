"""Remind producers of certificates that end."""

from __future__ import annotations

from shop import clock
from shop.database import transaction
from shop.renewals import list_new_reminders, queue_reminder

# So few that buyers who wait for their turn to write do not notice.
AT_ONCE = 40


def remind_of_certificates() -> None:
    """Queue every reminder that is due and was not queued before, some at a time."""
    for _ in range(-(-len(list_new_reminders(clock.now())) // AT_ONCE)):
        with transaction():
            for reminder in list_new_reminders(clock.now())[:AT_ONCE]:
                queue_reminder(reminder, clock.now())
