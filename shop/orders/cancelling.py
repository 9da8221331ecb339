"""Giving up an order, or pieces of it, before they are sent; and stopping what a revocation forbids."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from shop.certification import Certificate, CertificateRevocation, CertifiedGood, good_is_certified_at
from shop.database import db
from shop.orders.models import Order, OrderLine, Parcel
from shop.orders.notices import Notice, named_goods, tell
from shop.orders.parcels import complete_if_over
from shop.orders.parts import LineLeft, drop_unsent_parcels, list_lines_left
from shop.orders.progress import advance_order, lock_order
from shop.orders.refund_models import LineWithdrawal, RefundDueLine, RefundKind
from shop.orders.refunding import fee_parts, goods_parts, owe_back, part_of
from shop.orders.refusals import NoSuchOrder, TooLateToCancel, TooMany, WrongStatus
from shop.orders.rules import UNSENT, OrderStatus, ParcelStatus, may_still_be_cancelled
from shop.orders.stall_notices import StallNotice, Told, tell_stalls
from shop.stock import StockWanted, give_back

_O, _P = OrderStatus, ParcelStatus
REVOKED = "certificate_revoked"


def cancel_order(order_id: int, *, by: str, at: datetime, reason: str = "", by_operator: bool = False) -> None:
    """Give up a whole order before anything is packed (`by_operator`: before anything is sent).

    Stock goes back; what was paid is owed back. An unpaid order must be closed at the provider by whoever handles
    money; money that comes all the same is owed back (`record_paid`). Refuses NoSuchOrder and TooLateToCancel.
    """
    order = lock_order(order_id)
    lines = list_lines_left(order_id)
    status = OrderStatus(order.status)
    if not may_still_be_cancelled(status, {_P(line.parcel_status) for line in lines}, by_operator=by_operator):
        raise TooLateToCancel(order.code)
    alive = [line for line in lines if line.parcel_status != _P.CANCELLED]
    drop_unsent_parcels(order_id, lines, by=by, at=at, reason=reason)
    if order.paid_at is not None:
        owe_back(order, RefundKind.ORDER, [*goods_parts(alive), *fee_parts(alive)], reason=reason, by=by, at=at)
    advance_order(order_id, (status, _ENDS[status]), by=by, at=at, reason=reason)
    tell(Notice.CANCELLED, order, str(order_id), at=at, why=reason)


def cancel_lines(order_id: int, quantities: Mapping[int, int], *, by: str, at: datetime, reason: str) -> None:
    """Take pieces out of parcels that are not sent yet, by order line id; a parcel with nothing left is cancelled.

    Stock goes back; what was paid for the pieces (and for the delivery of a cancelled parcel) is owed back. Refuses
    NoSuchOrder, WrongStatus (the order is unpaid or over, the parcel is sent) and TooMany.
    """
    order = lock_order(order_id)
    if order.status not in (_O.PLACED, _O.PAID):
        raise WrongStatus("order", order_id, order.status)
    lines = {line.id: line for line in list_lines_left(order_id)}
    taken: dict[int, dict[int, int]] = defaultdict(dict)
    for line_id, quantity in quantities.items():
        line = lines.get(line_id)
        if line is None:
            raise NoSuchOrder("line", line_id)
        _check_can_go(line, quantity)
        taken[line.parcel_id][line_id] = quantity
    for parcel_id, pieces in taken.items():
        members = [line for line in lines.values() if line.parcel_id == parcel_id]
        _cancel_in_parcel(order, members, pieces, by=by, at=at, reason=reason)
    complete_if_over(order, by=by, at=at)


def stop_revoked(at: datetime, *, by: str = "shop") -> int:
    """Stop what is not sent yet of goods whose certificate was revoked and that hold no other (domain 0.6).

    Unpaid orders are cancelled whole; of others the pieces are taken out, which leaves refunds for the operator.
    Returns how many orders were touched. To be called in the transaction of a revocation; a second time does nothing.
    """
    revoked: dict[int, list[int]] = defaultdict(list)
    for order_id, line_id in db.session.execute(_revoked_unsent(at)):
        revoked[order_id].append(line_id)
    for order_id in sorted(revoked):
        if lock_order(order_id).status == _O.AWAITING_PAYMENT:
            cancel_order(order_id, by=by, at=at, reason=REVOKED)
            continue
        left = {line.id: line.left for line in list_lines_left(order_id) if line.parcel_status in UNSENT and line.left}
        pieces = {line_id: left[line_id] for line_id in revoked[order_id] if line_id in left}
        if pieces:
            cancel_lines(order_id, pieces, by=by, at=at, reason=REVOKED)
    return len(revoked)


_ENDS = {_O.AWAITING_PAYMENT: _O.CANCELLED, _O.PLACED: _O.CANCELLED, _O.PAID: _O.REFUND_DUE}


def _check_can_go(line: LineLeft, quantity: int) -> None:
    if line.parcel_status not in UNSENT:
        raise WrongStatus("parcel", line.parcel_id, line.parcel_status)
    if not 0 < quantity <= line.left:
        raise TooMany(line.id, line.left)


def _cancel_in_parcel(
    order: Order, members: list[LineLeft], pieces: Mapping[int, int], *, by: str, at: datetime, reason: str
) -> None:
    """Take pieces out of one parcel, or cancel it where they are all that is left of it."""
    parts: list[RefundDueLine]
    if all(pieces.get(line.id, 0) == line.left for line in members):
        drop_unsent_parcels(order.id, members, by=by, at=at, reason=reason, only=members[0].parcel_id)
        kind, parts = RefundKind.PARCEL, [*goods_parts(members), *fee_parts(members)]
    else:
        going = [line for line in members if line.id in pieces]
        _withdraw(going, pieces, by=by, at=at, reason=reason)
        kind, parts = RefundKind.LINES, [part_of(line, pieces[line.id]) for line in going]
    if order.paid_at is not None:
        owe_back(order, kind, parts, reason=reason, by=by, at=at)
    words = ", ".join(f"{line_id}x{quantity}" for line_id, quantity in sorted(pieces.items()))
    named = db.session.scalars(select(OrderLine).where(OrderLine.id.in_(pieces)).order_by(OrderLine.id))
    goods = named_goods(named, pieces, order.language)
    key = f"{order.id}:{at.timestamp():.3f}:{words}"[:100]
    tell(Notice.CANCELLED, order, key, at=at, why=reason, lines=words, goods=goods)


def _withdraw(lines: list[LineLeft], pieces: Mapping[int, int], *, by: str, at: datetime, reason: str) -> None:
    rows = [
        LineWithdrawal(order_line_id=line.id, quantity=pieces[line.id], reason=reason, withdrawn_by=by, withdrawn_at=at)
        for line in lines
    ]
    db.session.add_all(rows)
    db.session.flush()
    give_back(
        (
            StockWanted(line.variant_id, line.id, row.quantity, f"{line.id}:w{row.id}")
            for line, row in zip(lines, rows, strict=True)
        ),
        at=at,
    )
    told = Told(lines[0].parcel_id, f"w{rows[0].id}", pieces)
    tell_stalls(StallNotice.CANCELLED, [told], by=by, at=at, is_part=True)


def _revoked_unsent(at: datetime) -> Select[int, int]:
    sold_by, ended = aliased(Certificate), aliased(Certificate)
    # Where an officer corrected the certificate since, what ended the right one counts.
    is_its_own = or_(
        ended.id == sold_by.id, and_(sold_by.withdrawn_by_id.is_not(None), ended.good_id == sold_by.good_id)
    )
    revocation = (
        select(CertificateRevocation.id)
        .join(ended, ended.id == CertificateRevocation.certificate_id)
        .where(CertificateRevocation.counts, CertificateRevocation.revoked_at <= at, is_its_own)
    )
    withdrawn = (
        select(func.coalesce(func.sum(LineWithdrawal.quantity), 0))
        .where(LineWithdrawal.order_line_id == OrderLine.id)
        .scalar_subquery()
    )
    return (
        select(OrderLine.order_id, OrderLine.id)
        .join(Parcel, Parcel.id == OrderLine.parcel_id)
        .join(sold_by, sold_by.id == OrderLine.certificate_id)
        # Not the line's good, which may have been merged into another since: the certificate went along.
        .join(CertifiedGood, CertifiedGood.id == sold_by.good_id)
        .where(
            Parcel.status.in_(UNSENT),
            exists(revocation).correlate(sold_by),
            ~good_is_certified_at(at),
            OrderLine.quantity > withdrawn,
        )
    )
