"""Where the register has a good from: every row of every file that speaks of it, in the source's own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from shop.certification.act_models import RegisterActGood
from shop.certification.models import CertifiedGood, RegisterImport, RegisterRow
from shop.database import db
from shop.producers import Producer


@dataclass(frozen=True)
class GoodRow:
    """One row of an imported file; `cells` are as printed, by heading, the empty ones left out.

    `counts` is False for a row whose import was taken back.
    """

    file_name: str
    sheet: str
    row_number: int
    cells: Mapping[str, str]
    imported_at: datetime
    imported_by: str
    act_id: int | None
    counts: bool


def list_rows_of_good(good_id: int) -> list[GoodRow]:
    """The rows that speak of a good, in the order of their import; one statement."""
    query = (
        select(RegisterRow, RegisterImport)
        .join(RegisterRow.register_import)
        .where(RegisterRow.good_id == good_id, ~RegisterRow.is_being_entered)
        .order_by(RegisterRow.id)
    )
    return [
        GoodRow(
            file_name=source.file_name,
            sheet=row.sheet,
            row_number=row.row_number,
            cells={heading: str(text) for heading, text in row.cells.items() if text not in (None, "")},
            imported_at=source.imported_at,
            imported_by=source.imported_by,
            act_id=row.act_id,
            counts=row.counts,
        )
        for row, source in db.session.execute(query)
    ]


@dataclass(frozen=True)
class ActedGood:
    """A good that an act touched; `counts` is False for one that the register no longer has."""

    good_id: int
    slug: str
    name: str
    producer_name: str | None
    counts: bool


def goods_of_act(act_id: int, *, limit: int) -> tuple[list[ActedGood], int]:
    """The first goods that an act touched, an import's by its rows, by name; and how many there are."""
    by_hand = select(RegisterActGood.good_id).where(RegisterActGood.act_id == act_id)
    imported = select(RegisterRow.good_id).where(RegisterRow.act_id == act_id)
    touched = CertifiedGood.id.in_(by_hand.union(imported))
    total = db.session.scalar(select(func.count(CertifiedGood.id)).where(touched)) or 0
    query = (
        select(CertifiedGood.id, CertifiedGood.slug, CertifiedGood.name, Producer.name, CertifiedGood.counts)
        .outerjoin(Producer)
        .where(touched)
        .order_by(CertifiedGood.name_key, CertifiedGood.id)
        .limit(limit)
    )
    return [ActedGood(*row) for row in db.session.execute(query)], total
