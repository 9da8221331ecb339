"""Today's two levels: 34 provinces and 3,321 communes, loaded once, never changed.

Sources are named in data/README.md. A province or commune is known by its code (Decision
19/2025/QĐ-TTg); names repeat, codes do not.
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from shop.places.printed import read_printed
from shop.values.folding import fold, slugify

_FOLDER = Path(__file__).parent / "data"
_TYPES = ("Thành phố", "Thị trấn", "Thị xã", "Đặc khu", "Phường", "Huyện", "Quận", "Tỉnh", "Xã")


@dataclass(frozen=True, slots=True)
class FormerProvince:
    """One of the 63 provinces until 30 June 2025; `id` is its place id, e.g. fp:yen-bai."""

    code: str
    name: str
    short_name: str
    slug: str
    province_code: str
    aliases: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return f"fp:{self.slug}"


@dataclass(frozen=True, slots=True)
class Province:
    """A province or centrally run city of today; `former` are those it was made of."""

    code: str
    name: str
    short_name: str
    slug: str
    unit_type: str
    region: str
    former: tuple[FormerProvince, ...]

    @property
    def id(self) -> str:
        return f"p:{self.code}"


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune, ward or special zone of today; its slug is unique within its province."""

    code: str
    name: str
    short_name: str
    slug: str
    unit_type: str
    province_code: str

    @property
    def id(self) -> str:
        return f"c:{self.code}"

    @property
    def words(self) -> str:
        """The name inside a sentence: "xã Nghĩa Đô"."""
        return f"{self.unit_type} {self.short_name}"


def read_table(name: str) -> Iterator[dict[str, str]]:
    """The rows of a data file of this package, by column name."""
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def split_type(name: str) -> tuple[str, str]:
    """("xã", "Nghĩa Đô") of "Xã Nghĩa Đô" as the data files write it; no type gives ("", name)."""
    for unit_type in _TYPES:
        if name.startswith(f"{unit_type} "):
            return unit_type.lower(), name[len(unit_type) + 1 :]
    return "", name


@cache
def former_provinces() -> Mapping[str, FormerProvince]:
    """The 63 provinces until 30 June 2025 by code, with the province each went into.

    The merger is Resolution 202/2025/QH15 of 12 June 2025.
    """
    found = {}
    for row in read_table("former_provinces.csv"):
        short_name = split_type(row["name"])[1]
        aliases = tuple(filter(None, row["aliases"].split("|")))
        found[row["code"]] = FormerProvince(
            code=row["code"],
            name=row["name"],
            short_name=short_name,
            slug=slugify(short_name),
            province_code=row["province_code"],
            aliases=aliases,
        )
    return MappingProxyType(found)


@cache
def provinces() -> Mapping[str, Province]:
    """Today's 34 provinces by code, in the order of their codes (roughly north to south)."""
    regions = {row["province_code"]: row["region"] for row in read_table("regions.csv")}
    former = defaultdict(list)
    for old in former_provinces().values():
        former[old.province_code].append(old)
    found = {}
    for row in read_table("admin_units.csv"):
        if row["level"] == "province":
            short_name = split_type(row["name"])[1]
            found[row["code"]] = Province(
                code=row["code"],
                name=row["name"],
                short_name=short_name,
                slug=slugify(short_name),
                unit_type=row["unit_type"],
                region=regions[row["code"]],
                former=tuple(former[row["code"]]),
            )
    return MappingProxyType(found)


@cache
def communes() -> Mapping[str, Commune]:
    """Today's 3,321 communes by code, with the wards made of communes in 2026."""
    changed = {row["code"]: row for row in read_table("ward_changes_2026.csv")}
    rows = [row for row in read_table("admin_units.csv") if row["level"] == "commune"]
    rows = [row | changed.get(row["code"], {}) for row in rows]
    bare = Counter((row["province_code"], slugify(split_type(row["name"])[1])) for row in rows)
    full = Counter((row["province_code"], slugify(row["name"])) for row in rows)
    found = {}
    for row in rows:
        unit_type, short_name = split_type(row["name"])
        province = row["province_code"]
        slug = slugify(short_name)
        if bare[province, slug] > 1:  # ten pairs, such as Văn Lang and Văn Lăng in Thái Nguyên
            slug = slugify(row["name"])
            if full[province, slug] > 1:
                slug = f"{slug}-{row['code']}"
        found[row["code"]] = Commune(
            code=row["code"],
            name=row["name"],
            short_name=short_name,
            slug=slug,
            unit_type=unit_type,
            province_code=province,
        )
    return MappingProxyType(found)


@cache
def _provinces_by_key() -> Mapping[str, Province]:
    keys: dict[str, Province] = {}
    for province in provinces().values():
        for former in province.former:
            for name in (former.short_name, *former.aliases, former.name):
                keys[fold(name)] = keys[slugify(name)] = province
    for province in provinces().values():  # a name of today wins over one of the past
        for name in (province.short_name, province.name):
            keys[fold(name)] = keys[slugify(name)] = province
        keys[province.code] = province
    return keys


def list_provinces() -> tuple[Province, ...]:
    """All 34 provinces of today, by code."""
    return tuple(provinces().values())


def find_province(slug_or_code: str) -> Province | None:
    """Today's province by code ("15"), slug or name; names of the 63 until 2025 count too."""
    keys = _provinces_by_key()
    found = (keys.get(key) for _, key in read_printed(slug_or_code).readings)
    return keys.get(slug_or_code) or next(filter(None, found), None)


def find_former_province(slug_or_name: str) -> FormerProvince | None:
    """The former province by slug or name, e.g. "yen-bai"; not its old code, those were reused."""
    return _former_by_key().get(fold(slug_or_name))


@cache
def _former_by_key() -> Mapping[str, FormerProvince]:
    return {
        fold(name): former
        for former in former_provinces().values()
        for name in (former.short_name, former.name, *former.aliases)
    }


def find_commune(code: str) -> Commune | None:
    """Today's commune by its five-digit code."""
    return communes().get(code)


def list_communes(province_code: str) -> tuple[Commune, ...]:
    """Today's communes of one province, by code; empty for a code that is not a province."""
    return _communes_by_province().get(province_code, ())


@cache
def _communes_by_province() -> Mapping[str, tuple[Commune, ...]]:
    grouped = defaultdict(list)
    for commune in communes().values():
        grouped[commune.province_code].append(commune)
    return {code: tuple(members) for code, members in grouped.items()}
