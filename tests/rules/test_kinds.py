"""The kind of a good, read from its name: the whole register, looked through by eye."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from shop.catalogue.kinds import KIND_NAMES, KINDS, is_alcohol, is_health_food, is_service, kind_of

REVIEWED = Path(__file__).parent / "data" / "kinds.csv"
REGISTER = Path(__file__).parents[2] / "data" / "ocop_register.csv"


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_each_name_of_the_register_has_its_reviewed_kind() -> None:
    found = [(row["name"], row["group"], kind_of(row["name"], row["group"] or None)) for row in _rows(REVIEWED)]
    assert found == [(row["name"], row["group"], row["kind"]) for row in _rows(REVIEWED)]


def test_the_reviewed_table_covers_the_whole_register() -> None:
    reviewed = {(row["name"], row["group"]) for row in _rows(REVIEWED)}
    assert {(row["product_name"], row["product_group"]) for row in _rows(REGISTER)} <= reviewed


def test_few_goods_stay_without_a_kind() -> None:
    rows = _rows(REVIEWED)
    assert sum(row["kind"] == "other" for row in rows) <= len(rows) * 0.03


def test_every_reviewed_kind_is_one_that_can_be_drawn() -> None:
    assert {row["kind"] for row in _rows(REVIEWED)} == set(KINDS)
    assert all(vietnamese and english for vietnamese, english in KIND_NAMES.values())


@pytest.mark.parametrize(
    ("name", "group", "kind"),
    [
        ("Mat ong hoa vai", "food", "honey"),
        ("MIEN DONG TAI HOAN", "food", "noodles"),
        ("Hoà trà", "food", "tea"),
        ("Đặc sản Trà Vinh", None, "tea"),
        ("Bưởi Năm Roi", None, "pomelo"),
        ("Khăn thổ cẩm", None, "other"),
        ("Khăn thổ cẩm", "handicraft", "brocade"),
        ("Something else", None, "other"),
        ("", None, "other"),
    ],
)
def test_names_outside_of_the_register(name: str, group: str | None, kind: str) -> None:
    assert kind_of(name, group) == kind


def test_duties_follow_the_kind() -> None:
    assert [kind for kind in KINDS if is_alcohol(kind)] == ["spirit"]
    assert [kind for kind in KINDS if is_health_food(kind)] == ["health-food"]
    assert [kind for kind in KINDS if is_service(kind)] == ["homestay"]
