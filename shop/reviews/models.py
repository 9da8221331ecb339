"""Tables of reviews and their photos, and who wants no review mail."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.database import Base, Instant
from shop.orders import Order, OrderLine
from shop.reviews.rules import Rating, ReviewStatus

STATUSES = ", ".join(f"'{status}'" for status in ReviewStatus)


class Review(Base):
    """What somebody says of one line of their order; one for each line, for ever. Nothing public until moderated.

    It is not `is_public`: only steps that shoppers can see move the public version (`touch_public_version`).
    """

    __tablename__ = "reviews"
    lends = ("order_id", "orders")
    __table_args__ = (
        UniqueConstraint("id", "producer_id"),
        CheckConstraint(f"status IN ({STATUSES})", name="status_known"),
        CheckConstraint(f"rating BETWEEN {min(Rating):d} AND {max(Rating):d}", name="rating_known"),
        CheckConstraint("answer = '' OR answered_at IS NOT NULL", name="answered_at_some_time"),
        Index("ix_reviews_product_id_status_published_at", "product_id", "status", "published_at"),
        Index("ix_reviews_producer_id_status", "producer_id", "status"),
        Index("ix_reviews_status_written_at", "status", "written_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_line_id: Mapped[int] = mapped_column(ForeignKey("order_lines.id"), unique=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"))
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"))
    rating: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    # As who wrote it wants to be called; "" for nobody by name.
    shown_as: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(2))
    status: Mapped[str] = mapped_column(String(10))
    # Counts how often it was written, so that nobody publishes words that they have not seen.
    edition: Mapped[int]
    written_at: Mapped[datetime] = mapped_column(Instant)
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    decided_by: Mapped[str] = mapped_column(String(200), default="")
    reason: Mapped[str] = mapped_column(String(30), default="")
    published_at: Mapped[datetime | None] = mapped_column(Instant)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    answered_by: Mapped[str] = mapped_column(String(200), default="")
    is_answer_hidden: Mapped[bool] = mapped_column(default=False)

    photos: Mapped[list[ReviewPhoto]] = relationship(order_by="ReviewPhoto.position", lazy="raise", viewonly=True)
    line: Mapped[OrderLine] = relationship(lazy="raise", viewonly=True)
    order: Mapped[Order] = relationship(lazy="raise", viewonly=True)


class ReviewPhoto(Base):
    """A photo that a shopper took, stored re-encoded under its random stem. Its files go after its row (see sweep)."""

    __tablename__ = "review_photos"
    __table_args__ = (
        ForeignKeyConstraint(["review_id", "producer_id"], ["reviews.id", "reviews.producer_id"]),
        UniqueConstraint("review_id", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int]
    producer_id: Mapped[int]
    position: Mapped[int]
    stem: Mapped[str] = mapped_column(String(40), unique=True)
    width: Mapped[int]
    height: Mapped[int]


class ReviewMailRefusal(Base):
    """Somebody who wants no review mail, by the hash of their address."""

    __tablename__ = "review_mail_refusals"

    address_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
