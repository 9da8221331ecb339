"""From printed words to today's place. What is not certain is said, never guessed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from shop.places.former import FormerPlace, former_places
from shop.places.printed import PrintedName, read_printed
from shop.places.units import (
    Commune,
    FormerProvince,
    Province,
    communes,
    find_former_province,
    find_province,
    former_provinces,
    list_communes,
)
from shop.values.folding import fold, tone_neutral


class ResolutionKind(StrEnum):
    """How far the printed words lead."""

    ONE_COMMUNE = "one_commune"  # exactly one commune of today
    SPLIT = "split"  # the printed commune went to several communes of today
    DISTRICT_ONLY = "district_only"  # a former district, no commune that we know
    PROVINCE_ONLY = "province_only"
    UNKNOWN = "unknown"  # not even the province


@dataclass(frozen=True, slots=True)
class PlaceResolution:
    """Printed words and what they mean today.

    `commune` is set only for ONE_COMMUNE; `candidates` are all communes of today that come into
    question (one, several, or none known). The former places are those that the words name.
    """

    kind: ResolutionKind
    printed_commune: str
    printed_district: str
    printed_province: str
    province: Province | None = None
    commune: Commune | None = None
    candidates: tuple[Commune, ...] = ()
    former_province: FormerProvince | None = None
    former_district: FormerPlace | None = None
    former_commune: FormerPlace | None = None
    method: str = ""


@dataclass(frozen=True, slots=True)
class _Match:
    """What was found so far, before it is judged."""

    codes: tuple[str, ...] = ()
    district: FormerPlace | None = None
    commune: FormerPlace | None = None
    former_province: FormerProvince | None = None
    method: str = ""


@lru_cache(maxsize=4096)
def resolve_printed(commune: str, district: str, province: str) -> PlaceResolution:
    """Today's place of printed words, in the three levels until 2025 or the two of today.

    Tolerant of case, marks, NFD and abbreviated unit types. Checked places of the register come
    first, then the national table of July 2025. Unknown words below the province are kept as
    printed and leave the resolution at the level that is certain.
    """
    printed = (read_printed(commune), read_printed(district), read_printed(province))
    today = _province_of(printed[2])
    if today is None:
        words = [name.words for name in printed]
        return PlaceResolution(ResolutionKind.UNKNOWN, words[0], words[1], words[2], method="province not known")
    olds = _former_provinces_of(printed[2], today)
    if printed[1].words:
        match = _match_three_levels(printed[0], printed[1], olds)
    elif printed[0].words:
        match = _match_two_levels(printed[0], today, olds)
    else:
        match = _Match(method="province")
    return _judge(printed, today, olds, match)


def _province_of(printed: PrintedName) -> Province | None:
    found = (find_province(key) for _, key in printed.readings if not key.isdecimal())
    return next(filter(None, found), None)


def _former_provinces_of(printed: PrintedName, today: Province) -> tuple[FormerProvince, ...]:
    """The named province first; its partners only when the name is one of today."""
    named = next(filter(None, (find_former_province(key) for _, key in printed.readings)), None)
    if named is None or fold(named.short_name) != fold(today.short_name):
        return today.former if named is None else (named,)
    return (named, *(old for old in today.former if old != named))


def _choose(name: PrintedName, found: Iterable[FormerPlace]) -> tuple[FormerPlace, ...]:
    """The places of one folded name that the printed type and marks leave in question."""
    left = tuple(found)
    typed = tuple(place for place in left if place.unit_type == name.unit_type)
    left = typed or left
    exact = tuple(p for p in left if name.exact.endswith(tone_neutral(p.short_name)))
    return exact or left


def _match_three_levels(commune: PrintedName, district: PrintedName, olds: Sequence[FormerProvince]) -> _Match:
    places = former_places()
    found: tuple[FormerPlace, ...] = ()
    for old in olds:
        for _, key in district.readings:
            found = found or _choose(district, places.districts.get((old.code, key), ()))
    if not found:
        return _Match(method="district not known")
    matches = [_match_in_district(commune, place) for place in found]
    named = [match for match in matches if match.commune] or matches
    if len(named) == 1:
        return named[0]
    same = len({place.former_province_code for place in found}) == 1
    return _Match(
        former_province=found[0].former_province if same else None,
        method="several districts of this name",
    )


def _match_in_district(commune: PrintedName, district: FormerPlace) -> _Match:
    places = former_places()
    old = district.former_province
    for _, key in commune.readings:
        found = _choose(commune, places.communes.get((district.id, key), ()))
        if found:
            codes = _merge(found)
            one = found[0] if len(found) == 1 else None
            return _Match(codes, district, one, old, "former commune")
    today = [communes()[code] for code in district.today]
    named = _named_today(commune, today)
    if len(named) == 1:
        return _Match((named[0].code,), district, None, old, "commune of today in former district")
    whole = tuple(place.today for place in places.members.get(district.id, ()))
    if len(district.today) == 1 and len(set(whole)) <= 1:  # island districts
        return _Match(district.today, district, None, old, "district that is one commune today")
    method = "commune not known in the district" if commune.words else "district"
    return _Match((), district, None, old, method)


def _match_two_levels(commune: PrintedName, today: Province, olds: Sequence[FormerProvince]) -> _Match:
    places = former_places()
    only_old = len(olds) == 1 and fold(olds[0].short_name) != fold(today.short_name)
    named = () if only_old else _named_today(commune, list_communes(today.code))
    if named:
        return _Match(tuple(place.code for place in named), method="commune of today")
    for _, key in commune.readings:
        found = _choose(
            commune,
            (p for old in olds for p in places.communes_of_province.get((old.code, key), ())),
        )
        if found:
            if len(found) > 1:
                return _Match(_merge(found), method="former communes of this name")
            one = found[0]
            district = places.by_id[one.district_id]
            return _Match(one.today, district, one, one.former_province, "former commune by name")
    return _Match(method="commune not known in the province")


def _named_today(name: PrintedName, among: Iterable[Commune]) -> tuple[Commune, ...]:
    """Today's communes of this name; type and marks decide where several share the folded one."""
    pool = tuple(among)
    for unit_type, key in name.readings:
        found = tuple(place for place in pool if fold(place.short_name) == key)
        exact = tuple(p for p in found if name.exact.endswith(tone_neutral(p.short_name)))
        found = exact or found
        typed = tuple(place for place in found if place.unit_type == unit_type)
        if found:
            return typed or found
    return ()


