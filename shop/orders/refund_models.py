"""Tables of what is taken back from an order: pieces withdrawn, returns asked for, money owed back."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.database import Base, Instant


class RefundKind(StrEnum):
    """What money is owed back for."""

    ORDER = "order"
    PARCEL = "parcel"
    LINES = "lines"
    RETURN = "return"


class RefundStatus(StrEnum):
    """Whether the money went back; `dropped` when the order was revived before that began."""

    DUE = "due"
    BEGUN = "begun"
    REFUNDED = "refunded"
    DROPPED = "dropped"


class ReturnStatus(StrEnum):
    """Where a request to return goods stands."""

    REQUESTED = "requested"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class RefundDue(Base):
    """Money in dong that is owed back to a shopper: a fact for whoever pays it. Its lines say what for."""

    __tablename__ = "refunds_due"
    owned_through = ("order_id", "orders")
    __table_args__ = (
        CheckConstraint("amount_vnd > 0", name="amount_positive"),
        CheckConstraint("kind IN ('order', 'parcel', 'lines', 'return')", name="kind_known"),
        CheckConstraint("status IN ('due', 'begun', 'refunded', 'dropped')", name="status_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    amount_vnd: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(10), index=True)
    decided_by: Mapped[str] = mapped_column(String(200))
    decided_at: Mapped[datetime] = mapped_column(Instant)
    refunded_at: Mapped[datetime | None] = mapped_column(Instant)

    lines: Mapped[list[RefundDueLine]] = relationship(order_by="RefundDueLine.id", lazy="selectin")


class RefundDueLine(Base):
    """A part of money owed back: for pieces of an order line, or, without a line, for a parcel's delivery."""

    __tablename__ = "refund_due_lines"
    owned_through = ("order_line_id", "order_lines")

    id: Mapped[int] = mapped_column(primary_key=True)
    refund_due_id: Mapped[int] = mapped_column(ForeignKey("refunds_due.id"), index=True)
    parcel_id: Mapped[int] = mapped_column(ForeignKey("parcels.id"))
    order_line_id: Mapped[int | None] = mapped_column(ForeignKey("order_lines.id"), index=True)
    quantity: Mapped[int]
    amount_vnd: Mapped[int] = mapped_column(BigInteger)


class LineWithdrawal(Base):
    """Pieces of an order line that are not sent after all, while the rest of the parcel is. Append-only by trigger."""

    __tablename__ = "line_withdrawals"
    owned_through = ("order_line_id", "order_lines")
    __table_args__ = (CheckConstraint("quantity > 0", name="quantity_positive"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    order_line_id: Mapped[int] = mapped_column(ForeignKey("order_lines.id"), index=True)
    quantity: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    withdrawn_by: Mapped[str] = mapped_column(String(200))
    withdrawn_at: Mapped[datetime] = mapped_column(Instant)


class ReturnRequest(Base):
    """A shopper asks to give back pieces of a delivered line; somebody decides."""

    __tablename__ = "return_requests"
    owned_through = ("order_line_id", "order_lines")
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("status IN ('requested', 'accepted', 'rejected')", name="status_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    order_line_id: Mapped[int] = mapped_column(ForeignKey("order_lines.id"), index=True)
    quantity: Mapped[int]
    reason: Mapped[str] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(10), index=True)
    requested_at: Mapped[datetime] = mapped_column(Instant)
    decided_by: Mapped[str] = mapped_column(String(200), default="")
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    decision_note: Mapped[str] = mapped_column(Text, default="")
