"""Money that comes and goes, parcels that arrive, and a look into the books; for tests."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select

from shop.database import db, transaction
from shop.orders import (
    Order,
    OrderLine,
    Parcel,
    PlacedOrder,
    RefundDue,
    decide_return,
    deliver_parcel,
    pack_parcel,
    request_return,
    ship_parcel,
)
from shop.payments import (
    BankAccount,
    BankRow,
    amount_to_collect,
    collect_cash,
    mark_sent_back,
    receive_bank_row,
    start_refund,
)
from shop.settlement import Account, LedgerEntry, LedgerTransaction, book_new_facts
from tests.factories.buying import NOON, make_order

ACCOUNT = BankAccount("970405", "1388002051234", "CUA HANG OCOP")

_numbers = itertools.count(1)


def transfer(amount: int, memo: str, *, at: datetime = NOON, reference: str | None = None) -> None:
    """So much arrives on the shop's account with these words."""
    number = f"bank-{next(_numbers)}"
    row = BankRow(number, ACCOUNT.number, amount, True, memo, at, reference or f"ref-{number}", "Bank")
    with transaction():
        receive_bank_row(row, ACCOUNT, source="webhook", body="{}", at=at)


def pay(placed: PlacedOrder, *, at: datetime = NOON) -> None:
    """The shopper transfers exactly the total with the order's code."""
    transfer(placed.total_vnd, placed.code, at=at)


def parcels_of(order_id: int) -> list[int]:
    """The numbers of an order's parcels."""
    return list(db.session.scalars(select(Parcel.id).where(Parcel.order_id == order_id).order_by(Parcel.id)))


def lines_of(order_id: int) -> list[int]:
    """The numbers of an order's lines."""
    return list(db.session.scalars(select(OrderLine.id).where(OrderLine.order_id == order_id).order_by(OrderLine.id)))


def arrive(parcel_id: int, *, at: datetime = NOON, cash: bool = False) -> None:
    """A parcel is packed, shipped and handed over, for cash or not."""
    with transaction():
        pack_parcel(parcel_id, by="x", at=at)
        ship_parcel(parcel_id, carrier="VNPost", tracking="1", by="x", at=at)
        if cash:
            collect_cash(parcel_id, amount_to_collect(parcel_id), by="x", at=at)
        else:
            deliver_parcel(parcel_id, by="x", at=at)


def sell(wanted: Mapping[int, int], *, at: datetime = NOON) -> int:
    """The number of an order that was placed, paid by transfer and delivered, all at one instant."""
    placed = make_order(wanted, at=at)
    pay(placed, at=at)
    for parcel_id in parcels_of(placed.id):
        arrive(parcel_id, at=at)
    return placed.id


def take_back(order_id: int, pieces: Mapping[int, int], *, at: datetime = NOON) -> None:
    """Delivered pieces come back, by order line, and are accepted."""
    with transaction():
        for request in request_return(order_id, pieces, reason="damaged", note="", at=at):
            decide_return(request.id, accepted=True, by="x", at=at)


def send_refunds(order_id: int, *, at: datetime = NOON) -> None:
    """Everything that is owed back of an order is transferred."""
    open_ones = select(RefundDue.id).where(RefundDue.order_id == order_id, RefundDue.status == "due")
    for due in list(db.session.scalars(open_ones)):
        with transaction():
            for number in start_refund(due, by="x", at=at):
                mark_sent_back(number, f"FT-{next(_numbers)}", by="x", at=at)


def book(at: datetime = NOON) -> int:
    """Book what is new; how many facts it were."""
    with transaction():
        return book_new_facts(at)


def balances(order_id: int | None = None) -> dict[str, int]:
    """What each account holds, of one order or of all; those with nothing left out."""
    db.session.rollback()
    query = select(LedgerEntry.account, func.sum(LedgerEntry.amount_vnd)).join(LedgerTransaction)
    if order_id is not None:
        query = query.where(LedgerTransaction.order_id == order_id)
    found = {account: int(total) for account, total in db.session.execute(query.group_by(LedgerEntry.account))}
    assert sum(found.values()) == 0
    return {str(Account(account)): total for account, total in found.items() if total}


def the_code(order_id: int) -> str:
    """An order's code."""
    code = db.session.scalar(select(Order.code).where(Order.id == order_id))
    assert code is not None
    return code
