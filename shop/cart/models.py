"""Tables of carts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from shop.cart.rules import MOST_OF_ONE
from shop.database import Base, Instant


class Cart(Base):
    """A guest's cart, known by the hash of the token in the visitor's cookie, or an account's."""

    __tablename__ = "carts"
    __table_args__ = (CheckConstraint("(token_hash IS NULL) <> (account_id IS NULL)", name="one_owner"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), unique=True)
    made_at: Mapped[datetime] = mapped_column(Instant, index=True)


class CartItem(Base):
    """A pack in a cart: how many, and the price that the shopper saw when it was put there."""

    __tablename__ = "cart_items"
    of_all_stalls = "a visitor's cart"
    __table_args__ = (CheckConstraint(f"quantity BETWEEN 1 AND {MOST_OF_ONE}", name="quantity_sane"),)

    cart_id: Mapped[int] = mapped_column(ForeignKey("carts.id", ondelete="CASCADE"), primary_key=True)
    variant_id: Mapped[int] = mapped_column(ForeignKey("variants.id"), primary_key=True, index=True)
    quantity: Mapped[int]
    price_seen_vnd: Mapped[int] = mapped_column(BigInteger)
    is_saved: Mapped[bool] = mapped_column(default=False)
    added_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant)
