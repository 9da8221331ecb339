"""What came back to a producer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.database import Base, Instant


class GoodsBack(Base):
    """Pieces of an order line that came back, and their state, as the producer who has them says; said once.

    Either for a return that a shopper asked for, or, without one, for a parcel that was not taken. What can be sold
    again was put into stock in the same transaction.
    """

    __tablename__ = "goods_back"
    __table_args__ = (
        CheckConstraint("sellable >= 0 AND spoiled >= 0", name="counts"),
        Index(
            "uq_goods_back_order_line_id_refused",
            "order_line_id",
            unique=True,
            sqlite_where=text("return_id IS NULL"),
            postgresql_where=text("return_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"), index=True)
    parcel_id: Mapped[int] = mapped_column(ForeignKey("parcels.id"), index=True)
    order_line_id: Mapped[int] = mapped_column(ForeignKey("order_lines.id"), index=True)
    return_id: Mapped[int | None] = mapped_column(ForeignKey("return_requests.id"), unique=True)
    sellable: Mapped[int]
    spoiled: Mapped[int]
    remark: Mapped[str] = mapped_column(Text)
    written_by: Mapped[str] = mapped_column(String(200))
    written_at: Mapped[datetime] = mapped_column(Instant)
