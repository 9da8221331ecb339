"""Disputes: what card holders' banks take back. Written down as told; a lost one is a loss that settlement books."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Select, and_, func, or_, select, update

from shop.database import count_changed, db, insert_unless_taken
from shop.payments.card_facts import DisputeFacts
from shop.payments.models import Payment
from shop.payments.office_models import Dispute, MoneyBack
from shop.payments.refusals import InDispute
from shop.payments.rules import Provider, Settled, WayBack

LOST = "lost"
ENDS = ("won", LOST, "warning_closed")
# The bank has taken the money, for now or for good; by a mere inquiry it takes nothing.
_TAKES = and_(Dispute.status.not_in(("won", "prevented")), ~Dispute.status.startswith("warning"))


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


def check_not_disputed(back: MoneyBack) -> None:
    """Refuses InDispute while the card holder's bank disputes the payment, or where it took this money for good."""
    if db.session.scalar(_taking(back.payment_id).where(Dispute.status != LOST).limit(1)) is not None:
        raise InDispute(back.id, is_lost=False)
    if ref_of_covering_dispute(back) is not None:
        raise InDispute(back.id, is_lost=True)


def ref_of_covering_dispute(back: MoneyBack) -> str | None:
    """The number of the lost dispute that took this money too, its parts told apart by `#`; None where none did."""
    for dispute in db.session.scalars(_taking(back.payment_id).where(Dispute.status == LOST).order_by(Dispute.id)):
        parts = select(func.count(), func.coalesce(func.sum(MoneyBack.amount_vnd), 0)).where(
            MoneyBack.payment_id == back.payment_id,
            MoneyBack.provider == WayBack.DISPUTE,
            or_(
                MoneyBack.provider_ref == dispute.provider_ref,
                MoneyBack.provider_ref.startswith(f"{dispute.provider_ref}#", autoescape=True),
            ),
        )
        count, paid = db.session.execute(parts).one()
        if paid + back.amount_vnd <= dispute.amount_vnd:
            return f"{dispute.provider_ref}#{count + 1}" if count else dispute.provider_ref
    return None


def list_disputed(payment_ids: Collection[int]) -> dict[int, str]:
    """By payment: the status of the dispute in which the card holder's bank takes its money, an open one first."""
    query = select(Dispute.payment_id, Dispute.status).where(Dispute.payment_id.in_(payment_ids), _TAKES)
    found: dict[int, str] = {}
    for payment_id, status in db.session.execute(query):
        if payment_id is not None and found.get(payment_id, LOST) == LOST:
            found[payment_id] = status
    return found


def _taking(payment_id: int) -> Select[Dispute]:
    return select(Dispute).where(Dispute.payment_id == payment_id, _TAKES)
