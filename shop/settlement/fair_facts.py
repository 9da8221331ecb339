"""What happened at fairs and is not booked yet: sales and returns at booths, counts of drawers, cash, transfers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import ColumnElement, case, func, select

from shop.database import db
from shop.fairs import BoothSale, BoothSaleLine, BoothSession, DrawerMove, LineKind, SaleKind, Tender
from shop.payments import BoothTransfer, Payment, TransferOutcome
from shop.settlement.fair_models import Compensation, FairCash
from shop.settlement.fair_rules import (
    FairCashKind,
    cash_differs,
    cash_moved,
    goods_made_good,
    sold_at_booth,
    taken_back_at_booth,
    transfer_settled,
)
from shop.settlement.models import LedgerEntry, LedgerTransaction
from shop.settlement.remitted import where_remitted
from shop.settlement.rules import Account, FactKind, Posting
from shop.settlement.unbooked import is_unbooked, times_booked

# Each producer's part of a sale: goods and commission in dong.
Parts = dict[int, dict[int, tuple[int, int]]]


def find_booth_sales(limit: int) -> list[Posting]:
    """A booth sold something: each producer's part of it is a transaction of its own, as each parcel is."""
    return _find_sales(limit, FactKind.BOOTH_SALE, BoothSale.kind == SaleKind.SALE)


def find_booth_returns(limit: int) -> list[Posting]:
    """A booth took something back that it had sold, a piece or all of it."""
    return _find_sales(limit, FactKind.BOOTH_RETURN, BoothSale.kind != SaleKind.SALE)


def _find_sales(limit: int, kind: FactKind, which: ColumnElement[bool]) -> list[Posting]:
    costs = select(BoothSaleLine.id).where(
        BoothSaleLine.booth_sale_id == BoothSale.id, BoothSaleLine.kind == LineKind.SALE
    )
    query = select(BoothSale).where(which, is_unbooked(kind, BoothSale.id), costs.exists())
    sales = db.session.scalars(query.order_by(BoothSale.id).limit(limit)).all()
    parts = _parts([sale.id for sale in sales])
    book = sold_at_booth if kind is FactKind.BOOTH_SALE else taken_back_at_booth
    return [
        Posting(
            f"{kind}:{sale.id}:{producer_id}",
            kind,
            sale.id,
            sale.happened_at,
            book(sale.fair_id, producer_id, tender=sale.tender, goods_vnd=goods, commission_vnd=commission),
            producer_id=producer_id,
        )
        for sale in sales
        for producer_id, (goods, commission) in sorted(parts[sale.id].items())
    ]


def _parts(sale_ids: Collection[int]) -> Parts:
    found: Parts = defaultdict(dict)
    line = BoothSaleLine
    rows = db.session.execute(
        select(
            line.booth_sale_id,
            line.producer_id,
            func.sum(line.quantity * line.unit_vnd),
            func.sum(line.commission_vnd),
        )
        .where(line.booth_sale_id.in_(sale_ids), line.kind == LineKind.SALE)
        .group_by(line.booth_sale_id, line.producer_id)
    )
    for sale_id, producer_id, goods, commission in rows:
        found[sale_id][producer_id] = (int(goods), int(commission))
    return found


def find_cash_counted(limit: int) -> list[Posting]:
    """A drawer was counted and does not hold what it should; again, where a sale of its session came later."""
    times = times_booked(FactKind.BOOTH_CASH_COUNTED, BoothSession.id)
    open_vnd = BoothSession.counted_vnd - expected_cash() - _booked_difference()
    query = (
        select(BoothSession, open_vnd, times)
        .where(BoothSession.closed_at.is_not(None), BoothSession.counted_vnd.is_not(None), open_vnd != 0)
        .order_by(BoothSession.id)
        .limit(limit)
    )
    return [
        Posting(
            f"booth_session:{session.id}:counted:{booked + 1}",
            FactKind.BOOTH_CASH_COUNTED,
            session.id,
            session.closed_at or session.received_at,
            cash_differs(session.fair_id, int(difference or 0)),
        )
        for session, difference, booked in db.session.execute(query)
    ]


