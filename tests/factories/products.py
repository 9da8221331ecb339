"""Goods on sale for tests: a certified good of the register and how the shop offers it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from shop.catalogue import NewPack, NewProduct, Product, offer_product
from shop.database import transaction
from shop.stock import receive_stock
from shop.values.folding import slugify
from tests.factories.register import BAO_YEN, make_certificate, make_good, make_producer

LONG_AGO = datetime.fromisoformat("2013-01-01T00:00:00+07:00")
A_PACK = NewPack("Hộp 500 g", "500 g box", 125_000, 500, "g", 600)


def make_product(name: str = "Mật ong rừng", *, decided_on: str | None = "2025-03-12", **changes: Any) -> Product:
    """A good on sale since long, certified from `decided_on` (None: never), with `on_hand` pieces of each pack.

    Other arguments: producer (a name), place (as printed), group, stars, kind, name_en, packs, published_at.
    """
    place = changes.pop("place", BAO_YEN)
    producer = make_producer(changes.pop("producer", "HTX Vĩnh Yên"), place)
    group = changes.pop("group", "food")
    good = make_good(name, place=place, producer=producer, group=group, slug=changes.pop("slug", slugify(name)))
    if decided_on is not None:
        make_certificate(good, decided_on=decided_on, stars=changes.pop("stars", 3))
    offer = NewProduct(
        kind=changes.pop("kind", "honey"),
        name_vi=name,
        name_en=changes.pop("name_en", "Wild honey"),
        packs=changes.pop("packs", (A_PACK,)),
        slug=good.slug,
    )
    with transaction():
        product = offer_product(good.id, offer, published_at=changes.pop("published_at", LONG_AGO))
        for variant in product.variants:
            if on_hand := changes.get("on_hand", 5):
                receive_stock(variant.id, on_hand, at=LONG_AGO, reason="test")
    return product
