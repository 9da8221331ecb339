"""Reads of the books: who is owed what, where an order's money is, what was sold by week."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import BigInteger, ColumnElement, Select, and_, case, func, or_, select, type_coerce
from sqlalchemy.orm import selectinload

from shop.database import EPOCH, MILLISECOND, db
from shop.payments import Payment
from shop.producers import Producer
from shop.settlement.models import LedgerEntry, LedgerTransaction, ProducerBalance
from shop.settlement.periods import Period
from shop.settlement.rules import AT_BOOTHS, Account, FactKind
from shop.settlement.statement_models import Payout, PayoutStatus, Statement
from shop.values.dates import end_of_day, start_of_day

_WEEK = 7 * 24 * 3600 * 1000
# A Monday, so that whole weeks can be counted from it.
_SOME_MONDAY = date(2024, 1, 1)


@dataclass(frozen=True)
class OwedRow:
    """What one producer is owed in dong, `in_payout_vnd` of it set aside; `oldest_at` sold what waits longest."""

    producer_id: int
    name: str
    slug: str
    commission_basis_points: int
    owed_vnd: int
    in_payout_vnd: int
    oldest_at: datetime | None

    @property
    def available_vnd(self) -> int:
        """What can be paid out now."""
        return max(0, self.owed_vnd - self.in_payout_vnd)


@dataclass(frozen=True)
class OrderBooks:
    """An order in the books: its transactions in the order of booking, and what each account says of it in dong."""

    transactions: tuple[LedgerTransaction, ...]
    balances: Mapping[Account, int]


@dataclass(frozen=True)
class Week:
    """What was delivered or sold at booths in a week, less what came back, in dong; from Monday in Vietnam."""

    monday: date
    goods_vnd: int
    commission_vnd: int


def owed_to(producer_id: int) -> ProducerBalance:
    """What a producer is owed now; nothing where nothing was ever sold."""
    found = db.session.get(ProducerBalance, producer_id, populate_existing=True)
    return found or ProducerBalance(producer_id=producer_id, owed_vnd=0, in_payout_vnd=0)


def list_owed() -> list[OwedRow]:
    """All producers with whom anything was ever settled, the longest unpaid first; two statements."""
    rows = db.session.execute(
        select(
            Producer.id,
            Producer.name,
            Producer.slug,
            Producer.commission_basis_points,
            ProducerBalance.owed_vnd,
            ProducerBalance.in_payout_vnd,
        )
        .join(Producer, Producer.id == ProducerBalance.producer_id)
        .order_by(Producer.id)
    ).all()
    oldest = _oldest_unpaid()
    found = [
        OwedRow(
            row.id, row.name, row.slug, row.commission_basis_points, row.owed_vnd, row.in_payout_vnd, oldest.get(row.id)
        )
        for row in rows
    ]
    late = [row for row in found if row.oldest_at]
    return sorted(late, key=lambda row: row.oldest_at or EPOCH) + [row for row in found if not row.oldest_at]


def list_account_totals() -> dict[Account, int]:
    """The trial balance: what each account holds in dong, debits positive; together nothing."""
    rows = db.session.execute(
        select(LedgerEntry.account, func.sum(LedgerEntry.amount_vnd)).group_by(LedgerEntry.account)
    )
    totals = {Account(account): int(total) for account, total in rows}
    return {account: totals.get(account, 0) for account in Account}


def find_order_books(order_id: int) -> OrderBooks:
    """Everything that was booked of an order; two statements."""
    query = (
        select(LedgerTransaction)
        .where(or_(LedgerTransaction.order_id == order_id, _came_before_its_order_was_known(order_id)))
        .order_by(LedgerTransaction.happened_at, LedgerTransaction.id)
        .options(selectinload(LedgerTransaction.entries))
    )
    transactions = tuple(db.session.scalars(query))
    balances: dict[Account, int] = {}
    for entry in (entry for one in transactions for entry in one.entries):
        account = Account(entry.account)
        balances[account] = balances.get(account, 0) + entry.amount_vnd
    return OrderBooks(transactions, balances)


def list_weeks(first: date, last: date, *, producer_id: int | None = None) -> list[Week]:
    """Each week from that of the first day to that of the last, also where nothing was sold; one statement."""
    monday = first - timedelta(days=first.weekday())
    rows = {row.week: row for row in db.session.execute(_by_week(monday, last, producer_id))}
    found = []
    while monday <= last:
        row = rows.get((monday - _SOME_MONDAY).days // 7)
        commission, share = (int(row.commission), int(row.share)) if row else (0, 0)
        found.append(Week(monday, commission + share, commission))
        monday += timedelta(days=7)
    return found


def list_payouts(
    *,
    statuses: Collection[PayoutStatus] = (),
    producer_id: int | None = None,
    page: int = 1,
    per_page: int = 50,
) -> list[tuple[Payout, str]]:
    """Payouts with the names of their producers, newest first; one page."""
    query = select(Payout, Producer.name).join(Producer, Producer.id == Payout.producer_id)
    query = query.where(*_chosen(statuses, producer_id)).order_by(Payout.id.desc())
    rows = db.session.execute(query.limit(per_page).offset((page - 1) * per_page))
    return [(payout, name) for payout, name in rows]


def count_payouts(*, statuses: Collection[PayoutStatus] = (), producer_id: int | None = None) -> int:
    """How many there are of them."""
    query = select(func.count()).select_from(Payout).where(*_chosen(statuses, producer_id))
    return db.session.scalar(query) or 0


def find_payout(payout_id: int) -> Payout | None:
    """One payout by its number."""
    return db.session.get(Payout, payout_id, populate_existing=True)


def list_statements(*, producer_id: int | None = None, limit: int = 200) -> list[Statement]:
    """Statements without their lines, the latest period first."""
    query = select(Statement).order_by(Statement.first_day.desc(), Statement.producer_name).limit(limit)
    return list(db.session.scalars(query if producer_id is None else query.where(Statement.producer_id == producer_id)))


def _came_before_its_order_was_known(order_id: int) -> ColumnElement[bool]:
    payments = select(Payment.id).where(Payment.order_id == order_id)
    return and_(LedgerTransaction.kind == FactKind.PAYMENT, LedgerTransaction.fact_id.in_(payments))


def list_statements_of_period(period: Period) -> list[tuple[Statement, str]]:
    """The statements of a period without their lines, with their producers' addresses, by name."""
    query = select(Statement, Producer.slug).join(Producer, Producer.id == Statement.producer_id)
    query = query.where(Statement.first_day == period.first_day).order_by(Statement.producer_name, Statement.id)
    return [(statement, slug) for statement, slug in db.session.execute(query)]


