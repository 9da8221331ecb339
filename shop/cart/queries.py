"""Reads of carts."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import func, select

from shop.cart.models import Cart, CartItem
from shop.cart.rules import CartContents, CartLine
from shop.catalogue import list_offers, why_not_offered
from shop.database import db


def new_token() -> str:
    """A secret of 256 bits that opens a guest's cart; only its hash is stored."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_cart(*, token: str | None = None, account_id: int | None = None) -> int | None:
    """The number of the account's cart, or else of the guest's cart that the token opens; None where there is none."""
    if account_id is not None:
        owner = Cart.account_id == account_id
    elif token:
        owner = Cart.token_hash == hash_of(token)
    else:
        return None
    return db.session.scalar(select(Cart.id).where(owner))


def count_pieces(cart_id: int) -> int:
    """How many pieces the cart wants, whether they can be bought or not: the number in the header; one statement."""
    wanted = select(func.coalesce(func.sum(CartItem.quantity), 0))
    return int(db.session.scalar(wanted.where(CartItem.cart_id == cart_id, CartItem.is_saved.is_(False))) or 0)


def find_line(cart_id: int, variant_id: int) -> tuple[int, bool] | None:
    """How many pieces of a pack the cart has, and whether they are only kept for later; one statement."""
    line = select(CartItem.quantity, CartItem.is_saved)
    row = db.session.execute(line.where(CartItem.cart_id == cart_id, CartItem.variant_id == variant_id)).first()
    return (row.quantity, row.is_saved) if row else None


def quantity_in(cart_id: int, variant_id: int) -> int:
    """How many pieces of a pack the cart wants, 0 where it has none or keeps them for later; one statement."""
    quantity, is_saved = find_line(cart_id, variant_id) or (0, False)
    return 0 if is_saved else quantity


def read_cart(cart_id: int | None, at: datetime) -> CartContents:
    """The cart as it stands at an instant; two statements, some more where a line cannot be bought."""
    if cart_id is None:
        return CartContents()
    rows = db.session.execute(
        select(CartItem.variant_id, CartItem.quantity, CartItem.price_seen_vnd, CartItem.is_saved)
        .where(CartItem.cart_id == cart_id)
        .order_by(CartItem.added_at, CartItem.variant_id)
    ).all()
    offers = list_offers([row.variant_id for row in rows], at)
    others = why_not_offered([row.variant_id for row in rows if row.variant_id not in offers], at)
    found: tuple[list[CartLine], list[CartLine]] = ([], [])
    for variant_id, quantity, seen, is_saved in rows:
        line = CartLine(variant_id, quantity, seen, offers.get(variant_id), others.get(variant_id))
        found[is_saved].append(line)
    return CartContents(tuple(found[False]), tuple(found[True]))
