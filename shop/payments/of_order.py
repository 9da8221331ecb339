"""What became of the money of one order, for those who may see it: one statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, select, union_all
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
    named = SuspenseEntry.codes.contains(code, autoescape=True)
    mine = union_all(
        select(Payment.id).where(Payment.order_id == order_id),
        select(SuspenseEntry.payment_id).where(SuspenseEntry.closed_at.is_(None), named),
    )
    rows = db.session.execute(
        select(Payment, MoneyBack, SuspenseEntry)
        .outerjoin(MoneyBack, MoneyBack.payment_id == Payment.id)
        .outerjoin(SuspenseEntry, and_(SuspenseEntry.payment_id == Payment.id, SuspenseEntry.closed_at.is_(None)))
        .where(Payment.id.in_(mine))
        .order_by(Payment.id, MoneyBack.id)
        # Their own way to the payment would be an inner join, and leave out what has neither.
        .options(lazyload(MoneyBack.payment), lazyload(SuspenseEntry.payment))
        .execution_options(populate_existing=True)
    )
    return [OrderMoney(*row) for row in rows]
