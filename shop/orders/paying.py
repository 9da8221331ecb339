"""What orders make of money that came, and of money that did not. Whoever handles money tells; orders never ask it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select

from shop.certification import Certificate, CertifiedGood, good_is_certified_at
from shop.database import db
from shop.orders.models import Order, OrderEvent, OrderLine
from shop.orders.notices import Notice, tell
from shop.orders.parts import LineLeft, drop_unsent_parcels, list_lines_left
from shop.orders.progress import advance_order, advance_parcels, lock_order
from shop.orders.refund_models import RefundKind
from shop.orders.refunding import drop_refund, fee_parts, goods_parts, owe_back
from shop.orders.refusals import CannotRevive, WhyNotRevive
from shop.orders.rules import OrderStatus, ParcelStatus, PaymentMethod
from shop.stock import OutOfStock, StockWanted, take_stock

_O, _P = OrderStatus, ParcelStatus
SHOP = "shop"
_FRESH = {"populate_existing": True}


class PaidOutcome(StrEnum):
    """What became of money for the whole total. `SURPLUS`: the order wants none, all of it goes back."""

    PAID = "paid"
    REVIVED = "revived"
    REFUND_DUE = "refund_due"
    SURPLUS = "surplus"


@dataclass(frozen=True)
class Payable:
    """What whoever takes money must know of an order; total in dong."""

    order_id: int
    code: str
    status: OrderStatus
    method: PaymentMethod
    total_vnd: int
    placed_at: datetime
    hold_until: datetime | None
    language: str
    email: str


def get_payable(order_id: int) -> Payable | None:
    """What an order asks to be paid, or None."""
    return _payable(db.session.scalar(select(Order).where(Order.id == order_id).execution_options(**_FRESH)))


def find_payable(code: str) -> Payable | None:
    """The same by the order's code as `parse_order_code` gives it, or None."""
    return _payable(db.session.scalar(select(Order).where(Order.code == code).execution_options(**_FRESH)))


def list_holds_ended(at: datetime, limit: int = 100) -> list[Payable]:
    """Unpaid orders whose hold has ended, the longest ended first. Ask the provider before `expire_order` (R13)."""
    query = (
        select(Order)
        .where(Order.status == _O.AWAITING_PAYMENT, Order.hold_until <= at)
        .order_by(Order.hold_until, Order.id)
        .limit(limit)
        .execution_options(**_FRESH)
    )
    return [payable for order in db.session.scalars(query) if (payable := _payable(order))]


def expire_order(order_id: int, *, at: datetime, by: str = SHOP) -> bool:
    """End an unpaid order whose hold has ended and give its stock back; False where it is paid or over, or too early.

    Refuses NoSuchOrder.
    """
    order = lock_order(order_id)
    if order.hold_until is None or order.hold_until > at:
        return False
    if not advance_order(order_id, (_O.AWAITING_PAYMENT, _O.EXPIRED), by=by, at=at):
        return False
    drop_unsent_parcels(order_id, list_lines_left(order_id), by=by, at=at, reason="")
    tell(Notice.CANCELLED, order, str(order_id), at=at, why="expired")
    return True


def record_paid(order_id: int, paid_at: datetime, *, at: datetime, by: str = "payments") -> PaidOutcome:
    """Money for exactly the order's total came, by the provider's word at `paid_at`: the decisive instant (domain 0.5).

    PAID where the hold was running and every good certified then. REVIVED where the hold was ended meanwhile though
    the money came in time, and stock is left. REFUND_DUE where it cannot be honoured; what is owed back is written.
    SURPLUS where the order has its money, is refunded or takes cash: this payment must go back. Refuses NoSuchOrder.
    """
    order = lock_order(order_id)
    status = OrderStatus(order.status)
    if status not in (_O.AWAITING_PAYMENT, _O.EXPIRED, _O.CANCELLED):
        return PaidOutcome.SURPLUS
    lines = list_lines_left(order_id)
    is_in_time = order.hold_until is not None and paid_at < order.hold_until
    can_be_honoured = status is not _O.CANCELLED and is_in_time and _is_certified(lines, paid_at)
    if can_be_honoured and status is _O.EXPIRED:
        can_be_honoured = _take_again(order_id, lines, by=by, at=at)
    if not can_be_honoured:
        _owe_all(order, status, lines, paid_at=paid_at, by=by, at=at)
        return PaidOutcome.REFUND_DUE
    advance_order(order_id, (status, _O.PAID), by=by, at=at, paid_at=paid_at, decisive_at=paid_at)
    advance_parcels(order_id, (_P.WAITING, _P.PREPARING), by=by, at=at)
    tell(Notice.PAID, order, str(order_id), at=at)
    return PaidOutcome.REVIVED if status is _O.EXPIRED else PaidOutcome.PAID


