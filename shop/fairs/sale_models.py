"""Tables of what the booths tell: sales, what could not be understood, sessions, and what a person is to look at."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.database import Base, Instant
from shop.fairs.sale_rules import LineKind, SaleException, SaleKind, Settled, Tender


def _one_of(column: str, values: type[StrEnum]) -> str:
    return f"{column} IN ({', '.join(repr(str(value)) for value in values)})"


class BoothSale(Base):
    """One entry of a device's log: a sale, or what takes one back. A trigger forbids to rewrite or delete it.

    `sale_id` is the device's own and unique for ever. Amounts in dong, never negative: the kind tells the direction.
    `happened_at` is the corrected instant, which everything is decided by; `device_at` what the device's clock showed.
    """

    __tablename__ = "booth_sales"
    __table_args__ = (
        UniqueConstraint("device_id", "seq"),
        CheckConstraint(_one_of("kind", SaleKind), name="kind_known"),
        CheckConstraint(_one_of("tender", Tender), name="tender_known"),
        CheckConstraint("total_vnd >= 0", name="total_not_negative"),
        CheckConstraint("(kind = 'sale') = (of_sale_id IS NULL)", name="takes_back_something"),
        CheckConstraint("happened_at <= received_at", name="happened_before_it_came"),
        Index("ix_booth_sales_fair_id_happened_at", "fair_id", "happened_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sale_id: Mapped[str] = mapped_column(String(36), unique=True)
    device_id: Mapped[int] = mapped_column(ForeignKey("booth_devices.id"))
    booth_id: Mapped[int] = mapped_column(ForeignKey("booths.id"), index=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fairs.id"))
    kind: Mapped[str] = mapped_column(String(10))
    of_sale_id: Mapped[int | None] = mapped_column(ForeignKey("booth_sales.id"), index=True)
    # Its number in the device's log; None for a client without a log, or where another sale has the number.
    seq: Mapped[int | None]
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    # As it came, and the hash by which the same is known again.
    body: Mapped[str] = mapped_column(Text)
    body_hash: Mapped[str] = mapped_column(String(64))
    # On the receipt, and in the memo of a transfer. As the device made it: two devices' copies may share one.
    code: Mapped[str] = mapped_column(String(12), index=True)
    cashier: Mapped[str] = mapped_column(String(200))
    # Who saw the transfer on the buyer's telephone.
    seen_by: Mapped[str] = mapped_column(String(200))
    tender: Mapped[str] = mapped_column(String(10))
    total_vnd: Mapped[int] = mapped_column(BigInteger)
    received_vnd: Mapped[int] = mapped_column(BigInteger)
    change_vnd: Mapped[int] = mapped_column(BigInteger)
    # BoothSession.session_id; the session itself may be told of later.
    session_id: Mapped[str] = mapped_column(String(36), index=True)
    device_at: Mapped[datetime] = mapped_column(Instant)
    offset_ms: Mapped[int | None] = mapped_column(BigInteger)
    known_at: Mapped[datetime | None] = mapped_column(Instant)
    received_at: Mapped[datetime] = mapped_column(Instant, index=True)
    happened_at: Mapped[datetime] = mapped_column(Instant)
    age_confirmed: Mapped[bool | None]
    reason: Mapped[str] = mapped_column(String(200))
    # Codes of SaleException, space between.
    exceptions: Mapped[str] = mapped_column(String(300))

    lines: Mapped[list[BoothSaleLine]] = relationship(order_by="BoothSaleLine.position", lazy="raise")
    original: Mapped[BoothSale | None] = relationship(remote_side=[id], lazy="raise")

    @property
    def exception_list(self) -> list[SaleException]:
        """What is odd about it."""
        return [SaleException(code) for code in self.exceptions.split()]

    @property
    def signed_total_vnd(self) -> int:
        """What it adds to the day's money: less than nothing where something goes back."""
        return self.total_vnd if self.kind == SaleKind.SALE else -self.total_vnd


