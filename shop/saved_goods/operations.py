"""Writes of saved goods."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from shop.catalogue import Product, visible_products
from shop.database import count_changed, db, insert_if_missing
from shop.saved_goods.models import SavedGood
from shop.saved_goods.queries import count_saved_goods
from shop.saved_goods.rules import MOST_SAVED, NoSuchGood, TooManySaved


def save_good(account_id: int, slug: str, at: datetime) -> None:
    """Save the good on sale at an address; nothing happens where it is saved already.

    Refuses NoSuchGood and TooManySaved.
    """
    product_id = db.session.scalar(visible_products(at).where(Product.slug == slug).with_only_columns(Product.id))
    if product_id is None:
        raise NoSuchGood
    if count_saved_goods(account_id) >= MOST_SAVED:
        raise TooManySaved
    insert_if_missing(SavedGood, account_id=account_id, product_id=product_id, saved_at=at)


def forget_good(account_id: int, slug: str) -> bool:
    """Take a good off the account's list, on sale or not; was it there?"""
    named = select(Product.id).where(Product.slug == slug).scalar_subquery()
    return count_changed(delete(SavedGood).where(SavedGood.account_id == account_id, SavedGood.product_id == named)) > 0


def forget_saved_goods(account_id: int) -> None:
    """Empty the list, for the account is closed."""
    db.session.execute(delete(SavedGood).where(SavedGood.account_id == account_id))
