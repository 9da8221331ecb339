"""Tables of what shoppers can see: products, their packs, their photos."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.certification import CertifiedGood
from shop.database import Base, Instant


class Product(Base):
    """One certified good as the shop offers it. Whether it may be seen is not stored: the certificate decides."""

    __tablename__ = "products"
    is_public = True

    id: Mapped[int] = mapped_column(primary_key=True)
    good_id: Mapped[int] = mapped_column(ForeignKey("certified_goods.id"), unique=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    name_vi: Mapped[str] = mapped_column(String(300))
    name_en: Mapped[str] = mapped_column(String(300))
    summary_vi: Mapped[str] = mapped_column(Text, default="")
    summary_en: Mapped[str] = mapped_column(Text, default="")
    description_vi: Mapped[str] = mapped_column(Text, default="")
    description_en: Mapped[str] = mapped_column(Text, default="")
    ingredients_vi: Mapped[str] = mapped_column(Text, default="")
    ingredients_en: Mapped[str] = mapped_column(Text, default="")
    storage_vi: Mapped[str] = mapped_column(Text, default="")
    storage_en: Mapped[str] = mapped_column(Text, default="")
    warnings_vi: Mapped[str] = mapped_column(Text, default="")
    warnings_en: Mapped[str] = mapped_column(Text, default="")
    shelf_life_months: Mapped[int | None]
    published_at: Mapped[datetime | None] = mapped_column(Instant)
    # The lowest price of its packs, kept by the same operation that changes a pack, so that lists can sort by it.
    price_from_vnd: Mapped[int] = mapped_column(BigInteger, default=0, index=True)
    is_demonstration: Mapped[bool] = mapped_column(default=False)

    good: Mapped[CertifiedGood] = relationship()
    variants: Mapped[list[Variant]] = relationship(order_by="Variant.position", back_populates="product")
    photos: Mapped[list[Photo]] = relationship(order_by="Photo.position", back_populates="product")


class Variant(Base):
    """A pack of a product: what is priced, counted and sold."""

    __tablename__ = "variants"
    is_public = True
    __table_args__ = (
        UniqueConstraint("product_id", "position"),
        CheckConstraint("price_vnd > 0", name="price_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"))
    position: Mapped[int]
    label_vi: Mapped[str] = mapped_column(String(80))
    label_en: Mapped[str] = mapped_column(String(80))
    price_vnd: Mapped[int] = mapped_column(BigInteger)
    # What the label declares: grams, millilitres, or pieces.
    net_amount: Mapped[int]
    net_unit: Mapped[str] = mapped_column(String(5))
    weight_grams: Mapped[int]

    product: Mapped[Product] = relationship(back_populates="variants")


class Photo(Base):
    """A photo of a product, stored re-encoded in three widths under its random stem."""

    __tablename__ = "photos"
    is_public = True
    __table_args__ = (UniqueConstraint("product_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"))
    position: Mapped[int]
    stem: Mapped[str] = mapped_column(String(40), unique=True)
    width: Mapped[int]
    height: Mapped[int]
    alt_vi: Mapped[str] = mapped_column(String(200), default="")
    alt_en: Mapped[str] = mapped_column(String(200), default="")

    product: Mapped[Product] = relationship(back_populates="photos")