def revive_order(order_id: int, *, by: str, at: datetime) -> None:
    """A person accepts money that came late, where stock and certificates still allow (domain 0.9).

    What was owed back is not owed any more. Refuses NoSuchOrder and CannotRevive: `status` unless the order ended by
    time and its money has not begun to go back, `certificate` where a good was not certified when the money came.
    """
    order = lock_order(order_id)
    if order.status != _O.REFUND_DUE or order.paid_at is None or not _ended_by_time(order_id):
        raise CannotRevive(order_id, WhyNotRevive.STATUS)
    lines = list_lines_left(order_id)
    if not _is_certified(lines, order.paid_at):
        raise CannotRevive(order_id, WhyNotRevive.CERTIFICATE)
    if not _take_again(order_id, lines, by=by, at=at):
        raise CannotRevive(order_id, WhyNotRevive.STOCK)
    if not drop_refund(order_id):
        raise CannotRevive(order_id, WhyNotRevive.STATUS)
    advance_order(order_id, (_O.REFUND_DUE, _O.PAID), by=by, at=at, decisive_at=order.paid_at)
    tell(Notice.PAID, order, str(order_id), at=at)


def _is_certified(lines: Collection[LineLeft], at: datetime) -> bool:
    """Whether at the decisive instant every line's own certificate covered it and every good was certified.

    The first is what the order promised; the second knows of revocations since.
    """
    # By the lines' certificates: their goods may have been merged into others since.
    certified = db.session.scalar(
        select(func.count())
        .select_from(OrderLine)
        .join(Certificate, Certificate.id == OrderLine.certificate_id)
        .join(CertifiedGood, CertifiedGood.id == Certificate.good_id)
        .where(OrderLine.id.in_([line.id for line in lines]), good_is_certified_at(at))
    )
    return certified == len(lines) and all(line.valid_from <= at < line.valid_until for line in lines)


def _take_again(order_id: int, lines: Collection[LineLeft], *, by: str, at: datetime) -> bool:
    """Take the stock of an ended order once more, all or nothing; False where there is not enough."""
    try:
        with db.session.begin_nested():
            parcels = advance_parcels(order_id, (_P.CANCELLED, _P.PREPARING), by=by, at=at)
            take_stock(
                (
                    StockWanted(line.variant_id, line.id, line.left, f"{line.id}:p{parcels[line.parcel_id]}")
                    for line in lines
                ),
                at=at,
            )
    except OutOfStock:
        return False
    return True


def _owe_all(
    order: Order, status: OrderStatus, lines: Collection[LineLeft], *, paid_at: datetime, by: str, at: datetime
) -> None:
    """Money that cannot be honoured: the order is dead, and its whole total is owed back."""
    drop_unsent_parcels(order.id, lines, by=by, at=at, reason="")
    parts = [*goods_parts(lines), *fee_parts(lines)]
    owe_back(order, RefundKind.ORDER, parts, reason="paid_too_late", by=by, at=at)
    advance_order(order.id, (status, _O.REFUND_DUE), by=by, at=at, paid_at=paid_at)
    tell(Notice.CANCELLED, order, f"{order.id}:paid_too_late", at=at, why="paid_too_late")


def _ended_by_time(order_id: int) -> bool:
    query = select(OrderEvent.from_status).where(OrderEvent.order_id == order_id, OrderEvent.to_status == _O.REFUND_DUE)
    return db.session.scalar(query.order_by(OrderEvent.seq.desc()).limit(1)) in (_O.AWAITING_PAYMENT, _O.EXPIRED)


def _payable(order: Order | None) -> Payable | None:
    if order is None:
        return None
    return Payable(
        order_id=order.id,
        code=order.code,
        status=OrderStatus(order.status),
        method=PaymentMethod(order.method),
        total_vnd=order.total_vnd,
        placed_at=order.placed_at,
        hold_until=order.hold_until,
        language=order.language,
        email=order.email,
    )
