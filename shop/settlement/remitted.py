"""A carrier's transfer, or a fair's cash paid in, is told twice: by the bank as money without an order, and by people.

It is one: known to be the same by the bank's reference and the amount, and whichever is booked second undoes the
doubling.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, select

from shop.database import db
from shop.payments import Allocation, CashRemittance, Payment, Provider, SuspenseEntry, SuspenseOutcome
from shop.settlement.fair_models import FairCash
from shop.settlement.fair_rules import FairCashKind
from shop.settlement.models import LedgerEntry, LedgerTransaction
from shop.settlement.rules import UNDIVIDED, Account, Entry, FactKind, between


def put_aside(payment: Payment) -> tuple[Entry, ...]:
    """Money in suspense that a person closed leaves the shop's books, unless it is a remittance or a fair's cash.

    Then that takes it out of suspense, or, where it was booked first, the bank has it already.
    """
    told = _told_by_a_person(payment)
    left = payment.amount_vnd - payment.refunded_vnd
    goes_to = Account.OUTSIDE
    if told is not None and payment.provider == Provider.BANK:
        booked = _sum(*told, Account.BANK)
        left, goes_to = (left, Account.BANK) if booked else (0, goes_to)
    return between(left, debit=(Account.SUSPENSE, payment.id), credit=(goes_to, UNDIVIDED))


def where_remitted(remittance: CashRemittance | FairCash) -> Entry:
    """Where paid-in money is found: in suspense or put outside, where the bank told of it first; else the bank."""
    found = db.session.execute(
        select(Payment.id, SuspenseEntry.id)
        .join(SuspenseEntry, SuspenseEntry.payment_id == Payment.id)
        .where(
            _is_the_same(remittance, Payment),
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


def _told_by_a_person(payment: Payment) -> tuple[FactKind, int] | None:
    """What a person wrote down of the same money, as its fact."""
    remittance = db.session.scalar(select(CashRemittance.id).where(_is_the_same(payment, CashRemittance)).limit(1))
    if remittance is not None:
        return FactKind.REMITTANCE, remittance
    same = (_is_the_same(payment, FairCash), FairCash.kind == FairCashKind.PAID_IN)
    cash = db.session.scalar(select(FairCash.id).where(*same).limit(1))
    return None if cash is None else (FactKind.FAIR_CASH, cash)


def _is_the_same(
    one: Payment | CashRemittance | FairCash, other: type[Payment] | type[CashRemittance] | type[FairCash]
) -> ColumnElement[bool]:
    """A condition on the other table."""
    return (other.reference == one.reference) & (other.reference != "") & (other.amount_vnd == one.amount_vnd)


def _sum(kind: FactKind, fact_id: int, account: Account) -> int:
    """What was booked of a fact on an account."""
    query = (
        select(func.coalesce(func.sum(LedgerEntry.amount_vnd), 0))
        .join(LedgerTransaction, LedgerTransaction.id == LedgerEntry.transaction_id)
        .where(LedgerTransaction.kind == kind, LedgerTransaction.fact_id == fact_id, LedgerEntry.account == account)
    )
    return int(db.session.scalar(query) or 0)
