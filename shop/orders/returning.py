"""Giving back delivered goods: a shopper asks within seven days, a person decides."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select, update

from shop.database import count_changed, db
from shop.orders.models import Order
from shop.orders.parts import LineLeft, list_lines_left
from shop.orders.progress import lock_order
from shop.orders.refund_models import RefundKind, ReturnRequest, ReturnStatus
from shop.orders.refunding import owe_back, part_of
from shop.orders.refusals import NoSuchOrder, ReturnRefused, TooMany, WhyNotReturn
from shop.orders.rules import RETURN_WINDOW, ParcelStatus
from shop.orders.stall_notices import StallNotice, Told, tell_stalls
from shop.values.folding import tidy

RETURN_REASONS = ("damaged", "wrong_goods", "not_as_described", "other")


def request_return(
    order_id: int, quantities: Mapping[int, int], *, reason: str, note: str, at: datetime
) -> list[ReturnRequest]:
    """Ask to give back pieces of delivered lines, by order line id, for one of RETURN_REASONS.

    Refuses NoSuchOrder, ReturnRefused (not delivered, or longer ago than seven days) and TooMany.
    """
    lock_order(order_id)
    lines = {line.id: line for line in list_lines_left(order_id)}
    asked = _asked_for(order_id)
    rows = []
    for line_id, quantity in quantities.items():
        line = lines.get(line_id)
        if line is None:
            raise NoSuchOrder("line", line_id)
        _check_can_return(line, quantity, line.left - asked.get(line_id, 0), at)
        rows.append(
            ReturnRequest(
                order_id=order_id,
                order_line_id=line_id,
                quantity=quantity,
                reason=reason if reason in RETURN_REASONS else "other",
                note=tidy(note)[:1000],
                status=ReturnStatus.REQUESTED,
                requested_at=at,
            )
        )
    db.session.add_all(rows)
    db.session.flush()
    told = [Told(lines[row.order_line_id].parcel_id, f"r{row.id}", {row.order_line_id: row.quantity}) for row in rows]
    tell_stalls(StallNotice.RETURN_ASKED, told, by="shopper", at=at)
    return rows


def decide_return(return_id: int, *, accepted: bool, by: str, at: datetime, note: str = "") -> None:
    """Accept or reject a return, once; accepted, the price of its pieces is owed back, however it was paid.

    Whether the goods can be sold again, a person says by `receive_stock`. Refuses NoSuchOrder and ReturnRefused.
    """
    request = db.session.get(ReturnRequest, return_id)
    if request is None:
        raise NoSuchOrder("return", return_id)
    order = lock_order(request.order_id)
    status = ReturnStatus.ACCEPTED if accepted else ReturnStatus.REJECTED
    if not _decide(return_id, status, by=by, at=at, note=note):
        raise ReturnRefused(return_id, WhyNotReturn.DECIDED)
    if accepted:
        _owe(order, request, by=by, at=at)
    db.session.expire(request)


def list_open_returns() -> list[ReturnRequest]:
    """Requests that wait for a decision, the oldest first."""
    query = select(ReturnRequest).where(ReturnRequest.status == ReturnStatus.REQUESTED).order_by(ReturnRequest.id)
    return list(db.session.scalars(query))


def list_returns_of(order_id: int) -> list[ReturnRequest]:
    """What was asked to be given back of an order, the oldest first."""
    return list(
        db.session.scalars(select(ReturnRequest).where(ReturnRequest.order_id == order_id).order_by(ReturnRequest.id))
    )


def _check_can_return(line: LineLeft, quantity: int, left: int, at: datetime) -> None:
    if line.parcel_status != ParcelStatus.DELIVERED or line.delivered_at is None:
        raise ReturnRefused(line.id, WhyNotReturn.NOT_DELIVERED)
    if at >= line.delivered_at + RETURN_WINDOW:
        raise ReturnRefused(line.id, WhyNotReturn.TOO_LATE)
    if not 0 < quantity <= left:
        raise TooMany(line.id, left)


def _asked_for(order_id: int) -> dict[int, int]:
    """Pieces that were asked for and not rejected, by order line id."""
    rows = db.session.execute(
        select(ReturnRequest.order_line_id, func.sum(ReturnRequest.quantity))
        .where(ReturnRequest.order_id == order_id, ReturnRequest.status != ReturnStatus.REJECTED)
        .group_by(ReturnRequest.order_line_id)
    )
    return {line_id: int(quantity) for line_id, quantity in rows}


def _decide(return_id: int, status: ReturnStatus, *, by: str, at: datetime, note: str) -> bool:
    decided = (
        update(ReturnRequest)
        .where(ReturnRequest.id == return_id, ReturnRequest.status == ReturnStatus.REQUESTED)
        .values(status=status, decided_by=by, decided_at=at, decision_note=tidy(note))
    )
    return count_changed(decided) == 1


def _owe(order: Order, request: ReturnRequest, *, by: str, at: datetime) -> None:
    lines = {line.id: line for line in list_lines_left(order.id)}
    part = part_of(lines[request.order_line_id], request.quantity)
    owe_back(order, RefundKind.RETURN, [part], reason=request.reason, by=by, at=at)
