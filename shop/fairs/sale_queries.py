"""Reads of what the booths told: sales by code, sessions, and what waits for a person."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from shop.database import db
from shop.fairs.sale_models import BoothSale, BoothSession, BoothTask, QuarantinedSale
from shop.fairs.sale_refusals import NoSuchBoothSale


def get_booth_sale(booth_sale_id: int) -> BoothSale:
    """A sale with its lines; refuses NoSuchBoothSale."""
    query = select(BoothSale).where(BoothSale.id == booth_sale_id).options(selectinload(BoothSale.lines))
    sale = db.session.scalars(query).one_or_none()
    if sale is None:
        raise NoSuchBoothSale(booth_sale_id)
    return sale


def find_booth_sales_by_codes(codes: Collection[str]) -> Sequence[BoothSale]:
    """Sales that bear one of these receipt codes, the earliest first. Copies of a device's log may share a code."""
    query = select(BoothSale).where(BoothSale.code.in_(codes)).order_by(BoothSale.id)
    return db.session.scalars(query).all() if codes else []


def codes_of_booth_sales(numbers: Collection[int]) -> dict[int, str]:
    """The receipt codes of sales by the numbers of their rows."""
    query = select(BoothSale.id, BoothSale.code).where(BoothSale.id.in_(numbers))
    return {row.id: row.code for row in db.session.execute(query)} if numbers else {}


def list_tasks(fair_id: int | None = None, *, only_open: bool = True) -> Sequence[BoothTask]:
    """What people are to look at, of one fair or of all, the oldest first."""
    query = select(BoothTask).order_by(BoothTask.opened_at, BoothTask.id)
    if fair_id is not None:
        query = query.where(BoothTask.fair_id == fair_id)
    return db.session.scalars(query.where(BoothTask.settled_at.is_(None)) if only_open else query).all()


def count_open_tasks(fair_id: int) -> int:
    """How much of a fair waits for a person."""
    is_open = (BoothTask.fair_id == fair_id, BoothTask.settled_at.is_(None))
    return db.session.scalar(select(func.count()).select_from(BoothTask).where(*is_open)) or 0


def list_quarantined(fair_id: int | None = None, *, only_open: bool = True) -> Sequence[QuarantinedSale]:
    """What lies in quarantine, of one fair or of all, the oldest first."""
    query = select(QuarantinedSale).order_by(QuarantinedSale.id)
    if fair_id is not None:
        query = query.where(QuarantinedSale.fair_id == fair_id)
    return db.session.scalars(query.where(QuarantinedSale.settled_at.is_(None)) if only_open else query).all()


def list_booth_sessions(booth_id: int) -> Sequence[BoothSession]:
    """The sessions of a booth with their drawers, the latest first."""
    query = select(BoothSession).where(BoothSession.booth_id == booth_id).options(selectinload(BoothSession.moves))
    return db.session.scalars(query.order_by(BoothSession.opened_at.desc(), BoothSession.id.desc())).all()
