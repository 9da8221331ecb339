"""Tables of fairs: the fair, its booths, the devices that sell there, and the people who hold them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.database import Base, Instant
from shop.fairs.rules import LONGEST_BOOTH_CODE, LONGEST_DEVICE_NAME, LONGEST_NAME, LONGEST_PLACE, booth_location


class Fair(Base):
    """Some days at a place where the organisation sells for many producers. Both days are part of it."""

    __tablename__ = "fairs"
    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="days_forward"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    # Empty where it has none of its own.
    name_en: Mapped[str] = mapped_column(String(LONGEST_NAME))
    place: Mapped[str] = mapped_column(String(LONGEST_PLACE))
    starts_on: Mapped[date]
    ends_on: Mapped[date] = mapped_column(index=True)
    # Who answers for whatever needs a person.
    owner_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    opened_at: Mapped[datetime] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)

    booths: Mapped[list[Booth]] = relationship(order_by="Booth.id", back_populates="fair", lazy="raise")

    @property
    def is_open(self) -> bool:
        """Can goods be handed out and devices be paired?"""
        return self.closed_at is None


class Booth(Base):
    """One stand of the organisation at a fair, with stock of its own: what was handed out to it."""

    __tablename__ = "booths"

    id: Mapped[int] = mapped_column(primary_key=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fairs.id"), index=True)
    # What people and commands call it; unique over all fairs.
    code: Mapped[str] = mapped_column(String(LONGEST_BOOTH_CODE), unique=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    opened_at: Mapped[datetime] = mapped_column(Instant)

    fair: Mapped[Fair] = relationship(back_populates="booths", lazy="raise")

    @property
    def location(self) -> str:
        """Where its stock lies."""
        return booth_location(self.id)


class BoothDevice(Base):
    """A tablet that sells for one booth. Its token is known to it alone; what it last said of itself is for looking."""

    __tablename__ = "booth_devices"

    id: Mapped[int] = mapped_column(primary_key=True)
    booth_id: Mapped[int] = mapped_column(ForeignKey("booths.id"), index=True)
    name: Mapped[str] = mapped_column(String(LONGEST_DEVICE_NAME))
    # SHA-256 of the token, in hexadecimal digits.
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    paired_at: Mapped[datetime] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)
    last_contact_at: Mapped[datetime | None] = mapped_column(Instant)
    # Trusted time minus its own clock, in milliseconds.
    clock_offset_ms: Mapped[int | None] = mapped_column(BigInteger)
    unsent_count: Mapped[int | None]
    release: Mapped[str] = mapped_column(String(40), default="")
    snapshot_version: Mapped[str] = mapped_column(String(40), default="")

    booth: Mapped[Booth] = relationship(lazy="raise")

    @property
    def number(self) -> int:
        """What its receipt codes begin with."""
        return self.id

    @property
    def is_live(self) -> bool:
        """May it speak for its booth?"""
        return self.revoked_at is None


class PairingCode(Base):
    """Shown once in the office; it turns one tablet into a device of the booth, once, for a quarter of an hour."""

    __tablename__ = "pairing_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    booth_id: Mapped[int] = mapped_column(ForeignKey("booths.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_by: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)
    device_id: Mapped[int | None] = mapped_column(ForeignKey("booth_devices.id"))


class Cashier(Base):
    """Somebody who sells at a fair's booths, known to the devices by a PIN: a volunteer without an account."""

    __tablename__ = "cashiers"
    __table_args__ = (UniqueConstraint("fair_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fairs.id"))
    # Two digits and more; what sales carry and receipts show.
    code: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    # PBKDF2 with HMAC-SHA-256, 32 bytes; salt and hash in hexadecimal digits.
    salt: Mapped[str] = mapped_column(String(64))
    pin_hash: Mapped[str] = mapped_column(String(64))
    iterations: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(Instant)
    retired_at: Mapped[datetime | None] = mapped_column(Instant)
