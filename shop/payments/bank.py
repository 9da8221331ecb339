"""Transfers: exactly one sound code and exactly the amount pay an order; everything else waits for a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from shop.database import db
from shop.orders import Payable, PaymentMethod, find_payable
from shop.payments.bank_rows import BankRow, why_no_order
from shop.payments.booth_transfers import settle_for_booth
from shop.payments.events import mark_event, store_event
from shop.payments.models import Payment, PaymentEvent
from shop.payments.recording import record_for_order, record_in_suspense
from shop.payments.rules import BankAccount, Provider, Settled, SuspenseReason, Told


def receive_bank_row(row: BankRow, account: BankAccount, *, source: str, body: str, at: datetime) -> Settled:
    """Settle one movement of the bank account, by webhook or by list; each once, by the bank's own number of it.

    PAID, REVIVED, REFUND_DUE and SURPLUS as `record_paid` says; FOUND for a sale at a booth; SUSPENSE where a person
    must look; OUTGOING, NO_MONEY and NOT_OURS (another account, no code of ours) only leave their message.
    """
    number = store_event("bank", row.id, about=("transfer", row.reference), source=source, body=body, at=at)
    if number is None:
        return Settled.KNOWN
    outcome = _settle(row, account, at=at)
    mark_event(number, outcome, fact_key=f"bank:{row.id}", at=at)
    return outcome


def list_unknown_rows(rows: Sequence[object]) -> list[object]:
    """Those of listed rows that no message told of before; one statement, so that looking often costs little."""
    numbers = {str(row.get("id")) for row in rows if isinstance(row, dict)}
    query = select(PaymentEvent.event_id).where(PaymentEvent.provider == "bank", PaymentEvent.event_id.in_(numbers))
    known = set(db.session.scalars(query))
    return [row for row in rows if not isinstance(row, dict) or str(row.get("id")) not in known]


def _settle(row: BankRow, account: BankAccount, *, at: datetime) -> Settled:
    if not row.is_incoming:
        return Settled.OUTGOING
    if row.amount_vnd <= 0:
        return Settled.NO_MONEY
    told = Told(
        provider=Provider.BANK,
        ref=row.id,
        amount=row.amount_vnd,
        paid_at=row.paid_at or at,
        memo=row.memo,
        payer=row.gateway,
        reference=row.reference,
    )
    reason = why_no_order(row, account, at)
    if reason is SuspenseReason.OTHER_ACCOUNT and not (row.codes or row.receipt_codes):
        return Settled.NOT_OURS
    if reason is None and row.receipt_codes:
        return settle_for_booth(told, row.receipt_codes, is_repeated=_came_before(told), at=at)
    payable = find_payable(row.codes[0]) if reason is None else None
    reason = reason or _why_not(told, payable)
    if reason is not None or payable is None:
        codes = row.codes or row.receipt_codes
        return record_in_suspense(told, reason or SuspenseReason.UNKNOWN_ORDER, codes=codes, at=at)
    return record_for_order(told, payable, at=at)


def _why_not(told: Told, payable: Payable | None) -> SuspenseReason | None:
    if payable is None:
        return SuspenseReason.UNKNOWN_ORDER
    if payable.method is PaymentMethod.COD:
        return SuspenseReason.CASH_ORDER
    if payable.total_vnd != told.amount:
        return SuspenseReason.WRONG_AMOUNT
    return SuspenseReason.REPEATED if _came_before(told) else None


def _came_before(told: Told) -> bool:
    """Did the bank tell of the very same transfer under another number? Paying it back would lose money."""
    query = select(Payment.id).where(
        Payment.provider == Provider.BANK,
        Payment.reference == told.reference,
        Payment.amount_vnd == told.amount,
        Payment.paid_at == told.paid_at,
    )
    return bool(told.reference) and db.session.scalar(query.limit(1)) is not None
