"""Reads of the outbox."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select

from shop.database import db
from shop.notifications.models import OutboxMessage
from shop.notifications.rules import MessageState

# As many values as a statement takes on any database.
KEYS_AT_ONCE = 500


def list_due_messages(at: datetime, limit: int = 50) -> Sequence[int]:
    """The numbers of the messages that wait to be sent, the longest waiting first."""
    return db.session.scalars(
        select(OutboxMessage.id)
        .where(OutboxMessage.state == MessageState.WAITING, OutboxMessage.next_try_at <= at)
        .order_by(OutboxMessage.next_try_at, OutboxMessage.id)
        .limit(limit)
    ).all()


def list_messages(
    *, state: MessageState | None = None, recipient: str | None = None, limit: int = 100
) -> Sequence[OutboxMessage]:
    """The latest messages, newest first."""
    query = select(OutboxMessage).order_by(OutboxMessage.id.desc()).limit(limit)
    if state is not None:
        query = query.where(OutboxMessage.state == state)
    if recipient is not None:
        query = query.where(OutboxMessage.recipient == recipient)
    return db.session.scalars(query).all()


def count_messages() -> dict[str, int]:
    """How many messages stand in each state that occurs."""
    counted = db.session.execute(select(OutboxMessage.state, func.count()).group_by(OutboxMessage.state))
    return {state: number for state, number in counted.all()}  # noqa: C416 - rows are no pairs to mypy


def oldest_waiting() -> datetime | None:
    """The instant since which the longest waiting message has been due; None when nothing waits."""
    due: datetime | None = db.session.scalar(
        select(func.min(OutboxMessage.next_try_at)).where(OutboxMessage.state == MessageState.WAITING)
    )
    return due


def search_messages(
    *, words: str, state: MessageState | None, kind: str | None, page: int, per_page: int
) -> tuple[Sequence[OutboxMessage], int]:
    """One page of the messages whose address or kind holds the words, newest first, and how many there are."""
    query = select(OutboxMessage)
    if words:
        query = query.where(OutboxMessage.recipient.icontains(words, autoescape=True))
    if state is not None:
        query = query.where(OutboxMessage.state == state)
    if kind is not None:
        query = query.where(OutboxMessage.kind == kind)
    count = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = query.order_by(OutboxMessage.id.desc()).limit(per_page).offset((page - 1) * per_page)
    return db.session.scalars(rows).all(), count


def find_message(message_id: int) -> OutboxMessage | None:
    """The message with this number, or None."""
    return db.session.get(OutboxMessage, message_id)


def list_message_kinds() -> Sequence[str]:
    """Every kind of message that is in the outbox, by name."""
    return db.session.scalars(select(OutboxMessage.kind).distinct().order_by(OutboxMessage.kind)).all()


def known_keys(kind: str, keys: Collection[str]) -> set[str]:
    """Which of these events of a kind were put into the outbox before, whatever became of the mail."""
    found: set[str] = set()
    wanted = list(keys)
    for start in range(0, len(wanted), KEYS_AT_ONCE):
        some = OutboxMessage.key.in_(wanted[start : start + KEYS_AT_ONCE])
        found.update(db.session.scalars(select(OutboxMessage.key).where(OutboxMessage.kind == kind, some)))
    return found
