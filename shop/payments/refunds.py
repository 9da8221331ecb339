"""Money that goes back: promised out of a payment first, then sent by the card provider or by a person."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select, update

from shop.audit_log import Actor, Subject, record_change
from shop.database import count_changed, db
from shop.orders import OrderEvent, OrderStatus, RefundDue, RefundKind, RefundStatus, begin_refund
from shop.payments.disputes import check_not_disputed, ref_of_covering_dispute
from shop.payments.models import Payment
from shop.payments.office_models import MoneyBack
from shop.payments.recording import promise_back
from shop.payments.refund_facts import AT_THE_PROVIDER, finish_due, mark_sent
from shop.payments.refusals import AlreadyDone, BadField, NoSuchMoney, NothingToRefund
from shop.payments.rules import (
    REVIVAL_WINDOW,
    Allocation,
    MoneyBackStatus,
    ReturnAccount,
    WayBack,
    wait_before_retry,
)
from shop.values.folding import tidy

ASKED, SENT, FAILED = MoneyBackStatus.ASKED, MoneyBackStatus.SENT, MoneyBackStatus.FAILED


@dataclass(frozen=True)
class CardRefund:
    """A refund to ask Stripe for; from the second try on, ask first whether it was made. Amount in the card's unit."""

    money_back_id: int
    intent_ref: str
    amount: int
    tries: int
    is_ours: bool


def list_refunds_to_start(at: datetime) -> list[int]:
    """Debts of orders whose paying back can begin: at once, but a day later where a person may still revive."""
    query = select(RefundDue).where(RefundDue.status == RefundStatus.DUE).order_by(RefundDue.id).limit(200)
    due = db.session.scalars(query.execution_options(populate_existing=True)).all()
    return [one.id for one in due if one.decided_at + REVIVAL_WINDOW <= at or not _may_be_revived(one)]


def start_refund(refund_due_id: int, *, by: str, at: datetime) -> list[int]:
    """Promise what an order owes back out of the payments that it has; the numbers of the promises.

    Cash goes back from the parcel that it was paid for. Refuses NoSuchMoney, AlreadyDone, and NothingToRefund where
    the payments do not hold it any more.
    """
    due = db.session.get(RefundDue, refund_due_id, populate_existing=True)
    if due is None:
        raise NoSuchMoney("refund", refund_due_id)
    if not begin_refund(refund_due_id):
        raise AlreadyDone("refund", refund_due_id)
    gone = _gone_already(due)
    if gone is not None:
        count_changed(update(MoneyBack).where(MoneyBack.id == gone.id).values(refund_due_id=due.id))
        finish_due(due.id, by=by, at=at)
        return [gone.id]
    return _promise_parts(due, by=by, at=at)


def list_card_refunds_to_send(at: datetime, limit: int = 20) -> list[int]:
    """Promises whose turn it is to be asked of the card provider."""
    return list(db.session.scalars(select(MoneyBack.id).where(_is_due(at)).order_by(MoneyBack.id).limit(limit)))


def claim_refund(money_back_id: int, *, at: datetime) -> CardRefund | None:
    """Take a promise to ask for it; None where another worker did, or its time has not come."""
    back = db.session.get_one(MoneyBack, money_back_id, populate_existing=True)
    intent_ref = back.payment.reference
    if not intent_ref:
        return None
    values = {"tries": MoneyBack.tries + 1, "next_try_at": at + wait_before_retry(back.tries)}
    if count_changed(update(MoneyBack).where(MoneyBack.id == money_back_id, _is_due(at)).values(**values)) != 1:
        return None
    is_ours = back.origin != AT_THE_PROVIDER
    return CardRefund(back.id, intent_ref, back.amount_vnd, tries=back.tries, is_ours=is_ours)


def set_return_account(money_back_id: int, to: ReturnAccount, *, by: str, at: datetime) -> None:
    """Where a shopper wants money that is sent by transfer. Refuses NoSuchMoney, AlreadyDone (sent) and BadField."""
    facts = {
        "to_bank": _text(to.bank, "bank", 120),
        "to_account": _text(to.account, "account", 40),
        "to_name": _text(to.name, "name", 120),
    }
    _get(money_back_id)
    changed = update(MoneyBack).where(MoneyBack.id == money_back_id, MoneyBack.status != SENT)
    if count_changed(changed.values(**facts)) != 1:
        raise AlreadyDone("money_back", money_back_id)
    # Where money goes is worth knowing who said; the account itself does not belong into a log that stays for ever.
    record_change("money_back.account", by=Actor(None, by), subject=Subject("money_back", money_back_id), at=at)


