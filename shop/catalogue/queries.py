"""Reads of what shoppers can see, and of why they cannot see something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import Select, and_, bindparam, or_, select
from sqlalchemy.orm import joinedload, raiseload

from shop.catalogue.models import Photo, Product, ProductMark, Variant
from shop.catalogue.rules import quoted_unit_price
from shop.certification import (
    Certificate,
    CertifiedGood,
    GoodStanding,
    Standing,
    certificate_in_force_at,
    find_kept_good,
    good_is_certified_at,
    standing_of,
)
from shop.database import Instant, db
from shop.photo_files import PhotoSources
from shop.producers import Producer
from shop.stalls import Holiday, Stall
from shop.stock import WEB, StockLevel
from shop.values.dates import last_day_until, vietnam_day


def visible_products(at: datetime) -> Select[Product]:
    """The only start of any public query of products: published, certified at the instant, and its producer's own."""
    own = and_(CertifiedGood.id == Product.good_id, CertifiedGood.producer_id == Product.producer_id)
    return select(Product).join(CertifiedGood, own).where(Product.published_at <= at, good_is_certified_at(at))


def list_visible_products(at: datetime) -> Sequence[Product]:
    """All of them, newest first."""
    products: Sequence[Product] = db.session.scalars(visible_products(at).order_by(Product.id.desc())).all()
    return products


@dataclass(frozen=True)
class Pack:
    """A pack of a product: whole dong, the unit price for `unit` ("100g", "litre" or None), grams, pieces on hand."""

    variant_id: int
    label_vi: str
    label_en: str
    price_vnd: int
    unit_price_vnd: int | None
    unit: str | None
    net_amount: int
    net_unit: str
    weight_grams: int
    on_hand: int
    gtin: str | None = None


@dataclass(frozen=True)
class OtherMark:
    """A mark of a product beside OCOP; `ends_on` is the last day on which it counts, None where it bears none."""

    name: str
    number: str
    issuer: str
    ends_on: date | None


@dataclass(frozen=True)
class ProductPage:
    """All that the page of one good on sale shows. The rows lead to no others: asking them for more is an error."""

    product: Product
    good: CertifiedGood
    certificate: Certificate
    # The last valid day of the certificate in force, its extension included.
    certified_until: date
    producer: Producer
    packs: tuple[Pack, ...]
    photos: tuple[PhotoSources, ...]
    # Marks beside OCOP that count on the day.
    marks: tuple[OtherMark, ...]
    # What its producer says of itself, where it is published.
    stall: Stall | None
    # While the stall is on holiday: the good can be seen, and not be ordered.
    holiday: Holiday | None

    @property
    def in_stock(self) -> bool:
        """Whether any pack can be had now."""
        return any(pack.on_hand > 0 for pack in self.packs)


def find_product_page(slug: str, at: datetime) -> ProductPage | None:
    """Everything about the good on sale at an address, or None when there is none; four statements."""
    row = db.session.execute(_page_statement(), {"slug": slug, "at": at}).first()
    if row is None:
        return None
    product, good, certificate, producer, stall = row
    return ProductPage(
        product=product,
        good=good,
        certificate=certificate,
        certified_until=last_day_until(certificate.valid_until),
        producer=producer,
        packs=list_packs(product.id),
        photos=list_photos(product.id),
        marks=list_other_marks(product.id, vietnam_day(at)),
        stall=stall if stall is not None and stall.is_published else None,
        holiday=stall.holiday_on(vietnam_day(at)) if stall is not None else None,
    )


# Putting a statement together takes longer than running it, so those of the product page are put together once.
@cache
def _page_statement() -> Select[*tuple[Any, ...]]:
    at = cast(datetime, bindparam("at", type_=Instant()))
    in_force = and_(Certificate.good_id == CertifiedGood.id, certificate_in_force_at(at))
    return (
        visible_products(at)
        .where(Product.slug == bindparam("slug"))
        .join(Certificate, in_force)
        .join(Producer, Producer.id == Product.producer_id)
        .outerjoin(Stall, Stall.producer_id == Product.producer_id)
        .with_only_columns(Product, CertifiedGood, Certificate, Producer, Stall)
        .options(raiseload("*"))
    )


