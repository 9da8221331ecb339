"""Addresses in two levels or three, the operator's fees, points of sale."""

from __future__ import annotations

import pytest
from flask import Flask

from shop.database import read_public_version, transaction
from shop.delivery import (
    AddressUnclear,
    BadFeeTable,
    FeeRow,
    Zone,
    list_points_of_sale,
    open_point_of_sale,
    read_fee_table,
    replace_fees,
    set_point_of_sale_open,
    understand_address,
)

NGHIA_DO = ("15", "02953", "Xã Nghĩa Đô")


@pytest.mark.parametrize(
    ("province", "district", "commune"),
    [
        ("15", "", "02953"),
        ("Lào Cai", "", "Nghĩa Đô"),
        ("15", "", "nghia do"),
        ("lao-cai", "", "xã Nghĩa Đô"),
        ("Tỉnh Lào Cai", "huyện Bảo Yên", "xã Vĩnh Yên"),
    ],
)
def test_one_place_however_it_is_given(province: str, district: str, commune: str) -> None:
    address = understand_address(province=province, district=district, commune=commune, street="  Bản  Nặm Cằm ")
    assert (address.province_code, address.commune_code, address.commune_name) == NGHIA_DO
    assert address.words == "Bản Nặm Cằm, Xã Nghĩa Đô, Tỉnh Lào Cai"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"province": "Atlantis", "commune": "Nghĩa Đô"}, "province"),
        ({"province": "01", "commune": "02953"}, "province"),
        ({"province": "", "commune": "02953"}, "province"),
        ({"province": "15", "commune": "99999"}, "commune"),
        ({"province": "15", "commune": ""}, "commune"),
        ({"province": "15", "commune": "02953", "street": " "}, "street"),
        ({"province": "15", "commune": "02953", "street": "x" * 201}, "street"),
    ],
)
def test_what_is_no_address(given: dict[str, str], field: str) -> None:
    with pytest.raises(AddressUnclear) as refusal:
        understand_address(**{"street": "Thôn 1", **given})
    assert (refusal.value.field, refusal.value.candidates) == (field, ())


def test_a_former_district_alone_gives_candidates() -> None:
    with pytest.raises(AddressUnclear) as refusal:
        understand_address(province="Hà Giang", district="Đồng Văn", commune="", street="Thôn 1")
    assert refusal.value.field == "commune"
    assert "Xã Đồng Văn" in [commune.name for commune in refusal.value.candidates]


def test_a_new_table_takes_the_place_of_the_old_and_shoppers_see_it(app: Flask) -> None:
    rows = [FeeRow(Zone.COUNTRY, 500, 30_000, 2, 5), FeeRow(Zone.PROVINCE, 500, 10_000, 1, 2)]
    before = read_public_version()
    for table in ([FeeRow(Zone.PART, 9, 1, 1, 1)], rows):
        with transaction():
            replace_fees(table)
    assert read_fee_table().rows == (rows[1], rows[0])
    assert read_public_version() == before + 2
    with pytest.raises(BadFeeTable), transaction():
        replace_fees([rows[0], rows[0]])
    assert len(read_fee_table().rows) == 2


def test_points_of_sale_open_and_close(app: Flask) -> None:
    with transaction():
        point = open_point_of_sale(
            ("Điểm Bảo Yên", "Bảo Yên point"), place=("15", "Xã Bảo Yên", "Chợ"), hours=("7-17 giờ", "7 am-5 pm")
        )
        number = point.id
    assert [(point.name_vi, point.hours_en, point.commune_code) for point in list_points_of_sale()] == [
        ("Điểm Bảo Yên", "7 am-5 pm", "02947")
    ]
    with transaction():
        set_point_of_sale_open(number, False)
    assert (list_points_of_sale(), len(list_points_of_sale(with_closed=True))) == ([], 1)
