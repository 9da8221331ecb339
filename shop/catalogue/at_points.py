"""Which goods lie at which point of sale. Whether one may be seen there is not said here: the shelf decides."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ForeignKey, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from shop.catalogue.models import Product
from shop.catalogue.refusals import NoSuchProduct
from shop.database import Base, db, insert_if_missing, touch_public_version


class PointGood(Base):
    """A product lies at a point of sale, as its operator says."""

    __tablename__ = "point_goods"
    owned_through = ("product_id", "products")
    is_public = True

    point_id: Mapped[int] = mapped_column(ForeignKey("points_of_sale.id"), primary_key=True, autoincrement=False)
    product_id: Mapped[int] = mapped_column(
        ForeignKey("products.id"), primary_key=True, autoincrement=False, index=True
    )


def put_at_point(point_id: int, product_id: int) -> None:
    """Say that a product lies at a point of sale; a second time changes nothing. Refuses NoSuchProduct."""
    if db.session.scalar(select(Product.id).where(Product.id == product_id)) is None:
        raise NoSuchProduct(product_id)
    insert_if_missing(PointGood, point_id=point_id, product_id=product_id)
    touch_public_version(with_register=False)


def take_from_point(point_id: int, product_id: int) -> None:
    """Say that it lies there no more."""
    there = (PointGood.point_id == point_id, PointGood.product_id == product_id)
    db.session.execute(delete(PointGood).where(*there))
    touch_public_version(with_register=False)


def list_products_at(point_id: int) -> Sequence[Product]:
    """Whatever was said to lie at a point of sale, by name, on sale or not: for whoever looks after it."""
    query = select(Product).join(PointGood, PointGood.product_id == Product.id).where(PointGood.point_id == point_id)
    return db.session.scalars(query.order_by(Product.name_vi, Product.id)).all()


def slugs_at_point(point_id: int) -> list[str]:
    """The addresses of what was said to lie at a point of sale, by name; the shelf knows which of them may be seen."""
    query = select(Product.slug).join(PointGood, PointGood.product_id == Product.id)
    return list(db.session.scalars(query.where(PointGood.point_id == point_id).order_by(Product.name_vi, Product.id)))
