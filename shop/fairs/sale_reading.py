"""What the booths sold, for people to read: lists of sales, what came in by session, cashier and tender."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import selectinload

from shop.database import db
from shop.fairs.sale_models import BoothSale, BoothSaleLine, BoothSession
from shop.fairs.sale_rules import LineKind, SaleKind, Tender


@dataclass(frozen=True)
class SalesWanted:
    """Which entries of the booths' logs a list shows; None and False ask for nothing.

    `code` is a part of a receipt's code; `is_odd` those with an exception.
    """

    fair_id: int
    booth_id: int | None = None
    session_id: str | None = None
    tender: Tender | None = None
    goes_back: bool = False
    is_odd: bool = False
    code: str = ""


@dataclass(frozen=True)
class Takings:
    """Entries together, in dong: how many sales, what they brought in cash and by transfer, what of it went back."""

    sales: int = 0
    cash_vnd: int = 0
    vietqr_vnd: int = 0
    given_back: int = 0
    back_vnd: int = 0

    @property
    def total_vnd(self) -> int:
        """What stayed."""
        return self.cash_vnd + self.vietqr_vnd - self.back_vnd

    def __add__(self, other: Takings) -> Takings:
        """Of both."""
        return Takings(*(getattr(self, name) + getattr(other, name) for name in Takings.__dataclass_fields__))


@dataclass(frozen=True)
class LostPieces:
    """Pieces of a session that were not sold."""

    tasted: int = 0
    damaged: int = 0


def list_booth_sales(wanted: SalesWanted, *, page: int, per_page: int) -> Sequence[BoothSale]:
    """The entries that are asked for with their lines, the latest first; two statements."""
    query = _of(wanted, select(BoothSale)).options(selectinload(BoothSale.lines))
    latest_first = query.order_by(BoothSale.happened_at.desc(), BoothSale.id.desc())
    return db.session.scalars(latest_first.limit(per_page).offset((page - 1) * per_page)).all()


def count_booth_sales(wanted: SalesWanted) -> int:
    """How many they are."""
    return db.session.scalar(_of(wanted, select(func.count()).select_from(BoothSale))) or 0


def list_taken_back(booth_sale_id: int) -> Sequence[BoothSale]:
    """What took a sale back, in whole or in part, with the lines, the earliest first; two statements."""
    query = select(BoothSale).where(BoothSale.of_sale_id == booth_sale_id).options(selectinload(BoothSale.lines))
    return db.session.scalars(query.order_by(BoothSale.id)).all()


def takings_of_fair(fair_id: int, *, since: datetime | None = None) -> Takings:
    """What a fair's booths took, all of it or since an instant; one statement."""
    query = select(*_sums()).where(BoothSale.fair_id == fair_id)
    row = db.session.execute(query if since is None else query.where(BoothSale.happened_at >= since)).one()
    return Takings(*(int(value) for value in row))


def takings_of_sessions(session_ids: Collection[str]) -> dict[str, dict[str, Takings]]:
    """What sessions took, by session and by cashier in the order of their codes; one statement."""
    query = (
        select(BoothSale.session_id, BoothSale.cashier, *_sums())
        .where(BoothSale.session_id.in_(session_ids))
        .group_by(BoothSale.session_id, BoothSale.cashier)
        .order_by(BoothSale.session_id, BoothSale.cashier)
    )
    found: dict[str, dict[str, Takings]] = {session_id: {} for session_id in session_ids}
    for session_id, cashier, *sums in db.session.execute(query):
        found[session_id][cashier] = Takings(*(int(value) for value in sums))
    return found


def lost_pieces_of_session(session_id: str) -> LostPieces:
    """What visitors tasted and what was damaged in a session, as its device told; one statement."""
    query = select(
        _sum(BoothSaleLine.kind == LineKind.TASTING, BoothSaleLine.quantity),
        _sum(BoothSaleLine.kind == LineKind.DAMAGE, BoothSaleLine.quantity),
    )
    row = db.session.execute(
        query.join(BoothSale, BoothSale.id == BoothSaleLine.booth_sale_id).where(BoothSale.session_id == session_id)
    ).one()
    return LostPieces(int(row[0]), int(row[1]))


def list_sessions_of_fair(fair_id: int) -> Sequence[BoothSession]:
    """The sessions of a fair with their drawers, the latest first; two statements."""
    query = select(BoothSession).where(BoothSession.fair_id == fair_id).options(selectinload(BoothSession.moves))
    return db.session.scalars(query.order_by(BoothSession.opened_at.desc(), BoothSession.id.desc())).all()


def find_booth_session(number: int) -> BoothSession | None:
    """One session with its drawer."""
    query = select(BoothSession).where(BoothSession.id == number).options(selectinload(BoothSession.moves))
    return db.session.scalars(query).one_or_none()


def _of(wanted: SalesWanted, query: Select[Any]) -> Select[Any]:
    query = query.where(BoothSale.fair_id == wanted.fair_id)
    if wanted.booth_id is not None:
        query = query.where(BoothSale.booth_id == wanted.booth_id)
    if wanted.session_id is not None:
        query = query.where(BoothSale.session_id == wanted.session_id)
    if wanted.tender is not None:
        query = query.where(BoothSale.tender == wanted.tender)
    if wanted.goes_back:
        query = query.where(BoothSale.kind != SaleKind.SALE)
    if wanted.is_odd:
        query = query.where(BoothSale.exceptions != "")
    if wanted.code:
        query = query.where(BoothSale.code.contains(wanted.code.upper(), autoescape=True))
    return query


def _sums() -> list[ColumnElement[int]]:
    """The columns of Takings."""
    is_sale = BoothSale.kind == SaleKind.SALE
    has_price = BoothSale.tender != Tender.NONE
    return [
        _sum(is_sale & has_price, 1),
        _sum(is_sale & (BoothSale.tender == Tender.CASH), BoothSale.total_vnd),
        _sum(is_sale & (BoothSale.tender == Tender.VIETQR), BoothSale.total_vnd),
        _sum(~is_sale, 1),
        _sum(~is_sale, BoothSale.total_vnd),
    ]


def _sum(condition: ColumnElement[bool], value: Any) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, value), else_=0)), 0)
