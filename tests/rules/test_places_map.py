"""The map: every province has a shape, lies where it should, and the archipelagos are on it."""

import csv
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from shop.places import (
    commune_point,
    dot_view,
    find_province,
    list_provinces,
    map_shade,
    map_view,
    province_shape,
)
from shop.places.shapes import outline
from shop.places.units import communes

ROOT = Path(__file__).parents[2]
Ring = list[tuple[int, int]]


def area(ring: Ring) -> float:
    return abs(sum(x * v - u * y for (x, y), (u, v) in pairwise([*ring, ring[0]]))) / 2


def holds(rings: list[Ring], x: float, y: float) -> bool:
    inside = False
    for ring in rings:
        for (ax, ay), (bx, by) in pairwise([*ring, ring[0]]):
            if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                inside = not inside
    return inside


def rings_of(slug: str) -> list[Ring]:
    province = find_province(slug)
    assert province is not None
    shape = province_shape(province.code)
    assert shape is not None
    return outline(shape.path)


def corners(slug: str) -> set[tuple[int, int]]:
    return {point for ring in rings_of(slug) for point in ring}


def near(rings: list[Ring], x: int, y: int, reach: int) -> bool:
    return any(abs(px - x) <= reach and abs(py - y) <= reach for ring in rings for px, py in ring)


def test_outline_reads_relative_steps() -> None:
    assert outline("M10 10l5 0 0 5z") == [[(10, 10), (15, 10), (15, 15)]]
    assert outline("M1 2l3-4-5 6zM7 8l1 1z") == [[(1, 2), (4, -2), (-1, 4)], [(7, 8), (8, 9)]]


def test_every_province_has_one_shape_on_the_sheet() -> None:
    assert {shape.code for shape in map_view().shapes} == {province.code for province in list_provinces()}
    left, top, width, height = map(int, map_view().view_box.split())
    for shape in map_view().shapes:
        assert re.fullmatch(r"(M-?\d+ -?\d+l[-\d ]+z)+", shape.path)
        assert left < shape.left < shape.left + shape.width < left + width
        assert top < shape.top < shape.top + shape.height < top + height


@pytest.mark.parametrize("province", list_provinces(), ids=lambda province: province.slug)
def test_shapes_have_area_and_hold_their_label(province: Any) -> None:
    shape = province_shape(province.code)
    assert shape is not None
    rings = outline(shape.path)
    assert all(area(ring) > 0 for ring in rings)
    assert max(map(area, rings)) > 1000
    assert holds(rings, shape.x, shape.y)
    for other in map_view().shapes:
        assert other.code == province.code or not holds(outline(other.path), shape.x, shape.y)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ha-noi", "hung-yen"),
        ("lao-cai", "lai-chau"),
        ("bac-ninh", "thai-nguyen"),
        ("thanh-hoa", "nghe-an"),
        ("quang-tri", "hue"),
        ("gia-lai", "dak-lak"),
        ("dong-nai", "ho-chi-minh"),
        ("an-giang", "can-tho"),
        ("ca-mau", "an-giang"),
    ],
)
def test_neighbours_share_their_border(one: str, other: str) -> None:
    assert len(corners(one) & corners(other)) >= 5


@pytest.mark.parametrize(("one", "other"), [("ha-noi", "hue"), ("lao-cai", "quang-ninh"), ("ca-mau", "vinh-long")])
def test_others_do_not(one: str, other: str) -> None:
    assert not corners(one) & corners(other)


def test_north_is_up_and_east_is_right() -> None:
    shapes = {shape.code: shape for shape in map_view().shapes}
    assert shapes["04"].y < shapes["01"].y < shapes["46"].y < shapes["79"].y < shapes["96"].y
    assert shapes["11"].x < shapes["01"].x < shapes["22"].x


@pytest.mark.parametrize(
    ("commune", "province"),
    [("Phú Quốc", "an-giang"), ("Thổ Châu", "an-giang"), ("Côn Đảo", "ho-chi-minh"), ("Cát Hải", "hai-phong")]
    + [("Bạch Long Vĩ", "hai-phong"), ("Lý Sơn", "quang-ngai"), ("Phú Quý", "lam-dong"), ("Cồn Cỏ", "quang-tri")]
    + [("Cô Tô", "quang-ninh"), ("Vân Đồn", "quang-ninh"), ("Kiên Hải", "an-giang")],
)
def test_islands_belong_to_their_province(commune: str, province: str) -> None:
    zone = next(c for c in communes().values() if c.short_name == commune and c.unit_type == "đặc khu")
    point = commune_point(zone.code)
    assert point is not None
    assert near(rings_of(province), *point, reach=20)


