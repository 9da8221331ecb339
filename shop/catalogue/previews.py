"""How the page of a good will look, before it is on sale: for the people of its stall, never for shoppers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from shop.catalogue.models import Product
from shop.catalogue.queries import OtherMark, Pack, list_other_marks, list_packs, list_photos
from shop.certification import Certificate, CertifiedGood, how_goods_stand
from shop.database import db
from shop.photo_files import PhotoSources
from shop.producers import Producer
from shop.values.dates import vietnam_day


@dataclass(frozen=True)
class Preview:
    """A good of a stall as its page will look, on sale or not; only its own people may see it.

    `certificate` is the one of its producer's own in force with its last day; None without one.
    """

    product: Product
    producer: Producer
    good: CertifiedGood | None
    certificate: Certificate | None
    certified_until: date | None
    packs: tuple[Pack, ...]
    photos: tuple[PhotoSources, ...]
    marks: tuple[OtherMark, ...]


def find_preview(producer_ids: Collection[int], product_id: int, at: datetime) -> Preview | None:
    """How the page of a good will look; None where it is of none of these producers."""
    row = db.session.execute(
        select(Product, Producer)
        .join(Producer, Producer.id == Product.producer_id)
        .where(Product.id == product_id, Product.producer_id.in_(producer_ids))
        .options(joinedload(Product.good))
    ).first()
    if row is None:
        return None
    product, producer = row
    good = product.good if product.good and product.good.producer_id == producer.id else None
    stood = how_goods_stand([good.id], at)[good.id] if good else None
    is_certified = stood is not None and stood.stars is not None
    return Preview(
        product=product,
        producer=producer,
        good=good,
        certificate=stood.certificate if stood and is_certified else None,
        certified_until=stood.last_day if stood and is_certified else None,
        packs=list_packs(product.id),
        photos=list_photos(product.id),
        marks=list_other_marks(product.id, vietnam_day(at)),
    )
