"""Tables of stalls: what each producer says of itself, the people in it, and the accounts that it is paid to."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.database import Base, Instant
from shop.photo_files import PhotoSources
from shop.stalls.rules import (
    LONGEST_ALT,
    LONGEST_EMAIL,
    LONGEST_NAME,
    LONGEST_STREET,
    BankAccount,
    Holiday,
    days_in,
)
from shop.values.light_marks import Block, opening, read_marks


class Stall(Base):
    """What a producer says of itself. Shoppers see it once it is published; goods have their own rules."""

    __tablename__ = "stalls"
    __table_args__ = (
        CheckConstraint("(cover_stem IS NULL) = (cover_width IS NULL)", name="cover_whole"),
        CheckConstraint("(holiday_from IS NULL) = (holiday_until IS NULL)", name="holiday_whole"),
        CheckConstraint("holiday_until >= holiday_from", name="holiday_forward"),
        CheckConstraint("send_days BETWEEN 0 AND 127", name="send_days"),
        CheckConstraint("(commune_code = '') = (province_code = '')", name="place_whole"),
    )
    is_public = True

    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"), primary_key=True, autoincrement=False)
    # Plain text with light marks.
    story_vi: Mapped[str] = mapped_column(Text, default="")
    story_en: Mapped[str] = mapped_column(Text, default="")
    cover_stem: Mapped[str | None] = mapped_column(String(40), unique=True)
    cover_width: Mapped[int | None]
    cover_height: Mapped[int | None]
    cover_alt_vi: Mapped[str] = mapped_column(String(LONGEST_ALT), default="")
    cover_alt_en: Mapped[str] = mapped_column(String(LONGEST_ALT), default="")
    contact_name: Mapped[str] = mapped_column(String(LONGEST_NAME), default="")
    phone: Mapped[str] = mapped_column(String(20), default="")
    email: Mapped[str] = mapped_column(String(LONGEST_EMAIL), default="")
    # Where its parcels come from, in today's units.
    street: Mapped[str] = mapped_column(String(LONGEST_STREET), default="")
    commune_code: Mapped[str] = mapped_column(String(5), default="")
    province_code: Mapped[str] = mapped_column(String(2), default="")
    # A bit for each day of the week on which parcels go out, Monday the first.
    send_days: Mapped[int] = mapped_column(default=0)
    holiday_from: Mapped[date | None] = mapped_column(Date)
    holiday_until: Mapped[date | None] = mapped_column(Date)
    published_at: Mapped[datetime | None] = mapped_column(Instant)

    @property
    def is_published(self) -> bool:
        """Do shoppers see it?"""
        return self.published_at is not None

    @property
    def cover(self) -> PhotoSources | None:
        """Its large picture."""
        if self.cover_stem is None or self.cover_width is None or self.cover_height is None:
            return None
        return PhotoSources(self.cover_stem, self.cover_width, self.cover_height, self.cover_alt_vi, self.cover_alt_en)

    @property
    def days(self) -> tuple[int, ...]:
        """The days of the week on which parcels go out, 0 for Monday."""
        return days_in(self.send_days)

    @property
    def planned_holiday(self) -> Holiday | None:
        """The holiday that was set last: to come, running, or over."""
        if self.holiday_from is None or self.holiday_until is None:
            return None
        return Holiday(self.holiday_from, self.holiday_until)

    def holiday_on(self, day: date) -> Holiday | None:
        """The holiday that covers a Vietnamese day."""
        planned = self.planned_holiday
        return planned if planned is not None and planned.covers(day) else None

    def story(self, language: str) -> tuple[Block, ...]:
        """The story in a language, in the other one where that is empty."""
        return read_marks(self._story(language))

    def story_in_short(self, language: str) -> str:
        """Its first sentences without marks."""
        return opening(self._story(language))

    def _story(self, language: str) -> str:
        return (self.story_en or self.story_vi) if language == "en" else (self.story_vi or self.story_en)


class StallPortrait(Base):
    """Somebody of the stall, with a picture."""

    __tablename__ = "stall_portraits"
    __table_args__ = (UniqueConstraint("producer_id", "position"),)
    is_public = True

    id: Mapped[int] = mapped_column(primary_key=True)
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"))
    position: Mapped[int]
    stem: Mapped[str] = mapped_column(String(40), unique=True)
    width: Mapped[int]
    height: Mapped[int]
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    role_vi: Mapped[str] = mapped_column(String(LONGEST_NAME), default="")
    role_en: Mapped[str] = mapped_column(String(LONGEST_NAME), default="")

    @property
    def picture(self) -> PhotoSources:
        """The picture; its words for those who cannot see it are the name."""
        return PhotoSources(self.stem, self.width, self.height, self.name, self.name)

    def role(self, language: str) -> str:
        """What they do there, in a language, in the other one where that is empty."""
        return (self.role_en or self.role_vi) if language == "en" else (self.role_vi or self.role_en)


class StallBankAccount(Base):
    """An account that a producer is or was paid to. The one in use has not ended; the old ones stay."""

    __tablename__ = "stall_bank_accounts"
    __table_args__ = (
        Index(
            "uq_stall_bank_accounts_one_in_use",
            "producer_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        CheckConstraint("ended_at >= set_at", name="ended_after_set"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"), index=True)
    bank_bin: Mapped[str] = mapped_column(String(6))
    account: Mapped[str] = mapped_column(String(19))
    account_name: Mapped[str] = mapped_column(String(100))
    set_at: Mapped[datetime] = mapped_column(Instant)
    set_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Instant)

    @property
    def number(self) -> BankAccount:
        """Bank, account and holder."""
        return BankAccount(self.bank_bin, self.account, self.account_name)
