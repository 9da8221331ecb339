"""What sales at booths await of the bank, and what they have to give back.

What a sale awaits: its price, less what was taken back of it against the transfer, less what was found or given up.
Below nothing, so much is to go back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, String, and_, case, cast, func, or_, select
from sqlalchemy.orm import aliased

from shop.database import db
from shop.fairs import BoothSale, BoothTask, SaleKind, TaskKind, Tender
from shop.payments.booth_models import BoothTransfer
from shop.payments.rules import COMING, TRANSFER_MAY_TAKE


@dataclass(frozen=True)
class OpenTransfer:
    """A sale at a booth and what it awaits in dong; with a minus what is to go back."""

    sale: BoothSale
    open_vnd: int


def open_of(sale_id: int) -> int:
    """What one sale awaits in dong; with a minus what is to go back."""
    return int(db.session.scalar(select(_open_vnd()).where(BoothSale.id == sale_id)) or 0)


def list_open_transfers(fair_id: int) -> list[OpenTransfer]:
    """Sales of a fair whose transfer is awaited, or that have money to give back, the oldest first."""
    awaited = _open_vnd()
    query = select(BoothSale, awaited).where(BoothSale.fair_id == fair_id, _may_be_open(), awaited != 0)
    rows = db.session.execute(query.order_by(BoothSale.happened_at, BoothSale.id))
    return [OpenTransfer(sale, int(amount)) for sale, amount in rows]


def list_settled_transfers(fair_id: int, limit: int = 200) -> list[tuple[BoothTransfer, BoothSale]]:
    """What became of the transfers of a fair, the latest first."""
    query = select(BoothTransfer, BoothSale).join(BoothSale, BoothSale.id == BoothTransfer.booth_sale_id)
    query = query.where(BoothSale.fair_id == fair_id).order_by(BoothTransfer.id.desc()).limit(limit)
    return [(transfer, sale) for transfer, sale in db.session.execute(query)]


def list_transfers_to_ask_about(at: datetime, limit: int = 100) -> list[OpenTransfer]:
    """Sales whose transfer should have come by now, or that have money to give back, about which nobody is asked."""
    awaited = _open_vnd()
    late = and_(awaited > 0, BoothSale.happened_at < at - TRANSFER_MAY_TAKE, _is_unasked(TaskKind.TRANSFER_MISSING))
    owing = and_(awaited < 0, _is_unasked(TaskKind.TRANSFER_TO_SEND))
    query = select(BoothSale, awaited).where(_may_be_open(), or_(late, owing)).order_by(BoothSale.id).limit(limit)
    return [OpenTransfer(sale, int(amount)) for sale, amount in db.session.execute(query)]


def task_key(kind: TaskKind, sale_id: int) -> str:
    """What names the task about a sale's transfer, once for ever."""
    return f"{kind}:{sale_id}"


def _is_unasked(kind: TaskKind) -> ColumnElement[bool]:
    key = f"{kind}:" + cast(BoothSale.id, String)
    return ~select(BoothTask.id).where(BoothTask.key == key).correlate(BoothSale).exists()


def _may_be_open() -> ColumnElement[bool]:
    """Only sales have a transfer; what was taken back stands against theirs."""
    back = aliased(BoothSale)
    against = select(back.id).where(back.of_sale_id == BoothSale.id, back.tender == Tender.VIETQR).correlate(BoothSale)
    return and_(BoothSale.kind == SaleKind.SALE, or_(BoothSale.tender == Tender.VIETQR, against.exists()))


def _open_vnd() -> ColumnElement[int]:
    back = aliased(BoothSale)
    returned = (
        select(func.coalesce(func.sum(back.total_vnd), 0))
        .where(back.of_sale_id == BoothSale.id, back.tender == Tender.VIETQR)
        .correlate(BoothSale)
        .scalar_subquery()
    )
    signed = case((BoothTransfer.outcome.in_(COMING), BoothTransfer.settled_vnd), else_=-BoothTransfer.settled_vnd)
    settled = (
        select(func.coalesce(func.sum(signed), 0))
        .where(BoothTransfer.booth_sale_id == BoothSale.id)
        .correlate(BoothSale)
        .scalar_subquery()
    )
    price = case((BoothSale.tender == Tender.VIETQR, BoothSale.total_vnd), else_=0)
    return price - returned - settled