def expected_cash() -> ColumnElement[int]:
    """What should lie in the drawer of a session, in SQL: see `Drawer`."""
    signed = case((BoothSale.kind == SaleKind.SALE, BoothSale.total_vnd), else_=-BoothSale.total_vnd)
    sold = (
        select(func.coalesce(func.sum(signed), 0))
        .where(
            BoothSale.session_id == BoothSession.session_id,
            BoothSale.device_id == BoothSession.device_id,
            BoothSale.tender != Tender.VIETQR,
        )
        .correlate(BoothSession)
        .scalar_subquery()
    )
    moved = (
        select(
            func.coalesce(
                func.sum(case((DrawerMove.kind == "in", DrawerMove.amount_vnd), else_=-DrawerMove.amount_vnd)), 0
            )
        )
        .where(DrawerMove.booth_session_id == BoothSession.id)
        .correlate(BoothSession)
        .scalar_subquery()
    )
    return BoothSession.float_vnd + sold + moved


def _booked_difference() -> ColumnElement[int]:
    return (
        select(func.coalesce(func.sum(LedgerEntry.amount_vnd), 0))
        .join(LedgerTransaction, LedgerTransaction.id == LedgerEntry.transaction_id)
        .where(
            LedgerTransaction.kind == FactKind.BOOTH_CASH_COUNTED,
            LedgerTransaction.fact_id == BoothSession.id,
            LedgerEntry.account == Account.CASH_AT_FAIRS,
        )
        .correlate(BoothSession)
        .scalar_subquery()
    )


def find_booth_transfers(limit: int) -> list[Posting]:
    """A transfer that was seen at a booth was found, given up, or what was taken back against it went back."""
    query = (
        select(BoothTransfer, BoothSale.fair_id, Payment.amount_vnd)
        .join(BoothSale, BoothSale.id == BoothTransfer.booth_sale_id)
        .outerjoin(Payment, Payment.id == BoothTransfer.payment_id)
        .where(is_unbooked(FactKind.BOOTH_TRANSFER, BoothTransfer.id))
        .order_by(BoothTransfer.id)
        .limit(limit)
    )
    return [
        Posting(
            f"booth_transfer:{transfer.id}",
            FactKind.BOOTH_TRANSFER,
            transfer.id,
            transfer.decided_at,
            transfer_settled(
                fair_id,
                TransferOutcome(transfer.outcome),
                settled_vnd=transfer.settled_vnd,
                came_vnd=came or 0,
                payment_id=transfer.payment_id or 0,
            ),
        )
        for transfer, fair_id, came in db.session.execute(query)
    ]


def find_fair_cash(limit: int) -> list[Posting]:
    """Cash came to a fair or left it, as a person wrote down."""
    query = select(FairCash).where(is_unbooked(FactKind.FAIR_CASH, FairCash.id)).order_by(FairCash.id).limit(limit)
    return [
        Posting(
            f"fair_cash:{one.id}",
            FactKind.FAIR_CASH,
            one.id,
            one.written_at,
            cash_moved(one.fair_id, FairCashKind(one.kind), one.amount_vnd, _found_at(one)),
        )
        for one in db.session.scalars(query)
    ]


def _found_at(cash: FairCash) -> tuple[Account, int]:
    found = where_remitted(cash)
    return found.account, found.sub_id


def find_compensations(limit: int) -> list[Posting]:
    """Missing goods were made good to their producer."""
    query = select(Compensation).where(is_unbooked(FactKind.GOODS_COMPENSATED, Compensation.id))
    return [
        Posting(
            f"compensation:{one.id}",
            FactKind.GOODS_COMPENSATED,
            one.id,
            one.decided_at,
            goods_made_good(one.fair_id, one.producer_id, one.amount_vnd),
            producer_id=one.producer_id,
        )
        for one in db.session.scalars(query.order_by(Compensation.id).limit(limit))
    ]
