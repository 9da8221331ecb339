"""What became of the money of one order, for those who may see it: one statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Integer, Select, String, and_, bindparam, select, union_all
from sqlalchemy.orm import lazyload

from shop.database import db
from shop.payments.models import Payment
from shop.payments.office_models import MoneyBack, SuspenseEntry


@dataclass(frozen=True)
class OrderMoney:
    """One payment of an order, or one that named its code and waits for a person; with what goes back of it."""

    payment: Payment
    back: MoneyBack | None
    suspense: SuspenseEntry | None

    @property
    def mark(self) -> str:
        """A short text that changes with every step."""
        back = f"b{self.back.status[:1]}{len(self.back.to_account)}" if self.back else ""
        return f"{self.payment.id}{self.payment.allocation[:2]}{back}"


def list_money_of(order_id: int, code: str) -> Sequence[OrderMoney]:
    """Each payment once for each sum that goes back of it, in the order in which they came.

    Money in suspense is among it while its memo names `code` and nobody has decided on it.
    """
    rows = db.session.execute(_money_statement(), {"order_id": order_id, "code": code})
    return [OrderMoney(*row) for row in rows]


# Built once: that takes longer than running it.
@cache
def _money_statement() -> Select[Payment, MoneyBack, SuspenseEntry]:
    named = SuspenseEntry.codes.contains(bindparam("code", type_=String))
    mine = union_all(
        select(Payment.id).where(Payment.order_id == bindparam("order_id", type_=Integer)),
        select(SuspenseEntry.payment_id).where(SuspenseEntry.closed_at.is_(None), named),
    )
    return (
        select(Payment, MoneyBack, SuspenseEntry)
        .outerjoin(MoneyBack, MoneyBack.payment_id == Payment.id)
        .outerjoin(SuspenseEntry, and_(SuspenseEntry.payment_id == Payment.id, SuspenseEntry.closed_at.is_(None)))
        .where(Payment.id.in_(mine))
        .order_by(Payment.id, MoneyBack.id)
        # Their own way to the payment would be an inner join, and leave out what has neither.
        .options(lazyload(MoneyBack.payment), lazyload(SuspenseEntry.payment))
        .execution_options(populate_existing=True)
    )
