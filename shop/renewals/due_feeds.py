"""Private links under which an officer's calendar program reads the due list, without a login."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update

from shop.accounts import Person, Role
from shop.accounts.tokens import new_token, token_hash
from shop.database import changed_one, db
from shop.renewals.due_models import CalendarFeed
from shop.renewals.due_refusals import NoSuchFeed

MOST_FEEDS = 5


def make_feed(person_id: int, at: datetime) -> str:
    """A new link's secret, which is kept as its hash only. Beyond five the oldest is closed."""
    token = new_token()
    for feed in list_feeds(person_id)[MOST_FEEDS - 1 :]:
        feed.closed_at = at
    db.session.add(CalendarFeed(person_id=person_id, token_hash=token_hash(token), made_at=at))
    db.session.flush()
    return token


def close_feed(feed_id: int, person_id: int, at: datetime) -> None:
    """Close a link of one's own; refuses NoSuchFeed."""
    mine = (CalendarFeed.id == feed_id, CalendarFeed.person_id == person_id, CalendarFeed.closed_at.is_(None))
    if not changed_one(update(CalendarFeed).where(*mine).values(closed_at=at)):
        raise NoSuchFeed(feed_id)


def forget_feeds(person_id: int) -> None:
    """Remove every link of a person whose account is closed."""
    db.session.execute(delete(CalendarFeed).where(CalendarFeed.person_id == person_id))


def list_feeds(person_id: int) -> Sequence[CalendarFeed]:
    """A person's links that are open, the latest first."""
    return db.session.scalars(
        select(CalendarFeed)
        .where(CalendarFeed.person_id == person_id, CalendarFeed.closed_at.is_(None))
        .order_by(CalendarFeed.id.desc())
    ).all()


def officer_of_feed(token: str) -> Person:
    """Whose link it is, while it is open and its person an officer with an open account; refuses NoSuchFeed."""
    person = db.session.scalar(
        select(Person)
        .join(CalendarFeed, CalendarFeed.person_id == Person.id)
        .where(CalendarFeed.token_hash == token_hash(token), CalendarFeed.closed_at.is_(None))
    )
    if person is None or not person.is_open or not any(grant.role == Role.OFFICER for grant in person.grants):
        raise NoSuchFeed()
    return person
