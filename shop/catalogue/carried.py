"""Products go along when the register's office finds that two entries are one good."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, select, update

from shop.catalogue.models import Product
from shop.certification import CertifiedGood, ProductsCannotBeJoined, carries_goods
from shop.database import db, touch_public_version


def _carry(source: int, target: int) -> list[int]:
    """Let the products of one good be the other's; refuses ProductsCannotBeJoined.

    Each producer offers a good once, and shoppers see a product only under the producer of its good: what could not be
    shown any more is for its stall to settle first.
    """
    products = db.session.scalars(select(Product).where(Product.good_id == source).order_by(Product.id)).all()
    there = set(db.session.scalars(select(Product.producer_id).where(Product.good_id == target)))
    maker = db.session.scalar(select(CertifiedGood.producer_id).where(CertifiedGood.id == target))
    stuck = [
        product
        for product in products
        if product.producer_id in there or (product.published_at is not None and product.producer_id != maker)
    ]
    if stuck:
        raise _cannot_be_joined(stuck)
    ids = [product.id for product in products]
    _move(ids, target)
    return ids


def _carry_back(source: int, target: int, moved: Sequence[int]) -> None:
    _move(moved, source)


def _move(product_ids: Sequence[int], good_id: int) -> None:
    db.session.execute(update(Product).where(Product.id.in_(product_ids)).values(good_id=good_id))
    touch_public_version()


def _check_maker(good_id: int, producer_id: int | None) -> None:
    """What its present producer offers would vanish with a change: refuses ProductsCannotBeJoined."""
    shown = (CertifiedGood.id == Product.good_id, CertifiedGood.producer_id == Product.producer_id)
    changes = Product.producer_id.is_distinct_from(producer_id)
    query = select(Product).join(CertifiedGood, and_(*shown)).order_by(Product.id)
    stuck = db.session.scalars(
        query.where(Product.good_id == good_id, Product.published_at.is_not(None), changes)
    ).all()
    if stuck:
        raise _cannot_be_joined(stuck)


def _cannot_be_joined(stuck: Sequence[Product]) -> ProductsCannotBeJoined:
    return ProductsCannotBeJoined([one.slug for one in stuck], [one.name_vi for one in stuck])


carries_goods("products", _carry, _carry_back, _check_maker)
