"""The table of saved goods."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from shop.database import Base, Instant


class SavedGood(Base):
    """Somebody saved a good."""

    __tablename__ = "saved_goods"
    of_all_stalls = "a shopper's list"

    account_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), primary_key=True, index=True)
    saved_at: Mapped[datetime] = mapped_column(Instant)
