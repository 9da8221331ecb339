"""Cash on delivery: collected with the parcel, once; handed over by the carrier later."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select, update

from shop.database import count_changed, db, insert_unless_taken
from shop.orders import (
    LineWithdrawal,
    NoSuchOrder,
    OrderLine,
    Parcel,
    PaymentMethod,
    WrongStatus,
    deliver_parcel,
)
from shop.payments.models import Payment
from shop.payments.office_models import CashRemittance
from shop.payments.recording import payable_of, record_cash
from shop.payments.refusals import AlreadyDone, BadField, NotCash, RemittanceMismatch, WrongAmount
from shop.payments.rules import Provider, Told
from shop.values.folding import tidy


def amount_to_collect(parcel_id: int) -> int:
    """What whoever hands over a parcel must be given, in dong: what is still in it, and its delivery.

    Refuses NoSuchOrder and NotCash.
    """
    parcel = _get_cash_parcel(parcel_id)
    withdrawn = (
        select(func.coalesce(func.sum(LineWithdrawal.quantity * OrderLine.unit_vnd), 0))
        .join(OrderLine, OrderLine.id == LineWithdrawal.order_line_id)
        .where(OrderLine.parcel_id == parcel_id)
    )
    return parcel.goods_vnd - int(db.session.scalar(withdrawn) or 0) + parcel.fee_vnd


def collect_cash(parcel_id: int, amount_vnd: int, *, by: str, at: datetime) -> int:
    """A parcel was handed over for cash: it is delivered and the money is recorded; the payment's number.

    What is refused is undone by whoever rolls the transaction back.

    Refuses NoSuchOrder, NotCash, WrongAmount (no part, nothing more), and WrongStatus (delivered before, not sent).
    """
    _get_cash_parcel(parcel_id)
    # The order is locked from here on, so nobody takes pieces out while the amount is compared.
    deliver_parcel(parcel_id, by=by, at=at)
    expected = amount_to_collect(parcel_id)
    if amount_vnd != expected:
        raise WrongAmount(expected, amount_vnd)
    told = Told(Provider.CASH, f"parcel-{parcel_id}", amount_vnd, at, payer=by, parcel_id=parcel_id)
    parcel = db.session.get_one(Parcel, parcel_id)
    number = record_cash(told, parcel.order_id, at=at)
    if number is None:
        raise WrongStatus("parcel", parcel_id, parcel.status)
    return number


def list_cash_to_remit(limit: int = 500) -> list[Payment]:
    """Cash that was collected and not handed over yet, the oldest first."""
    query = select(Payment).where(Payment.provider == Provider.CASH, Payment.remittance_id.is_(None))
    return list(db.session.scalars(query.order_by(Payment.recorded_at, Payment.id).limit(limit)))


def record_remittance(
    carrier: str,
    reference: str,
    payment_ids: Collection[int],
    *,
    amounts: tuple[int, int],
    by: str,
    at: datetime,
) -> int:
    """A carrier handed over what it collected for these payments; `amounts`: what came and what it kept as its fee,
    in dong. The number of the remittance.

    Refuses BadField, RemittanceMismatch unless both together are the payments' sum, and AlreadyDone: this reference
    was recorded, or one of the payments was handed over before.
    """
    carrier, reference = tidy(carrier), tidy(reference)
    if not 0 < len(carrier) <= 80:
        raise BadField("carrier")
    if not 0 < len(reference) <= 100:
        raise BadField("reference")
    came, kept = amounts
    query = select(Payment).where(Payment.id.in_(payment_ids), Payment.provider == Provider.CASH)
    collected = sum(payment.amount_vnd for payment in db.session.scalars(query))
    if came < 0 or kept < 0 or collected != came + kept or not collected:
        raise RemittanceMismatch(collected, came + kept)
    number: int | None = insert_unless_taken(
        CashRemittance,
        carrier=carrier,
        reference=reference,
        amount_vnd=came,
        fee_vnd=kept,
        received_at=at,
        recorded_by=by,
        recorded_at=at,
    )
    if number is None:
        raise AlreadyDone("remittance", 0)
    open_ones = update(Payment).where(
        Payment.id.in_(payment_ids), Payment.provider == Provider.CASH, Payment.remittance_id.is_(None)
    )
    if count_changed(open_ones.values(remittance_id=number)) != len(set(payment_ids)):
        raise AlreadyDone("remittance", number)
    return number


def _get_cash_parcel(parcel_id: int) -> Parcel:
    parcel = db.session.get(Parcel, parcel_id, populate_existing=True)
    if parcel is None:
        raise NoSuchOrder("parcel", parcel_id)
    if payable_of(parcel.order_id).method is not PaymentMethod.COD:
        raise NotCash(parcel_id)
    return parcel
