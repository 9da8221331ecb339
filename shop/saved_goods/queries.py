"""Reads of saved goods."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from shop.catalogue import Product
from shop.certification import standings_of
from shop.database import db
from shop.saved_goods.models import SavedGood
from shop.saved_goods.rules import KeptGood


def list_saved_goods(account_id: int, at: datetime) -> tuple[KeptGood, ...]:
    """What the account saved, the latest first, with how each stands at the instant; two statements."""
    rows = db.session.execute(
        select(Product.id, Product.good_id, Product.slug, Product.name_vi, Product.name_en)
        .join(SavedGood, SavedGood.product_id == Product.id)
        .where(SavedGood.account_id == account_id, Product.good_id.is_not(None))
        .order_by(SavedGood.saved_at.desc(), Product.id)
    ).all()
    standings = standings_of({row.good_id for row in rows}, at) if rows else {}
    return tuple(KeptGood(row.id, row.slug, row.name_vi, row.name_en, *standings[row.good_id]) for row in rows)


def count_saved_goods(account_id: int) -> int:
    """How many goods the account saved."""
    return db.session.scalar(select(func.count()).where(SavedGood.account_id == account_id)) or 0
