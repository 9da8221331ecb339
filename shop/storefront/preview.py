"""How the page of a good will look, for the people of its own stall only: nothing on it can be bought."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, abort, render_template

from shop import clock
from shop.catalogue import OtherMark, Preview, find_preview, picture_of
from shop.places import find_province
from shop.storefront.makers import LabelFact
from shop.storefront.origin import Origin, origin_of
from shop.storefront.product_page import (
    ShownCertificate,
    ShownVariant,
    label_facts,
    label_warnings,
    shown_certificate,
    shown_variant,
    told,
)
from shop.web.guards import members_only, present_member
from shop.web.language import current_language
from shop.web.shown_photos import ShownPhoto, shown_photo
from shop.web.templating import in_language

door = Blueprint("preview", __name__)
members_only(door)


@dataclass(frozen=True)
class ShownPreview:
    """What `storefront/preview/show.html` prints; its parts are those of the page of a good on sale."""

    number: int
    name: str
    is_on_sale: bool
    summary: str | None
    text: list[str]
    certificate: ShownCertificate | None
    origin: Origin
    producer_name: str
    stall: str
    photos: list[ShownPhoto]
    picture: str
    ground: str
    variants: list[ShownVariant]
    is_alcohol: bool
    label_facts: list[LabelFact]
    warnings: list[str]
    marks: list[OtherMark]


@door.get("/xem-truoc/<int:product_id>")
def show(product_id: int) -> str:
    """The page of a good of one's own stall as shoppers will see it; for everybody else there is none."""
    found = find_preview(present_member().person.producer_ids, product_id, clock.now())
    if found is None:
        abort(404)
    return render_template("storefront/preview/show.html", product=_shown(found))


def _shown(found: Preview) -> ShownPreview:
    product, placed = found.product, found.good or found.producer
    province = find_province(placed.province_code) if placed.province_code else None
    held = found.certificate
    stars = held.stars if held else None
    return ShownPreview(
        number=product.id,
        name=in_language(product, "name"),
        is_on_sale=product.published_at is not None and held is not None,
        summary=" ".join(told(product, "summary", stars)) or None,
        text=told(product, "description", stars),
        certificate=shown_certificate(held, found.certified_until) if held and found.certified_until else None,
        origin=origin_of(placed),
        producer_name=found.producer.name,
        stall=found.producer.slug,
        photos=[shown_photo(photo, english=current_language() == "en") for photo in found.photos],
        picture=picture_of(product.name_vi, product.kind),
        ground=province.region if province else "red-river-delta",
        variants=[shown_variant(pack) for pack in found.packs],
        is_alcohol=product.is_alcohol,
        label_facts=label_facts(product, found.producer),
        warnings=label_warnings(product),
        marks=list(found.marks),
    )
