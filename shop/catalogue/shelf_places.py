"""Where the goods on sale come from: origins shared by many goods, and the names under which places are asked for."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from shop.catalogue.packed import Keys, Lists, Packed, pack
from shop.places import (
    Commune,
    Province,
    find_commune,
    find_former_province,
    find_place_by_id,
    list_provinces,
)
from shop.values.folding import slugify

OFFERED_KINDS = ("commune", "former_district")
# The widest first: it gives a page of several places its words.
KINDS = ("province", "former_province", "former_district", "commune", "former_commune")
_UNIT_TYPES = ("thành phố", "thị trấn", "thị xã", "đặc khu", "phường", "huyện", "quận", "xã")

# Province code, commune code, printed commune, printed district, place ids with spaces between.
OriginKey = tuple[str | None, str | None, str, str, str]


class Origin(NamedTuple):
    """Where goods come from, shared by all goods of one origin."""

    province_code: str
    province_name: str
    province_slug: str
    region: str
    words: str


class ShelfPlace(NamedTuple):
    """A name of a place within a province of today; all places of that name together, the widest gives the words.

    `value` is "lao-cai/bao-yen", or "fp:yen-bai" for a former province, or "p:15" for one of today.
    """

    value: str
    province_code: str
    kind: str
    unit_type: str
    short_name: str

    @property
    def words(self) -> str:
        """The name with its type: "huyện Bảo Yên"."""
        return f"{self.unit_type} {self.short_name}".strip()


class OriginBook:
    """Collects the origins of goods while a Shelf is made."""

    def __init__(self) -> None:
        self.numbers: dict[OriginKey, int] = {}
        self.origins: list[Origin] = []
        # Place value -> its place, and the numbers of the origins that lie in it.
        self.places: dict[str, ShelfPlace] = {}
        self.members: dict[str, list[int]] = defaultdict(list)
        self.members_by_id: dict[str, list[int]] = defaultdict(list)

    def number_of(self, key: OriginKey) -> int:
        """The number of an origin, new ones with all the places that they lie in."""
        number = self.numbers.get(key)
        if number is None:
            number = self.numbers[key] = len(self.origins)
            self.origins.append(_origin(key))
            for place_id in key[4].split():
                self.members_by_id[place_id].append(number)
                self._enter(place_id, key, number)
        return number

    def _enter(self, place_id: str, key: OriginKey, number: int) -> None:
        for place in _places_of(place_id, key):
            known = self.places.get(place.value)
            if known is None or KINDS.index(place.kind) < KINDS.index(known.kind):
                self.places[place.value] = place
            if number not in self.members[place.value][-1:]:
                self.members[place.value].append(number)


class Places:
    """Which good comes from where. Origins and places have numbers of their own, each from 0."""

    def __init__(self, book: OriginBook, origins_by_position: Sequence[int]) -> None:
        self.of_goods = array("I", origins_by_position)
        self._origins = tuple(book.origins)
        # Origin -> its goods.
        self.goods = Lists.grouped(self.of_goods, len(self._origins))
        self._places = Packed(pack(tuple(place)) for place in book.places.values())
        self._values = Keys(list(book.places))
        self._origins_of_places = Lists.joined(book.members[value] for value in book.places)
        self._id_names = tuple(book.members_by_id)
        self._ids = Keys(self._id_names)
        self._origins_of_ids = Lists.joined(book.members_by_id.values())
        self._offered = _offered(book.places.values())
        self.provinces: Mapping[str, Origin] = {
            origin.province_code: origin for origin in self._origins if origin.province_code
        }

    def __getitem__(self, number: int) -> ShelfPlace:
        return ShelfPlace(*self._places[number])

    def find(self, value: str) -> int | None:
        """The number of the place with this value, or None when no goods come from it."""
        return self._values.find(value)

    def offered_in(self, province_code: str) -> tuple[int, ...]:
        """The numbers of a province's communes of today and former districts."""
        return self._offered.get(province_code, ())

    def origin_of_good(self, position: int) -> Origin:
        """Where the good at a position comes from."""
        return self._origins[self.of_goods[position]]

    def origins_of(self, number: int) -> array[int]:
        """The numbers of the origins that lie in a place."""
        return self._origins_of_places[number]

    def origins_in(self, value: str) -> Iterator[int]:
        """The numbers of the origins that lie in a place given by its value or by a place id."""
        for keys, origins in ((self._values, self._origins_of_places), (self._ids, self._origins_of_ids)):
            number = keys.find(value)
            if number is not None:
                yield from origins[number]

    def count(self, number: int) -> int:
        """The number of goods from a place."""
        return sum(map(self.goods.length, self.origins_of(number)))

    def count_among(self, positions: Sequence[int]) -> Counter[int]:
        """For each origin how many of these goods come from it."""
        return Counter(map(self.of_goods.__getitem__, positions))

    def counts_by_id(self, province_code: str | None) -> dict[str, int]:
        """Goods by place id, of one province of today or of all; what has none is left out."""
        counts = {}
        for place_id, origins in zip(self._id_names, self._origins_of_ids, strict=True):
            inside = (n for n in origins if province_code in (None, self._origins[n].province_code))
            if count := sum(map(self.goods.length, inside)):
                counts[place_id] = count
        return counts


