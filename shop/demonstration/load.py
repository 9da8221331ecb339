"""Loading the demonstration: the real register as it is, and an invented offer for each good ever certified."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from shop.catalogue import Product, Variant
from shop.certification import (
    CertifiedGood,
    Decision,
    ImportReport,
    RegisterRefused,
    Signature,
    import_register,
    read_register_file,
)
from shop.database import db, transaction
from shop.demonstration.offers import Offer, OfferedPack, plan_offer
from shop.demonstration.words import story_of
from shop.producers import Producer, tell_story
from shop.stock import receive_stock
from shop.values.dates import vietnam_day

SIGNED = "demonstration"
BATCH = 100
SECONDS = 120

Tell = Callable[[str], None]


class RegisterNotTaken(Exception):
    """The register's file was refused; the text names the first reason."""


def load_demonstration(register: Path, at: datetime, tell: Tell) -> None:
    """Bring the shop to the demonstration's state, telling what is done; loaded already, it changes nothing.

    Raises RegisterNotTaken, and then nothing is stored.
    """
    totals = _take_register(register, at).totals
    tell(f"register: {totals['rows']} rows, {totals['new']} new, {totals['unchanged']} known already")
    tell(f"producers: {_tell_stories()} introduced")
    waiting = _goods_without_offer()
    done = 0
    for batch in _batches(waiting):
        with transaction(seconds=SECONDS):
            for good_id in batch:
                _offer(good_id, at)
        done += len(batch)
        tell(f"goods: {done} of {len(waiting)} offered")
    if not waiting:
        tell("goods: all offered already")


def _take_register(path: Path, at: datetime) -> ImportReport:
    try:
        file = read_register_file(path.name, path.read_bytes(), Decision(), vietnam_day(at))
    except RegisterRefused as refused:
        raise RegisterNotTaken(str(refused.reason)) from refused
    with transaction(seconds=SECONDS):
        report = import_register(file, Signature(by=SIGNED, at=at))
    if report.is_refused:
        raise RegisterNotTaken(str(report.refused[0]))
    return report


def _tell_stories() -> int:
    silent = select(Producer).where(Producer.story_vi == "").order_by(Producer.id)
    with transaction(seconds=SECONDS):
        producers = db.session.scalars(silent).all()
        for producer in producers:
            story = story_of(producer.kind, producer.slug)
            tell_story(producer, story.vi, story.en)
    return len(producers)


def _goods_without_offer() -> list[int]:
    """Goods that hold or held a certificate and are not offered yet."""
    certified = CertifiedGood.certificates.any()
    offered = select(Product.good_id)
    return list(
        db.session.scalars(
            select(CertifiedGood.id).where(certified, CertifiedGood.id.not_in(offered)).order_by(CertifiedGood.id)
        )
    )


def _batches(numbers: Sequence[int]) -> Iterator[list[int]]:
    rest = iter(numbers)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _offer(good_id: int, at: datetime) -> None:
    good = db.session.get_one(CertifiedGood, good_id, options=[joinedload(CertifiedGood.producer)])
    offer = plan_offer(good.slug, good.name, good.group, good.producer.name if good.producer else "")
    product = _product(good, offer, at)
    db.session.add(product)
    db.session.flush()
    for variant, pack in zip(product.variants, offer.packs, strict=True):
        if pack.on_hand:
            receive_stock(variant.id, pack.on_hand, at=at, reason=SIGNED)


def _product(good: CertifiedGood, offer: Offer, at: datetime) -> Product:
    return Product(
        good_id=good.id,
        slug=good.slug,
        kind=offer.kind,
        name_vi=good.name,
        name_en=offer.name_en,
        summary_vi=offer.text.summary.vi,
        summary_en=offer.text.summary.en,
        description_vi=offer.text.description.vi,
        description_en=offer.text.description.en,
        ingredients_vi=offer.ingredients.vi,
        ingredients_en=offer.ingredients.en,
        storage_vi=offer.storage.vi,
        storage_en=offer.storage.en,
        warnings_vi=offer.warnings.vi,
        warnings_en=offer.warnings.en,
        shelf_life_months=offer.shelf_life_months,
        published_at=at,
        price_from_vnd=min(pack.price_vnd for pack in offer.packs),
        is_demonstration=True,
        variants=[_variant(number, pack) for number, pack in enumerate(offer.packs)],
    )


def _variant(position: int, pack: OfferedPack) -> Variant:
    return Variant(
        position=position,
        label_vi=pack.idea.label.vi,
        label_en=pack.idea.label.en,
        price_vnd=pack.price_vnd,
        net_amount=pack.idea.net_amount,
        net_unit=pack.idea.net_unit,
        weight_grams=pack.idea.weight_grams,
    )
