"""Paying producers: prepared under one condition, sent once with the bank's reference, or given up."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from shop.database import changed_one, db
from shop.settlement.booking import book_everything, post
from shop.settlement.models import ProducerBalance
from shop.settlement.refusals import BadPayout, BankReferenceTaken, MoreThanOwed, NoSuchPayout, WrongPayoutStatus
from shop.settlement.rules import UNDIVIDED, Account, FactKind, Posting, between
from shop.settlement.statement_models import Payout, PayoutStatus
from shop.settlement.unbooked import reversed_entries
from shop.stalls import find_bank_account_of
from shop.values.dates import vietnam_day
from shop.values.folding import tidy

LONGEST_REFERENCE = 100
LONGEST_REASON = 500


def prepare_payout(
    producer_id: int, amount_vnd: int, *, by: str, at: datetime, statement_id: int | None = None
) -> Payout:
    """Set so many dong aside for a producer; nothing is paid yet.

    One conditional statement lets no more out than is owed and not set aside already. Refuses BadPayout (`amount`) and
    MoreThanOwed.
    """
    if amount_vnd <= 0:
        raise BadPayout("amount")
    book_everything(at)
    balance = db.session.scalar(
        select(ProducerBalance)
        .where(ProducerBalance.producer_id == producer_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    available = balance.owed_vnd - balance.in_payout_vnd if balance else 0
    if not changed_one(
        update(ProducerBalance)
        .where(
            ProducerBalance.producer_id == producer_id,
            ProducerBalance.owed_vnd - ProducerBalance.in_payout_vnd >= amount_vnd,
        )
        .values(in_payout_vnd=ProducerBalance.in_payout_vnd + amount_vnd)
        .execution_options(synchronize_session=False)
    ):
        raise MoreThanOwed(producer_id, amount_vnd, available)
    payout = Payout(
        producer_id=producer_id,
        statement_id=statement_id,
        amount_vnd=amount_vnd,
        available_vnd=available,
        status=PayoutStatus.PREPARED,
        prepared_at=at,
        prepared_by=by,
    )
    db.session.add(payout)
    db.session.flush()
    return payout


def mark_payout_sent(
    payout_id: int, bank_reference: str, paid_on: date, *, by: str, at: datetime, bank_account_id: int | None = None
) -> None:
    """The bank has paid a prepared payout on a Vietnamese day, under its own reference; booked at once.

    `bank_account_id` is the account that was shown to whoever transferred it, which the producer may have changed
    since; None where none was given. It counts also when goods came back since it was prepared: then the producer
    owes. Refuses BadPayout (`bank_reference` empty or too long, `paid_on` before it was prepared or after today,
    `bank_account` of somebody else), BankReferenceTaken, NoSuchPayout and WrongPayoutStatus.
    """
    reference = tidy(bank_reference)
    payout = _get(payout_id)
    if bank_account_id is not None and not _is_theirs(payout.producer_id, bank_account_id):
        raise BadPayout("bank_account")
    if not 0 < len(reference) <= LONGEST_REFERENCE:
        raise BadPayout("bank_reference")
    if not vietnam_day(payout.prepared_at) <= paid_on <= vietnam_day(at):
        raise BadPayout("paid_on")
    facts = {
        "bank_reference": reference,
        "paid_on": paid_on,
        "sent_at": at,
        "sent_by": by,
        "bank_account_id": bank_account_id,
    }
    try:
        with db.session.begin_nested():
            _step(payout, PayoutStatus.PREPARED, PayoutStatus.SENT, **facts)
    except IntegrityError as error:
        raise BankReferenceTaken(reference) from error
    _release(payout)
    entries = between(
        payout.amount_vnd, debit=(Account.OWED_TO_PRODUCER, payout.producer_id), credit=(Account.BANK, UNDIVIDED)
    )
    key, kind = f"payout:{payout_id}:sent", FactKind.PAYOUT_SENT
    post([Posting(key, kind, payout_id, at, entries, producer_id=payout.producer_id)], at)


def mark_payout_failed(payout_id: int, reason: str, *, by: str, at: datetime) -> None:
    """A prepared payout is called off, or the bank gave a sent one back: the money is owed again.

    Refuses BadPayout (`reason` empty or too long), NoSuchPayout and WrongPayoutStatus.
    """
    words = tidy(reason)
    payout = _get(payout_id)
    if not 0 < len(words) <= LONGEST_REASON:
        raise BadPayout("reason")
    before = PayoutStatus(payout.status)
    if before is PayoutStatus.FAILED:
        raise WrongPayoutStatus(payout_id, before)
    _step(payout, before, PayoutStatus.FAILED, failed_at=at, failed_by=by, failed_reason=words)
    if before is PayoutStatus.PREPARED:
        _release(payout)
        return
    entries = reversed_entries(FactKind.PAYOUT_SENT, payout_id)
    key, kind = f"payout:{payout_id}:came_back", FactKind.PAYOUT_CAME_BACK
    post([Posting(key, kind, payout_id, at, entries, producer_id=payout.producer_id)], at)


def _get(payout_id: int) -> Payout:
    query = select(Payout).where(Payout.id == payout_id).with_for_update()
    payout = db.session.scalar(query.execution_options(populate_existing=True))
    if payout is None:
        raise NoSuchPayout(payout_id)
    return payout


def _is_theirs(producer_id: int, bank_account_id: int) -> bool:
    is_a_number = 0 < bank_account_id < 2**31
    return is_a_number and find_bank_account_of(producer_id, bank_account_id) is not None


def _step(payout: Payout, before: PayoutStatus, after: PayoutStatus, **facts: object) -> None:
    changed = update(Payout).where(Payout.id == payout.id, Payout.status == before)
    if not changed_one(changed.values(status=after, **facts).execution_options(synchronize_session=False)):
        raise WrongPayoutStatus(payout.id, payout.status)


def _release(payout: Payout) -> None:
    """Its money is no longer set aside."""
    released = update(ProducerBalance).where(ProducerBalance.producer_id == payout.producer_id)
    released = released.values(in_payout_vnd=ProducerBalance.in_payout_vnd - payout.amount_vnd)
    db.session.execute(released.execution_options(synchronize_session=False))
