"""The page of one good on sale, as `storefront/products/show.html` prints it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from flask import url_for

from shop import clock
from shop.catalogue import (
    Card,
    OtherMark,
    Pack,
    Product,
    ProductPage,
    Shelf,
    find_producer_entry,
    goods_of_producer,
    picture_of,
    related_goods,
    truthful_paragraphs,
)
from shop.catalogue.kinds import HEALTH_WARNING_EN, HEALTH_WARNING_VI, is_service
from shop.certification import Certificate
from shop.places import Province, find_province, list_provinces
from shop.producers import Producer
from shop.stalls import Holiday, Stall
from shop.storefront.cards import ShownCard, shown_cards, unit_names
from shop.storefront.lot_label import batch_facts
from shop.storefront.makers import LabelFact, ShownMaker, shown_maker
from shop.storefront.origin import Link, Origin, origin_of
from shop.storefront.product_reviews import ReviewsOfProduct, reviews_of_product
from shop.storefront.product_structured import product_facts, rating_facts
from shop.storefront.structured_facts import Facts, absolute, breadcrumb_facts
from shop.web.certificate_words import group_words
from shop.web.language import current_language
from shop.web.shown_photos import ShownPhoto, shown_photo
from shop.web.stall_words import sending_words
from shop.web.templating import in_language, static_url
from shop.web.words import _, ngettext

ALIKE = 4
OTHERS = 4


@dataclass(frozen=True)
class ShownCertificate:
    """What `components/certificate_panel.html` prints."""

    url: str
    qr_url: str
    code: str
    stars: int
    decision_number: str | None
    decided_on: date | None
    decided_year: int
    issuer: str | None
    last_day: date
    day_is_known: bool


@dataclass(frozen=True)
class ShownVariant:
    """One size with its price in dong."""

    id: int
    name: str
    price: int
    unit_price: int | None
    unit: str | None
    net: str | None
    available: int
    container: str


@dataclass(frozen=True)
class ShownProduct:
    """Everything that the page of a good on sale prints."""

    slug: str
    name: str
    stars: int
    summary: str | None
    text: list[str]
    address: str
    group: Link | None
    certificate: ShownCertificate
    origin: Origin
    producer: ShownMaker | None
    photos: list[ShownPhoto]
    picture: str
    ground: str
    variants: list[ShownVariant]
    holiday: Holiday | None
    is_alcohol: bool
    label_facts: list[LabelFact]
    warnings: list[str]
    marks: list[OtherMark]
    delivery: list[str]
    is_sent: bool
    provinces: tuple[Province, ...]
    others: list[ShownCard]
    alike: list[ShownCard]
    card: ShownCard
    reviews: ReviewsOfProduct
    structured: list[Facts]


def product_page(found: ProductPage, card: Card, shelf: Shelf) -> ShownProduct:
    """The page of a good on sale in the visitor's language."""
    product, good = found.product, found.good
    name = in_language(product, "name")
    photos = [shown_photo(photo, english=current_language() == "en") for photo in found.photos]
    province = find_province(good.province_code) if good.province_code else None
    others = [card for card in _of_maker(found, shelf) if card.slug != product.slug][:OTHERS]
    shown = {card.slug for card in others}
    reviews = reviews_of_product(product.id)
    alike = [card for card in related_goods(shelf, product.slug, ALIKE + len(others)) if card.slug not in shown]
    return ShownProduct(
        slug=product.slug,
        name=name,
        stars=found.certificate.stars,
        summary=" ".join(told(product, "summary", found.certificate.stars)) or None,
        text=told(product, "description", found.certificate.stars),
        address=absolute(url_for("storefront.products.show", slug=product.slug)),
        group=_group(good.group),
        certificate=shown_certificate(found.certificate, found.certified_until),
        origin=origin_of(good),
        producer=_maker(found, shelf),
        photos=photos,
        picture=picture_of(product.name_vi, product.kind),
        ground=province.region if province else "red-river-delta",
        variants=[shown_variant(pack) for pack in found.packs],
        holiday=found.holiday,
        is_alcohol=product.is_alcohol,
        label_facts=label_facts(product, found.producer),
        warnings=label_warnings(product),
        marks=list(found.marks),
        is_sent=not is_service(product.kind),
        provinces=list_provinces(),
        delivery=_delivery(product.kind, province.short_name if province else None, found.stall),
        others=shown_cards(others),
        alike=shown_cards(alike[:ALIKE]),
        card=shown_cards([card])[0],
        reviews=reviews,
        structured=_structured(found, name, photos, reviews),
    )


