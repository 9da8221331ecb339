"""Tables of orders: the order, its parcels, and its lines as they were when it was placed."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, ForeignKeyConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.database import Base, Instant
from shop.orders.rules import DestinationKind, OrderStatus, ParcelKind, ParcelStatus, PaymentMethod

if TYPE_CHECKING:
    from shop.orders.refund_models import RefundDue


def _one_of(
    column: str, values: type[OrderStatus | ParcelStatus | PaymentMethod | ParcelKind | DestinationKind]
) -> str:
    return f"{column} IN ({', '.join(repr(str(value)) for value in values)})"


class OrderTransition(Base):
    """A step that an order may take; events refer to it, so the database refuses any other."""

    __tablename__ = "order_transitions"

    from_status: Mapped[str] = mapped_column(String(20), primary_key=True)
    to_status: Mapped[str] = mapped_column(String(20), primary_key=True)


class ParcelTransition(Base):
    """A step that a parcel may take."""

    __tablename__ = "parcel_transitions"

    from_status: Mapped[str] = mapped_column(String(20), primary_key=True)
    to_status: Mapped[str] = mapped_column(String(20), primary_key=True)


class Order(Base):
    """What a shopper bought in one go. Amounts in dong; `status` and `seq` are written by `advance_order` only."""

    __tablename__ = "orders"
    __table_args__ = (
        CheckConstraint(_one_of("status", OrderStatus), name="status_known"),
        CheckConstraint(_one_of("method", PaymentMethod), name="method_known"),
        CheckConstraint(_one_of("destination_kind", DestinationKind), name="destination_known"),
        CheckConstraint("total_vnd = goods_vnd + delivery_vnd", name="total_adds_up"),
        Index("ix_orders_status_hold_until", "status", "hold_until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(11), unique=True)
    # Made by the page, unique for ever: the same form sent twice is one order. The hash tells whether it is the same.
    checkout_key: Mapped[str] = mapped_column(String(64), unique=True)
    body_hash: Mapped[str] = mapped_column(String(64))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    language: Mapped[str] = mapped_column(String(2))
    name: Mapped[str] = mapped_column(String(120))
    phone: Mapped[str] = mapped_column(String(20), index=True)
    email: Mapped[str] = mapped_column(String(254))
    destination_kind: Mapped[str] = mapped_column(String(10))
    # Today's units by official code, with their names as they were on that day.
    province_code: Mapped[str] = mapped_column(String(2))
    province_name: Mapped[str] = mapped_column(String(120))
    commune_code: Mapped[str] = mapped_column(String(5))
    commune_name: Mapped[str] = mapped_column(String(120))
    street: Mapped[str] = mapped_column(String(200))
    point_of_sale_id: Mapped[int | None] = mapped_column(ForeignKey("points_of_sale.id"))
    note: Mapped[str] = mapped_column(Text)
    method: Mapped[str] = mapped_column(String(10))
    status: Mapped[str] = mapped_column(String(20))
    # How many events there are; the last one is the present status.
    seq: Mapped[int]
    goods_vnd: Mapped[int] = mapped_column(BigInteger)
    delivery_vnd: Mapped[int] = mapped_column(BigInteger)
    total_vnd: Mapped[int] = mapped_column(BigInteger)
    placed_at: Mapped[datetime] = mapped_column(Instant, index=True)
    hold_until: Mapped[datetime | None] = mapped_column(Instant)
    paid_at: Mapped[datetime | None] = mapped_column(Instant)
    # When it was decided that every line is certified: placing for cash on delivery, else the provider's payment.
    decisive_at: Mapped[datetime | None] = mapped_column(Instant)
    lines_hash: Mapped[str] = mapped_column(String(64))
    # Folded: code, name, telephone, goods and producers; what the office looks orders up by.
    search_words: Mapped[str] = mapped_column(Text, default="")

    parcels: Mapped[list[Parcel]] = relationship(order_by="Parcel.id", back_populates="order", lazy="raise")
    events: Mapped[list[OrderEvent]] = relationship(order_by="OrderEvent.seq", lazy="raise")
    refunds: Mapped[list[RefundDue]] = relationship(order_by="RefundDue.id", lazy="raise")


class Parcel(Base):
    """What one producer sends for an order, with its own life; fee in dong, weight in grams."""

    __tablename__ = "parcels"
    lends = ("order_id", "orders")
    __table_args__ = (
        CheckConstraint(_one_of("status", ParcelStatus), name="status_known"),
        CheckConstraint(_one_of("kind", ParcelKind), name="kind_known"),
        Index("ix_parcels_producer_id_status", "producer_id", "status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"))
    kind: Mapped[str] = mapped_column(String(10))
    status: Mapped[str] = mapped_column(String(20))
    seq: Mapped[int]
    weight_grams: Mapped[int]
    goods_vnd: Mapped[int] = mapped_column(BigInteger)
    fee_vnd: Mapped[int] = mapped_column(BigInteger)
    days_min: Mapped[int]
    days_max: Mapped[int]
    carrier: Mapped[str] = mapped_column(String(80), default="")
    tracking: Mapped[str] = mapped_column(String(80), default="")
    delivered_at: Mapped[datetime | None] = mapped_column(Instant)

    order: Mapped[Order] = relationship(back_populates="parcels", lazy="raise")
    lines: Mapped[list[OrderLine]] = relationship(order_by="OrderLine.id", lazy="raise")


class OrderLine(Base):
    """One pack of an order, as it was when it was placed. A trigger forbids to rewrite or delete it."""

    __tablename__ = "order_lines"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("commission_vnd + producer_share_vnd = quantity * unit_vnd", name="shares_add_up"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    parcel_id: Mapped[int] = mapped_column(ForeignKey("parcels.id"), index=True)
    variant_id: Mapped[int] = mapped_column(ForeignKey("variants.id"), index=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"))
    good_id: Mapped[int] = mapped_column(ForeignKey("certified_goods.id"))
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"))
    producer_name: Mapped[str] = mapped_column(String(300))
    product_slug: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(20))
    name_vi: Mapped[str] = mapped_column(String(300))
    name_en: Mapped[str] = mapped_column(String(300))
    pack_vi: Mapped[str] = mapped_column(String(80))
    pack_en: Mapped[str] = mapped_column(String(80))
    weight_grams: Mapped[int]
    quantity: Mapped[int]
    unit_vnd: Mapped[int] = mapped_column(BigInteger)
    commission_vnd: Mapped[int] = mapped_column(BigInteger)
    producer_share_vnd: Mapped[int] = mapped_column(BigInteger)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificates.id"), index=True)
    certificate_code: Mapped[str] = mapped_column(String(11))
    stars: Mapped[int]
    last_valid_day: Mapped[date] = mapped_column(Date)
    valid_from: Mapped[datetime] = mapped_column(Instant)
    valid_until: Mapped[datetime] = mapped_column(Instant)

    @property
    def amount_vnd(self) -> int:
        """What the whole line costs in dong."""
        return self.quantity * self.unit_vnd


class OrderEvent(Base):
    """One step in the life of an order: who, when, why. Append-only by trigger."""

    __tablename__ = "order_events"
    owned_through = ("order_id", "orders")
    __table_args__ = (
        ForeignKeyConstraint(
            ["from_status", "to_status"], ["order_transitions.from_status", "order_transitions.to_status"]
        ),
    )

    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    from_status: Mapped[str] = mapped_column(String(20))
    to_status: Mapped[str] = mapped_column(String(20))
    happened_at: Mapped[datetime] = mapped_column(Instant)
    actor: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text, default="")


class OrderNote(Base):
    """What the selling organisation keeps in mind about an order; shoppers never see it."""

    __tablename__ = "order_notes"
    owned_through = ("order_id", "orders")

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    written_by: Mapped[str] = mapped_column(String(200))
    written_at: Mapped[datetime] = mapped_column(Instant)
    text: Mapped[str] = mapped_column(Text)


class ParcelEvent(Base):
    """One step in the life of a parcel. Append-only by trigger."""

    __tablename__ = "parcel_events"
    owned_through = ("parcel_id", "parcels")
    __table_args__ = (
        ForeignKeyConstraint(
            ["from_status", "to_status"], ["parcel_transitions.from_status", "parcel_transitions.to_status"]
        ),
    )

    parcel_id: Mapped[int] = mapped_column(ForeignKey("parcels.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    from_status: Mapped[str] = mapped_column(String(20))
    to_status: Mapped[str] = mapped_column(String(20))
    happened_at: Mapped[datetime] = mapped_column(Instant)
    actor: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text, default="")
