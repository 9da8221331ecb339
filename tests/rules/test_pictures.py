"""The drawing of a good, read from its name: every good certified at the demonstration's day, looked through by eye."""

from __future__ import annotations

import csv
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from shop.catalogue.kinds import kind_of
from shop.catalogue.pictures import PICTURES, picture_of

ROOT = Path(__file__).parents[2]
REVIEWED = Path(__file__).parent / "data" / "pictures.csv"
REGISTER = ROOT / "data" / "ocop_register.csv"
CERTIFIED = ROOT / "shop" / "demonstration" / "data" / "goods.toml"
# A page of a list shows 24 of the 83 certified goods: what is drawn this seldom hardly meets itself there.
MOST_ALIKE = 3


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _drawn(row: dict[str, str], name: str = "name", group: str = "group") -> str:
    return picture_of(row[name], kind_of(row[name], row[group] or None))


def test_each_certified_good_has_its_reviewed_drawing() -> None:
    rows = _rows(REVIEWED)
    assert [(row["name"], _drawn(row)) for row in rows] == [(row["name"], row["picture"]) for row in rows]


def test_the_reviewed_table_covers_every_certified_good() -> None:
    goods = tomllib.loads(CERTIFIED.read_text(encoding="utf-8"))["good"]
    assert sorted(row["name"] for row in _rows(REVIEWED)) == sorted(good["name"] for good in goods)


def test_certified_goods_seldom_look_alike() -> None:
    assert Counter(row["picture"] for row in _rows(REVIEWED)).most_common(1)[0][1] <= MOST_ALIKE


def test_every_name_of_the_register_gets_a_drawing_that_exists() -> None:
    assert {_drawn(row, "product_name", "product_group") for row in _rows(REGISTER)} <= set(PICTURES)


@pytest.mark.parametrize(
    ("name", "kind", "picture"),
    [
        ("OI MAI SINH", "fruit", "guava"),
        ("Oi Mai Sinh", "fruit", "guava"),
        ("Ôi chao", "fruit", "fruit"),
        ("Trám trắng", "fruit", "canarium"),
        ("Hồng Cẩm", "tea", "tea"),
        ("Trà hoa cúc túi lọc", "tea", "tea-bags"),
        ("Trà sữa", "tea", "tea"),
        ("Giò lụa", "tea", "tea"),
        ("Măng cụt", "fruit", "fruit"),
        ("", "honey", "honey"),
    ],
)
def test_names_outside_of_the_register(name: str, kind: str, picture: str) -> None:
    assert picture_of(name, kind) == picture
