"""A tablet's log held against what the server has: each sale once, with the same pieces and the same money."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select

from shop.database import db
from shop.fairs import BoothSale, BoothSession
from shop.reports import audit
from shop.stock import StockLevel
from tests.browser.fairground import Booth, Ground

Row = dict[str, Any]


def differences(ground: Ground, booth: Booth, logs: Iterable[list[Row]]) -> list[str]:
    """Where the server's sales of a booth differ from its tablets' logs; nothing when they agree."""
    with ground.inside():
        query = select(BoothSale.sale_id, BoothSale.code, BoothSale.seq, BoothSale.total_vnd, BoothSale.kind)
        stored = [tuple(row) for row in db.session.execute(query.where(BoothSale.booth_id == booth.id))]
    made = [
        (row["sale_id"], row["code"], row["seq"], abs(row["total_vnd"]), row["sale"]["kind"])
        for rows in logs
        for row in rows
    ]
    lost = [f"not on the server: {row}" for row in Counter(made) - Counter(stored)]
    strange = [f"not on a tablet: {row}" for row in Counter(stored) - Counter(made)]
    return lost + strange


def recorded(ground: Ground, booth: Booth) -> int:
    """How many sales of a booth the server has."""
    with ground.inside():
        query = select(func.count()).select_from(BoothSale).where(BoothSale.booth_id == booth.id)
        return int(db.session.execute(query).scalar_one())


def pieces_left(ground: Ground, location: str, variant_id: int) -> int:
    """Pieces of a pack at a place."""
    with ground.inside():
        query = select(StockLevel.on_hand).where(StockLevel.location == location, StockLevel.variant_id == variant_id)
        return int(db.session.scalar(query) or 0)


def manifests_agree(ground: Ground, booth: Booth) -> list[bool | None]:
    """Of each closed session of a booth whether the tablet's own count is the server's."""
    with ground.inside():
        query = select(BoothSession.manifest_agrees).where(
            BoothSession.booth_id == booth.id, BoothSession.closed_at.is_not(None)
        )
        return list(db.session.scalars(query))


def broken_promises(ground: Ground) -> list[str]:
    """What the audit finds broken, late work left out."""
    with ground.inside():
        return [str(finding) for finding in audit(ground.shop.now(), with_alarms=False)]
