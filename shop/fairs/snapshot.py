"""What a booth's device knows while it has no network: the goods that lie there, and until when each may be sold."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import joinedload

from shop.catalogue import (
    Photo,
    Product,
    Variant,
    picture_of,
    quoted_unit_price,
    truthful_paragraphs,
    visible_products,
)
from shop.certification import Certificate, CertifiedGood, Standing, certificate_in_force_at, how_goods_stand
from shop.database import EPOCH, MILLISECOND, db
from shop.fairs.goods import booth_stock
from shop.fairs.models import Booth, BoothDevice, Fair
from shop.fairs.queries import list_cashiers
from shop.fairs.rules import SNAPSHOT_LASTS, BankOfBooth, WhyWithheld
from shop.photo_files import PhotoSources
from shop.places import find_province, origin_words, resolve_printed
from shop.producers import Producer
from shop.values.dates import last_day_until

MOST_PHOTOS = 3
SMALL_PHOTO = 400
NOWHERE = "red-river-delta"

Plain = dict[str, Any]


@dataclass(frozen=True)
class _OnSale:
    """A pack on sale with all that is told of it."""

    variant: Variant
    product: Product
    good: CertifiedGood
    certificate: Certificate
    producer: Producer


def booth_snapshot(device: BoothDevice, *, at: datetime, bank: BankOfBooth | None, last_seq: int = 0) -> Plain:
    """All that a device (loaded with its booth and fair) needs for three days, as plain values; no signature.

    `variants` may be sold from `certified_from_ms` until before `certified_until_ms`, asked by the one predicate;
    `withheld` lies there and may not, and so has no price. `version` moves with whatever is shown or asked, and
    neither with the time nor with the pieces that lie there.
    """
    booth = device.booth
    on_hand = booth_stock(booth.id)
    on_sale = _on_sale(on_hand, at)
    photos = _photos({one.product.id for one in on_sale})
    shown: Plain = {
        "booth": booth.code,
        "booth_name": booth.name,
        "fair": _fair(booth.fair),
        "device": {"number": device.number, "name": device.name},
        "cashiers": _cashiers(booth),
        "bank": None if bank is None else {"bin": bank.bin, "account": bank.account, "account_name": bank.account_name},
        "variants": [_variant(one, photos[one.product.id]) for one in on_sale],
        "withheld": _withheld(on_hand, on_sale, at),
    }
    version = _version(shown)
    for one in (*shown["variants"], *shown["withheld"]):
        one["on_hand"] = on_hand[one["variant_id"]]
    times = {"made_at": _iso(at), "made_at_ms": _ms(at), "server_time": _iso(at)}
    ends = at + SNAPSHOT_LASTS
    return (
        shown | times | {"expires_at": _iso(ends), "expires_at_ms": _ms(ends), "version": version, "last_seq": last_seq}
    )


def _on_sale(on_hand: Collection[int], at: datetime) -> list[_OnSale]:
    query = (
        visible_products(at)
        .join(Certificate, and_(Certificate.good_id == CertifiedGood.id, certificate_in_force_at(at)))
        .join(Variant, Variant.product_id == Product.id)
        .join(Producer, Producer.id == Product.producer_id)
        .where(Variant.id.in_(on_hand), Variant.retired_at.is_(None))
        .order_by(Product.name_vi, Product.id, Variant.position)
        .with_only_columns(Variant, Product, CertifiedGood, Certificate, Producer)
    )
    return [_OnSale(*row) for row in db.session.execute(query)]


def _variant(one: _OnSale, photos: Sequence[PhotoSources]) -> Plain:
    product, variant, held = one.product, one.variant, one.certificate
    return {
        "variant_id": variant.id,
        "product_id": product.id,
        "slug": product.slug,
        "product": product.name_vi,
        "product_en": product.name_en or product.name_vi,
        "pack": variant.label_vi,
        "pack_en": variant.label_en,
        **_named(product, variant),
        "producer_id": one.producer.id,
        "producer": one.producer.name,
        **_place(one.good),
        "stars": held.stars,
        "certificate": held.code,
        "certified_from_ms": _ms(held.valid_from),
        "certified_until_ms": _ms(held.valid_until),
        "certified_until": last_day_until(held.valid_until).isoformat(),
        "group": one.good.group,
        "kind": product.kind,
        "needs_age": product.is_alcohol,
        "is_health_food": product.is_health_food,
        "gtin": variant.gtin,
        **_texts(product, held.stars),
        "price_vnd": variant.price_vnd,
        **_unit_price(variant),
        "picture": picture_of(product.name_vi, product.kind),
        "photos": [_photo(photo) for photo in photos],
    }


def _named(product: Product, variant: Variant) -> Plain:
    english = product.name_en or product.name_vi
    return {"name": f"{product.name_vi}, {variant.label_vi}", "name_en": f"{english}, {variant.label_en}"}


def _texts(product: Product, stars: int) -> Plain:
    """Without what an older text claims of other stars."""
    fields = {"summary": "summary", "story": "description"}
    return {
        f"{name}_{code}": _truthful(getattr(product, f"{field}_{code}"), stars)
        for name, field in fields.items()
        for code in ("vi", "en")
    }


# A thousand goods are told anew whenever anything of them changes; most of their texts and places have not.
@lru_cache(maxsize=8192)
def _truthful(text: str, stars: int) -> str:
    return "\n\n".join(truthful_paragraphs(text, stars))


@lru_cache(maxsize=2048)
def _place_words(commune: str, district: str, province: str) -> tuple[str, str]:
    resolved = resolve_printed(commune, district, province)
    return origin_words(resolved, "vi"), origin_words(resolved, "en")


def _place(good: CertifiedGood) -> Plain:
    words = _place_words(good.former_commune, good.former_district, good.former_province)
    province = find_province(good.province_code) if good.province_code else None
    return {
        "place": words[0],
        "place_en": words[1],
        "province": province.short_name if province else None,
        "province_code": good.province_code,
        "ground": province.region if province else NOWHERE,
    }


def _unit_price(variant: Variant) -> Plain:
    quoted = quoted_unit_price(variant.price_vnd, variant.net_amount, variant.net_unit)
    return {"base_vnd": quoted[0], "unit": quoted[1]} if quoted else {"base_vnd": None, "unit": None}


def _photo(photo: PhotoSources) -> Plain:
    small = next((width for width in photo.widths if width >= SMALL_PHOTO), photo.widths[-1])
    return {
        "src": photo.url(photo.widths[-1]),
        "small": photo.url(small),
        "width": photo.width,
        "height": photo.height,
        "alt_vi": photo.alt_vi,
        "alt_en": photo.alt_en,
    }


def _photos(product_ids: Collection[int]) -> defaultdict[int, list[PhotoSources]]:
    query = select(Photo).where(Photo.product_id.in_(product_ids)).order_by(Photo.product_id, Photo.position)
    found: defaultdict[int, list[PhotoSources]] = defaultdict(list)
    for photo in db.session.scalars(query):
        if len(found[photo.product_id]) < MOST_PHOTOS:
            found[photo.product_id].append(
                PhotoSources(photo.stem, photo.width, photo.height, photo.alt_vi, photo.alt_en)
            )
    return found


def _withheld(on_hand: dict[int, int], on_sale: Iterable[_OnSale], at: datetime) -> list[Plain]:
    sold = {one.variant.id for one in on_sale}
    there = {number for number, pieces in on_hand.items() if pieces and number not in sold}
    query = (
        select(Variant, Producer.name)
        .join(Product, Product.id == Variant.product_id)
        .join(Producer, Producer.id == Product.producer_id)
        .where(Variant.id.in_(there))
        .options(joinedload(Variant.product).joinedload(Product.good))
        .order_by(Product.name_vi, Variant.id)
    )
    rows = db.session.execute(query).all() if there else []
    stood = how_goods_stand({variant.product.good_id for variant, _ in rows if variant.product.good_id}, at)
    certified = {number for number, one in stood.items() if one.standing is Standing.CERTIFIED}
    return [_kept_back(variant, producer, _is_certified(variant.product, certified)) for variant, producer in rows]


def _is_certified(product: Product, certified: Collection[int]) -> bool:
    return product.good is not None and product.good.producer_id == product.producer_id and product.good_id in certified


def _kept_back(variant: Variant, producer: str, is_certified: bool) -> Plain:
    product = variant.product
    return {
        "variant_id": variant.id,
        "slug": product.slug,
        "product": product.name_vi,
        "product_en": product.name_en or product.name_vi,
        **_named(product, variant),
        "producer": producer,
        "gtin": variant.gtin,
        "why": str(WhyWithheld.NOT_OFFERED if is_certified else WhyWithheld.NOT_CERTIFIED),
    }


def _fair(fair: Fair) -> Plain:
    return {
        "id": fair.id,
        "name": fair.name,
        "name_en": fair.name_en or fair.name,
        "place": fair.place,
        "starts_on": fair.starts_on.isoformat(),
        "ends_on": fair.ends_on.isoformat(),
    }


def _cashiers(booth: Booth) -> list[Plain]:
    names = ("code", "name", "salt", "pin_hash", "iterations")
    return [{name: getattr(one, name) for name in names} for one in list_cashiers(booth.fair_id, retired=False)]


def _version(shown: Plain) -> str:
    text = json.dumps(shown, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _ms(instant: datetime) -> int:
    return (instant - EPOCH) // MILLISECOND


def _iso(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