def _offered(places: Iterable[ShelfPlace]) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = defaultdict(list)
    for number, place in enumerate(places):
        if place.kind in OFFERED_KINDS:
            found[place.province_code].append(number)
    return {code: tuple(numbers) for code, numbers in found.items()}


@cache
def _provinces() -> Mapping[str, Province]:
    return {province.code: province for province in list_provinces()}


def place_in_short(province_code: str | None, commune_code: str | None) -> str:
    """Today's commune and province as cards name them: "Nghĩa Đô, Lào Cai"."""
    commune = find_commune(commune_code) if commune_code else None
    province = _provinces().get(province_code or "")
    return ", ".join(part.short_name for part in (commune, province) if part is not None)


def _origin(key: OriginKey) -> Origin:
    province = _provinces().get(key[0] or "")
    if province is None:
        return Origin("", "", "", "", "")
    return Origin(
        province.code, province.short_name, province.slug, province.region, place_in_short(province.code, key[1])
    )


def _places_of(place_id: str, key: OriginKey) -> Iterator[ShelfPlace]:
    kind, _, rest = place_id.partition(":")
    if kind == "p" and (province := _provinces().get(rest)):
        yield ShelfPlace(place_id, province.code, "province", "", province.short_name)
    elif kind == "fp" and (former := find_former_province(rest)):
        yield ShelfPlace(place_id, former.province_code, "former_province", "", former.short_name)
    elif kind == "c" and (commune := find_commune(rest)):
        yield from _pages_of_commune(commune)
    elif kind in ("fd", "fc"):
        yield from _page_of_former(place_id, key)


@lru_cache(maxsize=4096)
def _pages_of_commune(commune: Commune) -> tuple[ShelfPlace, ...]:
    province = _provinces()[commune.province_code]
    # Two communes of one name have an address of their own each, beside the one that they share.
    slugs = dict.fromkeys((slugify(commune.short_name), commune.slug))
    place = ("commune", commune.unit_type, commune.short_name)
    return tuple(ShelfPlace(f"{province.slug}/{slug}", province.code, *place) for slug in slugs)


def _page_of_former(place_id: str, key: OriginKey) -> Iterator[ShelfPlace]:
    province = _provinces().get(key[0] or "")
    if province is None:
        return
    is_district = place_id.startswith("fd:")
    kind = "former_district" if is_district else "former_commune"
    unit_type, short_name = _split_type(key[3] if is_district else key[2])
    bare = slugify(short_name)
    if not bare or bare not in place_id.rpartition("/")[2]:
        # The source printed today's names only: the tables of places know the former one.
        known = find_place_by_id(place_id)
        if known is None:
            return
        unit_type, short_name, bare = known.unit_type, known.short_name, slugify(known.short_name)
    yield ShelfPlace(f"{province.slug}/{bare}", province.code, kind, unit_type, short_name)


def _split_type(printed: str) -> tuple[str, str]:
    for unit_type in _UNIT_TYPES:
        if printed.lower().startswith(f"{unit_type} "):
            return unit_type, printed[len(unit_type) + 1 :].strip()
    return "", printed.strip()
