"""Writes of the catalogue: offer a certified good, price it, publish it, take it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import func, select

from shop.catalogue.gtin import parse_gtin
from shop.catalogue.kinds import KINDS
from shop.catalogue.models import Product, Variant
from shop.catalogue.refusals import AlreadyOffered, BadPrice, NoPacks, NoSuchPack, NoSuchProduct
from shop.certification import CertifiedGood, NoSuchGood
from shop.database import across_stalls, db
from shop.values.folding import slugify, tidy

HIGHEST_PRICE = 1_000_000_000

# The texts of a product that may be given; each exists in Vietnamese and in English.
TEXTS = ("summary", "description", "ingredients", "storage", "warnings")


@dataclass(frozen=True)
class NewPack:
    """A pack to be sold: price in whole dong, what the label declares (`net_unit` g, ml or piece), weight in grams."""

    label_vi: str
    label_en: str
    price_vnd: int
    net_amount: int
    net_unit: str
    weight_grams: int
    gtin: str | None = None


@dataclass(frozen=True)
class NewProduct:
    """How a certified good is offered. `texts` are by column: summary_vi, summary_en, ingredients_vi and so on."""

    kind: str
    name_vi: str
    name_en: str
    packs: Sequence[NewPack]
    texts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    shelf_life_months: int | None = None
    slug: str = ""
    is_demonstration: bool = False


def offer_product(good_id: int, offer: NewProduct, *, published_at: datetime | None = None) -> Product:
    """Put a certified good into the catalogue, under a free address; shoppers see it from `published_at` on.

    Whether they may buy it is up to its certificates. Refuses with NoSuchGood (also one whose producer is unknown),
    AlreadyOffered, NoPacks, BadPrice.
    """
    good = db.session.get(CertifiedGood, good_id)
    if good is None or not good.counts or good.producer_id is None:
        raise NoSuchGood(good_id)
    offered = select(Product.id).where(Product.good_id == good_id, Product.producer_id == good.producer_id)
    if db.session.scalar(offered) is not None:
        raise AlreadyOffered(good_id)
    if not offer.packs:
        raise NoPacks
    if offer.kind not in KINDS or not set(offer.texts) <= {f"{text}_{code}" for text in TEXTS for code in ("vi", "en")}:
        raise ValueError(f"unknown kind or text: {offer.kind}, {sorted(offer.texts)}")
    product = Product(
        good_id=good_id,
        producer_id=good.producer_id,
        slug=free_slug(offer.slug or slugify(offer.name_vi) or good.slug),
        kind=offer.kind,
        name_vi=tidy(offer.name_vi),
        name_en=tidy(offer.name_en),
        shelf_life_months=offer.shelf_life_months,
        published_at=published_at,
        price_from_vnd=min(checked_price(pack.price_vnd) for pack in offer.packs),
        is_demonstration=offer.is_demonstration,
        **offer.texts,
    )
    product.variants = [new_variant(position, pack) for position, pack in enumerate(offer.packs, 1)]
    db.session.add(product)
    db.session.flush()
    return product


def change_price(variant_id: int, price_vnd: int) -> None:
    """Give a pack another price in whole dong; the product's lowest price follows. Refuses NoSuchPack, BadPrice."""
    variant = db.session.get(Variant, variant_id)
    if variant is None:
        raise NoSuchPack(variant_id)
    variant.price_vnd = checked_price(price_vnd)
    renew_lowest_price(_product(variant.product_id))


def add_pack(product_id: int, pack: NewPack) -> Variant:
    """Offer a product in one more pack, the last of its packs. Refuses NoSuchProduct, BadPrice."""
    product = _product(product_id)
    checked_price(pack.price_vnd)
    last = db.session.scalar(select(func.max(Variant.position)).where(Variant.product_id == product_id)) or 0
    variant = new_variant(last + 1, pack)
    variant.product_id = product_id
    db.session.add(variant)
    renew_lowest_price(product)
    return variant


def publish_product(product_id: int, at: datetime) -> None:
    """Show a product to shoppers from an instant on, if it is not shown earlier. Refuses NoSuchProduct, NoPacks."""
    product = _product(product_id)
    if not product.price_from_vnd:
        raise NoPacks
    if product.published_at is None or product.published_at > at:
        product.published_at, product.retired_at = at, None


def retire_product(product_id: int, at: datetime) -> None:
    """Show a product no more; its packs, photos and history stay. A draft stays one. Refuses NoSuchProduct."""
    product = _product(product_id)
    if product.published_at is not None:
        product.published_at, product.retired_at = None, at


def _product(product_id: int) -> Product:
    product = db.session.get(Product, product_id)
    if product is None:
        raise NoSuchProduct(product_id)
    return product


def new_variant(position: int, pack: NewPack) -> Variant:
    """A pack to be added to a product at a position. Refuses BadPrice, BadGtin."""
    return Variant(
        position=position,
        label_vi=tidy(pack.label_vi),
        label_en=tidy(pack.label_en) or tidy(pack.label_vi),
        price_vnd=checked_price(pack.price_vnd),
        net_amount=pack.net_amount,
        net_unit=pack.net_unit,
        weight_grams=pack.weight_grams,
        gtin=parse_gtin(pack.gtin or ""),
    )


def checked_price(price_vnd: int) -> int:
    """The price in whole dong. Refuses BadPrice."""
    if not 0 < price_vnd < HIGHEST_PRICE:
        raise BadPrice(price_vnd)
    return price_vnd


def renew_lowest_price(product: Product) -> None:
    """Let a product's lowest price follow its packs on offer; without any it is nothing."""
    db.session.flush()
    offered = select(func.min(Variant.price_vnd)).where(Variant.product_id == product.id, Variant.retired_at.is_(None))
    lowest = db.session.scalar(offered)
    product.price_from_vnd = lowest or 0


def free_slug(wanted: str) -> str:
    """A free address as wanted, with a number where another product has it already."""
    wanted = wanted[:100].strip("-")
    with across_stalls("an address is free in the whole shop or not at all"):
        taken = set(db.session.scalars(select(Product.slug).where(Product.slug.startswith(wanted, autoescape=True))))
    number, slug = 1, wanted
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug
