"""Tables of stock: the present level of each pack at each location, and every move that led to it."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from shop.database import Base, Instant
from shop.stock.rules import MoveKind

KINDS = ", ".join(f"'{kind}'" for kind in MoveKind)


def _drawn() -> str:
    return uuid.uuid4().hex


class StockLevel(Base):
    """How many pieces of a pack lie at a location now; always the sum of its moves."""

    __tablename__ = "stock_levels"
    owned_through = ("variant_id", "variants")
    # Shoppers see whether there is any left.
    is_public = True
    __table_args__ = (CheckConstraint("on_hand >= 0", name="not_negative"),)

    variant_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    location: Mapped[str] = mapped_column(String(40), primary_key=True)
    on_hand: Mapped[int] = mapped_column(BigInteger)


class StockMove(Base):
    """One change of a level: how many pieces, why, when. A trigger forbids to rewrite or delete it."""

    __tablename__ = "stock_moves"
    owned_through = ("variant_id", "variants")
    __table_args__ = (CheckConstraint(f"kind IN ({KINDS})", name="kind_known"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    variant_id: Mapped[int] = mapped_column(index=True)
    location: Mapped[str] = mapped_column(String(40))
    delta: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(200), default="")
    # The line of the order that took or gave back; the two sides of a transfer share an id.
    order_line_id: Mapped[int | None] = mapped_column(index=True)
    transfer_id: Mapped[str | None] = mapped_column(String(40), index=True)
    # What may happen only once has a key that says what it is.
    uniq: Mapped[str] = mapped_column(String(80), unique=True, default=_drawn)
    moved_at: Mapped[datetime] = mapped_column(Instant)
