"""Tables of what shoppers can see: products, their packs, their photos."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.catalogue.kinds import is_alcohol, is_health_food
from shop.certification import CertifiedGood
from shop.database import Base, Instant


class Product(Base):
    """A good as its producer offers it. Whether it may be seen is not stored: the certificate decides.

    It is published, or retired (shown once, no more), or a draft; a draft may wait for its certified good.
    """

    __tablename__ = "products"
    __table_args__ = (
        # A good that went to another producer may be offered anew by them; the first one's product is not seen then.
        UniqueConstraint("producer_id", "good_id"),
        CheckConstraint("published_at IS NULL OR retired_at IS NULL", name="not_both"),
        CheckConstraint("published_at IS NULL OR good_id IS NOT NULL", name="published_is_a_good"),
    )
    is_public = True

    id: Mapped[int] = mapped_column(primary_key=True)
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"), index=True)
    good_id: Mapped[int | None] = mapped_column(ForeignKey("certified_goods.id"), index=True)
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
    # What the label of the present batch says, where it says it.
    batch: Mapped[str] = mapped_column(String(40), default="", server_default="")
    made_on: Mapped[date | None]
    best_before_on: Mapped[date | None]
    planting_area_code: Mapped[str] = mapped_column(String(60), default="", server_default="")
    # The producer's own switches; the kind of a good says the same without them.
    says_alcohol: Mapped[bool] = mapped_column(default=False, server_default="0")
    says_health_food: Mapped[bool] = mapped_column(default=False, server_default="0")
    published_at: Mapped[datetime | None] = mapped_column(Instant)
    retired_at: Mapped[datetime | None] = mapped_column(Instant)
    # Moves with every edit, so that a form filled from an older one is noticed.
    edition: Mapped[int] = mapped_column(default=1, server_default="1")
    # The lowest price of its packs, kept by the same operation that changes a pack, so that lists can sort by it.
    price_from_vnd: Mapped[int] = mapped_column(BigInteger, default=0, index=True)
    is_demonstration: Mapped[bool] = mapped_column(default=False)

    good: Mapped[CertifiedGood | None] = relationship()
    variants: Mapped[list[Variant]] = relationship(order_by="Variant.position", back_populates="product")
    photos: Mapped[list[Photo]] = relationship(order_by="Photo.position", back_populates="product")
    marks: Mapped[list[ProductMark]] = relationship(
        order_by="ProductMark.position", back_populates="product", cascade="all, delete-orphan"
    )

    @property
    def is_alcohol(self) -> bool:
        """Adults only, never for cash on delivery: by its kind or by its switch."""
        return self.says_alcohol or is_alcohol(self.kind)

    @property
    def is_health_food(self) -> bool:
        """Whether it must carry the warning of health foods."""
        return self.says_health_food or is_health_food(self.kind)

    @property
    def packs(self) -> list[Variant]:
        """The packs that are offered."""
        return [variant for variant in self.variants if variant.retired_at is None]


class Variant(Base):
    """A pack of a product: what is priced, counted and sold."""

    __tablename__ = "variants"
    owned_through = ("product_id", "products")
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
    # Of the barcode, with its check digit; 8, 12, 13 or 14 digits.
    gtin: Mapped[str | None] = mapped_column(String(14))
    # Offered no more from then on; carts say so, orders keep it.
    retired_at: Mapped[datetime | None] = mapped_column(Instant)

    product: Mapped[Product] = relationship(back_populates="variants")


class Photo(Base):
    """A photo of a product, stored re-encoded in three widths under its random stem."""

    __tablename__ = "photos"
    owned_through = ("product_id", "products")
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


class RemovedPhoto(Base):
    """A photo taken off its product: it can be put back until it is swept away, its files with it."""

    __tablename__ = "removed_photos"
    owned_through = ("product_id", "products")

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), index=True)
    # Where it stood.
    position: Mapped[int]
    stem: Mapped[str] = mapped_column(String(40), unique=True)
    width: Mapped[int]
    height: Mapped[int]
    alt_vi: Mapped[str] = mapped_column(String(200))
    alt_en: Mapped[str] = mapped_column(String(200))
    removed_at: Mapped[datetime] = mapped_column(Instant, index=True)


class ProductMark(Base):
    """Another mark that a good bears (VietGAP, organic, HACCP), with its own number, issuer and last day."""

    __tablename__ = "product_marks"
    owned_through = ("product_id", "products")
    is_public = True
    __table_args__ = (UniqueConstraint("product_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(80))
    number: Mapped[str] = mapped_column(String(80), default="")
    issuer: Mapped[str] = mapped_column(String(200), default="")
    # The last day on which it counts; None where it bears none.
    ends_on: Mapped[date | None]

    product: Mapped[Product] = relationship(back_populates="marks")
