"""Statements: what happened between the shop and a producer in a period, frozen when it is made.

An entry of the ledger stands on one statement for ever: on that of the period in which it happened, or, where it was
booked after that was made, on the next. So each statement begins with what the one before ended with.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, insert, select
from sqlalchemy.orm import aliased, selectinload

from shop.database import db, insert_unless_taken
from shop.fairs import BoothSale
from shop.orders import Order
from shop.producers import NoSuchProducer, Producer
from shop.settlement.booking import book_everything
from shop.settlement.models import LedgerEntry, LedgerTransaction
from shop.settlement.periods import Period
from shop.settlement.refusals import PeriodNotOver, StatementOutOfOrder
from shop.settlement.rules import AT_BOOTHS, EARNING, Account, FactKind
from shop.settlement.statement_models import Payout, Statement, StatementLine

LONGEST_CODE = 11
PAID = (FactKind.PAYOUT_SENT, FactKind.PAYOUT_CAME_BACK)


def find_statement(producer_id: int, period: Period) -> Statement | None:
    """The statement with its lines; None where it is not made yet. Two statements."""
    query = select(Statement).where(Statement.producer_id == producer_id, Statement.first_day == period.first_day)
    return db.session.scalar(query.options(selectinload(Statement.lines)))


def make_statement(producer_id: int, period: Period, at: datetime) -> Statement:
    """The statement of a period that is over; made once, then always the same.

    Refuses NoSuchProducer, PeriodNotOver, and StatementOutOfOrder where a later one was made without it.
    """
    made = find_statement(producer_id, period)
    if made:
        return made
    name = db.session.scalar(select(Producer.name).where(Producer.id == producer_id))
    if name is None:
        raise NoSuchProducer(producer_id)
    if at < period.ends_at:
        raise PeriodNotOver(period.last_day)
    book_everything(at)
    opening = _closing_before(producer_id, period)
    rows = db.session.execute(_open_entries([producer_id], period)).all()
    lines = [_line(row, seq) for seq, row in enumerate(rows, 1)]
    number = insert_unless_taken(
        Statement,
        producer_id=producer_id,
        producer_name=name,
        first_day=period.first_day,
        last_day=period.last_day,
        made_at=at,
        **_sums(opening, lines),
    )
    if number and lines:
        db.session.execute(insert(StatementLine), [{"statement_id": number, **line} for line in lines])
    found = find_statement(producer_id, period)
    if found is None:
        raise LookupError(f"the statement of {producer_id} was not written")
    return found


def make_statements(period: Period, at: datetime) -> list[Statement]:
    """The statements of all producers with whom anything was settled in a period, or is still open; by producer.

    A producer whose later statement is made already gets none: what happened stands on that. Refuses PeriodNotOver.
    """
    book_everything(at)
    moved = select(LedgerEntry.sub_id).join(LedgerTransaction).where(*belongs_to(period)).distinct()
    producers = (set(db.session.scalars(moved)) | set(_still_owed())) - _stated_later(period)
    return [make_statement(producer_id, period, at) for producer_id in sorted(producers)]


def _stated_later(period: Period) -> set[int]:
    return set(db.session.scalars(select(Statement.producer_id).where(Statement.first_day > period.first_day)))


def _still_owed() -> Collection[int]:
    latest = (
        select(Statement.producer_id, func.max(Statement.first_day).label("first_day"))
        .group_by(Statement.producer_id)
        .subquery()
    )
    query = select(Statement.producer_id).join(
        latest, and_(latest.c.producer_id == Statement.producer_id, latest.c.first_day == Statement.first_day)
    )
    return db.session.scalars(query.where(Statement.closing_vnd != 0)).all()


def _closing_before(producer_id: int, period: Period) -> int:
    latest = select(Statement).where(Statement.producer_id == producer_id).order_by(Statement.first_day.desc())
    before = db.session.scalar(latest.limit(1))
    if before is None:
        return 0
    if before.first_day > period.first_day:
        raise StatementOutOfOrder(producer_id, before.first_day)
    return before.closing_vnd


def belongs_to(period: Period) -> tuple[Any, ...]:
    """Conditions on an entry of a producer and its transaction: on no statement yet, and not after the period."""
    is_stated = select(StatementLine.entry_id).where(StatementLine.entry_id == LedgerEntry.id).exists()
    return (
        LedgerEntry.account == Account.OWED_TO_PRODUCER,
        LedgerTransaction.happened_at < period.ends_at,
        ~is_stated,
    )


def of_booth_sale() -> ColumnElement[bool]:
    """Joins a transaction to the sale at a booth that it tells of."""
    return and_(LedgerTransaction.kind.in_(AT_BOOTHS), BoothSale.id == LedgerTransaction.fact_id)


def _open_entries(producer_ids: Collection[int], period: Period) -> Select[*tuple[Any, ...]]:
    commission = aliased(LedgerEntry)
    kept = (
        select(func.coalesce(func.sum(-commission.amount_vnd), 0))
        .where(commission.transaction_id == LedgerTransaction.id, commission.account == Account.COMMISSION)
        .correlate(LedgerTransaction)
        .scalar_subquery()
    )
    return (
        select(
            LedgerEntry.id.label("entry_id"),
            LedgerTransaction.kind,
            LedgerTransaction.happened_at,
            func.coalesce(Order.code, func.substr(BoothSale.code, 1, LONGEST_CODE), "").label("order_code"),
            LedgerTransaction.parcel_id,
            func.coalesce(Payout.bank_reference, "").label("reference"),
            kept.label("commission_vnd"),
            (-LedgerEntry.amount_vnd).label("amount_vnd"),
        )
        .join(LedgerTransaction, LedgerTransaction.id == LedgerEntry.transaction_id)
        .outerjoin(Order, Order.id == LedgerTransaction.order_id)
        .outerjoin(BoothSale, of_booth_sale())
        .outerjoin(Payout, and_(LedgerTransaction.kind.in_(PAID), Payout.id == LedgerTransaction.fact_id))
        .where(LedgerEntry.sub_id.in_(producer_ids), *belongs_to(period))
        .order_by(LedgerTransaction.happened_at, LedgerEntry.id)
    )


def _line(row: Row[*tuple[Any, ...]], seq: int) -> dict[str, Any]:
    line = {**row._mapping, "seq": seq}
    line["commission_vnd"] = int(line["commission_vnd"])
    line["goods_vnd"] = 0 if line["kind"] in PAID else line["amount_vnd"] + line["commission_vnd"]
    return line


def _sums(opening: int, lines: Collection[dict[str, Any]]) -> dict[str, int]:
    earned = sum(line["amount_vnd"] for line in lines if line["kind"] in EARNING)
    paid = sum(line["amount_vnd"] for line in lines if line["kind"] in PAID)
    returned = sum(line["amount_vnd"] for line in lines) - earned - paid
    return {
        "opening_vnd": opening,
        "earned_vnd": earned,
        "returned_vnd": returned,
        "paid_vnd": paid,
        "closing_vnd": opening + earned + returned + paid,
    }
