"""Paying out a period in one go: what is owed by its statements, seen first, then prepared all or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from shop.database import db
from shop.producers import Producer
from shop.settlement.booking import book_everything
from shop.settlement.models import LedgerEntry, LedgerTransaction, ProducerBalance
from shop.settlement.payouts import prepare_payout
from shop.settlement.periods import Period
from shop.settlement.refusals import PeriodNotOver, PlanChanged
from shop.settlement.statement_models import Payout, PayoutStatus, Statement
from shop.settlement.statements import belongs_to, make_statements


@dataclass(frozen=True)
class PlannedPayout:
    """A producer at the end of a period, in dong: what they were owed, what of it is paid or set aside, and the rest.

    `held_vnd` cannot be paid now: goods came back since, or it is set aside for something else.
    """

    producer_id: int
    name: str
    closing_vnd: int
    paid_vnd: int
    amount_vnd: int

    @property
    def held_vnd(self) -> int:
        """What the period still owes and cannot be paid now."""
        return max(0, self.closing_vnd - self.paid_vnd - self.amount_vnd)


def plan_payouts(period: Period) -> list[PlannedPayout]:
    """Who would be paid what for a period, by name; also who owes the shop. Reads only; four statements."""
    closing = _closings(period)
    paid = _paid_for(period)
    rows = db.session.execute(
        select(Producer.id, Producer.name, ProducerBalance.owed_vnd - ProducerBalance.in_payout_vnd)
        .join(Producer, Producer.id == ProducerBalance.producer_id)
        .order_by(Producer.name, Producer.id)
    )
    found = []
    for number, name, available in rows:
        owed, gone = closing.get(number, 0), paid.get(number, 0)
        if owed:
            found.append(PlannedPayout(number, name, owed, gone, max(0, min(owed - gone, available))))
    return found


def prepare_payouts(period: Period, *, expected_total: int, by: str, at: datetime) -> list[int]:
    """Make the statements of a period and set aside what they owe; the numbers of the payouts.

    Refuses PeriodNotOver, and PlanChanged unless it is exactly `expected_total` dong.
    """
    if at < period.ends_at:
        raise PeriodNotOver(period.last_day)
    book_everything(at)
    plan = [one for one in plan_payouts(period) if one.amount_vnd]
    total = sum(one.amount_vnd for one in plan)
    if total != expected_total:
        raise PlanChanged(expected_total, total)
    statements = {one.producer_id: one.id for one in make_statements(period, at)}
    return [
        prepare_payout(one.producer_id, one.amount_vnd, by=by, at=at, statement_id=statements[one.producer_id]).id
        for one in plan
    ]


def _closings(period: Period) -> dict[int, int]:
    """What each producer was owed when the period ended; without those whose later statement is made already."""
    latest = {
        producer_id: (first_day, closing)
        for producer_id, first_day, closing in db.session.execute(
            select(Statement.producer_id, Statement.first_day, Statement.closing_vnd).order_by(Statement.first_day)
        )
    }
    open_entries = select(LedgerEntry.sub_id, func.sum(-LedgerEntry.amount_vnd)).join(LedgerTransaction)
    moved = {
        producer_id: int(amount)
        for producer_id, amount in db.session.execute(
            open_entries.where(*belongs_to(period)).group_by(LedgerEntry.sub_id)
        )
    }
    found = {}
    for producer_id in latest.keys() | moved.keys():
        first_day, before = latest.get(producer_id, (period.first_day, 0))
        if producer_id not in latest or first_day < period.first_day:
            found[producer_id] = before + moved.get(producer_id, 0)
        elif first_day == period.first_day:
            found[producer_id] = before
    return found


def _paid_for(period: Period) -> dict[int, int]:
    query = (
        select(Payout.producer_id, func.sum(Payout.amount_vnd))
        .join(Statement, Statement.id == Payout.statement_id)
        .where(Statement.first_day == period.first_day, Payout.status != PayoutStatus.FAILED)
        .group_by(Payout.producer_id)
    )
    return {producer_id: int(amount) for producer_id, amount in db.session.execute(query)}
