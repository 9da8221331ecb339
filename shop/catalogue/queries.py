"""Reads of what shoppers can see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select

from shop.catalogue.models import Product
from shop.certification import CertifiedGood, good_is_certified_at
from shop.database import db


def visible_products(at: datetime) -> Select[Product]:
    """The only start of any public query of products: published, and certified at the instant."""
    return select(Product).join(CertifiedGood).where(Product.published_at <= at, good_is_certified_at(at))


def list_visible_products(at: datetime) -> Sequence[Product]:
    """All of them, newest first."""
    products: Sequence[Product] = db.session.scalars(visible_products(at).order_by(Product.id.desc())).all()
    return products
