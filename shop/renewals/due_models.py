"""Tables of the office's notices: who sends, which letters were issued, how they went out; and private calendars."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.database import Base, Instant
from shop.producers import Producer
from shop.renewals.due_rules import (
    LONGEST_NAME,
    LONGEST_PLACE,
    LONGEST_REASON,
    LONGEST_SYMBOL,
    LONGEST_TO,
    MOST_NUMBER,
    SENDER_FIELDS,
    DeliveryWay,
    NoticeStage,
    Sender,
    letter_number,
)

STAGES = ", ".join(f"'{stage}'" for stage in NoticeStage)
WAYS = ", ".join(f"'{way}'" for way in DeliveryWay)


class NoticeSender(Base):
    """The body that sends for a province, or for the whole country (empty code), as an officer entered it last."""

    __tablename__ = "notice_senders"

    id: Mapped[int] = mapped_column(primary_key=True)
    province_code: Mapped[str] = mapped_column(String(2), unique=True)
    parent_name: Mapped[str] = mapped_column(String(LONGEST_NAME), default="")
    name: Mapped[str] = mapped_column(String(LONGEST_NAME), default="")
    symbol: Mapped[str] = mapped_column(String(LONGEST_SYMBOL), default="")
    place: Mapped[str] = mapped_column(String(LONGEST_PLACE), default="")
    authority: Mapped[str] = mapped_column(String(LONGEST_NAME), default="")
    title: Mapped[str] = mapped_column(String(LONGEST_NAME), default="")
    signer: Mapped[str] = mapped_column(String(LONGEST_NAME), default="")
    copies_to: Mapped[str] = mapped_column(Text, default="")
    archive_mark: Mapped[str] = mapped_column(String(LONGEST_SYMBOL), default="")
    contact: Mapped[str] = mapped_column(Text, default="")
    # Invented to be shown: every letter says so.
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    changed_at: Mapped[datetime] = mapped_column(Instant)

    @property
    def facts(self) -> Sender:
        """What letters print."""
        return Sender(
            **{name: getattr(self, name) for name in SENDER_FIELDS}, is_demonstration=bool(self.is_demonstration)
        )


class NoticeRound(Base):
    """Letters that were issued in one go, printed and sent together."""

    __tablename__ = "notice_rounds"

    id: Mapped[int] = mapped_column(primary_key=True)
    # In whose name: a province's code, empty for the whole country.
    province_code: Mapped[str] = mapped_column(String(2))
    issued_on: Mapped[date]
    issued_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    issued_at: Mapped[datetime] = mapped_column(Instant)


class NoticeLetter(Base):
    """One letter to one producer under a number of the sender's year. What it says is fixed; it can only be voided."""

    __tablename__ = "notice_letters"
    __table_args__ = (
        UniqueConstraint("province_code", "year", "number"),
        CheckConstraint(f"number BETWEEN 1 AND {MOST_NUMBER}", name="number_in_bounds"),
        CheckConstraint("(voided_at IS NULL) = (voided_by_id IS NULL)", name="voided_whole"),
        Index("ix_notice_letters_round_id_number", "round_id", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("notice_rounds.id"))
    province_code: Mapped[str] = mapped_column(String(2))
    year: Mapped[int]
    number: Mapped[int]
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"), index=True)
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    voided_at: Mapped[datetime | None] = mapped_column(Instant)
    voided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    void_reason: Mapped[str] = mapped_column(String(LONGEST_REASON), default="")

    round: Mapped[NoticeRound] = relationship()
    producer: Mapped[Producer] = relationship()
    lines: Mapped[list[NoticeLine]] = relationship(order_by="NoticeLine.certificate_id")
    deliveries: Mapped[list[NoticeDelivery]] = relationship(order_by="NoticeDelivery.id")

    @property
    def number_words(self) -> str:
        """Number and symbol as printed."""
        return letter_number(self.number, self.body["sender"]["symbol"])

    @property
    def is_void(self) -> bool:
        return self.voided_at is not None


class NoticeLine(Base):
    """A certificate that a letter speaks of, at which stage, with the end that it had then."""

    __tablename__ = "notice_lines"
    __table_args__ = (
        CheckConstraint(f"stage IN ({STAGES})", name="stage_known"),
        # Each stage of a certificate is told in one letter that stands, whoever issues at the same time.
        Index(
            "ix_notice_lines_told_once",
            "certificate_id",
            "stage",
            "ends_at",
            unique=True,
            sqlite_where=text("stands"),
            postgresql_where=text("stands"),
        ),
    )

    letter_id: Mapped[int] = mapped_column(ForeignKey("notice_letters.id"), primary_key=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificates.id"), primary_key=True)
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"))
    stage: Mapped[str] = mapped_column(String(10))
    ends_at: Mapped[datetime] = mapped_column(Instant)
    # False once its letter is void.
    stands: Mapped[bool] = mapped_column(default=True)


class NoticeDelivery(Base):
    """How a letter went out: who got it when, by mail or on paper. Rows are only added."""

    __tablename__ = "notice_deliveries"
    __table_args__ = (CheckConstraint(f"way IN ({WAYS})", name="way_known"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("notice_letters.id"), index=True)
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"))
    way: Mapped[str] = mapped_column(String(4))
    # Of a mail: to whom. Names of people with accounts are never copied.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    # On paper: who took it, or the number of the post's receipt.
    to_whom: Mapped[str] = mapped_column(String(LONGEST_TO), default="")
    happened_on: Mapped[date]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)


class CalendarFeed(Base):
    """A link under which an officer's calendar program reads the due list. The link is given away once."""

    __tablename__ = "calendar_feeds"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
