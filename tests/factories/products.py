"""Goods on sale for tests: a producer, a certified good, its certificate and its product, each argument changeable."""

from __future__ import annotations

import itertools
from datetime import date, datetime

from sqlalchemy import select

from shop.catalogue import NewPack, NewProduct, Product, offer_product
from shop.certification import Certificate, CertifiedGood, GoodPlace, certificate_code, validity_from
from shop.database import db
from shop.producers import Producer, add_producer
from shop.stock import receive_stock
from shop.values.dates import end_of_day, start_of_day
from shop.values.folding import fold, slugify

_numbers = itertools.count(1)

LONG_AGO = datetime.fromisoformat("2020-01-01T00:00:00+07:00")
A_PACK = NewPack("Hộp 500 g", "500 g box", 125_000, 500, "g", 600)


def make_producer(name: str = "HTX Mường Hoa", **changes: object) -> Producer:
    """The producer of this name, made where there is none."""
    known = db.session.scalar(select(Producer).where(Producer.name == name))
    return known or add_producer(name, **{"province_code": "15", **changes})  # type: ignore[arg-type]


def make_good(name: str = "Mật ong rừng", **changes: object) -> CertifiedGood:
    """A certified good without any certificate, from xã Vĩnh Yên, huyện Bảo Yên, today xã Nghĩa Đô, Lào Cai."""
    producer = changes.pop("producer", "HTX Mường Hoa")
    places = changes.pop("places", ("p:15", "fp:lao-cai", "fd:lao-cai/bao-yen", "fc:lao-cai/bao-yen/vinh-yen"))
    values: dict[str, object] = {
        "slug": f"{slugify(name)}-{next(_numbers)}",
        "name": name,
        "name_key": fold(name),
        "group": "food",
        "producer_id": make_producer(str(producer)).id if producer else None,
        "province_code": "15",
        "former_commune": "xã Vĩnh Yên",
        "former_district": "huyện Bảo Yên",
        "former_province": "Lào Cai",
    }
    good = CertifiedGood(**{**values, **changes})
    db.session.add(good)
    db.session.flush()
    db.session.add_all(GoodPlace(good_id=good.id, place_id=place) for place in places)  # type: ignore[attr-defined]
    return good


def make_certificate(good: CertifiedGood, first_day: date = date(2025, 3, 12), **changes: object) -> Certificate:
    """A certificate of 36 months from a day on."""
    validity = validity_from(first_day)
    values: dict[str, object] = {
        "good_id": good.id,
        "code": certificate_code("test", str(next(_numbers))),
        "stars": 3,
        "decided_year": first_day.year,
        "decided_on": first_day,
        "first_day": validity.first_day,
        "last_day": validity.last_day,
        "day_is_known": True,
        "valid_from": start_of_day(validity.first_day),
        "valid_until": end_of_day(validity.last_day),
        "recorded_by": "tests",
        "recorded_at": LONG_AGO,
    }
    certificate = Certificate(**{**values, **changes})
    db.session.add(certificate)
    db.session.flush()
    return certificate


def make_product(name: str = "Mật ong rừng", **changes: object) -> Product:
    """A good on sale since long, certified from `first_day`, with `on_hand` pieces of each pack.

    Other arguments: packs, kind, name_en, stars, published_at, and those of `make_good`.
    """
    first_day = changes.pop("first_day", date(2025, 3, 12))
    stars = changes.pop("stars", 3)
    on_hand = changes.pop("on_hand", 5)
    published_at = changes.pop("published_at", LONG_AGO)
    offer = NewProduct(
        kind=str(changes.pop("kind", "honey")),
        name_vi=name,
        name_en=str(changes.pop("name_en", "Wild honey")),
        packs=changes.pop("packs", (A_PACK,)),  # type: ignore[arg-type]
    )
    good = make_good(name, **changes)
    if first_day is not None:
        make_certificate(good, first_day, stars=stars)  # type: ignore[arg-type]
    product = offer_product(good.id, offer, published_at=published_at)  # type: ignore[arg-type]
    for variant in product.variants:
        if on_hand:
            receive_stock(variant.id, on_hand, at=LONG_AGO, reason="test")  # type: ignore[arg-type]
    return product
