"""The one way by which money is written down, whoever told of it: a fact first, then what follows from it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import update

from shop.database import count_changed, db, insert_unless_taken
from shop.orders import PaidOutcome, Payable, get_payable, record_paid
from shop.payments.models import Payment
from shop.payments.office_models import MoneyBack, SuspenseEntry
from shop.payments.rules import (
    SALE_DAYS,
    SUSPENSE_DAYS,
    Allocation,
    MoneyBackStatus,
    Provider,
    Settled,
    SuspenseReason,
    Told,
    WayBack,
    decisive_instant,
)
from shop.values.dates import vietnam_day

OPERATORS = "operators"
BY = "payments"


def record_for_order(told: Told, payable: Payable, *, at: datetime) -> Settled:
    """Money for an order's whole total: the order goes on, or its money goes back. `known` where it was told before."""
    payment_id = _write_down(told, Allocation.ORDER, order_id=payable.order_id, at=at)
    return Settled.KNOWN if payment_id is None else Settled(apply_to_order(payment_id, payable, at=at))


def record_for_booth(told: Told, *, at: datetime) -> int | None:
    """Money for a sale at a booth; the payment's number, None where it was told before."""
    return _write_down(told, Allocation.BOOTH, order_id=None, at=at)


def record_in_suspense(told: Told, reason: SuspenseReason, *, codes: tuple[str, ...] = (), at: datetime) -> Settled:
    """Money that a person must look at. `known` where it was told before."""
    payment_id = _write_down(told, Allocation.SUSPENSE, order_id=None, at=at)
    if payment_id is None:
        return Settled.KNOWN
    days = SALE_DAYS if reason is SuspenseReason.AWAITS_SALE else SUSPENSE_DAYS
    db.session.add(
        SuspenseEntry(
            payment_id=payment_id,
            reason=reason,
            codes=" ".join(codes),
            owner=OPERATORS,
            due_on=vietnam_day(at + timedelta(days=days)),
            opened_at=at,
            closed_by="",
            outcome="",
            note="",
        )
    )
    db.session.flush()
    return Settled.SUSPENSE


def record_cash(told: Told, order_id: int, *, at: datetime) -> int | None:
    """Cash that was collected for a parcel; the payment's number, None where it was recorded before."""
    return _write_down(told, Allocation.ORDER, order_id=order_id, at=at)


def apply_to_order(payment_id: int, payable: Payable, *, at: datetime) -> PaidOutcome:
    """Tell the order of a payment that is allocated to it; what the order does not want is promised back."""
    payment = db.session.get_one(Payment, payment_id)
    paid_at = decisive_instant(payment.paid_at, placed_at=payable.placed_at, at=at)
    outcome = record_paid(payable.order_id, paid_at, at=at, by=BY)
    if outcome is PaidOutcome.SURPLUS:
        changed = update(Payment).where(Payment.id == payment_id).values(allocation=Allocation.SURPLUS)
        count_changed(changed)
        promise_back(payment, payment.amount_vnd, by=BY, at=at)
    return outcome


def promise_back(
    payment: Payment,
    amount_vnd: int,
    *,
    by: str,
    at: datetime,
    refund_due_id: int | None = None,
    suspense_entry_id: int | None = None,
) -> int | None:
    """Promise so much of a payment back; the number of the promise, None where the payment does not hold it any more.

    Cards are refunded by the provider; what came by transfer or in cash, a person sends by transfer.
    """
    if not take_for_refund(payment.id, amount_vnd):
        return None
    back = new_promise(payment, amount_vnd, by=by, at=at)
    back.refund_due_id, back.suspense_entry_id = refund_due_id, suspense_entry_id
    db.session.add(back)
    db.session.flush()
    return back.id


def new_promise(payment: Payment, amount_vnd: int, *, by: str, at: datetime) -> MoneyBack:
    """The row of a promise, not added yet, for money that was taken for it out of the payment."""
    return MoneyBack(
        payment_id=payment.id,
        refund_due_id=None,
        suspense_entry_id=None,
        origin="shop",
        amount_vnd=amount_vnd,
        status=MoneyBackStatus.ASKED,
        provider=WayBack.CARD if payment.provider == Provider.CARD else WayBack.BANK,
        asked_by=by,
        asked_at=at,
        sent_by="",
        tries=0,
        next_try_at=at,
        trouble="",
        to_bank="",
        to_account="",
        to_name="",
    )


def take_for_refund(payment_id: int, amount_vnd: int) -> bool:
    """The one statement that decides: never more of a payment goes back than came."""
    left = Payment.refunded_vnd + amount_vnd
    changed = update(Payment).where(Payment.id == payment_id, left <= Payment.amount_vnd)
    return count_changed(changed.values(refunded_vnd=left)) == 1


def payable_of(order_id: int) -> Payable:
    """What an order that we hold a number of asks for."""
    payable = get_payable(order_id)
    if payable is None:
        raise LookupError(f"no order {order_id}")
    return payable


def _write_down(told: Told, allocation: Allocation, *, order_id: int | None, at: datetime) -> int | None:
    number: int | None = insert_unless_taken(
        Payment,
        provider=told.provider,
        provider_ref=told.ref,
        order_id=order_id,
        parcel_id=told.parcel_id,
        card_session_id=told.card_session_id,
        amount_vnd=told.amount,
        currency=told.currency,
        paid_at=told.paid_at,
        recorded_at=at,
        allocation=allocation,
        refunded_vnd=0,
        memo=told.memo,
        payer=told.payer,
        reference=told.reference,
    )
    return number
