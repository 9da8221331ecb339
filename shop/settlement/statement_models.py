"""Tables of statements, which are frozen once they are made, and of payouts."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.database import Base, Instant
from shop.settlement.periods import Period


class PayoutStatus(StrEnum):
    """Where a payout stands. `failed`: it was called off, or the bank gave the money back."""

    PREPARED = "prepared"
    SENT = "sent"
    FAILED = "failed"


class Statement(Base):
    """What happened between the shop and a producer in a period, in dong. Append-only by trigger."""

    __tablename__ = "statements"
    __table_args__ = (
        UniqueConstraint("producer_id", "first_day"),
        CheckConstraint("closing_vnd = opening_vnd + earned_vnd + returned_vnd + paid_vnd", name="closing_adds_up"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"))
    producer_name: Mapped[str] = mapped_column(String(300))
    first_day: Mapped[date] = mapped_column(Date, index=True)
    last_day: Mapped[date] = mapped_column(Date)
    opening_vnd: Mapped[int] = mapped_column(BigInteger)
    # Shares of what was delivered (positive), of what came back (negative), and what was paid out (negative).
    earned_vnd: Mapped[int] = mapped_column(BigInteger)
    returned_vnd: Mapped[int] = mapped_column(BigInteger)
    paid_vnd: Mapped[int] = mapped_column(BigInteger)
    closing_vnd: Mapped[int] = mapped_column(BigInteger)
    made_at: Mapped[datetime] = mapped_column(Instant)

    lines: Mapped[list[StatementLine]] = relationship(order_by="StatementLine.seq", lazy="raise")

    @property
    def period(self) -> Period:
        """The period that it covers."""
        return Period(self.first_day)


class StatementLine(Base):
    """One entry of the ledger on the one statement that shows it. Append-only by trigger."""

    __tablename__ = "statement_lines"
    owned_through = ("statement_id", "statements")

    statement_id: Mapped[int] = mapped_column(ForeignKey("statements.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entry_id: Mapped[int] = mapped_column(ForeignKey("ledger_entries.id"), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    happened_at: Mapped[datetime] = mapped_column(Instant)
    # Of an order, or of a booth's receipt.
    order_code: Mapped[str] = mapped_column(String(11))
    parcel_id: Mapped[int | None] = mapped_column(ForeignKey("parcels.id"))
    # The bank's words for a payout.
    reference: Mapped[str] = mapped_column(String(100))
    goods_vnd: Mapped[int] = mapped_column(BigInteger)
    commission_vnd: Mapped[int] = mapped_column(BigInteger)
    # As the producer sees it: positive is owed to them, negative was taken back or paid.
    amount_vnd: Mapped[int] = mapped_column(BigInteger)


class Payout(Base):
    """Money on its way to a producer, in dong. Who and when for each step; a bank's reference is used once."""

    __tablename__ = "payouts"
    __table_args__ = (
        CheckConstraint("status IN ('prepared', 'sent', 'failed')", name="status_known"),
        CheckConstraint("amount_vnd > 0", name="amount_positive"),
        CheckConstraint("amount_vnd <= available_vnd", name="no_more_than_owed"),
        CheckConstraint(
            "status <> 'sent' OR (bank_reference IS NOT NULL AND paid_on IS NOT NULL AND sent_at IS NOT NULL)",
            name="sent_with_reference",
        ),
        Index("ix_payouts_producer_id_status", "producer_id", "status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"))
    statement_id: Mapped[int | None] = mapped_column(ForeignKey("statements.id"), index=True)
    amount_vnd: Mapped[int] = mapped_column(BigInteger)
    # What could be paid out when it was prepared.
    available_vnd: Mapped[int] = mapped_column(BigInteger)
    status: Mapped[str] = mapped_column(String(10))
    prepared_at: Mapped[datetime] = mapped_column(Instant)
    prepared_by: Mapped[str] = mapped_column(String(200))
    bank_reference: Mapped[str | None] = mapped_column(String(100), unique=True)
    paid_on: Mapped[date | None] = mapped_column(Date)
    # The account that whoever transferred it was shown; a later one does not change where the money went.
    bank_account_id: Mapped[int | None] = mapped_column(ForeignKey("stall_bank_accounts.id"))
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
    sent_by: Mapped[str] = mapped_column(String(200), default="")
    failed_at: Mapped[datetime | None] = mapped_column(Instant)
    failed_by: Mapped[str] = mapped_column(String(200), default="")
    failed_reason: Mapped[str] = mapped_column(Text, default="")
