"""What orders know of people: the file that they may take along, and when it goes.

An order is a contract. Who bought what is kept for three years from the day of the order (Decree 248/2026 on commerce
by electronic means); after that, and earlier for what no contract needs, names, numbers and addresses go, the figures
stay.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, exists, func, select, update
from sqlalchemy.orm import joinedload, selectinload

from shop.accounts import Person
from shop.database import count_changed, db
from shop.orders.models import Order, OrderLine, OrderNote, Parcel
from shop.orders.refund_models import RefundDue, RefundStatus, ReturnRequest
from shop.orders.rules import RETURN_WINDOW, OrderStatus, PaymentMethod

ORDERS_KEPT = timedelta(days=3 * 365 + 1)
OVER = (OrderStatus.CANCELLED, OrderStatus.EXPIRED, OrderStatus.COMPLETED, OrderStatus.REFUNDED)


def export_orders(account_id: int) -> list[dict[str, Any]]:
    """All orders of an account as plain values for JSON, the oldest first; amounts in dong."""
    query = (
        select(Order)
        .where(Order.account_id == account_id)
        .order_by(Order.id)
        .options(joinedload(Order.parcels).joinedload(Parcel.lines), selectinload(Order.events))
        .options(selectinload(Order.refunds))
        .execution_options(populate_existing=True)
    )
    orders = db.session.scalars(query).unique().all()
    wishes = db.session.scalars(select(ReturnRequest).where(ReturnRequest.order_id.in_([o.id for o in orders]))).all()
    return [_exported(order, [wish for wish in wishes if wish.order_id == order.id]) for order in orders]


def claim_order(order_id: int, account_id: int, email: str) -> bool:
    """Put a guest's order into the account whose confirmed address it was placed with; False where it is not so.

    Whoever calls has seen the order's code and telephone number proved.
    """
    claimed = update(Order).where(
        Order.id == order_id, Order.account_id.is_(None), Order.email != "", Order.email == email
    )
    return count_changed(claimed.values(account_id=account_id)) == 1


def forget_shopper(account_id: int, at: datetime) -> int:
    """An account is closed: what no contract needs goes from its orders that are over; how many there were.

    Mail address and free words go; name, number and address stay for `ORDERS_KEPT`. Orders under way stay whole until
    they are over: parcels and mails must find their way.
    """
    mine = and_(Order.account_id == account_id, *_is_over(at))
    return _erase(mine, {"email": "", "note": ""})


def forget_shoppers_of_before(at: datetime) -> int:
    """The same for accounts that were closed before, whose orders are over meanwhile."""
    is_closed = exists().where(Person.id == Order.account_id, Person.deleted_at.is_not(None))
    return _erase(and_(Order.email != "", is_closed, *_is_over(at)), {"email": "", "note": ""})


def anonymise_old_orders(at: datetime) -> int:
    """Take names, numbers and addresses out of orders older than `ORDERS_KEPT`; how many there were.

    The office's notes go whole, and such an order is found by its code only.
    """
    old = and_(Order.placed_at < at - ORDERS_KEPT, Order.phone != "", *_is_over(at))
    noted = delete(OrderNote).where(OrderNote.order_id.in_(select(Order.id).where(old)))
    count_changed(noted)
    values = {"name": "", "phone": "", "email": "", "street": "", "note": ""}
    return _erase(old, {**values, "search_words": func.lower(Order.code)})


def _is_over(at: datetime) -> tuple[Any, ...]:
    """Nothing is owed any more: nothing is under way, the time for returns is over, no refund and no wish is open."""
    owed = exists().where(RefundDue.order_id == Order.id, RefundDue.status.in_((RefundStatus.DUE, RefundStatus.BEGUN)))
    wished = exists().where(ReturnRequest.order_id == Order.id, ReturnRequest.status == "requested")
    young = exists().where(Parcel.order_id == Order.id, Parcel.delivered_at > at - RETURN_WINDOW)
    return Order.status.in_(OVER), ~owed, ~wished, ~young


def _erase(which: Any, values: dict[str, Any]) -> int:
    numbers = list(db.session.scalars(select(Order.id).where(which)))
    db.session.execute(
        update(ReturnRequest)
        .where(ReturnRequest.order_id.in_(numbers))
        .values(note="")
        .execution_options(synchronize_session=False)
    )
    return count_changed(update(Order).where(Order.id.in_(numbers)).values(**values))


def _exported(order: Order, wishes: list[ReturnRequest]) -> dict[str, Any]:
    return {
        "code": order.code,
        "status": order.status,
        "placed_at": _iso(order.placed_at),
        "paid_at": _iso(order.paid_at),
        "method": str(PaymentMethod(order.method)),
        "language": order.language,
        "name": order.name,
        "phone": order.phone,
        "email": order.email,
        "destination": order.destination_kind,
        "address": [order.street, order.commune_name, order.province_name],
        "note": order.note,
        "goods_vnd": order.goods_vnd,
        "delivery_vnd": order.delivery_vnd,
        "total_vnd": order.total_vnd,
        "parcels": [_exported_parcel(parcel) for parcel in order.parcels],
        "steps": [{"to": event.to_status, "at": _iso(event.happened_at)} for event in order.events],
        "money_back": [
            {"amount_vnd": due.amount_vnd, "for": due.kind, "status": due.status, "sent_at": _iso(due.refunded_at)}
            for due in order.refunds
        ],
        "returns": [
            {"line": w.order_line_id, "quantity": w.quantity, "reason": w.reason, "note": w.note, "status": w.status}
            for w in wishes
        ],
    }


def _exported_parcel(parcel: Parcel) -> dict[str, Any]:
    return {
        "status": parcel.status,
        "fee_vnd": parcel.fee_vnd,
        "carrier": parcel.carrier,
        "tracking": parcel.tracking,
        "delivered_at": _iso(parcel.delivered_at),
        "lines": [_exported_line(line) for line in parcel.lines],
    }


def _exported_line(line: OrderLine) -> dict[str, Any]:
    return {
        "line": line.id,
        "name": line.name_vi,
        "pack": line.pack_vi,
        "producer": line.producer_name,
        "quantity": line.quantity,
        "unit_vnd": line.unit_vnd,
        "certificate": line.certificate_code,
        "stars": line.stars,
        "last_valid_day": line.last_valid_day.isoformat(),
    }


def _iso(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None
