"""Card sessions: our row first, then the provider's; and the one function that settles what the provider says."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select, update

from shop.database import changed_one, count_changed, db, insert_unless_taken
from shop.orders import Order, OrderStatus, Payable, PaymentMethod, get_payable
from shop.payments.events import reopen_events
from shop.payments.models import CardSession
from shop.payments.recording import payable_of, record_for_order, record_in_suspense
from shop.payments.rules import (
    CARD_SESSION_LASTS,
    LIVE_SESSIONS,
    SHORTEST_CARD_TIME,
    CardFacts,
    Provider,
    SessionStatus,
    Settled,
    SuspenseReason,
    Told,
    statuses_before,
    why_not_credible,
)

BETWEEN_LOOKS = timedelta(minutes=2)
# So long an unanswered question is asked again word for word; then its session would last too short for Stripe.
KEY_LASTS = timedelta(seconds=45)
_FRESH = {"populate_existing": True}


@dataclass(frozen=True)
class SessionAsked:
    """What is asked of the provider: the same key and the same words each time. `url` is set once it has answered."""

    id: int
    order_id: int
    idempotency_key: str
    expires_at: datetime
    url: str


def ask_for_session(order_id: int, *, is_live: bool, at: datetime, elsewhere: datetime) -> SessionAsked | None:
    """Our row for paying an order by card: the living one, else a new one. None where the order wants no card now.

    `elsewhere` is the present instant by the provider's clock.
    """
    payable = get_payable(order_id)
    if payable is None or not _wants_card(payable, at):
        return None
    session = find_open_session(order_id)
    if session is not None and session.status == SessionStatus.ASKED and at - session.asked_at > KEY_LASTS:
        give_up_session(session.id, at=at)
        session = None
    if session is None:
        insert_unless_taken(
            CardSession,
            order_id=order_id,
            idempotency_key=f"card-session-{secrets.token_hex(16)}",
            amount_vnd=payable.total_vnd,
            is_live=is_live,
            status=SessionStatus.ASKED,
            url="",
            asked_at=at,
            expires_at=elsewhere + CARD_SESSION_LASTS,
            next_look_at=at + BETWEEN_LOOKS,
        )
        # Whoever came at the same moment may have been first: then theirs is the one.
        session = find_open_session(order_id)
    return None if session is None else _as_asked(session)


def _as_asked(session: CardSession) -> SessionAsked:
    return SessionAsked(session.id, session.order_id, session.idempotency_key, session.expires_at, session.url)


def note_session(session_id: int, *, session_ref: str, url: str) -> bool:
    """The provider has opened it; False where that was noted before."""
    changed = update(CardSession).where(CardSession.id == session_id, CardSession.status == SessionStatus.ASKED)
    return count_changed(changed.values(session_ref=session_ref, url=url, status=SessionStatus.OPEN)) == 1


def close_session(session_id: int, status: SessionStatus, *, at: datetime) -> bool:
    """It failed, or expired at the provider: nobody can pay by it. False where it stands there or further already."""
    return _move(session_id, status, at=at)


def give_up_session(session_id: int, *, at: datetime) -> bool:
    """Let go of a question that was not answered: what may have become of it, nobody can pay by. False: it was."""
    changed = update(CardSession).where(CardSession.id == session_id, CardSession.status == SessionStatus.ASKED)
    return count_changed(changed.values(status=SessionStatus.FAILED, closed_at=at)) == 1


def settle_session(facts: CardFacts, *, at: datetime) -> Settled:
    """Take in what the provider says of a session: by webhook, by the return page or by asking, always here.

    Money is bound by our own record of the session; what differs from it (amount, currency, mode) goes to suspense.
    WAITING where we do not know the session (yet).
    """
    query = select(CardSession).where(CardSession.session_ref == facts.session_ref).with_for_update()
    session = db.session.scalar(query.execution_options(**_FRESH))
    if session is None:
        return Settled.WAITING
    if facts.is_paid:
        return _settle_paid(session, facts, at=at)
    if facts.status == SessionStatus.EXPIRED:
        return Settled.CLOSED if _move(session.id, SessionStatus.EXPIRED, at=at) else Settled.KNOWN
    return Settled.TOLD


def settle_unknown_session(facts: CardFacts, *, at: datetime) -> Settled:
    """A paid session that names an order of ours, but that we never asked for: a person must look."""
    if not facts.is_paid or facts.amount <= 0:
        return Settled.NOT_OURS
    if facts.intent_ref:
        reopen_events(facts.intent_ref)
    return record_in_suspense(
        _told(facts, None, at=at), SuspenseReason.UNKNOWN_SESSION, codes=(facts.order_code,), at=at
    )


def find_open_session(order_id: int) -> CardSession | None:
    """The session by which an order can be paid now, or that was asked for; None where there is none."""
    query = select(CardSession).where(CardSession.order_id == order_id, CardSession.status.in_(LIVE_SESSIONS))
    return db.session.scalar(query.execution_options(**_FRESH))


def list_sessions_of(order_id: int) -> list[CardSession]:
    """All sessions of an order, the latest first."""
    query = select(CardSession).where(CardSession.order_id == order_id).order_by(CardSession.id.desc())
    return list(db.session.scalars(query.execution_options(**_FRESH)))


def list_sessions_to_look_at(at: datetime, limit: int = 20) -> list[CardSession]:
    """Living sessions whose provider should be asked: each every other minute, and those nobody may pay by any more."""
    query = (
        select(CardSession)
        .join(Order, Order.id == CardSession.order_id)
        .where(CardSession.status.in_(LIVE_SESSIONS), or_(CardSession.next_look_at <= at, _is_idle(at)))
        .order_by(CardSession.next_look_at, CardSession.id)
    )
    return list(db.session.scalars(query.limit(limit).execution_options(**_FRESH)))


def is_wanted(session: CardSession, at: datetime) -> bool:
    """May the order still be paid by it?"""
    payable = get_payable(session.order_id)
    return payable is not None and payable.status is OrderStatus.AWAITING_PAYMENT and not _has_ended(payable, at)


def claim_look(session_id: int, *, seen: datetime, at: datetime) -> bool:
    """Take the next look at a session, so that of several workers one asks."""
    changed = update(CardSession).where(CardSession.id == session_id, CardSession.next_look_at == seen)
    return changed_one(changed.values(next_look_at=at + BETWEEN_LOOKS))


def _settle_paid(session: CardSession, facts: CardFacts, *, at: datetime) -> Settled:
    if _move(session.id, SessionStatus.COMPLETE, at=at, intent_ref=facts.intent_ref) and facts.intent_ref:
        reopen_events(facts.intent_ref)
    if facts.amount <= 0:
        return Settled.NO_MONEY
    told = _told(facts, session.id, at=at)
    reason = why_not_credible(facts, amount_vnd=session.amount_vnd, is_live=session.is_live)
    payable = payable_of(session.order_id)
    if reason is not None:
        return record_in_suspense(told, reason, codes=(payable.code,), at=at)
    return record_for_order(told, payable, at=at)


def _told(facts: CardFacts, session_id: int | None, *, at: datetime) -> Told:
    return Told(
        provider=Provider.CARD,
        ref=facts.session_ref,
        amount=facts.amount,
        paid_at=facts.paid_at or at,
        currency=facts.currency[:3],
        reference=(facts.intent_ref or "")[:100],
        card_session_id=session_id,
    )


def _move(session_id: int, status: SessionStatus, *, at: datetime, **facts: object) -> bool:
    changed = update(CardSession).where(CardSession.id == session_id, CardSession.status.in_(statuses_before(status)))
    return count_changed(changed.values(status=status, closed_at=at, **facts)) == 1


def _wants_card(payable: Payable, at: datetime) -> bool:
    is_open = payable.method is PaymentMethod.CARD and payable.status is OrderStatus.AWAITING_PAYMENT
    return is_open and not _has_ended(payable, at + SHORTEST_CARD_TIME)


def _has_ended(payable: Payable, at: datetime) -> bool:
    return payable.hold_until is not None and payable.hold_until <= at


def _is_idle(at: datetime) -> ColumnElement[bool]:
    """Nobody may pay by it any more, and that was not tried in this half minute."""
    is_over = or_(Order.status != OrderStatus.AWAITING_PAYMENT, Order.hold_until <= at)
    return and_(is_over, CardSession.next_look_at <= at + BETWEEN_LOOKS - timedelta(seconds=10))