def test_the_archipelagos_are_on_the_map_and_belong_to_their_provinces() -> None:
    insets = {inset.name: inset for inset in map_view().insets}
    assert {name: inset.province_name for name, inset in insets.items()} == {
        "Hoàng Sa": "Đà Nẵng",
        "Trường Sa": "Khánh Hòa",
    }
    for inset in insets.values():
        dots = outline(inset.path)
        assert len(dots) >= 8
        for x, y in (point for dot in dots for point in dot):
            assert inset.x < x < inset.x + inset.width
            assert inset.y + 70 < y < inset.y + inset.height
        for shape in map_view().shapes:
            framed = [p for ring in outline(shape.path) for p in ring if inset.x <= p[0] <= inset.x + inset.width]
            assert not [p for p in framed if inset.y <= p[1] <= inset.y + inset.height], shape.code


def test_communes_lie_in_or_by_their_province() -> None:
    shapes = {shape.code: outline(shape.path) for shape in map_view().shapes}
    framed = {"20333", "22736"}  # the archipelagos
    astray = 0
    for code, commune in communes().items():
        point = commune_point(code)
        assert point is not None
        rings = shapes[commune.province_code]
        if code not in framed and not holds(rings, *point) and not near(rings, *point, reach=12):
            astray += 1
    assert astray <= 20


def test_the_map_is_light() -> None:
    data = ROOT / "shop/places/data"
    assert (data / "province_map.json").stat().st_size <= 25_000
    assert (data / "commune_points.csv").stat().st_size <= 80_000


@pytest.mark.parametrize(
    ("count", "shade"), [(0, 0), (1, 1), (4, 1), (5, 2), (14, 2), (15, 3), (39, 3), (40, 4), (900, 4)]
)
def test_shades(count: int, shade: int) -> None:
    assert map_shade(count) == shade


def test_the_legend_names_every_shade() -> None:
    assert [(step.shade, step.counts) for step in map_view().steps] == [
        (1, "1–4"),
        (2, "5–14"),
        (3, "15–39"),
        (4, "40+"),
    ]


# --- a province on its own --------------------------------------------------------------------


def test_a_dot_stands_in_the_picture() -> None:
    view = dot_view("15", "02953")
    assert view is not None
    assert view.dot == commune_point("02953")
    left, top, width, height = map(int, view.view_box.split())
    assert width == height
    assert view.dot is not None
    assert left < view.dot[0] < left + width
    assert top < view.dot[1] < top + height


@pytest.mark.parametrize(("province", "commune"), [("15", None), ("15", "00004"), ("15", "99999"), ("48", "20333")])
def test_no_dot_where_none_belongs(province: str, commune: str | None) -> None:
    view = dot_view(province, commune)
    assert view is not None
    assert view.dot is None


def test_no_picture_of_an_unknown_province() -> None:
    assert dot_view("99", "00004") is None
    assert province_shape("99") is None
    assert commune_point("99999") is None


# --- the component ----------------------------------------------------------------------------


def component() -> Any:
    environment = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    environment.globals.update(
        map_view=map_view,
        map_shade=map_shade,
        province_shape=province_shape,
        dot_view=dot_view,
        static_url=lambda path: f"/static/{path}",
    )
    return environment.get_template("components/province_map.html").module


def drawn(*provinces: tuple[str, str, int]) -> str:
    shown = [SimpleNamespace(code=code, name=f"P{code}", href=href, count=count) for code, href, count in provinces]
    return str(component().province_map(shown, "vi"))


def hrefs(html: str) -> Iterator[str]:
    return (match[1] for match in re.finditer(r'<a href="([^"]*)"', html))


def test_every_province_is_a_named_link() -> None:
    html = drawn(*((province.code, f"/xuat-xu/{province.slug}", 2) for province in list_provinces()))
    assert list(hrefs(html)) == [f"/xuat-xu/{province.slug}" for province in list_provinces()]
    assert html.count('aria-label="P') == 34
    assert 'aria-label="P15: 2 goods"' in html
    assert "<title>P15: 2 goods</title>" in html
    assert "style=" not in html
    assert len(html) < 45_000


def test_provinces_without_an_address_or_not_given_are_drawn_without_a_link() -> None:
    html = drawn(("15", "", 0), ("19", "/x?a=1&b=2", 7))
    assert list(hrefs(html)) == ["/x?a=1&amp;b=2"]
    shapes = map_view().shapes
    assert all(shape.path in html for shape in shapes)
    assert all(inset.name in html and inset.path in html for inset in map_view().insets)


def test_counts_are_printed_not_only_coloured() -> None:
    html = drawn(("15", "/a", 18), ("19", "", 0))
    assert re.findall(r'class="on-(\d)"[^>]*>(\d+)</text>', html) == [("3", "18")]


def test_the_small_map() -> None:
    dot = str(component().province_dot("15", "02953"))
    assert "<circle" in dot
    assert 'aria-hidden="true"' in dot
    named = str(component().province_dot("15", None, words="Lào Cai"))
    assert "<circle" not in named
    assert 'role="img" aria-label="Lào Cai"' in named
    assert str(component().province_dot("99")) == ""


def test_points_cover_exactly_the_communes_of_today() -> None:
    with (ROOT / "shop/places/data/commune_points.csv").open(encoding="utf-8", newline="") as file:
        assert {row["code"] for row in csv.DictReader(file)} == set(communes())
