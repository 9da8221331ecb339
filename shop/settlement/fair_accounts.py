"""What the shop decides about money at a fair: cash given out and handed in, missing goods made good; what is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from shop.database import db, insert_if_missing
from shop.fairs import BoothSession, FairClosed, get_fair
from shop.settlement.fair_facts import expected_cash
from shop.settlement.fair_goods import list_producers_at_fair
from shop.settlement.fair_models import Compensation, FairCash
from shop.settlement.fair_rules import FairCashKind
from shop.settlement.models import LedgerEntry
from shop.settlement.refusals import BadFairCash, MoreThanMissing, NotMadeGood
from shop.settlement.rules import Account
from shop.values.dates import vietnam_day
from shop.values.folding import tidy

LONGEST_REFERENCE = 100
LONGEST_NOTE = 500
AT_FAIRS = (Account.CASH_AT_FAIRS, Account.TRANSFERS_AWAITED, Account.FAIR_DIFFERENCES)


@dataclass(frozen=True)
class CashWritten:
    """Cash as a person writes it down, in dong."""

    kind: FairCashKind
    amount_vnd: int
    happened_on: date
    reference: str = ""
    note: str = ""


@dataclass(frozen=True)
class CompensationWanted:
    """Missing pieces that are made good, and for how many dong all of them."""

    producer_id: int
    variant_id: int
    quantity: int
    amount_vnd: int
    note: str = ""


@dataclass(frozen=True)
class FairBooks:
    """What the books say of a fair, in dong: cash that should lie there, transfers not found, what it cost.

    `differences_vnd` is more than nothing where money or goods were lost, less where more was found.
    """

    cash_vnd: int
    awaited_vnd: int
    differences_vnd: int


def write_fair_cash(fair_id: int, written: CashWritten, *, by: str, at: datetime) -> FairCash:
    """Cash was given out for a fair, handed in, paid into the bank, or spent there.

    Refuses NoSuchFair and BadFairCash (`amount`, `happened_on` after today, `reference`, `note`).
    """
    get_fair(fair_id)
    reference, note = tidy(written.reference), tidy(written.note)
    _check(written.amount_vnd > 0, "amount")
    _check(written.happened_on <= vietnam_day(at), "happened_on")
    _check(len(reference) <= LONGEST_REFERENCE, "reference")
    _check(bool(reference) or written.kind is not FairCashKind.PAID_IN, "reference")
    _check(len(note) <= LONGEST_NOTE and (bool(note) or written.kind is not FairCashKind.SPENT), "note")
    cash = FairCash(
        fair_id=fair_id,
        kind=written.kind,
        amount_vnd=written.amount_vnd,
        happened_on=written.happened_on,
        reference=reference,
        note=note,
        written_by=by,
        written_at=at,
    )
    db.session.add(cash)
    db.session.flush()
    return cash


def make_good(fair_id: int, wanted: CompensationWanted, *, by: str, at: datetime) -> Compensation:
    """The shop pays a producer for pieces that are missing at a fair.

    Refuses NoSuchFair, FairClosed (its statements are made), BadFairCash (`amount`, `note`) and MoreThanMissing.
    """
    if get_fair(fair_id).closed_at is not None:
        raise FairClosed(fair_id)
    _check(wanted.amount_vnd > 0 and wanted.quantity > 0, "amount")
    _check(len(tidy(wanted.note)) <= LONGEST_NOTE, "note")
    missing = _still_missing(fair_id, wanted.producer_id, wanted.variant_id)
    if wanted.quantity > missing:
        raise MoreThanMissing(wanted.variant_id, wanted.quantity, missing)
    made = Compensation(
        fair_id=fair_id,
        producer_id=wanted.producer_id,
        variant_id=wanted.variant_id,
        quantity=wanted.quantity,
        amount_vnd=wanted.amount_vnd,
        note=tidy(wanted.note),
        decided_by=by,
        decided_at=at,
    )
    db.session.add(made)
    db.session.flush()
    return made


def take_back_compensation(compensation_id: int, fair_id: int, *, note: str, by: str, at: datetime) -> None:
    """What was made good is no longer: its pieces were found, or sold after all. The whole entry, once.

    Refuses NoSuchFair, FairClosed, BadFairCash (`note`: why is said) and NotMadeGood (none of this fair, or taken back
    before).
    """
    if get_fair(fair_id).closed_at is not None:
        raise FairClosed(fair_id)
    _check(0 < len(tidy(note)) <= LONGEST_NOTE, "note")
    made = db.session.get(Compensation, compensation_id)
    if made is None or made.fair_id != fair_id or made.takes_back_id is not None:
        raise NotMadeGood(compensation_id)
    is_first = insert_if_missing(
        Compensation,
        fair_id=fair_id,
        producer_id=made.producer_id,
        variant_id=made.variant_id,
        quantity=-made.quantity,
        amount_vnd=-made.amount_vnd,
        note=tidy(note),
        decided_by=by,
        decided_at=at,
        takes_back_id=made.id,
    )
    if not is_first:
        raise NotMadeGood(compensation_id)


def fair_books(fair_id: int) -> FairBooks:
    """What the books say of a fair now; one statement."""
    query = select(LedgerEntry.account, func.sum(LedgerEntry.amount_vnd)).where(
        LedgerEntry.account.in_(AT_FAIRS), LedgerEntry.sub_id == fair_id
    )
    held = {account: int(total) for account, total in db.session.execute(query.group_by(LedgerEntry.account))}
    return FairBooks(*(held.get(account, 0) for account in AT_FAIRS))


def list_fair_cash(fair_id: int) -> Sequence[FairCash]:
    """Cash that was written down, the latest first."""
    return db.session.scalars(select(FairCash).where(FairCash.fair_id == fair_id).order_by(FairCash.id.desc())).all()


def list_compensations(fair_id: int, producer_id: int | None = None) -> Sequence[Compensation]:
    """What was made good and still is, of one producer or all, the latest first."""
    back = aliased(Compensation)
    is_taken_back = exists().where(back.takes_back_id == Compensation.id)
    query = select(Compensation).where(Compensation.fair_id == fair_id, Compensation.quantity > 0, ~is_taken_back)
    if producer_id is not None:
        query = query.where(Compensation.producer_id == producer_id)
    return db.session.scalars(query.order_by(Compensation.id.desc())).all()


def list_drawers(fair_id: int) -> list[tuple[BoothSession, int]]:
    """The sessions of a fair and what should lie in the drawer of each by all that came here, the latest first."""
    query = select(BoothSession, expected_cash()).where(BoothSession.fair_id == fair_id)
    rows = db.session.execute(query.order_by(BoothSession.opened_at.desc(), BoothSession.id.desc()))
    return [(session, int(expected)) for session, expected in rows]


def _still_missing(fair_id: int, producer_id: int, variant_id: int) -> int:
    found = list_producers_at_fair(fair_id, producer_id=producer_id)
    missing = sum(pack.goods.missing for one in found for pack in one.packs if pack.variant_id == variant_id)
    made_good = select(func.coalesce(func.sum(Compensation.quantity), 0)).where(
        Compensation.fair_id == fair_id,
        Compensation.producer_id == producer_id,
        Compensation.variant_id == variant_id,
    )
    return missing - int(db.session.scalar(made_good) or 0)


def _check(is_right: bool, field: str) -> None:
    if not is_right:
        raise BadFairCash(field)