def _merge(places: Iterable[FormerPlace]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for place in places for code in place.today))


def _judge(
    printed: tuple[PrintedName, ...],
    today: Province,
    olds: Sequence[FormerProvince],
    match: _Match,
) -> PlaceResolution:
    codes = match.codes or (match.district.today if match.district else ())
    candidates = tuple(communes()[code] for code in codes)
    if len(match.codes) == 1:
        kind = ResolutionKind.ONE_COMMUNE
    elif match.codes:
        kind = ResolutionKind.SPLIT
    else:
        kind = ResolutionKind.DISTRICT_ONLY if match.district else ResolutionKind.PROVINCE_ONLY
    named_by_old_name = olds[0] if len(olds) == 1 and len(today.former) > 1 else None
    return PlaceResolution(
        kind,
        printed_commune=printed[0].words,
        printed_district=printed[1].words,
        printed_province=printed[2].words,
        province=today,
        commune=candidates[0] if kind is ResolutionKind.ONE_COMMUNE else None,
        candidates=candidates,
        former_province=match.former_province or named_by_old_name,
        former_district=match.district,
        former_commune=match.commune,
        method=match.method,
    )


def place_ids_of(resolution: PlaceResolution) -> frozenset[str]:
    """Ids of all places that a good of this origin certainly belongs to.

    p: and c: of today, fp: fd: fc: until 2025. A commune of today whose parts all lay in one former
    district (or province) belongs there too, also when only today's words are printed.
    """
    ids = set()
    if resolution.province is not None:
        ids.add(resolution.province.id)
        if len(resolution.province.former) == 1:
            ids.add(resolution.province.former[0].id)
    if resolution.former_province is not None:
        ids.add(resolution.former_province.id)
    for place in (resolution.former_district, resolution.former_commune):
        if place is not None:
            ids.add(place.id)
    if resolution.commune is not None:
        ids.add(resolution.commune.id)
        if resolution.former_district is None:
            ids |= _former_ids_of(resolution.commune)
    return frozenset(ids)


def _former_ids_of(commune: Commune) -> set[str]:
    places = former_places()
    districts = [places.by_id[place] for place in places.sources[commune.code]]
    codes = {district.former_province_code for district in districts}
    ids = {districts[0].id} if len(districts) == 1 else set()
    return ids | {former_provinces()[code].id for code in codes if len(codes) == 1}
