"""Places until 30 June 2025: districts and their communes, and what became of each.

Two tables make them: former_communes.csv (all of the country on the eve of the change) and
admin_map.csv (every place the register names, checked by hand, older names too), which wins.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Literal

from shop.places.printed import without_leading_zeros
from shop.places.units import (
    FormerProvince,
    find_former_province,
    former_provinces,
    read_table,
    split_type,
)
from shop.values.folding import fold, slugify, tone_neutral

FormerKind = Literal["former_district", "former_commune"]


@dataclass(frozen=True, slots=True)
class FormerPlace:
    """A district or commune until 2025, with the codes of today's communes that it is part of.

    `id` is fd:<province>/<district> or fc:<province>/<district>/<commune>; `today` has the commune
    that took the greater part first where the source knows it.
    """

    id: str
    kind: FormerKind
    unit_type: str
    short_name: str
    key: str  # the folded bare name
    former_province_code: str
    district_id: str
    today: tuple[str, ...]

    @property
    def former_province(self) -> FormerProvince:
        return former_provinces()[self.former_province_code]

    @property
    def province_code(self) -> str:
        """The province of today."""
        return self.former_province.province_code

    @property
    def words(self) -> str:
        """The name inside a sentence: "huyện Bảo Yên"."""
        return f"{self.unit_type} {self.short_name}"


@dataclass(frozen=True, slots=True)
class _Row:
    """One old commune as a table states it; no commune where a district had none (islands)."""

    province: str
    district: str
    commune: str
    today: tuple[str, ...]

    @property
    def district_key(self) -> tuple[str, str]:
        return self.province, _bare_key(self.district)


@lru_cache(maxsize=2048)
def _bare_key(name: str) -> str:
    return fold(split_type(name)[1])


def _capitalised(words: str) -> str:
    return words[:1].upper() + words[1:]


def _national_rows() -> list[_Row]:
    return [
        _Row(row["former_province"], row["district"], row["commune"], tuple(row["today"].split()))
        for row in read_table("former_communes.csv")
    ]


def _register_rows() -> list[_Row]:
    rows = []
    for row in read_table("admin_map.csv"):
        province = find_former_province(row["province_in_register"])
        if province is not None and row["district_in_register"]:
            district = _capitalised(row["district_in_register"])
            commune = _capitalised(row["commune_in_register"])
            codes = tuple(filter(None, row["new_commune_codes"].split("|")))
            rows.append(_Row(province.code, district, commune, codes))
    return rows


def _corrected(rows: list[_Row], checked: Iterable[_Row]) -> list[_Row]:
    """The national rows with those of the register put right, and those it adds."""
    checked = list(checked)
    concerned = {row.district_key for row in checked}
    by_name: dict[tuple[tuple[str, str], str], list[int]] = defaultdict(list)
    district_names: dict[tuple[str, str], str] = {}
    for place, row in enumerate(rows):
        if row.district_key in concerned:
            district_names[row.district_key] = row.district
            by_name[row.district_key, tone_neutral(split_type(row.commune)[1])].append(place)
    for row in checked:
        unit_type, name = split_type(row.commune)
        known = by_name[row.district_key, tone_neutral(name)]
        same_type = [place for place in known if split_type(rows[place].commune)[0] == unit_type]
        known = same_type or known
        if len(known) == 1:
            rows[known[0]] = replace(rows[known[0]], today=row.today)
        else:
            district = district_names.setdefault(row.district_key, row.district)
            rows.append(replace(row, district=district))
    return rows


def _unique_slugs(names: list[str]) -> list[str]:
    """A slug for each full name, bare where that is unique, else with its type, else numbered."""
    bare = [slugify(split_type(name)[1]) for name in names]
    bare_count = Counter(bare)
    slugs = [slug if bare_count[slug] == 1 else slugify(name) for slug, name in zip(bare, names, strict=True)]
    count, seen = Counter(slugs), Counter[str]()
    for place, slug in enumerate(slugs):
        if count[slug] > 1:
            seen[slug] += 1
            slugs[place] = f"{slug}-{seen[slug]}"
    return slugs


@dataclass(frozen=True, slots=True)
class FormerPlaces:
    """All former districts and communes by id, and the ways to look them up."""

    by_id: Mapping[str, FormerPlace]
    districts: Mapping[tuple[str, str], tuple[FormerPlace, ...]]  # province code, key
    communes: Mapping[tuple[str, str], tuple[FormerPlace, ...]]  # district id, key
    communes_of_province: Mapping[tuple[str, str], tuple[FormerPlace, ...]]  # province code, key
    members: Mapping[str, tuple[FormerPlace, ...]]  # district id -> its communes
    sources: Mapping[str, frozenset[str]]  # commune code -> ids of the districts it came from


def _group(
    places: Iterable[tuple[tuple[str, str], FormerPlace]],
) -> Mapping[tuple[str, str], tuple[FormerPlace, ...]]:
    grouped = defaultdict(list)
    for key, place in places:
        grouped[key].append(place)
    return {key: tuple(members) for key, members in grouped.items()}


def _districts(
    rows: list[_Row], checked: Mapping[tuple[str, str], tuple[str, ...]]
) -> dict[tuple[str, str], FormerPlace]:
    """(province code, full name) -> district."""
    today: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    keys = {}
    for row in rows:
        today[row.province, row.district].update(dict.fromkeys(row.today))
        keys[row.province, row.district] = row.district_key
    names: dict[str, list[str]] = defaultdict(list)
    for province, district in today:
        names[province].append(district)
    found = {}
    for province, districts in names.items():
        for district, slug in zip(districts, _unique_slugs(districts), strict=True):
            unit_type, short_name = split_type(district)
            key = (province, district)
            found[key] = FormerPlace(
                id=f"fd:{former_provinces()[province].slug}/{slug}",
                kind="former_district",
                unit_type=unit_type,
                short_name=short_name,
                key=without_leading_zeros(fold(short_name)),
                former_province_code=province,
                district_id="",
                today=checked.get(keys[key]) or tuple(sorted(today[key])),
            )
    return found


def _communes(rows: list[_Row], districts: Mapping[tuple[str, str], FormerPlace]) -> list[FormerPlace]:
    by_district: dict[tuple[str, str], list[_Row]] = defaultdict(list)
    for row in rows:
        if row.commune:
            by_district[row.province, row.district].append(row)
    found = []
    for key, members in by_district.items():
        district = districts[key]
        slugs = _unique_slugs([row.commune for row in members])
        for row, slug in zip(members, slugs, strict=True):
            unit_type, short_name = split_type(row.commune)
            found.append(
                FormerPlace(
                    id=f"fc:{district.id[3:]}/{slug}",
                    kind="former_commune",
                    unit_type=unit_type,
                    short_name=short_name,
                    key=without_leading_zeros(fold(short_name)),
                    former_province_code=row.province,
                    district_id=district.id,
                    today=row.today,
                )
            )
    return found


@cache
def former_places() -> FormerPlaces:
    """All former districts and communes; read once, at the first question."""
    national, checked = _national_rows(), _register_rows()
    national_districts = {(row.province, row.district) for row in national}
    rows = _corrected(national, [row for row in checked if row.commune])
    known = {row.district_key for row in rows}
    whole = {row.district_key: row.today for row in checked if not row.commune}
    rows += [row for row in checked if not row.commune and row.district_key not in known]
    districts = _districts(rows, whole)
    communes = _communes(rows, districts)
    sources: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if (row.province, row.district) in national_districts:
            for code in row.today:
                sources[code].add(districts[row.province, row.district].id)
    members = defaultdict(list)
    for commune in communes:
        members[commune.district_id].append(commune)
    places = [*districts.values(), *communes]
    return FormerPlaces(
        by_id={place.id: place for place in places},
        districts=_group(((p.former_province_code, p.key), p) for p in districts.values()),
        communes=_group(((p.district_id, p.key), p) for p in communes),
        communes_of_province=_group(((p.former_province_code, p.key), p) for p in communes),
        members={district: tuple(found) for district, found in members.items()},
        sources={code: frozenset(found) for code, found in sources.items()},
    )
