"""Tables of goods at booths: what was handed out and taken back, what was counted, what the office wrote off.

Rows are only added; a trigger forbids to rewrite them. How many pieces lie where is the ledger's, in `stock`.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.database import Base, Instant
from shop.fairs.models import Booth
from shop.fairs.rules import LONGEST_LOT, LONGEST_REASON, Direction, OtherEnd, WriteOff


def _one_of(column: str, values: type[Direction | OtherEnd | WriteOff]) -> str:
    return f"{column} IN ({', '.join(repr(str(value)) for value in values)})"


class HandOver(Base):
    """Goods of one producer that went to a booth or came back from it, as the printed note says; both sides sign it."""

    __tablename__ = "hand_overs"
    __table_args__ = (
        CheckConstraint(_one_of("direction", Direction), name="direction_known"),
        UniqueConstraint("booth_id", "direction", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    booth_id: Mapped[int] = mapped_column(ForeignKey("booths.id"))
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"), index=True)
    direction: Mapped[str] = mapped_column(String(10))
    # Of the notes of one booth and direction, from 1 without gaps.
    number: Mapped[int]
    remark: Mapped[str] = mapped_column(String(LONGEST_REASON))
    made_by: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[datetime] = mapped_column(Instant)

    booth: Mapped[Booth] = relationship(lazy="raise")
    lines: Mapped[list[HandOverLine]] = relationship(order_by="HandOverLine.id", lazy="raise")


class HandOverLine(Base):
    """Pieces of one pack and batch, and where they came from or went to."""

    __tablename__ = "hand_over_lines"
    owned_through = ("hand_over_id", "hand_overs")
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint(_one_of("other_end", OtherEnd), name="other_end_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    hand_over_id: Mapped[int] = mapped_column(ForeignKey("hand_overs.id"), index=True)
    variant_id: Mapped[int] = mapped_column(ForeignKey("variants.id"), index=True)
    quantity: Mapped[int]
    other_end: Mapped[str] = mapped_column(String(10))
    # What the label of these pieces says, where somebody wrote it down.
    lot: Mapped[str] = mapped_column(String(LONGEST_LOT))
    best_before_on: Mapped[date | None]


class BoothCount(Base):
    """Somebody counted what lies at a booth."""

    __tablename__ = "booth_counts"

    id: Mapped[int] = mapped_column(primary_key=True)
    booth_id: Mapped[int] = mapped_column(ForeignKey("booths.id"), index=True)
    remark: Mapped[str] = mapped_column(String(LONGEST_REASON))
    made_by: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[datetime] = mapped_column(Instant)

    lines: Mapped[list[BoothCountLine]] = relationship(order_by="BoothCountLine.id", lazy="raise")


class BoothCountLine(Base):
    """How many pieces of a pack were expected and found; the difference was moved in the same transaction."""

    __tablename__ = "booth_count_lines"
    __table_args__ = (
        UniqueConstraint("count_id", "variant_id"),
        CheckConstraint("expected >= 0 AND counted >= 0", name="counts"),
        CheckConstraint("expected = counted OR reason <> ''", name="difference_explained"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    count_id: Mapped[int] = mapped_column(ForeignKey("booth_counts.id"))
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"), index=True)
    variant_id: Mapped[int] = mapped_column(ForeignKey("variants.id"), index=True)
    expected: Mapped[int]
    counted: Mapped[int]
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON))


class BoothWriteOff(Base):
    """Pieces at a booth that the office wrote off: tasted by visitors, or damaged. Devices tell theirs with a sale."""

    __tablename__ = "booth_write_offs"
    __table_args__ = (
        CheckConstraint(_one_of("kind", WriteOff), name="kind_known"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    booth_id: Mapped[int] = mapped_column(ForeignKey("booths.id"), index=True)
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"), index=True)
    variant_id: Mapped[int] = mapped_column(ForeignKey("variants.id"), index=True)
    quantity: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    lot: Mapped[str] = mapped_column(String(LONGEST_LOT))
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON))
    made_by: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[datetime] = mapped_column(Instant)
