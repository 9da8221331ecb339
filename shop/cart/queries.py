"""Reads of carts."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import Integer, String, bindparam, func, select

from shop.cart.models import Cart, CartItem
from shop.cart.rules import CartContents, CartLine
from shop.catalogue import list_offers, why_not_offered
from shop.database import db

# Built once: that takes longer than running them.
_CART, _VARIANT = bindparam("cart", type_=Integer), bindparam("variant", type_=Integer)
_OF_ACCOUNT = select(Cart.id).where(Cart.account_id == bindparam("account_id", type_=Integer))
_OF_GUEST = select(Cart.id).where(Cart.token_hash == bindparam("token_hash", type_=String))
_COUNT = select(func.coalesce(func.sum(CartItem.quantity), 0)).where(
    CartItem.cart_id == _CART, CartItem.is_saved.is_(False)
)
_LINE = select(CartItem.quantity, CartItem.is_saved).where(CartItem.cart_id == _CART, CartItem.variant_id == _VARIANT)
_LINES = (
    select(CartItem.variant_id, CartItem.quantity, CartItem.price_seen_vnd, CartItem.is_saved)
    .where(CartItem.cart_id == _CART)
    .order_by(CartItem.added_at, CartItem.variant_id)
)


def new_token() -> str:
    """A secret of 256 bits that opens a guest's cart; only its hash is stored."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_cart(*, token: str | None = None, account_id: int | None = None) -> int | None:
    """The number of the account's cart, or else of the guest's cart that the token opens; None where there is none."""
    if account_id is not None:
        return db.session.scalar(_OF_ACCOUNT, {"account_id": account_id})
    return db.session.scalar(_OF_GUEST, {"token_hash": hash_of(token)}) if token else None


def count_pieces(cart_id: int) -> int:
    """How many pieces the cart wants, whether they can be bought or not: the number in the header; one statement."""
    return int(db.session.scalar(_COUNT, {"cart": cart_id}) or 0)


def find_line(cart_id: int, variant_id: int) -> tuple[int, bool] | None:
    """How many pieces of a pack the cart has, and whether they are only kept for later; one statement."""
    row = db.session.execute(_LINE, {"cart": cart_id, "variant": variant_id}).first()
    return (row.quantity, row.is_saved) if row else None


def quantity_in(cart_id: int, variant_id: int) -> int:
    """How many pieces of a pack the cart wants, 0 where it has none or keeps them for later; one statement."""
    quantity, is_saved = find_line(cart_id, variant_id) or (0, False)
    return 0 if is_saved else quantity


def read_cart(cart_id: int | None, at: datetime) -> CartContents:
    """The cart as it stands at an instant; two statements, some more where a line cannot be bought."""
    if cart_id is None:
        return CartContents()
    rows = db.session.execute(_LINES, {"cart": cart_id}).all()
    offers = list_offers([row.variant_id for row in rows], at)
    others = why_not_offered([row.variant_id for row in rows if row.variant_id not in offers], at)
    found: tuple[list[CartLine], list[CartLine]] = ([], [])
    for variant_id, quantity, seen, is_saved in rows:
        line = CartLine(variant_id, quantity, seen, offers.get(variant_id), others.get(variant_id))
        found[is_saved].append(line)
    return CartContents(tuple(found[False]), tuple(found[True]))
