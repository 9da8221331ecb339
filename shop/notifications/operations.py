"""Writes of the outbox."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import update

from shop.database import changed_one, db, insert_if_missing
from shop.notifications.models import OutboxMessage
from shop.notifications.rules import (
    LEASE,
    REMEMBERED,
    CannotSendAgain,
    ClaimedMessage,
    MessageState,
    is_last_try,
    pause_after,
)

LONGEST_TROUBLE = 2000


def queue_message(  # noqa: PLR0913  a mail has this many parts, and each is named by the caller
    kind: str,
    key: str,
    *,
    to: str,
    language: str,
    at: datetime,
    facts: Mapping[str, Any] | None = None,
    secrets: Mapping[str, Any] | None = None,
    useless_from: datetime | None = None,
) -> None:
    """Put a mail into the outbox, within the transaction that makes what it reports true.

    `kind` is its folder of templates, `key` names the event: the same pair a second time changes nothing. So a key is
    never the number of a row that can be removed: SQLite gives such numbers out again. `facts` are plain values for
    the templates; what opens something (a link's token) belongs into `secrets`, which are erased once the mail has
    gone. From `useless_from` on it is not worth sending.
    """
    insert_if_missing(
        OutboxMessage,
        kind=kind,
        key=key,
        recipient=to,
        language=language,
        facts=dict(facts or {}),
        secrets=dict(secrets or {}),
        created_at=at,
        useless_from=useless_from,
        state=MessageState.WAITING,
        next_try_at=at,
        tries=0,
        trouble="",
    )


def claim_message(message_id: int, at: datetime) -> ClaimedMessage | None:
    """Take a due message for sending; None when another worker was quicker."""
    message = db.session.get(OutboxMessage, message_id, populate_existing=True)
    if message is None or message.next_try_at > at:
        return None
    claimed = ClaimedMessage(
        id=message.id,
        tries=message.tries + 1,
        kind=message.kind,
        key=message.key,
        recipient=message.recipient,
        language=message.language,
        facts={**message.facts, **message.secrets},
        useless_from=message.useless_from,
    )
    taken = _change(message.id, message.tries, next_try_at=at + LEASE, tries=claimed.tries)
    return claimed if taken else None


def mark_sent(claimed: ClaimedMessage, at: datetime) -> None:
    """The mail server has taken it."""
    _change(claimed.id, claimed.tries, state=MessageState.SENT, closed_at=at, secrets={}, trouble="")


def keep_message(claimed: ClaimedMessage, at: datetime) -> None:
    """No mail server is set: the message stays to be read where it is, and is never sent later by surprise."""
    _change(claimed.id, claimed.tries, state=MessageState.KEPT, closed_at=at)


def mark_failed(claimed: ClaimedMessage, trouble: str, at: datetime, *, for_good: bool) -> None:
    """A try failed: another one follows after a pause, unless it was the last or cannot succeed."""
    words = trouble[:LONGEST_TROUBLE]
    if for_good or is_last_try(claimed.tries):
        _change(claimed.id, claimed.tries, state=MessageState.GIVEN_UP, closed_at=at, secrets={}, trouble=words)
    else:
        _change(claimed.id, claimed.tries, next_try_at=at + pause_after(claimed.tries), trouble=words)


def send_again(message_id: int, at: datetime) -> None:
    """Let a message that was given up, or waits for its next try, be tried at once with all its tries before it.

    Refuses CannotSendAgain: it has gone, is kept here, is of no use any more, or was erased.
    """
    again = (
        update(OutboxMessage)
        .where(
            OutboxMessage.id == message_id,
            OutboxMessage.state.in_((MessageState.GIVEN_UP, MessageState.WAITING)),
            OutboxMessage.recipient != "",
            OutboxMessage.useless_from.is_(None) | (OutboxMessage.useless_from > at),
        )
        .values(state=MessageState.WAITING, tries=0, next_try_at=at, closed_at=None, trouble="")
    )
    if not changed_one(again.execution_options(synchronize_session=False)):
        raise CannotSendAgain(message_id)


def forget_old_messages(at: datetime) -> None:
    """Erase links that no longer open anything, and after 90 days to whom a mail went and what it said."""
    kept = OutboxMessage.state == MessageState.KEPT
    db.session.execute(update(OutboxMessage).where(kept, OutboxMessage.useless_from < at).values(secrets={}))
    db.session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.closed_at < at - REMEMBERED, OutboxMessage.recipient != "")
        .values(recipient="", facts={}, secrets={})
    )


def erase_messages_to(address: str, at: datetime) -> None:
    """Take a person's address out of the outbox; what still waits is not sent."""
    waiting = (OutboxMessage.recipient == address, OutboxMessage.state == MessageState.WAITING)
    db.session.execute(update(OutboxMessage).where(*waiting).values(state=MessageState.GIVEN_UP, closed_at=at))
    db.session.execute(
        update(OutboxMessage).where(OutboxMessage.recipient == address).values(recipient="", facts={}, secrets={})
    )


def _change(message_id: int, tries_before: int, **values: object) -> bool:
    """Change a waiting message that nobody else has taken meanwhile: the count of tries tells."""
    return changed_one(
        update(OutboxMessage)
        .where(
            OutboxMessage.id == message_id,
            OutboxMessage.state == MessageState.WAITING,
            OutboxMessage.tries == tries_before,
        )
        .values(**values)
        .execution_options(synchronize_session=False)
    )
