"""Tables of planting areas and lots."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.certification import CertifiedGood
from shop.database import Base, Instant
from shop.lots.rules import LONGEST_AREA_CODE, LONGEST_LINE, LONGEST_NUMBER, LotFacts
from shop.producers import Producer


class PlantingArea(Base):
    """Ground with a planting-area code, as the authority that gave it printed it."""

    __tablename__ = "planting_areas"
    __table_args__ = (UniqueConstraint("producer_id", "code_key"),)
    is_public = True

    id: Mapped[int] = mapped_column(primary_key=True)
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"))
    code: Mapped[str] = mapped_column(String(LONGEST_AREA_CODE))
    code_key: Mapped[str] = mapped_column(String(LONGEST_AREA_CODE))
    issuer: Mapped[str] = mapped_column(String(LONGEST_LINE))
    place: Mapped[str] = mapped_column(String(LONGEST_LINE), default="")
    crop: Mapped[str] = mapped_column(String(LONGEST_LINE), default="")
    # New lots do not come from there any more; the old ones still say where they grew.
    retired_at: Mapped[datetime | None] = mapped_column(Instant)


class Lot(Base):
    """What was made of a certified good in one go. Under which certificate, the register says at each read."""

    __tablename__ = "lots"
    __table_args__ = (
        UniqueConstraint("good_id", "producer_id", "number_key"),
        CheckConstraint("best_before_on > made_on", name="keeps_a_while"),
        CheckConstraint("(recalled_at IS NULL) = (recall_reason = '')", name="recall_says_why"),
        Index("ix_lots_producer_id_good_id", "producer_id", "good_id"),
    )
    is_public = True

    id: Mapped[int] = mapped_column(primary_key=True)
    # On the pack and in the address: not to be guessed from another.
    code: Mapped[str] = mapped_column(String(11), unique=True)
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"))
    good_id: Mapped[int] = mapped_column(ForeignKey("certified_goods.id"))
    number: Mapped[str] = mapped_column(String(LONGEST_NUMBER))
    number_key: Mapped[str] = mapped_column(String(LONGEST_NUMBER))
    made_on: Mapped[date] = mapped_column(Date)
    best_before_on: Mapped[date | None] = mapped_column(Date)
    planting_area_id: Mapped[int | None] = mapped_column(ForeignKey("planting_areas.id"), index=True)
    note_vi: Mapped[str] = mapped_column(String(LONGEST_LINE), default="")
    note_en: Mapped[str] = mapped_column(String(LONGEST_LINE), default="")
    created_at: Mapped[datetime] = mapped_column(Instant)
    recalled_at: Mapped[datetime | None] = mapped_column(Instant)
    recall_reason: Mapped[str] = mapped_column(Text, default="")

    area: Mapped[PlantingArea | None] = relationship()
    good: Mapped[CertifiedGood] = relationship()
    producer: Mapped[Producer] = relationship()

    @property
    def is_recalled(self) -> bool:
        """Did its producer call it back?"""
        return self.recalled_at is not None

    @property
    def facts(self) -> LotFacts:
        """What is said of it."""
        return LotFacts(
            self.number, self.made_on, self.best_before_on, self.planting_area_id, self.note_vi, self.note_en
        )
