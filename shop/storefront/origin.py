"""Where a good comes from, in the words of its certificate and in those of today, with the addresses of both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, Protocol

from flask import url_for

from shop.places import PlaceResolution, origin_words, resolve_printed, unit_words
from shop.web.language import current_language

Language = Literal["vi", "en"]


class Placed(Protocol):
    """What a source placed somewhere, in its own words: a good or a producer."""

    former_commune: Any
    former_district: Any
    former_province: Any


@dataclass(frozen=True)
class Link:
    """Words and where they lead."""

    name: str
    url: str


@dataclass(frozen=True)
class Origin:
    """What `components/origin_panel.html` shows, and the whole as one sentence without a full stop."""

    before: str | None
    today: str | None
    url: str | None
    province: Link | None
    province_code: str | None
    commune_code: str | None
    words: str


def origin_of(good: Placed) -> Origin:
    """The origin of a good or the seat of a producer in the visitor's language."""
    language: Language = "en" if current_language() == "en" else "vi"
    resolution = resolve_printed(good.former_commune, good.former_district, good.former_province)
    today = _today(resolution, language)
    printed = ", ".join(filter(None, (good.former_commune, good.former_district, good.former_province)))
    return Origin(
        before=printed if printed and printed != today else None,
        today=today,
        url=_url(resolution),
        province=_province(resolution),
        province_code=resolution.province.code if resolution.province else None,
        commune_code=resolution.commune.code if resolution.commune else None,
        words=origin_words(resolution, language),
    )


def _today(resolution: PlaceResolution, language: Language) -> str | None:
    province, commune = resolution.province, resolution.commune
    if province is None:
        return None
    if commune is None:
        return province.short_name
    words = unit_words(commune.unit_type, commune.short_name, language)
    return f"{words}, {province.short_name}"


def _url(resolution: PlaceResolution) -> str | None:
    province, commune = resolution.province, resolution.commune
    if province is None:
        return None
    if commune is None:
        return url_for("storefront.origins.show", province=province.slug)
    return url_for("storefront.origins.place", province=province.slug, place=commune.slug)


def _province(resolution: PlaceResolution) -> Link | None:
    province = resolution.province
    if province is None:
        return None
    return Link(province.short_name, url_for("storefront.origins.show", province=province.slug))
