"""Made-up goods for benchmarks: good number n is a function of n and the day alone, in words that real goods bear."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from shop.places import Commune
from shop.values.producer_names import ProducerKind

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


def make_good(number: int, communes: Sequence[Commune], today: date) -> Synthetic:
    """Good number `number`, the same at every call on one day."""
    chance = random.Random(number)  # noqa: S311 - plausible, not secret
    ware = chance.choice(WARES)
    quality_vi, quality_en = chance.choice(QUALITIES)
    producer_number = int(number / GOODS_PER_PRODUCER)
    commune = home_of(producer_number, communes)
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


def home_of(producer_number: int, communes: Sequence[Commune]) -> Commune:
    """Where a synthetic producer has its place."""
    # A step that shares no factor with the number of communes visits all of them, far apart.
    return communes[producer_number * 1009 % len(communes)]
