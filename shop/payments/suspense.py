"""Money without an order: a person gives it to one, sends it back, or says why it is nothing of ours. Once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, update

from shop.database import count_changed, db
from shop.orders import NoSuchOrder, PaidOutcome, PaymentMethod, get_payable
from shop.payments.models import Payment
from shop.payments.office_models import SuspenseEntry
from shop.payments.recording import apply_to_order, promise_back
from shop.payments.refunds import set_return_account
from shop.payments.refusals import AlreadyDone, BadField, NoSuchMoney, WrongAmount
from shop.payments.rules import DONG, Allocation, ReturnAccount, SuspenseOutcome
from shop.values.folding import tidy


def take_suspense(entry_id: int, *, owner: str, at: datetime) -> None:
    """Somebody looks after this money from now on. Refuses NoSuchMoney and AlreadyDone."""
    get_suspense(entry_id)
    open_one = update(SuspenseEntry).where(SuspenseEntry.id == entry_id, SuspenseEntry.closed_at.is_(None))
    if count_changed(open_one.values(owner=owner[:200])) != 1:
        raise AlreadyDone("suspense", entry_id)


def assign_suspense(entry_id: int, order_id: int, *, by: str, at: datetime, note: str = "") -> PaidOutcome:
    """It is the whole total of this order: what becomes of the order, as `record_paid` says.

    Refuses NoSuchMoney, NoSuchOrder, AlreadyDone, and WrongAmount: part of a total pays nothing (nor
    what has gone back again), and a parcel that is paid on delivery wants no money before.
    """
    payment = get_suspense(entry_id).payment
    payable = get_payable(order_id)
    if payable is None:
        raise NoSuchOrder("order", order_id)
    if payable.method is PaymentMethod.COD:
        raise WrongAmount(0, payment.amount_vnd)
    if payment.currency != DONG or payment.amount_vnd != payable.total_vnd:
        raise WrongAmount(payable.total_vnd, payment.amount_vnd if payment.currency == DONG else 0)
    close_entry(entry_id, SuspenseOutcome.ASSIGNED, by=by, at=at, note=note, order_id=order_id)
    # Nothing of it may have gone back meanwhile, as at the card provider's own desk: that would pay an order twice.
    is_whole = and_(Payment.allocation == Allocation.SUSPENSE, Payment.refunded_vnd == 0)
    bound = update(Payment).where(Payment.id == payment.id, is_whole)
    if count_changed(bound.values(allocation=Allocation.ORDER, order_id=order_id)) != 1:
        raise WrongAmount(payable.total_vnd, payment.amount_vnd - payment.refunded_vnd)
    return apply_to_order(payment.id, payable, at=at)


def send_back_suspense(entry_id: int, *, by: str, at: datetime, to: ReturnAccount | None = None, note: str = "") -> int:
    """It goes back whole; the number of the promise, whose way `mark_sent_back` or the card provider ends.

    Refuses NoSuchMoney, AlreadyDone and BadField.
    """
    payment = get_suspense(entry_id).payment
    close_entry(entry_id, SuspenseOutcome.SENT_BACK, by=by, at=at, note=note)
    number = promise_back(payment, payment.amount_vnd, by=by, at=at, suspense_entry_id=entry_id)
    if number is None:
        raise AlreadyDone("suspense", entry_id)
    if to is not None:
        set_return_account(number, to, by=by, at=at)
    return number


def close_suspense(entry_id: int, *, note: str, by: str, at: datetime) -> None:
    """It stays where it is, for the reason in the note (another business of the same account, say).

    Refuses NoSuchMoney, AlreadyDone and BadField (`note`).
    """
    get_suspense(entry_id)
    if not tidy(note):
        raise BadField("note")
    close_entry(entry_id, SuspenseOutcome.CLOSED, by=by, at=at, note=note)


def get_suspense(entry_id: int) -> SuspenseEntry:
    """An entry with its payment. Refuses NoSuchMoney."""
    entry = db.session.get(SuspenseEntry, entry_id, populate_existing=True)
    if entry is None:
        raise NoSuchMoney("suspense", entry_id)
    return entry


def close_entry(
    entry_id: int, outcome: SuspenseOutcome, *, by: str, at: datetime, note: str, order_id: int | None = None
) -> None:
    """Whoever is first ends the waiting. Refuses AlreadyDone."""
    open_one = update(SuspenseEntry).where(SuspenseEntry.id == entry_id, SuspenseEntry.closed_at.is_(None))
    facts = {"outcome": outcome, "closed_at": at, "closed_by": by, "order_id": order_id, "note": tidy(note)[:1000]}
    if count_changed(open_one.values(**facts)) != 1:
        raise AlreadyDone("suspense", entry_id)
