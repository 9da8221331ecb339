"""The table of keys: their public halves alone."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from shop.database import Base, Instant


class SigningKey(Base):
    """The public half of a key (ECDSA over P-256). It is never deleted: labels on packs outlive it."""

    __tablename__ = "signing_keys"
    __table_args__ = (CheckConstraint("(withdrawn_at IS NULL) = (why_withdrawn = '')", name="withdrawn_with_why"),)
    # Phones get the keys with the page that checks.
    is_public = True

    # Eight hexadecimal digits of its hash, as statements name it.
    kid: Mapped[str] = mapped_column(String(8), primary_key=True)
    # The point, in base64url as JWK has it (RFC 7518, 6.2.1).
    x: Mapped[str] = mapped_column(String(43))
    y: Mapped[str] = mapped_column(String(43))
    made_at: Mapped[datetime] = mapped_column(Instant)
    # From then on nothing that it signed counts: somebody else may have had it.
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
    why_withdrawn: Mapped[str] = mapped_column(String(300), default="")
