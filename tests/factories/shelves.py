"""A Shelf of a few goods, made without any database."""

from __future__ import annotations

from datetime import UTC, date, datetime

from shop.catalogue.shelf import Shelf
from shop.catalogue.shelf_rows import GoodRow, ProducerRow
from shop.catalogue.stocking import Intake, Picture, arrange
from shop.catalogue.vocabulary import WordReader
from shop.certification.codes import certificate_code
from shop.values.folding import slugify

NOW = datetime(2026, 11, 21, tzinfo=UTC)
UNTIL = int(datetime(2028, 1, 1, tzinfo=UTC).timestamp() * 1000)
MUONG_HOA, LAM_SON, DONG_GIAO = "HTX Mường Hoa", "Công ty TNHH Lam Sơn", "HTX nông sản Đồng Giao"
BAO_YEN = ("15", "02947", "xã Bảo Yên", "huyện Bảo Yên", "p:15 c:02947 fd:lao-cai/bao-yen")
THANH_HOA = ("38", None, "", "huyện Nông Cống", "p:38 fd:thanh-hoa/nong-cong fp:thanh-hoa")

# Name, English name, kind, group, producer, origin, stars.
GOODS = [
    ("Mật ong rừng Mường Hoa", "Wild honey", "honey", "food", MUONG_HOA, BAO_YEN, 4),
    ("Mật ong hoa nhãn", "Longan honey", "honey", "food", LAM_SON, THANH_HOA, 5),
    ("Rượu mật ong", "Honey spirit", "spirit", "beverage", LAM_SON, THANH_HOA, 3),
    ("Kẹo dừa", "Coconut sweets", "cake", "food", LAM_SON, THANH_HOA, 3),
    ("Mứt dứa", "Pineapple jam", "cake", "food", DONG_GIAO, THANH_HOA, 4),
    ("Dưa muối", "Pickled cabbage", "vegetables", "food", DONG_GIAO, BAO_YEN, 3),
    ("Chè Shan tuyết", "Shan tea", "tea", "food", MUONG_HOA, BAO_YEN, 5),
    ("Trà hoa vàng", "Golden camellia", "tea", "food", LAM_SON, BAO_YEN, 3),
    ("Tranh thêu", "Embroidered picture", "bamboo", "handicraft", LAM_SON, THANH_HOA, 3),
    ("Thủy sản khô Hòa Bình", "Dried fish", "seafood", "food", DONG_GIAO, THANH_HOA, 3),
    ("Nước mắm cốt", "Fish sauce", "fish-sauce", "food", LAM_SON, THANH_HOA, 4),
    ("Miến dong", "Canna vermicelli", "noodles", "food", MUONG_HOA, BAO_YEN, 3),
    ("Tinh dầu quế", "Cinnamon oil", "oil", "herbal", MUONG_HOA, BAO_YEN, 3),
    ("Đỗ đen", "Black beans", "nuts", "food", DONG_GIAO, THANH_HOA, 3),
    ("Ong mật ngâm", "Bees", "other", "food", DONG_GIAO, BAO_YEN, 3),
]


def make_shelf(goods: list[tuple[str, str, str, str, str, tuple[object, ...], int]]) -> Shelf:
    """A Shelf of these goods, each a day newer than the one before it."""
    producers = sorted({good[4] for good in goods}, key=slugify)
    intake = Intake(WordReader())
    for number, (name, english, kind, group, producer, origin, stars) in enumerate(goods, 1):
        province, commune, former_commune, former_district, places = origin
        row = GoodRow(
            product_id=number,
            slug=f"{slugify(name)}-{number}",
            kind=kind,
            name_vi=name,
            name_en=english,
            price_from_vnd=number * 10_000,
            is_demonstration=False,
            good_id=number,
            group=group,
            producer_id=producers.index(producer) + 1,
            province_code=province,  # type: ignore[arg-type]
            commune_code=commune,  # type: ignore[arg-type]
            former_commune=str(former_commune),
            former_district=str(former_district),
            code=certificate_code(str(number)),
            stars=stars,
            first_day=date.fromordinal(date(2025, 1, 1).toordinal() + number),
            day_is_known=True,
            valid_until=UNTIL,
            pack_vi="Hộp",
            pack_en="Box",
            net_amount=500,
            net_unit="g",
            has_more_prices=False,
            in_stock=True,
            sole_variant_id=number,
            photo_stem=None,
            photo_width=None,
            photo_height=None,
            photo_alt_vi=None,
            photo_alt_en=None,
        )
        intake.take(row, str(places))
    rows = [ProducerRow(n, slugify(name), name, "cooperative", "15", None) for n, name in enumerate(producers, 1)]
    return arrange(intake, rows, Picture(1, None, NOW, None))
