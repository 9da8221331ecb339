"""Transfers for sales at fairs: seen on a phone by whoever sold; the bank tells of them before the sale comes or after.

Exactly one sound receipt code and exactly what the sale awaits settle it; everything else waits for a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import and_, select, update

from shop.database import count_changed, db
from shop.fairs import BoothSale, SaleKind, TaskAbout, TaskKind, open_task, resolve_task_of
from shop.payments.booth_models import BoothTransfer
from shop.payments.booth_positions import list_transfers_to_ask_about, open_of, task_key
from shop.payments.models import Payment
from shop.payments.office_models import SuspenseEntry
from shop.payments.recording import BY, record_for_booth, record_in_suspense
from shop.payments.refusals import AlreadyDone, BadField, NoSuchMoney, WrongAmount
from shop.payments.rules import (
    DONG,
    Allocation,
    Settled,
    SuspenseOutcome,
    SuspenseReason,
    Told,
    TransferOutcome,
)
from shop.payments.suspense import close_entry, get_suspense
from shop.values.folding import tidy

AT_ONCE = 100
LONGEST_REFERENCE = 100
LONGEST_NOTE = 1000


@dataclass(frozen=True)
class Ending:
    """What became of a transfer, as `BoothTransfer` keeps it."""

    outcome: TransferOutcome
    settled_vnd: int
    decided_by: str
    payment_id: int | None = None
    reference: str = ""
    note: str = ""


def settle_for_booth(told: Told, codes: Sequence[str], *, is_repeated: bool, at: datetime) -> Settled:
    """Incoming money whose memo names receipts of booths: it is found, or waits for its sale or for a person."""
    sales = _sales_of(codes)
    reason = SuspenseReason.REPEATED if is_repeated else _why_not(codes, sales, told.amount)
    if reason is not None:
        return record_in_suspense(told, reason, codes=tuple(codes), at=at)
    payment_id = record_for_booth(told, at=at)
    if payment_id is None:
        return Settled.KNOWN
    _settle(sales[0].id, Ending(TransferOutcome.FOUND, told.amount, BY, payment_id), at=at)
    return Settled.FOUND


def match_waiting_transfers(at: datetime) -> int:
    """Find the sales of money that came before them; how many were found. What does not fit, a person decides."""
    found = 0
    for entry in _with_sales():
        codes = entry.codes.split()
        sales = _sales_of(codes)
        reason = _why_not(codes, sales, entry.payment.amount_vnd)
        if reason is None:
            _assign(entry, sales[0].id, entry.payment.amount_vnd, by=BY, at=at, note="")
            found += 1
        else:
            waits = and_(SuspenseEntry.id == entry.id, SuspenseEntry.closed_at.is_(None))
            count_changed(update(SuspenseEntry).where(waits).values(reason=reason))
    return found


def has_matching_transfers() -> bool:
    """Whether money came whose sale is here by now; reads only."""
    return bool(_with_sales())


def ask_about_transfers(at: datetime) -> int:
    """Open a task for each transfer that should have come by now, or has to go back; how many."""
    found = list_transfers_to_ask_about(at)
    for one in found:
        kind = TaskKind.TRANSFER_MISSING if one.open_vnd > 0 else TaskKind.TRANSFER_TO_SEND
        about = TaskAbout(
            booth_id=one.sale.booth_id,
            device_id=one.sale.device_id,
            booth_sale_id=one.sale.id,
            detail={"amount_vnd": abs(one.open_vnd), "code": one.sale.code},
        )
        open_task(task_key(kind, one.sale.id), kind, one.sale.fair_id, about, at=at)
    return len(found)


def assign_to_sale(
    entry_id: int, sale_id: int, *, expected_difference: int, by: str, at: datetime, note: str = ""
) -> BoothTransfer:
    """A person knows which sale money in suspense is for; also where another amount came than is awaited.

    The difference, what came less what is awaited, has to be the expected one. Refuses NoSuchMoney, AlreadyDone and
    WrongAmount.
    """
    entry = get_suspense(entry_id)
    awaited = max(0, _lock(sale_id))
    payment = entry.payment
    if payment.currency != DONG or payment.amount_vnd - awaited != expected_difference:
        raise WrongAmount(awaited, payment.amount_vnd if payment.currency == DONG else 0)
    return _assign(entry, sale_id, awaited, by=by, at=at, note=note)


def give_up_transfer(sale_id: int, *, expected_vnd: int, note: str, by: str, at: datetime) -> BoothTransfer:
    """Nobody finds the transfer that was seen: the shop bears it, for the reason in the note.

    Refuses NoSuchMoney, AlreadyDone (nothing is awaited), WrongAmount and BadField (`note`).
    """
    awaited = _lock(sale_id)
    _check(sale_id, awaited, expected_vnd)
    return _settle(sale_id, Ending(TransferOutcome.WRITTEN_OFF, awaited, by, note=_wanted("note", note)), at=at)


def send_transfer_back(sale_id: int, *, expected_vnd: int, reference: str, by: str, at: datetime) -> BoothTransfer:
    """What was taken back of a sale was transferred to its buyer, under the bank's reference.

    Refuses NoSuchMoney, AlreadyDone (nothing is to go back), WrongAmount and BadField (`reference`).
    """
    owed = -_lock(sale_id)
    _check(sale_id, owed, expected_vnd)
    words = _wanted("reference", reference)[:LONGEST_REFERENCE]
    return _settle(sale_id, Ending(TransferOutcome.SENT_BACK, owed, by, reference=words), at=at)


def drop_transfer_back(sale_id: int, *, expected_vnd: int, note: str, by: str, at: datetime) -> BoothTransfer:
    """Nothing has to go back after all: it had never come, or went back in cash. Refuses as `give_up_transfer`."""
    owed = -_lock(sale_id)
    _check(sale_id, owed, expected_vnd)
    return _settle(sale_id, Ending(TransferOutcome.DROPPED, owed, by, note=_wanted("note", note)), at=at)


def _with_sales() -> Sequence[SuspenseEntry]:
    """Money that came before its sale, and whose sale is here by now, the oldest first.

    Money whose sale never comes (a code was shown, and nothing was sold) must not stand before the others.
    """
    is_here = select(BoothSale.id).where(BoothSale.code == SuspenseEntry.codes, BoothSale.kind == SaleKind.SALE)
    waits = (SuspenseEntry.closed_at.is_(None), SuspenseEntry.reason == SuspenseReason.AWAITS_SALE)
    query = select(SuspenseEntry).where(*waits, is_here.exists()).order_by(SuspenseEntry.id).limit(AT_ONCE)
    return db.session.scalars(query).all()


def _sales_of(codes: Sequence[str]) -> Sequence[BoothSale]:
    """The sales with these receipts; what was taken back has receipts of its own, for which nobody pays."""
    query = select(BoothSale).where(BoothSale.code.in_(codes), BoothSale.kind == SaleKind.SALE)
    return db.session.scalars(query.order_by(BoothSale.id)).all()


def _why_not(codes: Sequence[str], sales: Sequence[BoothSale], amount: int) -> SuspenseReason | None:
    if len(codes) > 1 or len(sales) > 1:
        return SuspenseReason.SEVERAL_CODES
    if not sales:
        return SuspenseReason.AWAITS_SALE
    awaited = _lock(sales[0].id)
    if awaited == amount:
        return None
    return SuspenseReason.WRONG_AMOUNT if awaited > 0 else SuspenseReason.SALE_SETTLED


def _lock(sale_id: int) -> int:
    """What a sale awaits, which nobody else changes until this transaction ends. Refuses NoSuchMoney."""
    query = select(BoothSale.id).where(BoothSale.id == sale_id, BoothSale.kind == SaleKind.SALE)
    if db.session.scalar(query.with_for_update()) is None:
        raise NoSuchMoney("booth_sale", sale_id)
    return open_of(sale_id)


def _check(sale_id: int, amount: int, expected_vnd: int) -> None:
    if amount <= 0:
        raise AlreadyDone("booth_sale", sale_id)
    if amount != expected_vnd:
        raise WrongAmount(amount, expected_vnd)


def _wanted(field: str, text: str) -> str:
    words = tidy(text)
    if not words:
        raise BadField(field)
    return words[:LONGEST_NOTE]


def _assign(entry: SuspenseEntry, sale_id: int, awaited: int, *, by: str, at: datetime, note: str) -> BoothTransfer:
    close_entry(entry.id, SuspenseOutcome.ASSIGNED, by=by, at=at, note=note)
    # Nothing of it may have gone back meanwhile.
    is_whole = and_(
        Payment.id == entry.payment_id, Payment.allocation == Allocation.SUSPENSE, Payment.refunded_vnd == 0
    )
    if count_changed(update(Payment).where(is_whole).values(allocation=Allocation.BOOTH)) != 1:
        raise AlreadyDone("suspense", entry.id)
    ending = Ending(TransferOutcome.FOUND, awaited, by, entry.payment_id, note=tidy(note)[:LONGEST_NOTE])
    return _settle(sale_id, ending, at=at)


def _settle(sale_id: int, ending: Ending, *, at: datetime) -> BoothTransfer:
    transfer = BoothTransfer(booth_sale_id=sale_id, decided_at=at, **asdict(ending))
    db.session.add(transfer)
    db.session.flush()
    for kind in (TaskKind.TRANSFER_MISSING, TaskKind.TRANSFER_TO_SEND):
        key = task_key(kind, sale_id)
        resolve_task_of(key, outcome=ending.outcome, by=ending.decided_by, at=at, note=ending.note)
    return transfer
