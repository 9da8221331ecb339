"""Places: provinces and communes of today, those until 2025, and the way from one to the other.

Pure data and lookup. Place ids are text: p:15 (province), c:02785 (commune), fp:yen-bai (former
province), fd:lao-cai/bao-yen (former district), fc:lao-cai/bao-yen/vinh-yen (former commune).
"""

from shop.places.former import FormerPlace
from shop.places.pages import Place, find_place, find_place_by_id, find_places
from shop.places.picker import CommuneChoice, communes_like, list_commune_choices
from shop.places.resolution import (
    PlaceResolution,
    ResolutionKind,
    place_ids_of,
    resolve_printed,
)
from shop.places.shapes import (
    DotView,
    Inset,
    MapView,
    ProvinceShape,
    commune_point,
    dot_view,
    map_shade,
    map_view,
    province_shape,
)
from shop.places.units import (
    Commune,
    FormerProvince,
    Province,
    find_commune,
    find_former_province,
    find_province,
    list_communes,
    list_provinces,
)
from shop.places.wording import origin_words, unit_words

__all__ = [
    "Commune",
    "CommuneChoice",
    "DotView",
    "FormerPlace",
    "FormerProvince",
    "Inset",
    "MapView",
    "Place",
    "PlaceResolution",
    "Province",
    "ProvinceShape",
    "ResolutionKind",
    "commune_point",
    "communes_like",
    "dot_view",
    "find_commune",
    "find_former_province",
    "find_place",
    "find_place_by_id",
    "find_places",
    "find_province",
    "list_commune_choices",
    "list_communes",
    "list_provinces",
    "map_shade",
    "map_view",
    "origin_words",
    "place_ids_of",
    "province_shape",
    "resolve_printed",
    "unit_words",
]
