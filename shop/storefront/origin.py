"""Where a good comes from, in the words of its certificate and in those of today, with the addresses of both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from flask import url_for

from shop.certification import CertifiedGood
from shop.places import PlaceResolution, origin_words, resolve_printed, unit_words
from shop.web.language import current_language

Language = Literal["vi", "en"]


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
    words: str


def origin_of(good: CertifiedGood) -> Origin:
    """The origin of a good in the visitor's language."""
    language: Language = "en" if current_language() == "en" else "vi"
    resolution = resolve_printed(good.former_commune, good.former_district, good.former_province)
    today = _today(resolution, language)
    printed = ", ".join(filter(None, (good.former_commune, good.former_district, good.former_province)))
    return Origin(
        before=printed if printed and printed != today else None,
        today=today,
        url=_url(resolution),
        province=_province(resolution),
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
