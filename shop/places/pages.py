"""Places as pages and search hits: one page for a name in a province, old and new together."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from shop.places.former import FormerPlace, former_places
from shop.places.printed import read_printed
from shop.places.units import (
    Commune,
    FormerProvince,
    Province,
    communes,
    find_former_province,
    find_province,
    list_provinces,
    provinces,
)
from shop.values.folding import fold, slugify, tone_neutral

PlaceKind = Literal["province", "former_province", "former_district", "commune", "former_commune"]
_LONGEST = 100  # characters of a question that count
_KINDS: tuple[PlaceKind, ...] = (
    "province",
    "former_province",
    "former_district",
    "commune",
    "former_commune",
)


@dataclass(frozen=True, slots=True)
class Place:
    """One place, or one page of places that share a name in a province of today.

    `member_ids` are the place ids whose goods belong here (see place_ids_of). `slug` is the last
    part of /xuat-xu/<province_slug>/<slug>, "" for provinces. `parts` are the single places of a
    page, the widest first; a single place has none. `within` says where a former place lay.
    """

    id: str
    kind: PlaceKind
    unit_type: str
    short_name: str
    province_code: str
    province_slug: str
    slug: str
    member_ids: frozenset[str]
    within: tuple[str, ...] = ()
    today: tuple[str, ...] = ()
    parts: tuple["Place", ...] = ()

    @property
    def words(self) -> str:
        """The name with its type, inside a sentence."""
        return f"{self.unit_type} {self.short_name}".strip()


def _of_province(place: Province | FormerProvince) -> Place:
    today = place if isinstance(place, Province) else provinces()[place.province_code]
    return Place(
        id=place.id,
        kind="province" if isinstance(place, Province) else "former_province",
        unit_type="thành phố" if place.name.startswith("Thành phố") else "tỉnh",
        short_name=place.short_name,
        province_code=today.code,
        province_slug=today.slug,
        slug="",
        member_ids=frozenset({place.id}),
    )


def _of_commune(place: Commune) -> Place:
    return Place(
        id=place.id,
        kind="commune",
        unit_type=place.unit_type,
        short_name=place.short_name,
        province_code=place.province_code,
        province_slug=provinces()[place.province_code].slug,
        slug=place.slug,
        member_ids=frozenset({place.id}),
        today=(place.code,),
    )


def _of_former(place: FormerPlace) -> Place:
    within = [former_places().by_id[place.district_id].words] if place.district_id else []
    return Place(
        id=place.id,
        kind=place.kind,
        unit_type=place.unit_type,
        short_name=place.short_name,
        province_code=place.province_code,
        province_slug=provinces()[place.province_code].slug,
        slug=slugify(place.short_name),
        member_ids=frozenset({place.id}),
        within=(*within, place.former_province.short_name),
        today=place.today,
    )


@dataclass(frozen=True, slots=True)
class _Entry:
    """What the indexes need of a place; the place itself is made when it is asked for."""

    id: str
    rank: int  # the wider kinds first
    unit_type: str
    short_name: str
    key: str  # folded
    province_code: str
    slug: str


def _entry(place: Province | FormerProvince | Commune | FormerPlace, kind: PlaceKind) -> _Entry:
    key = fold(place.short_name)
    slug = "" if isinstance(place, Province | FormerProvince) else key.replace(" ", "-")
    return _Entry(
        id=place.id,
        rank=_KINDS.index(kind),
        unit_type="" if isinstance(place, FormerProvince) else place.unit_type,
        short_name=place.short_name,
        key=key,
        province_code=place.code if isinstance(place, Province) else place.province_code,
        slug=place.slug if isinstance(place, Commune) else slug,
    )


@cache
def _entries() -> tuple[_Entry, ...]:
    """All places, the wider kinds first; a former province only where its name is gone."""
    entries = []
    for province in list_provinces():
        entries.append(_entry(province, "province"))
        gone = (old for old in province.former if old.slug != province.slug)
        entries += [_entry(old, "former_province") for old in gone]
    entries += [_entry(commune, "commune") for commune in communes().values()]
    entries += [_entry(place, place.kind) for place in former_places().by_id.values()]
    return tuple(sorted(entries, key=lambda entry: entry.rank))


@lru_cache(maxsize=4096)
def find_place_by_id(place_id: str) -> Place | None:
    """The single place of an id such as "fd:lao-cai/bao-yen" or "c:02947"."""
    kind, _, rest = place_id.partition(":")
    if kind == "p":
        return _of_province(provinces()[rest]) if rest in provinces() else None
    if kind == "fp":
        old = find_former_province(rest)
        return _of_province(old) if old is not None and old.slug == rest else None
    if kind == "c":
        return _of_commune(communes()[rest]) if rest in communes() else None
    former = former_places().by_id.get(place_id)
    return None if former is None else _of_former(former)


def _places(ids: Iterable[str]) -> tuple[Place, ...]:
    return tuple(filter(None, map(find_place_by_id, ids)))


@cache
def _pages() -> Mapping[tuple[str, str], tuple[str, ...]]:
    """(province code, bare slug or the commune's own slug) -> ids on that page, widest first."""
    pages: dict[tuple[str, str], list[str]] = defaultdict(list)
    for entry in _entries():
        if entry.slug:
            for slug in {entry.key.replace(" ", "-"), entry.slug}:
                pages[entry.province_code, slug].append(entry.id)
    return {key: tuple(ids) for key, ids in pages.items()}


def find_place(province_slug: str, place_slug: str) -> Place | None:
    """The page /xuat-xu/<province>/<place>: the former district, the communes of today and the
    former communes of that name in the province; None where there is no such name.

    "lao-cai", "bao-yen" is the former district Bảo Yên with all its communes, and xã Bảo Yên of
    today. The province may be given by a former name; the page then still is the one of today.
    """
    province = find_province(province_slug)
    if province is None:
        return None
    parts = _places(_pages().get((province.code, place_slug), ()))
    if not parts:
        return None
    first = parts[0]
    return Place(
        id=first.id,
        kind=first.kind,
        unit_type=first.unit_type,
        short_name=first.short_name,
        province_code=first.province_code,
        province_slug=first.province_slug,
        slug=place_slug,
        member_ids=frozenset().union(*(part.member_ids for part in parts)),
        within=first.within,
        today=tuple(dict.fromkeys(code for part in parts for code in part.today)),
        parts=parts,
    )


@cache
def _index() -> tuple[tuple[str, ...], Mapping[str, tuple[_Entry, ...]]]:
    """Every tail of a folded name from a word on, sorted; and the entries of each folded name."""
    by_key: dict[str, list[_Entry]] = defaultdict(list)
    for entry in _entries():
        by_key[entry.key].append(entry)
    tails = set()
    for key in by_key:
        words = key.split()
        tails |= {f"{' '.join(words[at:])}\t{key}" for at in range(len(words))}
    return tuple(sorted(tails)), {key: tuple(entries) for key, entries in by_key.items()}


def find_places(text: str, limit: int = 20) -> tuple[Place, ...]:
    """Places whose name has the words of `text` in it, best first; old and new, marks optional.

    A whole name comes before the start of a name, that before words inside; equal marks before
    equal letters; then the wider place. "Bảo Yên" finds the former district and today's commune;
    "bảo yên lào cai" and "xã Bảo Yên" find them too.
    """
    read = read_printed(text[:_LONGEST])
    found: dict[str, tuple[int, _Entry]] = {}
    for unit_type, key in read.readings:
        for rank, entry in _hits(key):
            worse = rank + (unit_type not in ("", entry.unit_type))
            found[entry.id] = min((worse, entry), found.get(entry.id, (worse, entry)), key=lambda hit: hit[0])
    exact = "" if read.exact == fold(read.exact) else read.exact  # who types no marks means any
    best = sorted(found.values(), key=lambda hit: (hit[0], *_likeness(exact, hit[1])))
    return _places(entry.id for _, entry in best[:limit])


def _likeness(exact: str, entry: _Entry) -> tuple[bool, int, str, str]:
    marks_differ = False
    if exact:
        name = tone_neutral(entry.short_name)
        marks_differ = exact not in name and not exact.endswith(name)
    return marks_differ, entry.rank, entry.key, entry.id


def _hits(key: str) -> Iterator[tuple[int, _Entry]]:
    """(rank, entry): 0 whole name, 2 start of a name, 4 start of a word inside it."""
    if not key:
        return
    tails, by_key = _index()
    for at in range(bisect_left(tails, key), len(tails)):
        if not tails[at].startswith(key):
            break
        start, name = tails[at].split("\t")
        rank = 0 if name == key else 2 if start == name else 4
        for entry in by_key[name]:
            yield rank, entry
    words = key.split()
    for cut in range(1, len(words)):  # "bao yen lao cai": a name, then where it is
        where = " ".join(words[cut:])
        for entry in by_key.get(" ".join(words[:cut]), ()):
            if any(fold(name).endswith(where) for name in _around(entry)):
                yield 0, entry


def _around(entry: _Entry) -> tuple[str, ...]:
    place = find_place_by_id(entry.id)
    within = place.within if place else ()
    return (*within, provinces()[entry.province_code].short_name)
