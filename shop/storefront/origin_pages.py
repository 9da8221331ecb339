"""What the pages by place print."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from flask import url_for

from shop.catalogue import (
    Shelf,
    count_goods_of_place,
    goods_of_place,
    goods_of_producer,
    list_producers,
    place_counts,
    province_counts,
)
from shop.certification import (
    DocumentCount,
    RegisterEntry,
    RegisterPicture,
    Standing,
    count_by_standing,
    document_counts,
)
from shop.places import Place, Province, find_commune, find_place_by_id, find_province, list_provinces, unit_words
from shop.storefront.cards import ShownCard, shown_cards
from shop.storefront.makers import ShownMaker, shown_maker
from shop.storefront.origin import Language
from shop.storefront.structured_facts import Facts, breadcrumb_facts
from shop.values.folding import vietnamese_sort_key
from shop.web.language import current_language
from shop.web.words import _

CARDS = 24
ENTRIES = 12
MAKERS = 12


@dataclass(frozen=True)
class MapProvince:
    """A province as `components/province_map.html` takes it; `former` are the old provinces that it was made of."""

    code: str
    name: str
    href: str
    count: int
    former: tuple[str, ...]


@dataclass(frozen=True)
class MapPage:
    """What `storefront/origins/index.html` prints."""

    provinces: list[MapProvince]
    regions: list[tuple[str, list[MapProvince]]]
    total: int


@dataclass(frozen=True)
class CountedPlace:
    """A place with goods on sale."""

    name: str
    url: str
    count: int


@dataclass(frozen=True)
class PlaceGoods:
    """The goods of a place: cards on sale, the address of all of them, and how the register knows it."""

    cards: list[ShownCard]
    total: int
    list_url: str
    standings: dict[Standing, int]
    register_url: str


@dataclass(frozen=True)
class ProvincePage:
    """What `storefront/origins/show.html` prints."""

    province: Province
    former: tuple[str, ...]
    goods: PlaceGoods
    communes: list[CountedPlace]
    districts: list[CountedPlace]
    makers: list[ShownMaker]
    maker_count: int
    documents: list[DocumentCount]
    structured: list[Facts]


@dataclass(frozen=True)
class PlacePart:
    """One of the places that share a name: what it was or is, and where it lies today."""

    words: str
    is_former: bool
    within: str
    today: list[CountedPlace]


@dataclass(frozen=True)
class PlacePage:
    """What `storefront/origins/place.html` prints."""

    name: str
    province: Province
    parts: list[PlacePart]
    goods: PlaceGoods
    ended: list[RegisterEntry]
    documents: list[DocumentCount]
    structured: list[Facts]


def region_words(region: str) -> str:
    """The name of a region."""
    return {
        "north-west": _("North-West"),
        "north-east": _("North-East"),
        "red-river-delta": _("Red River Delta"),
        "north-central": _("North Central Coast"),
        "south-central-coast": _("South Central Coast"),
        "central-highlands": _("Central Highlands"),
        "south-east": _("South-East"),
        "mekong-delta": _("Mekong Delta"),
    }[region]


REGIONS = (
    "north-west",
    "north-east",
    "red-river-delta",
    "north-central",
    "south-central-coast",
    "central-highlands",
    "south-east",
    "mekong-delta",
)


def map_provinces(shelf: Shelf) -> list[MapProvince]:
    """All 34 provinces with what is on sale from each."""
    counts = province_counts(shelf)
    return [
        MapProvince(
            code=province.code,
            name=province.short_name,
            href=url_for("storefront.origins.show", province=province.slug),
            count=counts.get(province.code, 0),
            former=_former_names(province),
        )
        for province in list_provinces()
    ]


def map_page(shelf: Shelf) -> MapPage:
    """The map and the same as a list by region, the provinces of a region in the order of their names."""
    provinces = map_provinces(shelf)
    region_of = {province.code: province.region for province in list_provinces()}
    by_name = sorted(provinces, key=lambda province: vietnamese_sort_key(province.name))
    regions = [(region_words(region), [one for one in by_name if region_of[one.code] == region]) for region in REGIONS]
    return MapPage(provinces, regions, len(shelf))


def province_page(province: Province, shelf: Shelf, picture: RegisterPicture) -> ProvincePage:
    """One province of today."""
    makers = list_producers(shelf, province.code)
    counts = place_counts(shelf, province.code)
    address = url_for("storefront.origins.show", province=province.slug)
    listed = f"{url_for('storefront.products.index')}?province={province.slug}"
    return ProvincePage(
        province=province,
        former=_former_names(province),
        goods=_goods(shelf, picture, province.id, listed, province.short_name),
        communes=_counted(counts, "c:"),
        districts=_counted(counts, "fd:"),
        makers=[shown_maker(entry, goods_of_producer(shelf, entry.slug)) for entry in makers[:MAKERS]],
        maker_count=len(makers),
        documents=document_counts(frozenset((province.id, *(former.id for former in province.former)))),
        structured=[breadcrumb_facts([_origins_step(), (province.short_name, address)])],
    )


def _former_names(province: Province) -> tuple[str, ...]:
    names = tuple(former.short_name for former in province.former)
    return () if names == (province.short_name,) else names


def _goods(shelf: Shelf, picture: RegisterPicture, place: str | frozenset[str], listed: str, name: str) -> PlaceGoods:
    ids = frozenset((place,)) if isinstance(place, str) else place
    return PlaceGoods(
        cards=shown_cards(goods_of_place(shelf, ids, CARDS)),
        total=count_goods_of_place(shelf, ids),
        list_url=listed,
        standings=count_by_standing(picture.in_places(ids)),
        register_url=f"{url_for('storefront.certificates.index')}?q={quote(name)}",
    )


def _counted(counts: dict[str, int], kind: str) -> list[CountedPlace]:
    """The places of a kind with goods on sale, the fullest first."""
    found = [_counted_place(place_id, count) for place_id, count in counts.items() if place_id.startswith(kind)]
    return sorted(filter(None, found), key=lambda place: (-place.count, vietnamese_sort_key(place.name)))


def _counted_place(place_id: str, count: int) -> CountedPlace | None:
    place = find_place_by_id(place_id)
    if place is None:
        return None
    url = url_for("storefront.origins.place", province=place.province_slug, place=place.slug)
    return CountedPlace(unit_words(place.unit_type, place.short_name, _language()), url, count)


def place_page(place: Place, shelf: Shelf, picture: RegisterPicture) -> PlacePage:
    """The places of one name in a province of today: what each was or is, and the goods of all."""
    province = find_province(place.province_code)
    if province is None:
        raise LookupError(place.province_code)
    parts = place.parts or (place,)
    listed = f"{url_for('storefront.products.index')}?place={place.province_slug}/{place.slug}"
    address = url_for("storefront.origins.place", province=place.province_slug, place=place.slug)
    province_step = (province.short_name, url_for("storefront.origins.show", province=province.slug))
    entries = picture.in_places(place.member_ids)
    return PlacePage(
        name=place.short_name,
        province=province,
        parts=[_part(part, shelf) for part in parts],
        goods=_goods(shelf, picture, place.member_ids, listed, f"{place.short_name} {province.short_name}"),
        ended=[entry for entry in entries if entry.standing is not Standing.CERTIFIED][:ENTRIES],
        documents=document_counts(place.member_ids),
        structured=[breadcrumb_facts([_origins_step(), province_step, (place.short_name, address)])],
    )


def _part(place: Place, shelf: Shelf) -> PlacePart:
    language = _language()
    communes = [commune for code in place.today if (commune := find_commune(code))]
    return PlacePart(
        words=unit_words(place.unit_type, place.short_name, language),
        is_former=place.kind.startswith("former"),
        within=", ".join(place.within),
        today=[
            CountedPlace(
                unit_words(commune.unit_type, commune.short_name, language),
                url_for("storefront.origins.place", province=place.province_slug, place=commune.slug),
                count_goods_of_place(shelf, commune.id),
            )
            for commune in communes
            if place.kind != "commune"
        ],
    )


def _origins_step() -> tuple[str, str]:
    return _("By place of origin"), url_for("storefront.origins.index")


def _language() -> Language:
    return "en" if current_language() == "en" else "vi"
