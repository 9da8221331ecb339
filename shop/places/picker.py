"""Choosing a commune of today: each with the names it had, and the ones that typed words may mean."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz, process

from shop.places.former import FormerPlace, former_places
from shop.places.printed import read_printed
from shop.places.units import Commune, former_provinces, list_communes, provinces
from shop.values.folding import fold, vietnamese_sort_key

NEAR = 80  # of 100: one slip of the keys in a name of five letters
MOST_LIKE = 8
_SLIP, _NONE = 3, 1_000


@dataclass(frozen=True, slots=True)
class CommuneChoice:
    """A commune of today, and the communes until 30 June 2025 that went into it, wholly or in part."""

    commune: Commune
    former: tuple[FormerPlace, ...]

    @property
    def former_words(self) -> tuple[str, ...]:
        """As people still say them: "xã Vĩnh Yên, huyện Bảo Yên", with the old province where its name is gone."""
        return tuple(_words(place) for place in self.former)


@cache
def list_commune_choices(province_code: str) -> tuple[CommuneChoice, ...]:
    """The communes of a province in the order of Vietnamese dictionaries; empty for a code that is no province."""
    old = _former_by_commune()
    found = (CommuneChoice(commune, old.get(commune.code, ())) for commune in list_communes(province_code))
    return tuple(sorted(found, key=lambda choice: vietnamese_sort_key(choice.commune.short_name)))


def _words(place: FormerPlace) -> str:
    parts = [place.words, former_places().by_id[place.district_id].words]
    if place.former_province.code not in _kept_provinces():
        parts.append(place.former_province.short_name)
    return ", ".join(parts)


@cache
def _kept_provinces() -> frozenset[str]:
    """Codes of the former provinces whose name is one of today."""
    today = {province.short_name for province in provinces().values()}
    return frozenset(code for code, former in former_provinces().items() if former.short_name in today)


@cache
def _former_by_commune() -> Mapping[str, tuple[FormerPlace, ...]]:
    grouped: dict[str, list[FormerPlace]] = defaultdict(list)
    for place in former_places().by_id.values():
        if place.kind == "former_commune":
            for code in place.today:
                grouped[code].append(place)
    return {code: tuple(members) for code, members in grouped.items()}


def communes_like(province_code: str, words: str) -> tuple[Commune, ...]:
    """Up to eight communes that words may mean: by the beginning of a name, old or new, else by a slip of the keys.

    Empty words mean none.
    """
    keys = {key for _, key in read_printed(words).readings if key}
    if not keys:
        return ()
    ranked = []
    for place, choice in enumerate(list_commune_choices(province_code)):
        names = [fold(choice.commune.short_name), *(former.key for former in choice.former)]
        rank = min(_rank(names, key) for key in keys)
        if rank < _NONE:
            ranked.append((rank, place, choice.commune))
    likely = [entry for entry in ranked if entry[0] < _SLIP] or ranked
    return tuple(commune for _, _, commune in sorted(likely, key=lambda entry: entry[:2])[:MOST_LIKE])


def _rank(names: list[str], key: str) -> int:
    """How near the nearest name is: beginnings, then words inside, then slips; today's name before old ones."""
    for place, name in enumerate(names):
        if name.startswith(key):
            return int(place > 0)
    if any(f" {key}" in name for name in names):
        return 2
    near = process.extractOne(key, names, scorer=fuzz.ratio, score_cutoff=NEAR)
    return _SLIP + 100 - round(near[1]) if near else _NONE
