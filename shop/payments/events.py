"""What providers told, stored once whatever it says, and marked when it has had its effect."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from shop.database import count_changed, db, insert_unless_taken
from shop.payments.models import PaymentEvent
from shop.payments.rules import Settled


def store_event(
    provider: str, event_id: str, *, about: tuple[str, str], source: str, body: str, at: datetime
) -> int | None:
    """Keep what came as it came; its number, None where the same message came before.

    `about`: of what kind it is, and what it speaks of (a session, an intent, a bank's reference).
    """
    number: int | None = insert_unless_taken(
        PaymentEvent,
        provider=provider,
        event_id=event_id,
        kind=about[0],
        subject=about[1],
        source=source,
        body=body,
        received_at=at,
        outcome=Settled.WAITING,
    )
    return number


def mark_event(event_id: int, outcome: Settled, *, fact_key: str | None, at: datetime) -> None:
    """Say what became of a message; `fact_key` names the fact that it, and no other message, made known."""
    changed = update(PaymentEvent).where(PaymentEvent.id == event_id)
    has_none = outcome in (Settled.KNOWN, Settled.TOLD, Settled.NOT_OURS) or fact_key is None
    key = None if has_none or _is_known(fact_key) else fact_key
    count_changed(changed.values(outcome=outcome, processed_at=at, fact_key=key))


def list_waiting_events(limit: int = 100, *, subject: str | None = None) -> list[PaymentEvent]:
    """Messages that have had no effect yet, the oldest first; only those about a subject where one is named."""
    query = select(PaymentEvent).where(PaymentEvent.processed_at.is_(None))
    if subject is not None:
        query = query.where(PaymentEvent.subject == subject)
    return list(db.session.scalars(query.order_by(PaymentEvent.received_at, PaymentEvent.id).limit(limit)))


def find_waiting_event(number: int) -> PaymentEvent | None:
    """A message that has had no effect yet, kept from others until the transaction ends; None where it has."""
    query = select(PaymentEvent).where(PaymentEvent.id == number, PaymentEvent.processed_at.is_(None))
    return db.session.scalar(query.with_for_update().execution_options(populate_existing=True))


def reopen_events(subject: str) -> None:
    """Messages about something that was not known, and that nobody waited for any longer, wait for their effect again.

    Another program's payments may have messages too, so they are given up after a while; now it is known as ours.
    """
    given_up = update(PaymentEvent).where(PaymentEvent.subject == subject, PaymentEvent.outcome == Settled.NOT_OURS)
    count_changed(given_up.values(outcome=Settled.WAITING, processed_at=None))


def _is_known(fact_key: str | None) -> bool:
    return db.session.scalar(select(PaymentEvent.id).where(PaymentEvent.fact_key == fact_key)) is not None
