"""The table of throttles."""

from __future__ import annotations

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from shop.database import Base


class Throttle(Base):
    """How far one subject is booked under one limit; each try that is let through books one interval more."""

    __tablename__ = "throttles"

    limit_name: Mapped[str] = mapped_column(String(40), primary_key=True)
    # SHA-256 of an account's or visitor's address.
    subject: Mapped[str] = mapped_column(String(64), primary_key=True)
    # Milliseconds of UTC, a plain number: one statement adds to it and compares it.
    booked_until: Mapped[int] = mapped_column(BigInteger, index=True)
