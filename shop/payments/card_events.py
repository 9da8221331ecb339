"""Stripe's messages: each stored once, each fact applied once, in whatever order they come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from shop.orders import find_payable, parse_order_code
from shop.payments.card_facts import (
    CardEvent,
    RefundFacts,
    Unreadable,
    read_dispute,
    read_event,
    read_refund,
    read_refunds_of_charge,
    read_session,
)
from shop.payments.card_sessions import settle_session, settle_unknown_session
from shop.payments.disputes import settle_dispute
from shop.payments.events import find_waiting_event, list_waiting_events, mark_event, store_event
from shop.payments.models import PaymentEvent
from shop.payments.refund_facts import settle_refund
from shop.payments.rules import EVENT_PATIENCE, CardFacts, Settled
from shop.values.json_text import read_json

PAID = ("checkout.session.completed", "checkout.session.async_payment_succeeded")
SESSIONS = (*PAID, "checkout.session.expired")
REFUNDS = ("refund.created", "refund.updated", "refund.failed", "charge.refund.updated")
REFUNDED = "charge.refunded"
DISPUTES = "charge.dispute."


def receive_card_event(event: CardEvent, *, source: str, at: datetime) -> Settled:
    """Store a message and let it have its effect; KNOWN where it came before.

    WAITING where it speaks of something that we do not know yet: it is looked at again when that is known, and by
    `retry_waiting_events`.
    """
    number = store_event("stripe", event.id, about=(event.kind, event.subject), source=source, body=event.body, at=at)
    if number is None:
        return Settled.KNOWN
    outcome = _apply(number, event, at=at)
    if event.kind in PAID and outcome is not Settled.NOT_OURS:
        apply_what_waited(event, at=at)
    return outcome


def retry_waiting_event(number: int, *, at: datetime) -> Settled:
    """Look again at a message that had no effect yet. After some minutes it is taken for another program's, but for
    money that names an order of ours: a person looks at that."""
    waiting = find_waiting_event(number)
    if waiting is None:
        return Settled.KNOWN
    event = _reread(waiting)
    outcome = _apply(number, event, at=at)
    if outcome is Settled.WAITING and at - waiting.received_at >= EVENT_PATIENCE:
        outcome = _give_up(event, at=at)
        mark_event(number, outcome, fact_key=_fact_key(event), at=at)
    return outcome


def settle_told_refunds(number: int, refunds: Sequence[RefundFacts], *, at: datetime) -> Settled:
    """A message said that something went back of a charge, and Stripe was asked what: settle that.

    WAITING while the payment itself is not known; given up like any other message.
    """
    waiting = find_waiting_event(number)
    if waiting is None:
        return Settled.KNOWN
    outcomes = {settle_refund(refund, at=at) for refund in refunds}
    if not outcomes or Settled.WAITING in outcomes:
        return retry_waiting_event(number, at=at)
    outcome = Settled.RECORDED if Settled.RECORDED in outcomes else Settled.KNOWN
    mark_event(number, outcome, fact_key=_fact_key(_reread(waiting)), at=at)
    return outcome


def apply_what_waited(event: CardEvent, *, at: datetime) -> None:
    """What was told of a payment before the payment itself has its effect now."""
    intent = read_session(event.about).intent_ref if event.kind in PAID and event.about.get("id") else None
    for waiting in list_waiting_events(subject=intent) if intent else ():
        _apply(waiting.id, _reread(waiting), at=at)


def _apply(number: int, event: CardEvent, *, at: datetime) -> Settled:
    try:
        outcome = _settle(event, at=at)
    except Unreadable:
        outcome = Settled.NOT_OURS
    if outcome is not Settled.WAITING:
        mark_event(number, outcome, fact_key=_fact_key(event), at=at)
    return outcome


def _settle(event: CardEvent, *, at: datetime) -> Settled:
    if event.kind in SESSIONS:
        return settle_session(_session(event), at=at)
    if event.kind in REFUNDS:
        return settle_refund(read_refund(event.about), at=at)
    if event.kind == REFUNDED:
        return _settle_refunded_charge(event, at=at)
    if event.kind.startswith(DISPUTES):
        return settle_dispute(read_dispute(event.about), told_at=event.told_at, at=at)
    return Settled.TOLD


def _settle_refunded_charge(event: CardEvent, *, at: datetime) -> Settled:
    """Without its refunds the message only says that somebody should ask for them: the job does."""
    refunds = read_refunds_of_charge(event.about)
    outcomes = {settle_refund(refund, at=at) for refund in refunds}
    if not outcomes or Settled.WAITING in outcomes:
        return Settled.WAITING
    return Settled.RECORDED if Settled.RECORDED in outcomes else Settled.KNOWN


def _session(event: CardEvent) -> CardFacts:
    return read_session(event.about, told_at=event.told_at)


def _fact_key(event: CardEvent) -> str | None:
    """The same for two messages about one fact: what it is about, and what became of it."""
    about = event.about
    if event.kind in PAID:
        fact = "paid"
    elif event.kind == REFUNDED:
        fact = f"refunded-{about.get('amount_refunded')}"
    elif event.kind in (*SESSIONS, *REFUNDS) or event.kind.startswith(DISPUTES):
        fact = f"{about.get('object')}-{about.get('status')}"
    else:
        return None
    return f"stripe:{fact}:{about.get('id')}"[:300]


def _give_up(event: CardEvent, *, at: datetime) -> Settled:
    if event.kind not in SESSIONS:
        return Settled.NOT_OURS
    facts = _session(event)
    code = parse_order_code(facts.order_code)
    is_ours = code is not None and find_payable(code) is not None
    return settle_unknown_session(facts, at=at) if is_ours else Settled.NOT_OURS


def _reread(stored: PaymentEvent) -> CardEvent:
    return read_event(read_json(stored.body), stored.body)
