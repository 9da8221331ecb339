"""The rule itself over a whole database, in Python and from the raw rows: what every surface is compared with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy.orm import selectinload

from shop.catalogue import Product
from shop.certification import Certificate, CertifiedGood
from shop.certification.rules import CertificateFacts, certificate_in_force
from shop.database import db

INSTANT_BEFORE = timedelta(milliseconds=1)


@dataclass(frozen=True)
class Offered:
    """A good that is offered, and everything that decides whether it may be seen."""

    slug: str
    name: str
    group: str | None
    producer: str | None
    province: str | None
    certificates: tuple[CertificateFacts, ...]
    codes: dict[int, str]

    def in_force(self, at: datetime) -> CertificateFacts | None:
        return certificate_in_force(self.certificates, at)


def read_offers(app: Flask) -> list[Offered]:
    """All goods that were ever offered."""
    with app.app_context():
        good = selectinload(Product.good)
        held = good.selectinload(CertifiedGood.certificates)
        acts = (held.selectinload(Certificate.extensions), held.joinedload(Certificate.revocation))
        query = db.session.query(Product).options(good.joinedload(CertifiedGood.producer), *acts)
        return [
            Offered(
                slug=product.slug,
                name=product.name_vi,
                group=product.good.group,
                producer=product.good.producer.slug if product.good.producer else None,
                province=product.good.province_code,
                certificates=tuple(certificate.facts for certificate in product.good.certificates),
                codes={certificate.id: certificate.code for certificate in product.good.certificates},
            )
            for product in query
        ]


def visible(offers: list[Offered], at: datetime) -> dict[str, Offered]:
    """By slug, what the rule lets be seen at an instant."""
    return {offer.slug: offer for offer in offers if offer.in_force(at)}


def boundaries(offers: list[Offered]) -> list[datetime]:
    """Every instant at which a certificate begins or ends, and the last millisecond before it."""
    edges = {edge for offer in offers for one in offer.certificates for edge in (one.valid_from, one.valid_until)}
    return sorted({instant for edge in edges for instant in (edge - INSTANT_BEFORE, edge)})