def mark_sent_back(money_back_id: int, bank_reference: str, *, by: str, at: datetime) -> None:
    """A person has sent it by transfer.

    Refuses NoSuchMoney, AlreadyDone (sent, or the card provider's to send), BadField (`reference`: missing, or that of
    another refund) and InDispute: the card holder's bank takes the same money, or has taken it.
    """
    reference = _text(bank_reference, "reference", 100)
    taken = select(MoneyBack.id).where(MoneyBack.provider == WayBack.BANK, MoneyBack.provider_ref == reference)
    if db.session.scalar(taken) is not None:
        raise BadField("reference")
    back = _get(money_back_id)
    check_not_disputed(back)
    is_for_people = back.status == FAILED or (back.status == ASKED and back.provider != WayBack.CARD)
    was = MoneyBackStatus(back.status)
    if not is_for_people or not mark_sent(back, ref=reference, by=by, at=at, provider=WayBack.BANK, was=was):
        raise AlreadyDone("money_back", money_back_id)


def let_dispute_pay(money_back_id: int, *, by: str, at: datetime) -> None:
    """The card holder's bank has taken the money of a refund that never left: a dispute lost has paid it.

    Refuses NoSuchMoney, AlreadyDone (sent, or to be sent still) and NothingToRefund: no lost dispute holds so much.
    """
    back = _get(money_back_id)
    if back.status != FAILED:
        raise AlreadyDone("money_back", money_back_id)
    ref = ref_of_covering_dispute(back)
    if ref is None:
        raise NothingToRefund(money_back_id)
    if not mark_sent(back, ref=ref, by=by, at=at, provider=WayBack.DISPUTE, was=FAILED):
        raise AlreadyDone("money_back", money_back_id)


def _promise_parts(due: RefundDue, *, by: str, at: datetime) -> list[int]:
    left, promises = due.amount_vnd, []
    for payment in _payments_of(due):
        part = min(left, payment.amount_vnd - payment.refunded_vnd)
        number = promise_back(payment, part, by=by, at=at, refund_due_id=due.id) if part > 0 else None
        if number is not None:
            promises.append(number)
            left -= part
    if left:
        raise NothingToRefund(due.id)
    return promises


def _payments_of(due: RefundDue) -> Collection[Payment]:
    """The order's payments; those of the parcels that the debt is about come first."""
    parcels = {line.parcel_id for line in due.lines}
    query = select(Payment).where(Payment.order_id == due.order_id, Payment.allocation == Allocation.ORDER)
    found = db.session.scalars(query.order_by(Payment.id).with_for_update().execution_options(populate_existing=True))
    return sorted(found, key=lambda payment: payment.parcel_id is not None and payment.parcel_id not in parcels)


def _gone_already(due: RefundDue) -> MoneyBack | None:
    """Money that somebody sent back at the provider's desk before the order knew that it owed it."""
    query = (
        select(MoneyBack)
        .join(Payment, Payment.id == MoneyBack.payment_id)
        .where(
            Payment.order_id == due.order_id,
            Payment.allocation == Allocation.ORDER,
            MoneyBack.origin == AT_THE_PROVIDER,
            MoneyBack.refund_due_id.is_(None),
            MoneyBack.amount_vnd == due.amount_vnd,
        )
    )
    return db.session.scalars(query.order_by(MoneyBack.id).limit(1)).first()


def _may_be_revived(due: RefundDue) -> bool:
    """Did the order end by time, not by a person's word? Only such may be revived."""
    if due.kind != RefundKind.ORDER or due.reason != "paid_too_late":
        return False
    query = select(OrderEvent.from_status).where(
        OrderEvent.order_id == due.order_id, OrderEvent.to_status == OrderStatus.REFUND_DUE
    )
    last = db.session.scalar(query.order_by(OrderEvent.seq.desc()).limit(1))
    return last in (OrderStatus.AWAITING_PAYMENT, OrderStatus.EXPIRED)


def _is_due(at: datetime) -> ColumnElement[bool]:
    by_card = (MoneyBack.status == ASKED) & (MoneyBack.provider == WayBack.CARD)
    return by_card & or_(MoneyBack.next_try_at <= at)


def _get(money_back_id: int) -> MoneyBack:
    back = db.session.get(MoneyBack, money_back_id, populate_existing=True)
    if back is None:
        raise NoSuchMoney("money_back", money_back_id)
    return back


def _text(value: str, field: str, longest: int) -> str:
    text = tidy(value)
    if not text or len(text) > longest:
        raise BadField(field)
    return text
