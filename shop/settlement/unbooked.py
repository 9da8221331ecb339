"""How a fact that is not in the books yet is told from one that is."""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute

from shop.database import db
from shop.settlement.models import LedgerEntry, LedgerTransaction
from shop.settlement.rules import Account, Entry, FactKind


def is_unbooked(kind: FactKind, fact_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """A condition in SQL: no transaction of this kind tells of the row."""
    return ~exists().where(LedgerTransaction.kind == kind, LedgerTransaction.fact_id == fact_id)


def times_booked(kind: FactKind, fact_id: InstrumentedAttribute[int]) -> ColumnElement[int]:
    """How often a row was booked as this kind, in SQL; for facts that can be undone and come again."""
    return (
        select(func.count())
        .select_from(LedgerTransaction)
        .where(LedgerTransaction.kind == kind, LedgerTransaction.fact_id == fact_id)
        .scalar_subquery()
    )


def reversed_entries(kind: FactKind, fact_id: int) -> tuple[Entry, ...]:
    """What undoes the latest transaction of a kind about a row, None of it where there is none."""
    latest = (
        select(func.max(LedgerTransaction.id))
        .where(LedgerTransaction.kind == kind, LedgerTransaction.fact_id == fact_id)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(LedgerEntry.account, LedgerEntry.amount_vnd, LedgerEntry.sub_id)
        .where(LedgerEntry.transaction_id == latest)
        .order_by(LedgerEntry.id)
    )
    return tuple(Entry(Account(account), -amount, sub_id) for account, amount, sub_id in rows)
