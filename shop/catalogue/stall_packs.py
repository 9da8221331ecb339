"""What a stall does with its packs: offer, change and retire them, count what lies there, put the good on sale."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select

from shop.catalogue.claims import check_claims
from shop.catalogue.gtin import parse_gtin
from shop.catalogue.models import Product, Variant
from shop.catalogue.operations import NewPack, checked_price, new_variant, renew_lowest_price
from shop.catalogue.refusals import LastPack, NoGoodChosen, NoPacks, NoSuchPack, NotCertified, NotYourGood, TooManyPacks
from shop.catalogue.stall_goods import (
    TEXT_FIELDS,
    find_pack_of,
    find_product_of,
    good_facts,
    hold_product_of,
    stars_of_product,
)
from shop.catalogue.stall_rules import MOST_PACKS, WhyHidden, why_not_publishable
from shop.certification import how_goods_stand
from shop.database import db
from shop.stock import StockReason, receive_stock
from shop.values.folding import tidy


def add_pack_of(producer_id: int, product_id: int, pack: NewPack, at: datetime) -> Variant:
    """Offer a good in one more pack, the last of its packs.

    Refuses NoSuchProduct, TooManyPacks, BadPrice, BadGtin, ClaimsOcop, ClaimsStars.
    """
    product = find_product_of(producer_id, product_id)
    if len(product.packs) >= MOST_PACKS:
        raise TooManyPacks(MOST_PACKS)
    check_claims({"label_vi": pack.label_vi, "label_en": pack.label_en}, stars_of_product(product, at))
    variant = new_variant(max((one.position for one in product.variants), default=0) + 1, pack)
    product.variants.append(variant)
    renew_lowest_price(product)
    return variant


def change_pack(producer_id: int, variant_id: int, pack: NewPack, at: datetime) -> Variant:
    """Give a pack another name, price, content, weight or barcode. What was ordered keeps what was agreed.

    Refuses NoSuchPack, BadPrice, BadGtin, ClaimsOcop, ClaimsStars.
    """
    variant = find_pack_of(producer_id, variant_id)
    _rewrite(variant, pack, stars_of_product(variant.product, at))
    renew_lowest_price(variant.product)
    return variant


def change_packs(producer_id: int, product_id: int, packs: Mapping[int, NewPack], at: datetime) -> None:
    """The same for several packs of one good at once, by pack, in as many statements as for one.

    Refuses NoSuchProduct, NoSuchPack, BadPrice, BadGtin, ClaimsOcop, ClaimsStars.
    """
    product = find_product_of(producer_id, product_id)
    variants = {variant.id: variant for variant in product.variants}
    own_stars = stars_of_product(product, at)
    for variant_id, pack in packs.items():
        if variant_id not in variants:
            raise NoSuchPack(variant_id)
        _rewrite(variants[variant_id], pack, own_stars)
    renew_lowest_price(product)


def retire_pack(producer_id: int, variant_id: int, at: datetime) -> None:
    """Offer a pack no more: carts say so, orders keep it. Refuses NoSuchPack, and LastPack for a good on sale."""
    variant = find_pack_of(producer_id, variant_id)
    others = _count_offered(variant.product, but=variant)
    if variant.product.published_at is not None and not others:
        raise LastPack(variant.product_id)
    if variant.retired_at is None:
        variant.retired_at = at
    renew_lowest_price(variant.product)


def restore_pack(producer_id: int, variant_id: int, at: datetime) -> None:
    """Offer a retired pack again. Refuses NoSuchPack, TooManyPacks, ClaimsOcop, ClaimsStars."""
    variant = find_pack_of(producer_id, variant_id)
    check_claims(_labels(variant), stars_of_product(variant.product, at))
    if variant.retired_at is not None and _count_offered(variant.product, but=variant) >= MOST_PACKS:
        raise TooManyPacks(MOST_PACKS)
    variant.retired_at = None
    renew_lowest_price(variant.product)


def change_stock_of(
    producer_id: int, variant_id: int, delta: int, why: StockReason, note: str, *, at: datetime
) -> None:
    """Add pieces to a pack, or take some away, and say why: never absolute, so that no sale meanwhile is lost.

    Refuses NoSuchPack, NothingToMove for no pieces, NotEnoughStock for what would leave less than nothing.
    """
    variant = find_pack_of(producer_id, variant_id)
    receive_stock(variant.id, delta, at=at, reason=why.with_note(tidy(note)))


def publish_product_of(producer_id: int, product_id: int, at: datetime) -> Product:
    """Put a good on sale, or back on sale: only with a certificate of this producer's own in force.

    Refuses NoSuchProduct, NoGoodChosen, NotYourGood, NotCertified, NoPacks, ClaimsOcop, ClaimsStars.
    """
    product = hold_product_of(producer_id, product_id)
    _refuse_what_it_lacks(product, at)
    check_claims(_all_texts(product), stars_of_product(product, at))
    if product.published_at is None:
        product.published_at, product.retired_at = at, None
    return product


def retire_product_of(producer_id: int, product_id: int, at: datetime) -> Product:
    """Take a good off sale; everything of it stays. A draft stays one. Refuses NoSuchProduct."""
    product = find_product_of(producer_id, product_id)
    if product.published_at is not None:
        product.published_at, product.retired_at = None, at
    return product


def _all_texts(product: Product) -> dict[str, str]:
    """Everything written of a good that shoppers would read: since it was written, the certificate may be another."""
    texts = {name: getattr(product, name) for name in (*TEXT_FIELDS, "batch", "planting_area_code")}
    for pack in product.packs:
        texts |= _labels(pack)
    for mark in product.marks:
        texts |= {f"{name}-{mark.position}": getattr(mark, name) for name in ("name", "number", "issuer")}
    for photo in product.photos:
        texts |= {f"{name}-{photo.position}": getattr(photo, name) for name in ("alt_vi", "alt_en")}
    return texts


def _labels(pack: Variant) -> dict[str, str]:
    return {f"label-{pack.position}": f"{pack.label_vi}\n{pack.label_en}"}


def _refuse_what_it_lacks(product: Product, at: datetime) -> None:
    lacks = why_not_publishable(good_facts(product, at))
    if lacks is None:
        return
    if lacks is WhyHidden.NO_PACKS:
        raise NoPacks
    if product.good_id is None:
        raise NoGoodChosen(product.id)
    if lacks is WhyHidden.OTHER_PRODUCER:
        raise NotYourGood(product.good_id)
    last_day = how_goods_stand([product.good_id], at)[product.good_id].last_day
    raise NotCertified(product.id, lacks.value, last_day)


def _rewrite(variant: Variant, pack: NewPack, own_stars: int | None) -> None:
    check_claims({"label_vi": pack.label_vi, "label_en": pack.label_en}, own_stars)
    variant.label_vi, variant.label_en = tidy(pack.label_vi), tidy(pack.label_en) or tidy(pack.label_vi)
    variant.price_vnd, variant.weight_grams = checked_price(pack.price_vnd), pack.weight_grams
    variant.net_amount, variant.net_unit = pack.net_amount, pack.net_unit
    variant.gtin = parse_gtin(pack.gtin or "")


def _count_offered(product: Product, *, but: Variant) -> int:
    query = select(func.count()).where(
        Variant.product_id == product.id, Variant.retired_at.is_(None), Variant.id != but.id
    )
    return db.session.scalar(query) or 0
