"""Statements and payouts of the demonstration's stall, half month by half month; the last payout is on its way."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select

from shop.database import db, transaction
from shop.demonstration.orders import BY_DEMONSTRATION
from shop.orders import Parcel
from shop.settlement import Period, find_statement, make_statement, mark_payout_sent, period_of, prepare_payout
from shop.values.dates import vietnam_day

PAID_AFTER = timedelta(days=2)


def settle_past(producer_id: int, at: datetime) -> None:
    """Make what is missing of a producer's statements, each paid out two days after its period."""
    query = select(func.min(Parcel.delivered_at)).where(Parcel.producer_id == producer_id)
    first = db.session.scalar(query)
    if first is None:
        return
    period, last = period_of(vietnam_day(first)), period_of(vietnam_day(at - PAID_AFTER)).previous
    while period <= last:
        if find_statement(producer_id, period) is None:
            with transaction():
                _settle(producer_id, period, is_paid=period < last)
        period = period.next


def _settle(producer_id: int, period: Period, *, is_paid: bool) -> None:
    at = period.ends_at + PAID_AFTER
    statement = make_statement(producer_id, period, at)
    if statement.closing_vnd <= 0:
        return
    payout = prepare_payout(producer_id, statement.closing_vnd, by=BY_DEMONSTRATION, at=at, statement_id=statement.id)
    if is_paid:
        reference = f"TRINHDIEN{producer_id}{period.code.upper()}"
        mark_payout_sent(payout.id, reference, vietnam_day(at), by=BY_DEMONSTRATION, at=at)
