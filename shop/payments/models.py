"""Tables of money that comes: payments, what providers told, card sessions."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.database import Base, Instant
from shop.payments.rules import LIVE_SESSIONS, Allocation, Provider, SessionStatus


def one_of(column: str, values: type[StrEnum] | tuple[StrEnum, ...]) -> str:
    """SQL that a column holds one of the values."""
    return f"{column} IN ({', '.join(repr(str(value)) for value in values)})"


class CardSession(Base):
    """One asking of the card provider for an order's total in dong. Our row comes first, then its `session_ref`."""

    __tablename__ = "card_sessions"
    owned_through = ("order_id", "orders")
    __table_args__ = (
        CheckConstraint(one_of("status", SessionStatus), name="status_known"),
        CheckConstraint("amount_vnd > 0", name="amount_positive"),
        Index(
            "uq_card_sessions_one_live",
            "order_id",
            unique=True,
            sqlite_where=text(one_of("status", LIVE_SESSIONS)),
            postgresql_where=text(one_of("status", LIVE_SESSIONS)),
        ),
        Index("ix_card_sessions_status_next_look_at", "status", "next_look_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    # Sent with the asking: asked again, the provider answers with the same session.
    idempotency_key: Mapped[str] = mapped_column(String(64), unique=True)
    amount_vnd: Mapped[int] = mapped_column(BigInteger)
    is_live: Mapped[bool]
    status: Mapped[str] = mapped_column(String(10))
    session_ref: Mapped[str | None] = mapped_column(String(255), unique=True)
    intent_ref: Mapped[str | None] = mapped_column(String(255), index=True)
    url: Mapped[str] = mapped_column(Text, default="")
    asked_at: Mapped[datetime] = mapped_column(Instant)
    # By the provider's clock; SHOP_NOW does not move it.
    expires_at: Mapped[datetime] = mapped_column(Instant)
    next_look_at: Mapped[datetime] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)


class Payment(Base):
    """Money that came, once: `provider_ref` is the card session, the bank's number of the transfer, or the parcel.

    Never changed but for `allocation` (once, out of suspense), `refunded_vnd` and `remittance_id`.
    """

    __tablename__ = "payments"
    owned_through = ("order_id", "orders")
    __table_args__ = (
        UniqueConstraint("provider", "provider_ref"),
        CheckConstraint(one_of("provider", Provider), name="provider_known"),
        CheckConstraint(one_of("allocation", Allocation), name="allocation_known"),
        CheckConstraint("amount_vnd > 0", name="amount_positive"),
        CheckConstraint("refunded_vnd >= 0 AND refunded_vnd <= amount_vnd", name="never_more_back"),
        CheckConstraint("allocation IN ('suspense', 'booth') OR order_id IS NOT NULL", name="has_order"),
        Index("ix_payments_provider_reference", "provider", "reference"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    provider: Mapped[str] = mapped_column(String(10))
    provider_ref: Mapped[str] = mapped_column(String(255))
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"), index=True)
    parcel_id: Mapped[int | None] = mapped_column(ForeignKey("parcels.id"), index=True)
    card_session_id: Mapped[int | None] = mapped_column(ForeignKey("card_sessions.id"))
    # Dong where the currency is vnd, else the smallest unit of that currency (always in suspense).
    amount_vnd: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    paid_at: Mapped[datetime] = mapped_column(Instant)
    recorded_at: Mapped[datetime] = mapped_column(Instant, index=True)
    allocation: Mapped[str] = mapped_column(String(10))
    # Promised or gone back, in the unit of the amount; moves by one conditional statement only.
    refunded_vnd: Mapped[int] = mapped_column(BigInteger)
    memo: Mapped[str] = mapped_column(Text)
    payer: Mapped[str] = mapped_column(String(200))
    reference: Mapped[str] = mapped_column(String(100))
    remittance_id: Mapped[int | None] = mapped_column(ForeignKey("cash_remittances.id"), index=True)


class PaymentEvent(Base):
    """Something a provider told, as it came. Stored whatever it says; `processed_at` when it has had its effect."""

    __tablename__ = "payment_events"
    __table_args__ = (
        UniqueConstraint("provider", "event_id"),
        CheckConstraint("provider IN ('stripe', 'bank')", name="provider_known"),
        Index("ix_payment_events_processed_at_received_at", "processed_at", "received_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    provider: Mapped[str] = mapped_column(String(10))
    event_id: Mapped[str] = mapped_column(String(255))
    kind: Mapped[str] = mapped_column(String(80))
    # What it is about: a session, an intent, a bank's reference.
    subject: Mapped[str] = mapped_column(String(255), index=True)
    # Set on the one message of several about the same fact that had the effect.
    fact_key: Mapped[str | None] = mapped_column(String(300), unique=True)
    source: Mapped[str] = mapped_column(String(10))
    body: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime] = mapped_column(Instant)
    processed_at: Mapped[datetime | None] = mapped_column(Instant)
    outcome: Mapped[str] = mapped_column(String(20))
