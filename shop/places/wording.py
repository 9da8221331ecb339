"""Origin in words, old and new together: what the shopper reads under a good."""

from typing import Literal

from shop.places.former import FormerPlace
from shop.places.printed import read_printed
from shop.places.resolution import PlaceResolution, ResolutionKind
from shop.places.units import Commune
from shop.values.folding import fold

Language = Literal["vi", "en"]

_ENGLISH = {
    "xã": "commune",
    "phường": "ward",
    "thị trấn": "township",
    "đặc khu": "special zone",
    "huyện": "district",
    "quận": "urban district",
    "thị xã": "town",
    "thành phố": "city",
    "tỉnh": "province",
}
_NAMED_BY_NUMBER = {"phường": "Ward", "quận": "District"}
_FEW = 3  # more communes than this are not listed in a sentence


def unit_words(unit_type: str, short_name: str, language: Language) -> str:
    """One place inside a sentence: "xã Nghĩa Đô", "Nghĩa Đô commune", "Ward 1"."""
    if language == "vi" or not unit_type:
        return f"{unit_type} {short_name}".strip()
    if short_name.isdecimal() and unit_type in _NAMED_BY_NUMBER:
        return f"{_NAMED_BY_NUMBER[unit_type]} {short_name}"
    return f"{short_name} {_ENGLISH[unit_type]}"


def origin_words(resolution: PlaceResolution, language: Language) -> str:
    """The origin of a good in a sentence without a full stop.

    "xã Vĩnh Yên, huyện Bảo Yên, nay là xã Nghĩa Đô, Lào Cai"; in English "Vĩnh Yên commune, Bảo Yên
    district, today Nghĩa Đô commune, Lào Cai". A place that kept its name and province is said
    once; where only the district or province is known, no commune is named.
    """
    old, province = _old_words(resolution, language), resolution.province
    if province is None:
        return old
    if old in ("", province.short_name):
        return province.short_name
    if resolution.commune is not None:
        today = _commune_words(resolution.commune, language)
        link = "nay là" if language == "vi" else "today"
        before = "" if _is_same_place(resolution) else f"{old}, {link} "
        return f"{before}{today}, {province.short_name}"
    return f"{old}{_uncertain_link(resolution, language)}{province.short_name}"


def _uncertain_link(resolution: PlaceResolution, language: Language) -> str:
    """What stands between the old words and today's province where no one commune is certain."""
    link = "nay thuộc" if language == "vi" else "today part of"
    if resolution.kind is ResolutionKind.SPLIT and len(resolution.candidates) <= _FEW:
        joint = " hoặc " if language == "vi" else " or "
        among = joint.join(_commune_words(place, language) for place in resolution.candidates)
        return f", {link} {among}, "
    if _province_is_named(resolution):
        return f", {link} "
    if resolution.former_district is None:
        return ", "
    return " (cũ), " if language == "vi" else " (former), "


def _commune_words(commune: Commune, language: Language) -> str:
    return unit_words(commune.unit_type, commune.short_name, language)


def _old_words(resolution: PlaceResolution, language: Language) -> str:
    parts = [
        _printed_words(resolution.printed_commune, resolution.former_commune, language),
        _printed_words(resolution.printed_district, resolution.former_district, language),
    ]
    if resolution.province is None:
        parts.append(resolution.printed_province)
    elif resolution.former_province is not None and _province_is_named(resolution):
        parts.append(resolution.former_province.short_name)
    return ", ".join(filter(None, parts))


def _province_is_named(resolution: PlaceResolution) -> bool:
    """Whether the old province went by another name than the one of today."""
    former, province = resolution.former_province, resolution.province
    if former is None or province is None or former.short_name == province.short_name:
        return False
    printed = {key for _, key in read_printed(resolution.printed_province).readings}
    return fold(province.short_name) not in printed


def _printed_words(printed: str, known: FormerPlace | None, language: Language) -> str:
    """The printed place with the type it was printed with, spelled as the tables spell it."""
    if not printed:
        return ""
    read = read_printed(printed)
    if known is not None:
        return unit_words(read.unit_type or known.unit_type, known.short_name, language)
    unit_type, key = read.readings[0] if read.readings else ("", "")
    words = printed.split()
    while unit_type and len(words) > 1 and fold(" ".join(words)) != key:
        words = words[1:]
    return unit_words(unit_type, " ".join(words), language) if unit_type else printed


def _is_same_place(resolution: PlaceResolution) -> bool:
    """Whether old and new words would say the same."""
    commune, former = resolution.commune, resolution.former_commune
    if commune is None or _province_is_named(resolution):
        return False
    if not resolution.printed_district and former is None:
        return True
    if former is None:
        return False
    return fold(former.short_name) == fold(commune.short_name)
