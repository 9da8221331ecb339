"""The books: every fact of money and goods is derived into them once, by whoever comes first, and never rewritten."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from datetime import datetime

from sqlalchemy import insert, update

from shop.database import count_changed, db, insert_if_missing, insert_unless_taken, take_turns
from shop.settlement.fair_facts import (
    find_booth_returns,
    find_booth_sales,
    find_booth_transfers,
    find_cash_counted,
    find_compensations,
    find_fair_cash,
)
from shop.settlement.goods_facts import (
    find_delivered,
    find_goods_returned,
    find_refunds_decided,
    find_refunds_dropped,
    find_returned_unopened,
)
from shop.settlement.models import LedgerEntry, LedgerTransaction, ProducerBalance
from shop.settlement.money_facts import (
    find_assigned,
    find_came_back,
    find_closed,
    find_disputes_lost,
    find_payments,
    find_remittances,
    find_sent_back,
)
from shop.settlement.rules import Account, Posting

# One process books at a time; the number only has to differ from other such turns.
BOOKS_TURN = 7_302_001
AT_ONCE = 200

Finder = Callable[[int], list[Posting]]
FINDERS: tuple[Finder, ...] = (
    find_payments,
    find_assigned,
    find_delivered,
    find_returned_unopened,
    find_refunds_decided,
    find_refunds_dropped,
    find_goods_returned,
    find_sent_back,
    find_came_back,
    find_disputes_lost,
    find_remittances,
    find_closed,
    find_booth_sales,
    find_booth_returns,
    find_cash_counted,
    find_booth_transfers,
    find_fair_cash,
    find_compensations,
)


def finders_of_new_facts() -> tuple[Finder, ...]:
    """Who finds something that is not booked yet; reads only, so that looking takes nobody's turn to write."""
    return tuple(find for find in FINDERS if find(1))


def has_new_facts() -> bool:
    """Whether anything happened that is not booked yet; reads only."""
    return any(find(1) for find in FINDERS)


def book_new_facts(at: datetime, *, limit: int = AT_ONCE, finders: Collection[Finder] = FINDERS) -> int:
    """Book at most `limit` facts that are not booked yet; how many it were. Fewer than `limit`: all is booked.

    To be called in a transaction: then a fact is booked whole or not at all, and by one process only. `finders` are
    those that found something before: looking through everything takes longer the more there is.
    """
    take_turns(BOOKS_TURN, 10)
    booked = 0
    for find in finders:
        booked += post(find(limit - booked), at)
        if booked >= limit:
            break
    return booked


def book_everything(at: datetime) -> None:
    """Book all facts that are not booked yet in the running transaction, before something is read from the books."""
    while book_new_facts(at) >= AT_ONCE:
        pass


def post(postings: Iterable[Posting], at: datetime) -> int:
    """Write postings into the books, and what producers are owed by them; how many were not there yet."""
    owed: dict[int, int] = defaultdict(int)
    booked = 0
    for posting in postings:
        if _write(posting, at):
            booked += 1
            for entry in posting.entries:
                if entry.account is Account.OWED_TO_PRODUCER:
                    owed[entry.sub_id] -= entry.amount_vnd
    for producer_id in sorted(owed):
        _owe(producer_id, owed[producer_id])
    return booked


def _write(posting: Posting, at: datetime) -> bool:
    number = insert_unless_taken(
        LedgerTransaction,
        key=posting.key,
        kind=posting.kind,
        fact_id=posting.fact_id,
        happened_at=posting.happened_at,
        booked_at=at,
        order_id=posting.order_id,
        producer_id=posting.producer_id,
        parcel_id=posting.parcel_id,
    )
    if number is None:
        return False
    rows = [
        {"transaction_id": number, "account": entry.account, "sub_id": entry.sub_id, "amount_vnd": entry.amount_vnd}
        for entry in posting.entries
    ]
    if rows:
        db.session.execute(insert(LedgerEntry), rows)
    return True


def _owe(producer_id: int, amount_vnd: int) -> None:
    """Move what a producer is owed."""
    moved = update(ProducerBalance).where(ProducerBalance.producer_id == producer_id)
    moved = moved.values(owed_vnd=ProducerBalance.owed_vnd + amount_vnd)
    insert_if_missing(ProducerBalance, producer_id=producer_id, owed_vnd=0, in_payout_vnd=0)
    count_changed(moved)
