"""The table of transfers for sales at fairs: each was found, given up, or sent back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from shop.database import Base, Instant
from shop.payments.models import one_of
from shop.payments.rules import TransferOutcome


class BoothTransfer(Base):
    """What became of money that a sale at a booth awaited (or had to give back), in dong. Append-only by trigger."""

    __tablename__ = "booth_transfers"
    of_all_stalls = "a sale at a booth is of several producers, and its transfer is the shop's"
    __table_args__ = (
        CheckConstraint(one_of("outcome", TransferOutcome), name="outcome_known"),
        CheckConstraint("settled_vnd >= 0", name="not_negative"),
        CheckConstraint("outcome <> 'found' OR payment_id IS NOT NULL", name="found_with_payment"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    booth_sale_id: Mapped[int] = mapped_column(ForeignKey("booth_sales.id"), index=True)
    payment_id: Mapped[int | None] = mapped_column(ForeignKey("payments.id"), unique=True)
    outcome: Mapped[str] = mapped_column(String(12))
    # How much of what the sale awaited, or had to give back, is settled by it; what came may differ.
    settled_vnd: Mapped[int] = mapped_column(BigInteger)
    decided_by: Mapped[str] = mapped_column(String(200))
    decided_at: Mapped[datetime] = mapped_column(Instant)
    # The bank's, of what was sent back.
    reference: Mapped[str] = mapped_column(String(100))
    note: Mapped[str] = mapped_column(Text)
