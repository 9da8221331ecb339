"""What can be handed out to a booth: the packs that may be sold at an instant, by producer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, func, select

from shop.catalogue import KINDS, Product, Variant, is_service, visible_products
from shop.certification import how_goods_stand
from shop.database import db
from shop.producers import Producer
from shop.stock import WEB, StockLevel

# What is booked and not carried cannot lie at a booth.
SERVICES = tuple(kind for kind in KINDS if is_service(kind))


@dataclass(frozen=True)
class ProducerToHandOut:
    """A producer with goods that may be sold, and how many they are."""

    id: int
    name: str
    place: str
    goods: int


@dataclass(frozen=True)
class PackToHandOut:
    """A pack that may be sold: its price in dong, the pieces in the web's stock, what its present label says.

    `last_day` is the last Vietnamese day of the certificate in force.
    """

    variant_id: int
    product_id: int
    name_vi: str
    name_en: str
    pack_vi: str
    pack_en: str
    price_vnd: int
    on_web: int
    last_day: date | None
    lot: str
    best_before_on: date | None


def list_producers_to_hand_out(at: datetime) -> list[ProducerToHandOut]:
    """The producers with goods that are published and certified at the instant, by name; one statement."""
    offered = visible_products(at).where(Product.kind.not_in(SERVICES))
    counted = offered.with_only_columns(Product.producer_id, func.count().label("goods"))
    counts = counted.group_by(Product.producer_id).subquery()
    rows = db.session.execute(
        select(Producer, counts.c.goods).join(counts, counts.c.producer_id == Producer.id).order_by(Producer.name)
    )
    return [ProducerToHandOut(producer.id, producer.name, _place(producer), goods) for producer, goods in rows]


def list_packs_to_hand_out(producer_id: int, at: datetime) -> list[PackToHandOut]:
    """The packs of a producer that may be sold at the instant, in the order of names and packs; two statements."""
    level = and_(StockLevel.variant_id == Variant.id, StockLevel.location == WEB)
    query = (
        visible_products(at)
        .join(Variant, Variant.product_id == Product.id)
        .outerjoin(StockLevel, level)
        .where(Product.producer_id == producer_id, Product.kind.not_in(SERVICES), Variant.retired_at.is_(None))
        .with_only_columns(Product, Variant, func.coalesce(StockLevel.on_hand, 0))
        .order_by(Product.name_vi, Product.id, Variant.position)
    )
    rows = db.session.execute(query).all()
    stood = how_goods_stand({product.good_id for product, _, _ in rows if product.good_id}, at)
    return [
        _pack(product, variant, on_web, stood[product.good_id].last_day if product.good_id else None)
        for product, variant, on_web in rows
    ]


def _pack(product: Product, variant: Variant, on_web: int, last_day: date | None) -> PackToHandOut:
    return PackToHandOut(
        variant_id=variant.id,
        product_id=product.id,
        name_vi=product.name_vi,
        name_en=product.name_en,
        pack_vi=variant.label_vi,
        pack_en=variant.label_en,
        price_vnd=variant.price_vnd,
        on_web=on_web,
        last_day=last_day,
        lot=product.batch,
        best_before_on=product.best_before_on,
    )


def _place(producer: Producer) -> str:
    """Where the producer is, as the register printed it."""
    return ", ".join(filter(None, (producer.former_commune, producer.former_district, producer.former_province)))
