"""What happened between shop and producer since their last statement: why what is owed is what it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select

from shop.database import db
from shop.fairs import BoothSale
from shop.orders import Order
from shop.settlement.models import LedgerEntry, LedgerTransaction
from shop.settlement.rules import Account
from shop.settlement.statement_models import StatementLine
from shop.settlement.statements import of_booth_sale


@dataclass(frozen=True)
class Movement:
    """One entry of a producer's account: what happened, when, the code of its order or receipt; dong as they see it."""

    kind: str
    happened_at: datetime
    order_code: str
    amount_vnd: int


def list_unstated(producer_id: int, limit: int = 200) -> list[Movement]:
    """The entries of a producer that stand on no statement yet, the newest first; one statement."""
    is_stated = select(StatementLine.entry_id).where(StatementLine.entry_id == LedgerEntry.id).exists()
    own = and_(LedgerEntry.account == Account.OWED_TO_PRODUCER, LedgerEntry.sub_id == producer_id)
    rows = db.session.execute(
        select(
            LedgerTransaction.kind,
            LedgerTransaction.happened_at,
            func.coalesce(Order.code, BoothSale.code, ""),
            -LedgerEntry.amount_vnd,
        )
        .join(LedgerTransaction, LedgerTransaction.id == LedgerEntry.transaction_id)
        .outerjoin(Order, Order.id == LedgerTransaction.order_id)
        .outerjoin(BoothSale, of_booth_sale())
        .where(own, LedgerTransaction.producer_id == producer_id, ~is_stated)
        .order_by(LedgerTransaction.happened_at.desc(), LedgerEntry.id.desc())
        .limit(limit)
    )
    return [Movement(*row) for row in rows]
