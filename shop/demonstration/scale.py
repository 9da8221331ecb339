"""Synthetic certified goods for benchmarks: any number, the same each time, each marked as made up.

Good number n is a function of n alone, so that loading 18,000 after 400 adds the other 17,600. No real decision bears
the number "THU-NGHIEM" (a trial); every name ends in "thử nghiệm" and a number.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import func, insert, select

from shop.catalogue import Product, Variant
from shop.certification import Certificate, CertifiedGood, GoodPlace, certificate_code, validity_from
from shop.database import Base, db, touch_public_version
from shop.places import Commune, find_province, list_communes, list_provinces
from shop.producers import Producer, ProducerKind
from shop.stock import WEB, StockLevel, StockMove
from shop.values.dates import end_of_day, start_of_day, vietnam_day
from shop.values.folding import fold, slugify

DECISION_NUMBER = "THU-NGHIEM"
GOODS_AT_ONCE = 2000
GOODS_PER_PRODUCER = 1.8
# The goods were recognised on some day of so many before the load: all are certified, some lapse soon.
RECOGNISED_WITHIN_DAYS = 1085


class Ware(NamedTuple):
    """A kind of goods as names begin with it."""

    group: str
    kind: str
    name_vi: str
    name_en: str
    price_vnd: int
    grams: int


WARES = (
    Ware("food", "honey", "Mật ong", "Honey", 160_000, 500),
    Ware("food", "tea", "Chè Shan tuyết", "Shan tea", 240_000, 200),
    Ware("food", "tea", "Trà hoa vàng", "Golden camellia tea", 420_000, 100),
    Ware("food", "rice", "Gạo nếp", "Sticky rice", 75_000, 1000),
    Ware("food", "noodles", "Miến dong", "Canna vermicelli", 85_000, 500),
    Ware("food", "noodles", "Bún khô", "Dried rice noodles", 45_000, 500),
    Ware("food", "dried-meat", "Thịt trâu gác bếp", "Smoked buffalo", 390_000, 500),
    Ware("food", "sausage", "Lạp xưởng hun khói", "Smoked sausage", 190_000, 500),
    Ware("food", "fruit", "Cam sành", "Oranges", 60_000, 1000),
    Ware("food", "pomelo", "Bưởi da xanh", "Green pomelo", 70_000, 1000),
    Ware("food", "mushroom", "Nấm hương", "Shiitake", 150_000, 200),
    Ware("food", "fish-sauce", "Nước mắm", "Fish sauce", 90_000, 500),
    Ware("food", "coffee", "Cà phê rang xay", "Ground coffee", 130_000, 500),
    Ware("food", "turmeric", "Tinh bột nghệ", "Turmeric starch", 180_000, 300),
    Ware("food", "cake", "Bánh chưng đen", "Black rice cake", 65_000, 800),
    Ware("food", "nuts", "Hạt dẻ rang", "Roasted chestnuts", 120_000, 500),
    Ware("food", "vegetables", "Măng khô", "Dried bamboo shoots", 200_000, 500),
    Ware("beverage", "spirit", "Rượu ngô men lá", "Corn spirit", 110_000, 500),
    Ware("beverage", "spirit", "Rượu nếp cẩm", "Black rice spirit", 140_000, 500),
    Ware("herbal", "oil", "Tinh dầu quế", "Cinnamon oil", 95_000, 50),
    Ware("herbal", "herbs", "Cao atiso", "Artichoke extract", 170_000, 100),
    Ware("handicraft", "brocade", "Khăn thổ cẩm", "Brocade scarf", 260_000, 200),
    Ware("handicraft", "bamboo", "Giỏ mây tre", "Rattan basket", 150_000, 700),
    Ware("handicraft", "ceramics", "Ấm gốm", "Clay teapot", 320_000, 900),
    Ware("ornamental", "peach-blossom", "Đào cảnh", "Peach tree", 650_000, 8000),
    Ware("tourism", "homestay", "Nhà sàn", "Stilt house stay", 350_000, 0),
)
QUALITIES = (
    ("rừng", "wild"),
    ("hữu cơ", "organic"),
    ("vùng cao", "highland"),
    ("truyền thống", "traditional"),
    ("đặc sản", "local"),
    ("thượng hạng", "choice"),
    ("sạch", "clean"),
    ("cổ truyền", "old style"),
    ("bản địa", "native"),
    ("hảo hạng", "finest"),
)
PRODUCERS = (
    (ProducerKind.COOPERATIVE, "HTX nông nghiệp"),
    (ProducerKind.COOPERATIVE, "Hợp tác xã dịch vụ"),
    (ProducerKind.COMPANY, "Công ty TNHH nông sản"),
    (ProducerKind.HOUSEHOLD, "Hộ kinh doanh"),
    (ProducerKind.COOPERATIVE_GROUP, "Tổ hợp tác"),
)
GIVEN_NAMES = ("An", "Bình", "Cường", "Dung", "Hà", "Hòa", "Lan", "Minh", "Ngọc", "Phượng", "Quyên", "Thủy", "Yến")


class Synthetic(NamedTuple):
    """One made-up good with all that is random about it."""

    number: int
    ware: Ware
    name_vi: str
    name_en: str
    commune: Commune
    producer_number: int
    stars: int
    first_day: date
    price_vnd: int
    on_hand: int
    packs: int


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


def make_good(number: int, communes: Sequence[Commune], today: date) -> Synthetic:
    """Good number `number`, the same at every call on one day."""
    chance = random.Random(number)  # noqa: S311 - plausible, not secret
    ware = chance.choice(WARES)
    quality_vi, quality_en = chance.choice(QUALITIES)
    producer_number = int(number / GOODS_PER_PRODUCER)
    commune = _home_of(producer_number, communes)
    suffix = number // len(WARES) % 500 + 1
    return Synthetic(
        number=number,
        ware=ware,
        name_vi=f"{ware.name_vi} {quality_vi} {commune.short_name} (thử nghiệm {suffix})",
        name_en=f"{quality_en.capitalize()} {ware.name_en.lower()} from {commune.short_name} (trial {suffix})",
        commune=commune,
        producer_number=producer_number,
        stars=chance.choices((3, 4, 5), (67, 31, 2))[0],
        first_day=today - timedelta(days=chance.randrange(RECOGNISED_WITHIN_DAYS)),
        price_vnd=ware.price_vnd * chance.randrange(60, 180) // 100_000 * 1000 or 1000,
        on_hand=chance.choice((0, 3, 12, 40, 120)),
        packs=chance.choice((1, 1, 2)),
    )


def _is_synthetic() -> Any:
    return Certificate.decision_number == DECISION_NUMBER


def _communes() -> list[Commune]:
    return [commune for province in list_provinces() for commune in list_communes(province.code)]


def _home_of(producer_number: int, communes: Sequence[Commune]) -> Commune:
    # A step that shares no factor with the number of communes visits all of them, far apart.
    return communes[producer_number * 1009 % len(communes)]


def _load_producers(wanted: range, communes: Sequence[Commune], at: datetime) -> dict[int, int]:
    """Producer number -> id, for all that the wanted goods name."""
    numbers = sorted({int(number / GOODS_PER_PRODUCER) for number in wanted})
    slugs = {f"thu-nghiem-{number}": number for number in numbers}
    known = select(Producer.slug, Producer.id).where(Producer.slug.startswith("thu-nghiem-"))
    found = {slugs[slug]: producer_id for slug, producer_id in db.session.execute(known) if slug in slugs}
    missing = [number for number in numbers if number not in found]
    for start in range(0, len(missing), GOODS_AT_ONCE):
        some = missing[start : start + GOODS_AT_ONCE]
        found.update(zip(some, _insert(Producer, [_producer(n, communes) for n in some]), strict=True))
    return found


def _producer(number: int, communes: Sequence[Commune]) -> dict[str, Any]:
    kind, words = PRODUCERS[number % len(PRODUCERS)]
    commune = _home_of(number, communes)
    name = GIVEN_NAMES[number // len(PRODUCERS) % len(GIVEN_NAMES)]
    return {
        "slug": f"thu-nghiem-{number}",
        "name": f"{words} {name} {commune.short_name} (thử nghiệm)",
        "kind": kind,
        "province_code": commune.province_code,
        "commune_code": commune.code,
        **_former(commune),
        "story_vi": "",
        "story_en": "",
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
    product_ids = _insert(Product, [_product(good_id, good) for good_id, good in with_ids])
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


def _product(good_id: int, good: Synthetic) -> dict[str, Any]:
    # Texts as long as real ones, so that a product page weighs what it will weigh.
    return {
        "good_id": good_id,
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
