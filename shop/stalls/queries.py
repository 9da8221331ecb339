"""Reads of stalls. What shoppers see of one begins at `find_public_stall`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, or_, select

from shop.database import db
from shop.stalls.models import Stall, StallBankAccount, StallPortrait
from shop.stalls.rules import ACCOUNT_IS_NEW


def find_stall(producer_id: int) -> Stall | None:
    """What a producer has said of itself so far, published or not; None where it has said nothing."""
    return db.session.scalar(select(Stall).where(Stall.producer_id == producer_id))


def find_public_stall(producer_id: int) -> Stall | None:
    """What shoppers see of a producer's own words and pictures; None where nothing is published."""
    stall = find_stall(producer_id)
    return stall if stall is not None and stall.is_published else None


def stall_rests_on(day: date) -> ColumnElement[bool]:
    """Is it a day of the stall's holiday? Its goods can be seen then, and not be ordered."""
    return and_(Stall.holiday_from <= day, Stall.holiday_until >= day)


def list_portraits(producer_id: int) -> Sequence[StallPortrait]:
    """The people of a stall in their order."""
    of_stall = select(StallPortrait).where(StallPortrait.producer_id == producer_id)
    return db.session.scalars(of_stall.order_by(StallPortrait.position)).all()


def find_portrait(producer_id: int, portrait_id: int) -> StallPortrait | None:
    """One of the stall's people, or None."""
    own = (StallPortrait.producer_id == producer_id, StallPortrait.id == portrait_id)
    return db.session.scalar(select(StallPortrait).where(*own))


def find_bank_account(producer_id: int) -> StallBankAccount | None:
    """The account that the producer is paid to now, or None."""
    own = (StallBankAccount.producer_id == producer_id, StallBankAccount.ended_at.is_(None))
    return db.session.scalar(select(StallBankAccount).where(*own))


def find_bank_account_of(producer_id: int, account_id: int) -> StallBankAccount | None:
    """One of the accounts that the producer is or was paid to, or None."""
    own = (StallBankAccount.producer_id == producer_id, StallBankAccount.id == account_id)
    return db.session.scalar(select(StallBankAccount).where(*own))


def is_new_account(account: StallBankAccount, at: datetime) -> bool:
    """Was it set so lately that somebody should call before money is sent?"""
    return at < account.set_at + ACCOUNT_IS_NEW


def bank_account_at(producer_id: int, at: datetime) -> StallBankAccount | None:
    """The account that the producer was paid to at an instant, or None."""
    in_use = or_(StallBankAccount.ended_at.is_(None), StallBankAccount.ended_at > at)
    own = (StallBankAccount.producer_id == producer_id, StallBankAccount.set_at <= at, in_use)
    return db.session.scalar(select(StallBankAccount).where(*own).order_by(StallBankAccount.id.desc()).limit(1))


def producers_with_account() -> frozenset[int]:
    """Everybody who has said where their money goes; for the office."""
    return frozenset(
        db.session.scalars(select(StallBankAccount.producer_id).where(StallBankAccount.ended_at.is_(None)))
    )
