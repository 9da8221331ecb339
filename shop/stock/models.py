"""Tables of stock: the present level of each pack at each location, and every move that led to it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from shop.database import Base, Instant


class StockLevel(Base):
    """How many pieces of a pack lie at a location now; always the sum of its moves."""

    __tablename__ = "stock_levels"
    # Shoppers see whether there is any left.
    is_public = True
    __table_args__ = (CheckConstraint("on_hand >= 0", name="not_negative"),)

    variant_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    location: Mapped[str] = mapped_column(String(40), primary_key=True)
    on_hand: Mapped[int] = mapped_column(BigInteger)


class StockMove(Base):
    """One change of a level, never rewritten: how many pieces, why, when."""

    __tablename__ = "stock_moves"

    id: Mapped[int] = mapped_column(primary_key=True)
    variant_id: Mapped[int] = mapped_column(index=True)
    location: Mapped[str] = mapped_column(String(40))
    delta: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(String(200))
    moved_at: Mapped[datetime] = mapped_column(Instant)
