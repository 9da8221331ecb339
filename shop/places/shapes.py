"""The map of the 34 provinces: shapes, insets of the archipelagos, and where a commune lies.

One sheet in whole units, north up; scripts/make_province_map.py draws it and names its sources.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType

from shop.places.units import communes, provinces, read_table

_SHEET = Path(__file__).parent / "data" / "province_map.json"
_MARGIN = 0.08  # of the longer side, around a province on its own
_SHADES = (1, 5, 15, 40)  # goods from which each darker shade begins

Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class ProvinceShape:
    """One province: an SVG path, a point inside its largest part for a label, and its bounds."""

    code: str
    path: str
    x: int
    y: int
    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Inset:
    """An archipelago off the sheet, framed in the sea; it belongs to a province."""

    name: str
    province_code: str
    province_name: str
    path: str
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class ShadeStep:
    """A shade and the counts that it stands for: "5–14"."""

    shade: int
    counts: str


@dataclass(frozen=True, slots=True)
class MapView:
    """The whole sheet. Hoàng Sa (Đà Nẵng) and Trường Sa (Khánh Hòa) are on it as insets."""

    view_box: str
    coast: str
    shapes: tuple[ProvinceShape, ...]
    insets: tuple[Inset, ...]
    steps: tuple[ShadeStep, ...]


@dataclass(frozen=True, slots=True)
class DotView:
    """A square cut out of the sheet around one province, with a dot where the commune lies."""

    view_box: str
    shape: ProvinceShape
    dot: Point | None
    radius: int


@cache
def map_view() -> MapView:
    """The sheet with all provinces; read once."""
    sheet = json.loads(_SHEET.read_text(encoding="utf-8"))
    shapes = tuple(_shape(code, part) for code, part in sheet["provinces"].items())
    insets = tuple(
        Inset(
            name=part["name"],
            province_code=part["code"],
            province_name=provinces()[part["code"]].short_name,
            path=part["path"],
            x=part["x"],
            y=part["y"],
            width=part["width"],
            height=part["height"],
        )
        for part in sheet["insets"]
    )
    return MapView(sheet["view_box"], sheet["coast"], shapes, insets, _steps())


def _steps() -> tuple[ShadeStep, ...]:
    ranges = [f"{low}–{high - 1}" for low, high in pairwise(_SHADES)]
    return tuple(ShadeStep(shade, counts) for shade, counts in enumerate([*ranges, f"{_SHADES[-1]}+"], start=1))


def map_shade(count: int) -> int:
    """The shade for a number of goods: 0 for none, then 1 to 4."""
    return sum(count >= least for least in _SHADES)


def outline(path: str) -> list[list[Point]]:
    """The rings of a path of the sheet as absolute points: "M10 10l5 0 0 5z" has one of three."""
    rings = []
    for ring in path.split("M")[1:]:
        numbers = [int(number) for number in re.findall(r"-?\d+", ring)]
        points = [(numbers[0], numbers[1])]
        for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
            points.append((points[-1][0] + dx, points[-1][1] + dy))
        rings.append(points)
    return rings


def _shape(code: str, part: Mapping[str, str | int]) -> ProvinceShape:
    path = str(part["path"])
    points = [point for ring in outline(path) for point in ring]
    across, down = [x for x, _ in points], [y for _, y in points]
    return ProvinceShape(
        code=code,
        path=path,
        x=int(part["x"]),
        y=int(part["y"]),
        left=min(across),
        top=min(down),
        width=max(across) - min(across),
        height=max(down) - min(down),
    )


@cache
def _shapes() -> Mapping[str, ProvinceShape]:
    return MappingProxyType({shape.code: shape for shape in map_view().shapes})


def province_shape(code: str) -> ProvinceShape | None:
    """The shape of today's province by code."""
    return _shapes().get(code)


@cache
def _points() -> Mapping[str, Point]:
    return {row["code"]: (int(row["x"]), int(row["y"])) for row in read_table("commune_points.csv")}


def commune_point(code: str) -> Point | None:
    """About where a commune of today lies on the sheet; the archipelagos in their insets."""
    return _points().get(code)


@cache
def dot_view(province_code: str, commune_code: str | None = None) -> DotView | None:
    """The province on its own with a dot for the commune; without one where none is known.

    None for a code that is not a province. A commune of another province gets no dot, nor one
    that lies in an inset.
    """
    shape = province_shape(province_code)
    if shape is None:
        return None
    side = round(max(shape.width, shape.height) * (1 + 2 * _MARGIN))
    left = shape.left - (side - shape.width) // 2
    top = shape.top - (side - shape.height) // 2
    commune = communes().get(commune_code or "")
    dot = commune_point(commune.code) if commune and commune.province_code == province_code else None
    if dot is not None and not (left < dot[0] < left + side and top < dot[1] < top + side):
        dot = None
    return DotView(f"{left} {top} {side} {side}", shape, dot, max(round(side / 26), 2))