def told(product: Product, name: str, stars: int | None) -> list[str]:
    """What is told of a good, paragraph by paragraph, but what names other stars than its certificate does now."""
    return truthful_paragraphs(in_language(product, name), stars)


def _of_maker(found: ProductPage, shelf: Shelf) -> tuple[Card, ...]:
    return goods_of_producer(shelf, found.producer.slug)


def _group(group: str | None) -> Link | None:
    """The goods of its group; None where the register states none."""
    return Link(group_words(group), f"{url_for('storefront.products.index')}?group={group}") if group else None


def shown_certificate(held: Certificate, last_day: date) -> ShownCertificate:
    """A certificate in force with its last valid day."""
    return ShownCertificate(
        url=url_for("storefront.certificates.show", code=held.code),
        qr_url=url_for("storefront.certificates.qr", code=held.code),
        code=held.code,
        stars=held.stars,
        decision_number=held.decision_number,
        decided_on=held.decided_on,
        decided_year=held.decided_year,
        issuer=held.issuer,
        last_day=last_day,
        day_is_known=held.day_is_known,
    )


def _maker(found: ProductPage, shelf: Shelf) -> ShownMaker | None:
    entry = find_producer_entry(shelf, found.producer.slug)
    if entry is None:
        return None
    return shown_maker(entry, goods_of_producer(shelf, entry.slug), found.stall)


def shown_variant(pack: Pack) -> ShownVariant:
    """One size in the visitor's language."""
    name, net = in_language(pack, "label"), _net(pack)
    return ShownVariant(
        id=pack.variant_id,
        name=name,
        price=pack.price_vnd,
        unit_price=pack.unit_price_vnd,
        unit=unit_names().get(pack.unit or ""),
        net=net if net and net not in name else None,
        available=pack.on_hand,
        container=_container(name, pack.on_hand),
    )


def _net(pack: Pack) -> str | None:
    """What the label declares, where the pack's name does not say it already."""
    if pack.net_unit not in ("g", "ml"):
        return None
    large = {"g": "kg", "ml": "l"}[pack.net_unit]
    whole, rest = divmod(pack.net_amount, 1000)
    return f"{whole} {large}" if whole and not rest else f"{pack.net_amount} {pack.net_unit}"


def _container(label: str, count: int) -> str:
    """What so many packs are counted in: the words of their label before the amount, in English in the plural."""
    words = re.split(r"[\d(,]", label, maxsplit=1)[0].strip().lower()
    if not words:
        return _("packs")
    if current_language() != "en" or count == 1:
        return words
    return words + ("es" if words.endswith(("x", "s", "ch", "sh")) else "s")


def label_facts(product: Product, producer: Producer) -> list[LabelFact]:
    """What the label says, term by term, in the visitor's language."""
    months = product.shelf_life_months
    facts = [
        LabelFact(_("Ingredients"), in_language(product, "ingredients")),
        LabelFact(_("Keep"), in_language(product, "storage")),
        LabelFact(_("Keeps for"), ngettext("%(num)s month", "%(num)s months", months) if months else ""),
        *batch_facts(product, clock.today()),
        LabelFact(_("Answerable for it"), producer.name),
    ]
    return [fact for fact in facts if fact.text]


def label_warnings(product: Product) -> list[str]:
    """What the label must carry; the line on health foods is fixed by law."""
    written = in_language(product, "warnings")
    fixed = HEALTH_WARNING_EN if current_language() == "en" else HEALTH_WARNING_VI
    warnings = [written] if written else []
    if product.is_health_food and fixed not in written:
        warnings.append(fixed)
    return warnings


def _delivery(kind: str, province: str | None, stall: Stall | None) -> list[str]:
    if is_service(kind):
        return [_("This is a stay or a visit: it is booked with the host, nothing is sent.")]
    sentences = (
        [_("Sent by its maker from %(province)s, in a parcel of its own.", province=province)] if province else []
    )
    return sentences + ([sending_words(stall.days)] if stall is not None and stall.days else [])


def _structured(found: ProductPage, name: str, photos: list[ShownPhoto], reviews: ReviewsOfProduct) -> list[Facts]:
    product, group = found.product, _group(found.good.group)
    images = [photo.src for photo in photos] or [
        static_url(f"img/kinds/{picture_of(product.name_vi, product.kind)}.svg")
    ]
    summary = " ".join(told(product, "summary", found.certificate.stars))
    steps = [
        (_("All goods"), url_for("storefront.products.index")),
        *([(group.name, group.url)] if group else []),
        (name, url_for("storefront.products.show", slug=product.slug)),
    ]
    facts = product_facts(found, name=name, summary=summary, images=images, language=current_language())
    return [facts | rating_facts(reviews.opinions), breadcrumb_facts(steps)]