def _chosen(statuses: Collection[PayoutStatus], producer_id: int | None) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [Payout.status.in_(statuses)] if statuses else []
    return found if producer_id is None else [*found, Payout.producer_id == producer_id]


def _oldest_unpaid() -> dict[int, datetime]:
    """When the oldest parcel reached its shopper whose share is not covered by what was paid or taken back since."""
    credit = case((LedgerEntry.amount_vnd < 0, -LedgerEntry.amount_vnd), else_=0)
    debit = case((LedgerEntry.amount_vnd > 0, LedgerEntry.amount_vnd), else_=0)
    whose = LedgerEntry.sub_id
    running = func.sum(credit).over(partition_by=whose, order_by=(LedgerTransaction.happened_at, LedgerEntry.id))
    covered = func.sum(debit).over(partition_by=whose)
    entries = (
        select(whose.label("producer_id"), LedgerTransaction.happened_at, running.label("r"), covered.label("c"))
        .join(LedgerTransaction, LedgerTransaction.id == LedgerEntry.transaction_id)
        .join(ProducerBalance, and_(ProducerBalance.producer_id == whose, ProducerBalance.owed_vnd > 0))
        .where(LedgerEntry.account == Account.OWED_TO_PRODUCER)
        .subquery()
    )
    query = select(entries.c.producer_id, func.min(entries.c.happened_at)).where(entries.c.r > entries.c.c)
    return {row[0]: row[1] for row in db.session.execute(query.group_by(entries.c.producer_id))}


def _by_week(monday: date, last: date, producer_id: int | None) -> Select[int, int, int]:
    begins = (start_of_day(_SOME_MONDAY) - EPOCH) // MILLISECOND
    week = ((type_coerce(LedgerTransaction.happened_at, BigInteger) - begins) // _WEEK).label("week")
    query = (
        select(week, _sum_of(Account.COMMISSION).label("commission"), _sum_of(Account.OWED_TO_PRODUCER).label("share"))
        .join(LedgerTransaction, LedgerTransaction.id == LedgerEntry.transaction_id)
        .where(
            LedgerTransaction.kind.in_((FactKind.PARCEL_DELIVERED, FactKind.GOODS_RETURNED, *AT_BOOTHS)),
            LedgerTransaction.happened_at >= start_of_day(monday),
            LedgerTransaction.happened_at < end_of_day(last),
        )
        .group_by(week)
    )
    return query if producer_id is None else query.where(LedgerTransaction.producer_id == producer_id)


def _sum_of(account: Account) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((LedgerEntry.account == account, -LedgerEntry.amount_vnd), else_=0)), 0)
