"""Synthetic certified goods for benchmarks: any number, the same each time, each marked as made up.

Good number n is a function of n alone, so that loading 18,000 after 400 adds the other 17,600. No real decision bears
the number "THU-NGHIEM" (a trial); every name ends in "thử nghiệm" and a number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select

from shop.catalogue import Product, Variant
from shop.certification import Certificate, CertifiedGood, GoodPlace, certificate_code, validity_from
from shop.database import Base, db, touch_public_version
from shop.demonstration.synthetic_goods import GIVEN_NAMES, GOODS_PER_PRODUCER, PRODUCERS, Synthetic, home_of, make_good
from shop.places import Commune, find_province, list_communes, list_provinces
from shop.producers import Producer, ProducerName
from shop.stock import WEB, MoveKind, StockLevel, StockMove
from shop.values.dates import end_of_day, start_of_day, vietnam_day
from shop.values.folding import fold, slugify
from shop.values.producer_names import marked_key, plain_key

DECISION_NUMBER = "THU-NGHIEM"
GOODS_AT_ONCE = 2000


def load_synthetic_goods(count: int, at: datetime) -> int:
    """Have `count` synthetic goods in all; returns how many were added. Call inside `transaction()`."""
    there = db.session.scalar(select(func.count()).select_from(Certificate).where(_is_synthetic())) or 0
    wanted = range(there + 1, count + 1)
    communes = _communes()
    producers = _load_producers(wanted, communes, at)
    for start in range(wanted.start, wanted.stop, GOODS_AT_ONCE):
        numbers = range(start, min(start + GOODS_AT_ONCE, wanted.stop))
        _load_goods([make_good(number, communes, vietnam_day(at)) for number in numbers], producers, at)
    touch_public_version()
    return len(wanted)


def _is_synthetic() -> Any:
    return Certificate.decision_number == DECISION_NUMBER


def _communes() -> list[Commune]:
    return [commune for province in list_provinces() for commune in list_communes(province.code)]


def _load_producers(wanted: range, communes: Sequence[Commune], at: datetime) -> dict[int, int]:
    """Producer number -> id, for all that the wanted goods name."""
    numbers = sorted({int(number / GOODS_PER_PRODUCER) for number in wanted})
    slugs = {f"thu-nghiem-{number}": number for number in numbers}
    known = select(Producer.slug, Producer.id).where(Producer.slug.startswith("thu-nghiem-"))
    found = {slugs[slug]: producer_id for slug, producer_id in db.session.execute(known) if slug in slugs}
    missing = [number for number in numbers if number not in found]
    for start in range(0, len(missing), GOODS_AT_ONCE):
        some = missing[start : start + GOODS_AT_ONCE]
        rows = [_producer(n, communes) for n in some]
        ids = _insert(Producer, rows)
        names = [_spelling(id_, row, number) for id_, row, number in zip(ids, rows, some, strict=True)]
        db.session.execute(insert(ProducerName), names)
        found.update(zip(some, ids, strict=True))
    return found


def _producer(number: int, communes: Sequence[Commune]) -> dict[str, Any]:
    kind, words = PRODUCERS[number % len(PRODUCERS)]
    commune = home_of(number, communes)
    name = GIVEN_NAMES[number // len(PRODUCERS) % len(GIVEN_NAMES)]
    return {
        "slug": f"thu-nghiem-{number}",
        "name": f"{words} {name} {commune.short_name} (thử nghiệm)",
        "kind": kind,
        "province_code": commune.province_code,
        "commune_code": commune.code,
        **_former(commune),
    }


def _spelling(producer_id: int, producer: dict[str, Any], number: int) -> dict[str, Any]:
    printed = f"{producer['name']} {number}"  # names recur in a commune
    return {
        "producer_id": producer_id,
        "printed": printed,
        "marked_key": marked_key(printed),
        "plain_key": plain_key(printed),
        "place_key": fold(" | ".join((producer["former_commune"], "", producer["former_province"]))),
        "commune_codes": producer["commune_code"],
    }


def _former(commune: Commune) -> dict[str, str]:
    province = find_province(commune.province_code)
    return {
        "former_commune": commune.words,
        "former_district": "",
        "former_province": province.short_name if province else "",
    }


def _load_goods(goods: Sequence[Synthetic], producers: dict[int, int], at: datetime) -> None:
    good_ids = _insert(CertifiedGood, [_certified_good(good, producers) for good in goods])
    with_ids = list(zip(good_ids, goods, strict=True))
    _insert(Certificate, [_certificate(good_id, good, at) for good_id, good in with_ids])
    db.session.execute(
        insert(GoodPlace),
        [{"good_id": id_, "place_id": place} for id_, good in with_ids for place in _places(good.commune)],
    )
    product_ids = _insert(Product, [_product(good_id, good, producers) for good_id, good in with_ids])
    packs = [pack for id_, good in zip(product_ids, goods, strict=True) for pack in _packs(id_, good)]
    variant_ids = _insert(Variant, packs)
    stocks = [good.on_hand for good in goods for _ in range(good.packs)]
    levels = [
        {"variant_id": id_, "location": WEB, "on_hand": on_hand}
        for id_, on_hand in zip(variant_ids, stocks, strict=True)
    ]
    db.session.execute(insert(StockLevel), levels)
    moves = [
        {
            "variant_id": level["variant_id"],
            "location": WEB,
            "delta": level["on_hand"],
            "kind": MoveKind.RECEIVE,
            "reason": "scale",
            "moved_at": at,
        }
        for level in levels
        if level["on_hand"]
    ]
    db.session.execute(insert(StockMove), moves)


def _insert(table: type[Base], rows: list[dict[str, Any]]) -> Sequence[int]:
    """Add rows and return their ids in the order of the rows."""
    key: Any = table.__mapper__.primary_key[0]
    return db.session.scalars(insert(table).returning(key, sort_by_parameter_order=True), rows).all() if rows else []


def _certified_good(good: Synthetic, producers: dict[int, int]) -> dict[str, Any]:
    return {
        "slug": f"thu-nghiem-{good.number}-{slugify(good.ware.name_vi)}",
        "name": good.name_vi,
        "name_key": fold(good.name_vi),
        "group": good.ware.group,
        "producer_id": producers[good.producer_number],
        "province_code": good.commune.province_code,
        "commune_code": good.commune.code,
        **_former(good.commune),
    }


def _certificate(good_id: int, good: Synthetic, at: datetime) -> dict[str, Any]:
    validity = validity_from(good.first_day)
    return {
        "good_id": good_id,
        "code": certificate_code(DECISION_NUMBER, str(good.number)),
        "stars": good.stars,
        "decision_number": DECISION_NUMBER,
        "decided_on": good.first_day,
        "decided_year": good.first_day.year,
        "issuer": "Không có thật: dùng để đo tốc độ",
        "first_day": validity.first_day,
        "last_day": validity.last_day,
        "day_is_known": True,
        "valid_from": start_of_day(validity.first_day),
        "valid_until": end_of_day(validity.last_day),
        "evidence": "",
        "recorded_by": "scale load",
        "recorded_at": at,
    }


def _places(commune: Commune) -> tuple[str, str]:
    return f"p:{commune.province_code}", commune.id


def _product(good_id: int, good: Synthetic, producers: dict[int, int]) -> dict[str, Any]:
    # Texts as long as real ones, so that a product page weighs what it will weigh.
    return {
        "good_id": good_id,
        "producer_id": producers[good.producer_number],
        "slug": f"thu-nghiem-{good.number}-{slugify(good.ware.name_vi)}",
        "kind": good.ware.kind,
        "name_vi": good.name_vi,
        "name_en": good.name_en,
        "summary_vi": f"{good.ware.name_vi} của {good.commune.words}. Hàng thử nghiệm, không có thật.",
        "summary_en": f"{good.ware.name_en} from {good.commune.short_name}. A trial entry, not a real good.",
        "description_vi": f"{good.name_vi} được làm ra để đo tốc độ của cửa hàng khi có rất nhiều mặt hàng. " * 3,
        "description_en": f"{good.name_en} was made up to measure the shop with very many goods. " * 3,
        "published_at": start_of_day(good.first_day),
        "price_from_vnd": good.price_vnd,
        "is_demonstration": True,
    }


def _packs(product_id: int, good: Synthetic) -> Iterator[dict[str, Any]]:
    for position in range(1, good.packs + 1):
        grams = good.ware.grams * position
        label = f"{grams} g" if grams else "1 đêm"
        yield {
            "product_id": product_id,
            "position": position,
            "label_vi": label,
            "label_en": label.replace("đêm", "night"),
            "price_vnd": good.price_vnd * (9 * position + 1) // 10,
            "net_amount": grams or position,
            "net_unit": "g" if grams else "piece",
            "weight_grams": grams,
        }
