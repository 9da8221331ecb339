"""What must be known of packs to take in a booth's sales: names, price, producer, age, certificates. Any pack, on sale
or not: a finished sale is recorded whatever became of its good."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from shop.catalogue import Product, Variant
from shop.certification import Certificate, certificate_in_force, in_force_throughout, list_certificates_of
from shop.database import db
from shop.fairs.sale_rules import SaleTime
from shop.producers import Producer


@dataclass(frozen=True)
class PackFacts:
    """A pack as it is now, price in dong, with all certificates of its good."""

    variant_id: int
    product_id: int
    good_id: int | None
    producer_id: int
    producer_name: str
    basis_points: int
    name_vi: str
    name_en: str
    pack_vi: str
    pack_en: str
    price_vnd: int
    needs_age: bool
    certificates: tuple[Certificate, ...]

    def is_certified(self, time: SaleTime) -> bool:
        """Was a certificate in force at the instant of a sale; where that is not known, all the time it may be?"""
        facts = [certificate.facts for certificate in self.certificates]
        return in_force_throughout(facts, time.earliest, time.latest)

    def certificate_at(self, at: datetime) -> Certificate | None:
        """The certificate in force at an instant, else the one that had begun and ended last, else None."""
        by_id = {certificate.id: certificate for certificate in self.certificates}
        in_force = certificate_in_force([certificate.facts for certificate in self.certificates], at)
        if in_force is not None:
            return by_id[in_force.id]
        begun = [certificate for certificate in self.certificates if certificate.valid_from <= at]
        return max(begun, key=lambda certificate: certificate.valid_until, default=None)


def read_packs(variant_ids: Collection[int]) -> dict[int, PackFacts]:
    """What is known of packs by their ids; two statements. Ids without a pack are left out."""
    query = (
        select(Variant, Product, Producer)
        .join(Product, Variant.product_id == Product.id)
        .join(Producer, Product.producer_id == Producer.id)
        .where(Variant.id.in_(variant_ids))
    )
    rows = db.session.execute(query).all() if variant_ids else []
    certificates = list_certificates_of({product.good_id for _, product, _ in rows if product.good_id is not None})
    return {
        variant.id: PackFacts(
            variant_id=variant.id,
            product_id=product.id,
            good_id=product.good_id,
            producer_id=producer.id,
            producer_name=producer.name,
            basis_points=producer.commission_basis_points,
            name_vi=product.name_vi,
            name_en=product.name_en,
            pack_vi=variant.label_vi,
            pack_en=variant.label_en,
            price_vnd=variant.price_vnd,
            needs_age=product.is_alcohol,
            certificates=tuple(certificates.get(product.good_id, ())) if product.good_id is not None else (),
        )
        for variant, product, producer in rows
    }