class BoothSaleLine(Base):
    """Pieces of one pack in a sale, as it was then. A trigger forbids to rewrite or delete it.

    Lines of what takes a sale back name the line that they take back; their shares are those of the very pieces.
    """

    __tablename__ = "booth_sale_lines"
    lends = ("booth_sale_id", "booth_sales")
    __table_args__ = (
        UniqueConstraint("booth_sale_id", "position"),
        CheckConstraint(_one_of("kind", LineKind), name="kind_known"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("missing >= 0 AND missing <= quantity", name="missing_of_quantity"),
        CheckConstraint(
            "commission_vnd + producer_share_vnd = CASE WHEN kind = 'sale' THEN quantity * unit_vnd ELSE 0 END",
            name="shares_add_up",
        ),
        Index("ix_booth_sale_lines_producer_id_booth_sale_id", "producer_id", "booth_sale_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    booth_sale_id: Mapped[int] = mapped_column(ForeignKey("booth_sales.id"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    variant_id: Mapped[int] = mapped_column(ForeignKey("variants.id"), index=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"))
    good_id: Mapped[int | None] = mapped_column(ForeignKey("certified_goods.id"))
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"))
    producer_name: Mapped[str] = mapped_column(String(300))
    name_vi: Mapped[str] = mapped_column(String(300))
    name_en: Mapped[str] = mapped_column(String(300))
    pack_vi: Mapped[str] = mapped_column(String(80))
    pack_en: Mapped[str] = mapped_column(String(80))
    quantity: Mapped[int]
    unit_vnd: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(String(200))
    lot: Mapped[str] = mapped_column(String(60))
    # The cashier knew that it was more than had been handed out.
    over_allotment: Mapped[bool]
    # Pieces that did not lie at the booth when the sale was recorded.
    missing: Mapped[int]
    of_line_id: Mapped[int | None] = mapped_column(ForeignKey("booth_sale_lines.id"), index=True)
    commission_vnd: Mapped[int] = mapped_column(BigInteger)
    producer_share_vnd: Mapped[int] = mapped_column(BigInteger)
    # The certificate in force at the instant of the sale, else the last one before it; None: there was none.
    certificate_id: Mapped[int | None] = mapped_column(ForeignKey("certificates.id"))
    certificate_code: Mapped[str] = mapped_column(String(11))
    stars: Mapped[int | None]
    valid_from: Mapped[datetime | None] = mapped_column(Instant)
    valid_until: Mapped[datetime | None] = mapped_column(Instant)

    @property
    def amount_vnd(self) -> int:
        """What the line costs in dong; nothing where nothing was sold."""
        return self.commission_vnd + self.producer_share_vnd


class QuarantinedSale(Base):
    """Something that a booth told and that could not be recorded as it was: kept whole, until a person decides.

    `what` is a sale or a session. The same sent again is the same row.
    """

    __tablename__ = "quarantined_sales"
    of_all_stalls = "the organisation's own: nobody knows yet whose goods it tells of"
    __table_args__ = (
        UniqueConstraint("device_id", "body_hash"),
        CheckConstraint("what IN ('sale', 'session')", name="what_known"),
        CheckConstraint(_one_of("settled_as", Settled) + " OR settled_as = ''", name="settled_known"),
        CheckConstraint("(settled_as = '') = (settled_at IS NULL)", name="settled_at_some_time"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(String(10))
    device_id: Mapped[int] = mapped_column(ForeignKey("booth_devices.id"))
    booth_id: Mapped[int] = mapped_column(ForeignKey("booths.id"))
    fair_id: Mapped[int] = mapped_column(ForeignKey("fairs.id"), index=True)
    # As far as they can be read.
    sale_id: Mapped[str] = mapped_column(String(36), index=True)
    seq: Mapped[int | None]
    hash: Mapped[str] = mapped_column(String(64))
    code: Mapped[str] = mapped_column(String(12))
    session_id: Mapped[str] = mapped_column(String(36))
    total_vnd: Mapped[int | None] = mapped_column(BigInteger)
    body: Mapped[str] = mapped_column(Text)
    body_hash: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(String(30))
    detail: Mapped[str] = mapped_column(String(200))
    received_at: Mapped[datetime] = mapped_column(Instant)
    settled_at: Mapped[datetime | None] = mapped_column(Instant)
    settled_as: Mapped[str] = mapped_column(String(10), default="")
    settled_by: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    # The sale that was made of it.
    booth_sale_id: Mapped[int | None] = mapped_column(ForeignKey("booth_sales.id"))


class BoothTask(Base):
    """Something about a fair that a person is to look at, with the one who answers for it; `key` is unique for ever."""

    __tablename__ = "booth_tasks"
    of_all_stalls = "the organisation's own"
    __table_args__ = (
        CheckConstraint("(settled_by = '') = (settled_at IS NULL)", name="settled_by_somebody"),
        Index("ix_booth_tasks_fair_id_settled_at", "fair_id", "settled_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[str] = mapped_column(String(30))
    fair_id: Mapped[int] = mapped_column(ForeignKey("fairs.id"))
    booth_id: Mapped[int | None] = mapped_column(ForeignKey("booths.id"))
    device_id: Mapped[int | None] = mapped_column(ForeignKey("booth_devices.id"), index=True)
    booth_sale_id: Mapped[int | None] = mapped_column(ForeignKey("booth_sales.id"), index=True)
    quarantined_id: Mapped[int | None] = mapped_column(ForeignKey("quarantined_sales.id"), index=True)
    booth_session_id: Mapped[int | None] = mapped_column(ForeignKey("booth_sessions.id"), index=True)
    # What the page says of it, by name.
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)
    owner_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    opened_at: Mapped[datetime] = mapped_column(Instant)
    settled_at: Mapped[datetime | None] = mapped_column(Instant)
    settled_by: Mapped[str] = mapped_column(String(200), default="")
    outcome: Mapped[str] = mapped_column(String(30), default="")
    note: Mapped[str] = mapped_column(Text, default="")


class BoothSession(Base):
    """One shift at one device, from the float in the drawer to the counted close. Amounts in dong.

    `manifest` is what the device says of its log of the shift; `manifest_agrees` whether that is what came here.
    """

    __tablename__ = "booth_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[str] = mapped_column(String(36), unique=True)
    device_id: Mapped[int] = mapped_column(ForeignKey("booth_devices.id"), index=True)
    booth_id: Mapped[int] = mapped_column(ForeignKey("booths.id"), index=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fairs.id"), index=True)
    cashier: Mapped[str] = mapped_column(String(200))
    float_vnd: Mapped[int] = mapped_column(BigInteger)
    opened_at: Mapped[datetime] = mapped_column(Instant)
    received_at: Mapped[datetime] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    closing_cashier: Mapped[str] = mapped_column(String(200), default="")
    counted_vnd: Mapped[int | None] = mapped_column(BigInteger)
    # Pieces by the value of note or coin.
    denominations: Mapped[dict[str, int]] = mapped_column(JSON)
    expected_vnd: Mapped[int | None] = mapped_column(BigInteger)
    difference_reason: Mapped[str] = mapped_column(String(200), default="")
    unsent_reason: Mapped[str] = mapped_column(String(200), default="")
    # Of the opening, and of the closing: the same again is known, another is not taken.
    opening_hash: Mapped[str] = mapped_column(String(64))
    closing_hash: Mapped[str] = mapped_column(String(64), default="")
    manifest: Mapped[dict[str, Any]] = mapped_column(JSON)
    manifest_agrees: Mapped[bool | None]
    compared_at: Mapped[datetime | None] = mapped_column(Instant)

    moves: Mapped[list[DrawerMove]] = relationship(order_by="DrawerMove.id", lazy="raise")


class DrawerMove(Base):
    """Money put into a drawer or taken out of it during a session, in dong."""

    __tablename__ = "drawer_moves"
    __table_args__ = (
        UniqueConstraint("booth_session_id", "entry_id"),
        CheckConstraint("kind IN ('in', 'out')", name="kind_known"),
        CheckConstraint("amount_vnd > 0", name="amount_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    booth_session_id: Mapped[int] = mapped_column(ForeignKey("booth_sessions.id"))
    entry_id: Mapped[str] = mapped_column(String(36))
    kind: Mapped[str] = mapped_column(String(5))
    amount_vnd: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(String(200))
    cashier: Mapped[str] = mapped_column(String(200))
    moved_at: Mapped[datetime] = mapped_column(Instant)