@cache
def _packs_statement() -> Select[*tuple[Any, ...]]:
    level = and_(StockLevel.variant_id == Variant.id, StockLevel.location == WEB)
    return (
        select(
            Variant.id,
            Variant.label_vi,
            Variant.label_en,
            Variant.price_vnd,
            Variant.net_amount,
            Variant.net_unit,
            Variant.weight_grams,
            StockLevel.on_hand,
            Variant.gtin,
        )
        .outerjoin(StockLevel, level)
        .where(Variant.product_id == bindparam("product_id"), Variant.retired_at.is_(None))
        .order_by(Variant.position)
    )


@cache
def _marks_statement() -> Select[*tuple[Any, ...]]:
    counts = or_(ProductMark.ends_on.is_(None), ProductMark.ends_on >= bindparam("day"))
    return (
        select(ProductMark.name, ProductMark.number, ProductMark.issuer, ProductMark.ends_on)
        .where(ProductMark.product_id == bindparam("product_id"), counts)
        .order_by(ProductMark.position)
    )


@cache
def _photos_statement() -> Select[*tuple[Any, ...]]:
    return (
        select(Photo.stem, Photo.width, Photo.height, Photo.alt_vi, Photo.alt_en)
        .where(Photo.product_id == bindparam("product_id"))
        .order_by(Photo.position)
    )


def list_packs(product_id: int) -> tuple[Pack, ...]:
    """The packs of a product in their order, with the pieces that lie in the web shop's store."""
    packs = []
    rows = db.session.execute(_packs_statement(), {"product_id": product_id})
    for id_, label_vi, label_en, price, amount, unit, grams, on_hand, gtin in rows:
        quoted = quoted_unit_price(price, amount, unit)
        unit_price_vnd, quoted_unit = quoted or (None, None)
        packs.append(
            Pack(id_, label_vi, label_en, price, unit_price_vnd, quoted_unit, amount, unit, grams, on_hand or 0, gtin)
        )
    return tuple(packs)


def list_other_marks(product_id: int, day: date) -> tuple[OtherMark, ...]:
    """The marks of a product that count on a Vietnamese day, in their order; ended ones are left out."""
    rows = db.session.execute(_marks_statement(), {"product_id": product_id, "day": day})
    return tuple(OtherMark(*row) for row in rows)


def list_photos(product_id: int) -> tuple[PhotoSources, ...]:
    """The photos of a product in their order."""
    return tuple(PhotoSources(*row) for row in db.session.execute(_photos_statement(), {"product_id": product_id}))


@dataclass(frozen=True)
class NotForSale:
    """A certified good that cannot be bought now, and why.

    `why` is lapsed, revoked, not_yet, planned or awaiting_officer (how it stands), not_published (certified, but not
    offered), or moved (on sale, at the address `product_slug`).
    """

    good: CertifiedGood
    standing: GoodStanding
    why: str
    product_slug: str | None
    kind: str | None


def _merged(entry: CertifiedGood, at: datetime) -> NotForSale | None:
    """Where the address of an entry leads that was merged into another; None for one that is no entry any more."""
    kept = find_kept_good(entry.slug)
    if kept is None:
        return None
    onward = find_product_not_for_sale(kept.slug, at)
    slug = onward.product_slug if onward and onward.product_slug else kept.slug
    return NotForSale(kept, standing_of(kept, at), "moved", slug, onward.kind if onward else None)


def find_product_not_for_sale(slug: str, at: datetime) -> NotForSale | None:
    """The good at an address of a product or of a certified good that shoppers cannot buy now.

    None when no good has the address, or when it is on sale there.
    """
    own = and_(Product.good_id == CertifiedGood.id, Product.producer_id == CertifiedGood.producer_id)
    query = (
        select(CertifiedGood, Product.slug, Product.kind, Product.published_at)
        .outerjoin(Product, own)
        .where(or_(Product.slug == slug, CertifiedGood.slug == slug))
        .order_by((Product.slug == slug).desc())
        .options(joinedload(CertifiedGood.producer))
    )
    row = db.session.execute(query).first()
    if row is None:
        return None
    good, product_slug, kind, published_at = row
    if not good.counts:
        return _merged(good, at)
    standing = standing_of(good, at)
    if standing.standing is not Standing.CERTIFIED:
        why = standing.standing.value
    elif published_at is None or published_at > at:
        why = "not_published"
    elif product_slug == slug:
        return None
    else:
        why = "moved"
    return NotForSale(good, standing, why, product_slug, kind)
