"""A carrier's transfer is told twice: by the bank as money without an order, by a person as a remittance. It is one.

Both are known to be the same by the bank's reference and the amount; whichever is booked second undoes the doubling.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, select

from shop.database import db
from shop.payments import Allocation, CashRemittance, Payment, Provider, SuspenseEntry, SuspenseOutcome
from shop.settlement.models import LedgerEntry, LedgerTransaction
from shop.settlement.rules import UNDIVIDED, Account, Entry, FactKind, between


def put_aside(payment: Payment) -> tuple[Entry, ...]:
    """Money in suspense that a person closed leaves the shop's books, unless it is a remittance.

    Then the remittance takes it out of suspense, or, where it was booked first, the bank has it already.
    """
    remittance = db.session.scalar(select(CashRemittance.id).where(_is_the_same(payment)).limit(1))
    left = payment.amount_vnd - payment.refunded_vnd
    goes_to = Account.OUTSIDE
    if remittance is not None and payment.provider == Provider.BANK:
        booked = _sum(FactKind.REMITTANCE, remittance, Account.BANK)
        left, goes_to = (left, Account.BANK) if booked else (0, goes_to)
    return between(left, debit=(Account.SUSPENSE, payment.id), credit=(goes_to, UNDIVIDED))


def where_remitted(remittance: CashRemittance) -> Entry:
    """Where a carrier's money is found: in suspense or put outside, where the bank told of it first; else the bank."""
    found = db.session.execute(
        select(Payment.id, SuspenseEntry.id)
        .join(SuspenseEntry, SuspenseEntry.payment_id == Payment.id)
        .where(
            _is_the_same(remittance),
            Payment.provider == Provider.BANK,
            Payment.allocation == Allocation.SUSPENSE,
            SuspenseEntry.outcome.in_(("", SuspenseOutcome.CLOSED)),
        )
        .order_by(Payment.id)
    ).first()
    if found is None or not _sum(FactKind.PAYMENT, found[0], Account.SUSPENSE):
        return Entry(Account.BANK, remittance.amount_vnd)
    if _sum(FactKind.SUSPENSE_CLOSED, found[1], Account.OUTSIDE):
        return Entry(Account.OUTSIDE, remittance.amount_vnd)
    return Entry(Account.SUSPENSE, remittance.amount_vnd, found[0])


def _is_the_same(one: Payment | CashRemittance) -> ColumnElement[bool]:
    """A condition on the other table."""
    other = CashRemittance if isinstance(one, Payment) else Payment
    return (other.reference == one.reference) & (other.reference != "") & (other.amount_vnd == one.amount_vnd)


def _sum(kind: FactKind, fact_id: int, account: Account) -> int:
    """What was booked of a fact on an account."""
    query = (
        select(func.coalesce(func.sum(LedgerEntry.amount_vnd), 0))
        .join(LedgerTransaction, LedgerTransaction.id == LedgerEntry.transaction_id)
        .where(LedgerTransaction.kind == kind, LedgerTransaction.fact_id == fact_id, LedgerEntry.account == account)
    )
    return int(db.session.scalar(query) or 0)
