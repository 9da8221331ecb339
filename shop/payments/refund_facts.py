"""What a provider says of money that went back: what we asked for, or what somebody sent at the provider's desk."""

from __future__ import annotations

import logging
from datetime import datetime

from sqlalchemy import ColumnElement, and_, literal, or_, select, update

from shop.database import count_changed, db, insert_if_missing
from shop.orders import RefundDue, RefundStatus, begin_refund, record_refunded
from shop.payments.card_facts import RefundFacts
from shop.payments.disputes import find_card_payment
from shop.payments.models import Payment
from shop.payments.office_models import FailedRefund, MoneyBack
from shop.payments.recording import BY, new_promise, take_for_refund
from shop.payments.rules import MoneyBackStatus, Settled, WayBack

log = logging.getLogger(__name__)

ASKED, SENT, FAILED = MoneyBackStatus.ASKED, MoneyBackStatus.SENT, MoneyBackStatus.FAILED
AT_THE_PROVIDER = "provider"


def settle_refund(facts: RefundFacts, *, at: datetime) -> Settled:
    """Take in what the provider says of a refund. WAITING: the payment is not known yet.

    One that we did not ask for is written down all the same, against the payment and, where exactly that is owed back,
    against the debt. SUSPENSE cannot be: more than came cannot go back; TOLD says that nothing was changed.
    """
    payment_id = find_card_payment(facts.intent_ref)
    if payment_id is None:
        return Settled.WAITING
    payment = db.session.get_one(Payment, payment_id, with_for_update=True, populate_existing=True)
    has_failed = facts.status in ("failed", "canceled")
    if has_failed:
        insert_if_missing(FailedRefund, provider_ref=facts.ref, told_at=at)
    elif _has_failed(facts.ref):
        return Settled.KNOWN
    back = _ours(facts, payment.id)
    if back is not None:
        return _settle_ours(back, facts, at=at)
    if has_failed:
        return Settled.RECORDED
    return _record_foreign(payment, facts, at=at)


def _has_failed(ref: str) -> bool:
    """Facts come in any order, told or asked for, but what failed never succeeds again."""
    return db.session.get(FailedRefund, ref) is not None


def mark_sent(back: MoneyBack, *, ref: str, by: str, at: datetime, provider: WayBack, was: MoneyBackStatus) -> bool:
    """The money has gone back; the debt that it pays is paid once all its parts are. False where that was known."""
    changed = update(MoneyBack).where(MoneyBack.id == back.id, MoneyBack.status == was)
    facts = {"status": SENT, "provider": provider, "provider_ref": ref, "sent_at": at, "sent_by": by, "trouble": ""}
    if count_changed(changed.values(**facts)) != 1:
        return False
    if back.refund_due_id is not None:
        finish_due(back.refund_due_id, by=by, at=at)
    return True


def finish_due(refund_due_id: int, *, by: str, at: datetime) -> None:
    """Tell the order that a debt is paid, once every part of it has gone back."""
    unsent = select(MoneyBack.id).where(MoneyBack.refund_due_id == refund_due_id, MoneyBack.status != SENT).limit(1)
    if db.session.scalar(unsent) is None:
        record_refunded(refund_due_id, at=at, by=by)


def mark_failed(money_back_id: int, trouble: str) -> bool:
    """The provider refuses to send it: a person must, by transfer. False where it was sent meanwhile, or refused."""
    return _fail(and_(MoneyBack.id == money_back_id, MoneyBack.status == ASKED), trouble)


def _fail(which: ColumnElement[bool], trouble: str) -> bool:
    changed = update(MoneyBack).where(which, MoneyBack.provider == WayBack.CARD)
    return count_changed(changed.values(status=FAILED, trouble=trouble[:500])) > 0


def _ours(facts: RefundFacts, payment_id: int) -> MoneyBack | None:
    """Our own row: by the provider's number, by ours, or one that we meant to ask for and somebody was quicker."""
    mine = select(MoneyBack).where(MoneyBack.payment_id == payment_id).execution_options(populate_existing=True)
    by_ref = mine.where(MoneyBack.provider == WayBack.CARD, MoneyBack.provider_ref == facts.ref)
    by_number = mine.where(MoneyBack.id == (facts.money_back or 0), MoneyBack.amount_vnd == facts.amount)
    # Refused by the provider, perhaps because somebody had been quicker, or sent and come back: it is owed still.
    not_sent = or_(and_(MoneyBack.status == ASKED, MoneyBack.tries == 0), MoneyBack.status == FAILED)
    by_somebody = and_(MoneyBack.provider == WayBack.CARD, literal(facts.money_back is None))
    overtaken = mine.where(not_sent, by_somebody, MoneyBack.amount_vnd == facts.amount)
    found = db.session.scalar(by_ref) or db.session.scalar(by_number)
    return found or db.session.scalar(overtaken.order_by(MoneyBack.id).limit(1))


