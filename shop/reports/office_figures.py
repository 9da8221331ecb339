"""Figures of the office: what waits for a person, and what was sold on the last days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, ScalarSelect, case, func, select, type_coerce

from shop.database import EPOCH, MILLISECOND, db
from shop.delivery import DeliveryFee
from shop.fairs import BoothSale, BoothTask, SaleKind
from shop.job_runs import JobRun
from shop.joining import ApplicationState, StallApplication
from shop.notifications import MessageState, OutboxMessage
from shop.orders import (
    DAYS_TO_SEND,
    Order,
    OrderStatus,
    Parcel,
    ParcelStatus,
    RefundDue,
    RefundStatus,
    ReturnRequest,
    ReturnStatus,
)
from shop.payments import Dispute, MoneyBack, MoneyBackStatus, Payment, Provider, SuspenseEntry
from shop.reviews import Review, ReviewStatus
from shop.values.dates import start_of_day, vietnam_day

_DAY = 24 * 3600 * 1000
SOLD = (OrderStatus.PLACED, OrderStatus.PAID, OrderStatus.COMPLETED)


@dataclass(frozen=True)
class Waiting:
    """How many things of each kind wait for a person."""

    suspense: int
    late_money: int
    to_send: int
    returns: int
    parcels_late: int
    parcels_to_pack: int
    mails_stuck: int
    disputes: int
    cash_out: int
    holds: int
    fee_rows: int
    jobs_troubled: int
    reviews: int
    fair_tasks: int
    applications: int


@dataclass(frozen=True)
class DaySales:
    """What was sold on one Vietnamese day, in dong: by orders, and at booths less what came back there."""

    day: date
    orders: int
    total_vnd: int
    booth_sales: int = 0
    booth_vnd: int = 0

    @property
    def all_vnd(self) -> int:
        """Both together."""
        return self.total_vnd + self.booth_vnd


def count_waiting(at: datetime) -> Waiting:
    """What waits for a person now; one statement."""
    overdue = start_of_day(vietnam_day(at) - timedelta(days=DAYS_TO_SEND))
    packing = Parcel.status.in_((ParcelStatus.PREPARING, ParcelStatus.PACKED))
    by_hand = (MoneyBack.status == MoneyBackStatus.FAILED) | (
        (MoneyBack.status == MoneyBackStatus.ASKED) & (MoneyBack.provider != Provider.CARD)
    )
    late = (RefundDue.reason == "paid_too_late") & (RefundDue.status == RefundStatus.DUE)
    row = db.session.execute(
        select(
            _count(SuspenseEntry, SuspenseEntry.closed_at.is_(None)),
            _count(RefundDue, late),
            _count(MoneyBack, by_hand),
            _count(ReturnRequest, ReturnRequest.status == ReturnStatus.REQUESTED),
            select(func.count(Parcel.id))
            .join(Order, Order.id == Parcel.order_id)
            .where(packing, func.coalesce(Order.decisive_at, Order.placed_at) < overdue)
            .scalar_subquery(),
            _count(Parcel, Parcel.status == ParcelStatus.PREPARING),
            _count(OutboxMessage, OutboxMessage.state == MessageState.GIVEN_UP, OutboxMessage.recipient != ""),
            _count(Dispute, Dispute.closed_at.is_(None)),
            _count(Payment, Payment.provider == Provider.CASH, Payment.remittance_id.is_(None)),
            _count(Order, Order.status == OrderStatus.AWAITING_PAYMENT),
            _count(DeliveryFee),
            _count(JobRun, JobRun.trouble != ""),
            _count(Review, Review.status == ReviewStatus.WAITING),
            _count(BoothTask, BoothTask.settled_at.is_(None)),
            _count(StallApplication, StallApplication.state == ApplicationState.WAITING),
        )
    ).one()
    return Waiting(*row)


def sales_by_day(at: datetime, days: int) -> Sequence[DaySales]:
    """What was sold on each of the last days, today's being the last; cancelled orders are left out. Two statements."""
    today = vietnam_day(at)
    first = today - timedelta(days=days - 1)
    instant = func.coalesce(Order.decisive_at, Order.placed_at)
    rows = db.session.execute(
        select(Order.decisive_at, Order.placed_at, Order.total_vnd).where(
            instant >= start_of_day(first), Order.status.in_(SOLD)
        )
    )
    totals = {first + timedelta(days=number): [0, 0] for number in range(days)}
    for decisive_at, placed_at, total in rows:
        day = vietnam_day(decisive_at or placed_at)
        if day in totals:
            totals[day][0] += 1
            totals[day][1] += total
    at_booths = _booth_sales_by_day(first)
    found = []
    for day, (orders, total) in totals.items():
        booth_sales, booth_vnd = at_booths.get(day, (0, 0))
        found.append(DaySales(day, orders, total, booth_sales, booth_vnd))
    return found


def _booth_sales_by_day(first: date) -> dict[date, tuple[int, int]]:
    """How many sales at booths, and their dong less what was given back, by Vietnamese day."""
    begins = (start_of_day(first) - EPOCH) // MILLISECOND
    day = ((type_coerce(BoothSale.happened_at, BigInteger) - begins) // _DAY).label("day")
    is_sale = BoothSale.kind == SaleKind.SALE
    query = (
        select(
            day,
            func.sum(case((is_sale, 1), else_=0)),
            func.sum(case((is_sale, BoothSale.total_vnd), else_=-BoothSale.total_vnd)),
        )
        .where(BoothSale.happened_at >= start_of_day(first))
        .group_by("day")
    )
    rows = db.session.execute(query)
    return {first + timedelta(days=int(number)): (int(sales), int(total)) for number, sales, total in rows}


def _count(table: type[Any], *conditions: Any) -> ScalarSelect[int]:
    return select(func.count()).select_from(table).where(*conditions).scalar_subquery()
