"""Disputes: what card holders' banks take back. Written down as told; a lost one is a loss that settlement books."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from shop.database import count_changed, db, insert_unless_taken
from shop.payments.card_facts import DisputeFacts
from shop.payments.models import Payment
from shop.payments.office_models import Dispute
from shop.payments.rules import Provider, Settled

ENDS = ("won", "lost", "warning_closed")


def settle_dispute(facts: DisputeFacts, *, told_at: datetime, at: datetime) -> Settled:
    """Write down what is told of a dispute, where it is newer than what we know. WAITING: its payment is not known."""
    payment_id = find_card_payment(facts.intent_ref)
    if payment_id is None:
        return Settled.WAITING
    closed_at = told_at if facts.status in ENDS else None
    number = insert_unless_taken(
        Dispute,
        provider_ref=facts.ref,
        payment_id=payment_id,
        intent_ref=facts.intent_ref,
        amount_vnd=facts.amount,
        currency=facts.currency,
        reason=facts.reason,
        status=facts.status,
        opened_at=told_at,
        told_at=told_at,
        closed_at=closed_at,
    )
    if number is not None:
        return Settled.RECORDED
    newer = update(Dispute).where(
        Dispute.provider_ref == facts.ref,
        Dispute.closed_at.is_(None),
        (Dispute.told_at <= told_at) if closed_at is None else Dispute.id.is_not(None),
        Dispute.status != facts.status,
    )
    changed = count_changed(newer.values(status=facts.status, told_at=told_at, closed_at=closed_at)) == 1
    return Settled.RECORDED if changed else Settled.KNOWN


def find_card_payment(intent_ref: str) -> int | None:
    """The payment that an intent of Stripe's made, by our own record of it."""
    if not intent_ref:
        return None
    query = select(Payment.id).where(Payment.provider == Provider.CARD, Payment.reference == intent_ref)
    return db.session.scalar(query.limit(1))
