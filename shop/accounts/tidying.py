"""What is no longer needed goes."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete

from shop.accounts.models import EmailChange, LoginSession, PasswordLink, Registration
from shop.database import db

# Ended sessions stay so long, for whoever asks where they were logged in.
SESSIONS_REMEMBERED = timedelta(days=90)
LINKS_REMEMBERED = timedelta(days=7)


def forget_old_links_and_sessions(at: datetime) -> None:
    """Remove registrations and links a week after they ended, sessions after 90 days."""
    for table in (Registration, PasswordLink, EmailChange):
        db.session.execute(delete(table).where(table.valid_until < at - LINKS_REMEMBERED))
    db.session.execute(delete(LoginSession).where(LoginSession.valid_until < at - SESSIONS_REMEMBERED))