def _settle_ours(back: MoneyBack, facts: RefundFacts, *, at: datetime) -> Settled:
    if facts.status in ("failed", "canceled"):
        if back.provider_ref is not None and back.provider_ref.partition("#")[0] != facts.ref:
            return Settled.KNOWN  # that one failed before, and another one has gone out in its place
        # One refund at the desk may have paid several promises.
        its = or_(
            MoneyBack.provider_ref == facts.ref, MoneyBack.provider_ref.startswith(f"{facts.ref}#", autoescape=True)
        )
        mine = and_(MoneyBack.payment_id == back.payment_id, or_(MoneyBack.id == back.id, its))
        changed = _fail(and_(mine, MoneyBack.status != FAILED), f"{facts.status} {facts.trouble}".strip())
    elif facts.status == "succeeded":
        was = FAILED if back.status == FAILED else ASKED  # another refund than the one that failed
        changed = mark_sent(back, ref=facts.ref, by=BY, at=at, provider=WayBack.CARD, was=was)
    else:
        pending = update(MoneyBack).where(MoneyBack.id == back.id, MoneyBack.status == ASKED)
        changed = count_changed(pending.values(provider_ref=facts.ref)) == 1 and back.provider_ref != facts.ref
    return Settled.RECORDED if changed else Settled.KNOWN


def _record_foreign(payment: Payment, facts: RefundFacts, *, at: datetime) -> Settled:
    """Somebody sent it at the provider's desk: out of what is not promised, or in the place of promises.

    In the place of promises where it is their very sum, or where what came does not hold both.
    """
    promises = _unsent_promises(payment.id)
    untouched = sum(back.amount_vnd for back in promises if back.status == FAILED or back.tries == 0)
    if facts.amount != untouched and facts.amount <= payment.amount_vnd - payment.refunded_vnd:
        _write_foreign(payment, facts.amount, facts, ref=facts.ref, at=at)
        return Settled.RECORDED
    if facts.status != "succeeded":
        return Settled.WAITING
    left = facts.amount
    for number, back in enumerate(promises):
        if left:
            left -= _pay_promise(back, left, ref=_part_ref(facts.ref, number), at=at)
    if left and not _write_foreign(payment, left, facts, ref=_part_ref(facts.ref, len(promises)), at=at):
        log.error("refund %s is more than what is left of payment %s: a person must look", facts.ref, payment.id)
        return Settled.RECORDED if left < facts.amount else Settled.TOLD
    return Settled.RECORDED


def _unsent_promises(payment_id: int) -> list[MoneyBack]:
    """What the provider has not sent: refused ones first, then those not asked for, then those without an answer."""
    query = select(MoneyBack).where(
        MoneyBack.payment_id == payment_id,
        MoneyBack.provider == WayBack.CARD,
        MoneyBack.status != SENT,
        or_(MoneyBack.provider_ref.is_(None), MoneyBack.status == FAILED),
    )
    found = db.session.scalars(query.order_by(MoneyBack.id).execution_options(populate_existing=True)).all()
    return sorted(found, key=lambda back: (back.status != FAILED, back.tries > 0))


def _pay_promise(back: MoneyBack, amount: int, *, ref: str, at: datetime) -> int:
    """Let so much of what somebody sent pay a promise; what it does not cover becomes a promise of its own."""
    part = min(amount, back.amount_vnd)
    if part < back.amount_vnd:
        rest = new_promise(back.payment, back.amount_vnd - part, by=back.asked_by, at=at)
        rest.refund_due_id, rest.suspense_entry_id = back.refund_due_id, back.suspense_entry_id
        back.amount_vnd = part
        db.session.add(rest)
        db.session.flush()
    mark_sent(back, ref=ref, by=AT_THE_PROVIDER, at=at, provider=WayBack.CARD, was=MoneyBackStatus(back.status))
    return part


def _write_foreign(payment: Payment, amount: int, facts: RefundFacts, *, ref: str, at: datetime) -> bool:
    if not take_for_refund(payment.id, amount):
        return False
    due = _matching_due(payment, amount)
    if due is not None:
        begin_refund(due.id)
    back = new_promise(payment, amount, by=AT_THE_PROVIDER, at=at)
    back.refund_due_id = due.id if due else None
    # Nobody asks for it again, but what became of it is asked.
    back.origin, back.provider_ref, back.tries = AT_THE_PROVIDER, ref, 1
    db.session.add(back)
    db.session.flush()
    if facts.status == "succeeded":
        mark_sent(back, ref=ref, by=AT_THE_PROVIDER, at=at, provider=WayBack.CARD, was=ASKED)
    return True


def _part_ref(ref: str, number: int) -> str:
    """The provider's number; the second and further rows that one refund pays add theirs."""
    return f"{ref}#{number + 1}" if number else ref


def _matching_due(payment: Payment, amount: int) -> RefundDue | None:
    query = select(RefundDue).where(
        RefundDue.order_id == payment.order_id, RefundDue.status == RefundStatus.DUE, RefundDue.amount_vnd == amount
    )
    return db.session.scalar(query.order_by(RefundDue.id).limit(1))
