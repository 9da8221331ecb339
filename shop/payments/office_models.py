"""Tables of money that a person or a provider still has to move: suspense, money back, disputes, carriers' cash."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.database import Base, Instant
from shop.payments.models import Payment, one_of
from shop.payments.rules import MoneyBackStatus, SuspenseOutcome, SuspenseReason, WayBack


class SuspenseEntry(Base):
    """Money without an order, with a person and a day (domain 0.9)."""

    __tablename__ = "suspense_entries"
    owned_through = ("order_id", "orders")
    __table_args__ = (
        CheckConstraint(one_of("reason", SuspenseReason), name="reason_known"),
        CheckConstraint(f"outcome = '' OR {one_of('outcome', SuspenseOutcome)}", name="outcome_known"),
        CheckConstraint("(closed_at IS NULL) = (outcome = '')", name="closed_with_outcome"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    payment_id: Mapped[int] = mapped_column(ForeignKey("payments.id"), unique=True)
    reason: Mapped[str] = mapped_column(String(20))
    # The order codes that the memo names, separated by blanks.
    codes: Mapped[str] = mapped_column(Text)
    owner: Mapped[str] = mapped_column(String(200))
    due_on: Mapped[date] = mapped_column(Date)
    opened_at: Mapped[datetime] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant, index=True)
    closed_by: Mapped[str] = mapped_column(String(200))
    outcome: Mapped[str] = mapped_column(String(10))
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"))
    note: Mapped[str] = mapped_column(Text)

    payment: Mapped[Payment] = relationship(lazy="joined", innerjoin=True, viewonly=True)


class MoneyBack(Base):
    """Money of one payment that goes back, in dong (or the payment's own unit); `provider` is the way it takes."""

    __tablename__ = "money_back"
    owned_through = ("payment_id", "payments")
    __table_args__ = (
        Index("ix_money_back_refund_due_id", "refund_due_id"),
        UniqueConstraint("provider", "provider_ref"),
        CheckConstraint(one_of("status", MoneyBackStatus), name="status_known"),
        CheckConstraint(one_of("provider", WayBack), name="provider_known"),
        CheckConstraint("origin IN ('shop', 'provider')", name="origin_known"),
        CheckConstraint("amount_vnd > 0", name="amount_positive"),
        CheckConstraint("status <> 'sent' OR sent_at IS NOT NULL", name="sent_when"),
        Index("ix_money_back_status_next_try_at", "status", "next_try_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    payment_id: Mapped[int] = mapped_column(ForeignKey("payments.id"), index=True)
    refund_due_id: Mapped[int | None] = mapped_column(ForeignKey("refunds_due.id"))
    suspense_entry_id: Mapped[int | None] = mapped_column(ForeignKey("suspense_entries.id"))
    # `provider`: somebody sent it back at the provider's own desk, and we were told.
    origin: Mapped[str] = mapped_column(String(10))
    amount_vnd: Mapped[int] = mapped_column(BigInteger)
    status: Mapped[str] = mapped_column(String(10))
    provider: Mapped[str] = mapped_column(String(10))
    provider_ref: Mapped[str | None] = mapped_column(String(255))
    asked_by: Mapped[str] = mapped_column(String(200))
    asked_at: Mapped[datetime] = mapped_column(Instant)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
    sent_by: Mapped[str] = mapped_column(String(200))
    tries: Mapped[int]
    next_try_at: Mapped[datetime] = mapped_column(Instant)
    trouble: Mapped[str] = mapped_column(Text)
    to_bank: Mapped[str] = mapped_column(String(120))
    to_account: Mapped[str] = mapped_column(String(40))
    to_name: Mapped[str] = mapped_column(String(120))

    payment: Mapped[Payment] = relationship(lazy="joined", innerjoin=True, viewonly=True)


class FailedRefund(Base):
    """A refund of which the provider said that it failed, by its number: later words of its success are older."""

    __tablename__ = "failed_refunds"

    provider_ref: Mapped[str] = mapped_column(String(255), primary_key=True)
    told_at: Mapped[datetime] = mapped_column(Instant)


class Dispute(Base):
    """A card holder's bank takes money back or tries to; `status` is the provider's word, won and lost are the end."""

    __tablename__ = "disputes"
    owned_through = ("payment_id", "payments")

    id: Mapped[int] = mapped_column(primary_key=True)
    provider_ref: Mapped[str] = mapped_column(String(255), unique=True)
    payment_id: Mapped[int | None] = mapped_column(ForeignKey("payments.id"), index=True)
    intent_ref: Mapped[str] = mapped_column(String(255))
    amount_vnd: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    reason: Mapped[str] = mapped_column(String(80))
    status: Mapped[str] = mapped_column(String(40))
    opened_at: Mapped[datetime] = mapped_column(Instant)
    # By the provider's clock, the latest word about it; an older one changes nothing.
    told_at: Mapped[datetime] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)


class CashRemittance(Base):
    """What a carrier paid over of the cash it collected, in dong; it may keep a fee."""

    __tablename__ = "cash_remittances"
    __table_args__ = (
        UniqueConstraint("carrier", "reference"),
        CheckConstraint("amount_vnd >= 0 AND fee_vnd >= 0", name="not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    carrier: Mapped[str] = mapped_column(String(80))
    reference: Mapped[str] = mapped_column(String(100))
    amount_vnd: Mapped[int] = mapped_column(BigInteger)
    fee_vnd: Mapped[int] = mapped_column(BigInteger)
    received_at: Mapped[datetime] = mapped_column(Instant)
    recorded_by: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
