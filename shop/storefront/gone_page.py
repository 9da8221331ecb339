"""The page of a good that is not for sale: why, since when, and certified goods like it. Never a price."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import url_for

from shop.catalogue import NotForSale, Shelf, goods_like, kind_of, picture_of
from shop.certification import last_day_in_force
from shop.places import find_province
from shop.storefront.cards import ShownCard, shown_cards
from shop.storefront.origin import Link, Origin, origin_of

REASONS = {"lapsed": "lapsed", "revoked": "revoked", "not_published": "withdrawn"}
ALIKE = 4


@dataclass(frozen=True)
class GonePage:
    """What `storefront/products/not_for_sale.html` prints."""

    name: str
    reason: str
    last_day: date | None
    ended_on: date | None
    certificate_url: str | None
    producer: Link | None
    origin: Origin
    picture: str
    ground: str
    alike: list[ShownCard]


def gone_page(gone: NotForSale, shelf: Shelf) -> GonePage:
    """The page of a good of the register that may not be sold now, or is not offered."""
    good, certificate = gone.good, gone.standing.certificate
    kind = gone.kind or kind_of(good.name, good.group)
    province = find_province(good.province_code) if good.province_code else None
    maker = good.producer
    alike = goods_like(shelf, group=good.group, kind=kind, province_code=good.province_code, limit=ALIKE)
    last_day = last_day_in_force(certificate.facts) if certificate else None
    return GonePage(
        name=good.name,
        reason=REASONS.get(gone.why, "waiting"),
        last_day=last_day,
        ended_on=last_day,
        certificate_url=url_for("storefront.certificates.show", code=certificate.code) if certificate else None,
        producer=Link(maker.name, url_for("storefront.producers.show", slug=maker.slug)) if maker else None,
        origin=origin_of(good),
        picture=picture_of(good.name, kind),
        ground=province.region if province else "red-river-delta",
        alike=shown_cards(alike),
    )
