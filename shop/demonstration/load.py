"""Loading the demonstration: the real register as it is, and an invented offer for each good ever certified."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from shop.catalogue import NewPack, NewProduct, Product, offer_product
from shop.certification import CertifiedGood, ImportReport, Signature, import_register
from shop.database import db, transaction
from shop.demonstration.delivering import arrange_delivery, open_official_shops
from shop.demonstration.offers import Offer, OfferedPack, plan_offer
from shop.demonstration.words import story_of
from shop.producers import Producer
from shop.register_files import Decision, RegisterRefused, read_register_file
from shop.stalls import Stall
from shop.stock import receive_stock
from shop.values.dates import vietnam_day

SIGNED = "demonstration"
# The day on which data/ocop_register.csv was gathered.
GATHERED_ON = date(2026, 11, 21)
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
    tell(f"producers: {_tell_stories(at)} introduced")
    tell("delivery: {} fees and {} points of sale are new".format(*arrange_delivery()))
    waiting = _goods_without_offer()
    done = 0
    for batch in _batches(waiting):
        with transaction(seconds=SECONDS):
            for good in _goods(batch):
                _offer(good, at)
        done += len(batch)
        tell(f"goods: {done} of {len(waiting)} offered")
    if not waiting:
        tell("goods: all offered already")
    tell(f"official shops: {open_official_shops()} are new")


def _take_register(path: Path, at: datetime) -> ImportReport:
    try:
        # A clock set back by SHOP_NOW looks back on the register as it was gathered, not on a register from the future.
        file = read_register_file(path.name, path.read_bytes(), Decision(), max(vietnam_day(at), GATHERED_ON))
    except RegisterRefused as refused:
        raise RegisterNotTaken(str(refused.reason)) from refused
    with transaction(seconds=SECONDS):
        report = import_register(file, Signature(by=SIGNED, at=at))
    if report.is_refused:
        raise RegisterNotTaken(str(report.refused[0]))
    return report


def _tell_stories(at: datetime) -> int:
    silent = select(Producer).where(Producer.id.not_in(select(Stall.producer_id))).order_by(Producer.id)
    with transaction(seconds=SECONDS):
        producers = db.session.scalars(silent).all()
        for producer in producers:
            story = story_of(producer.kind, producer.slug)
            db.session.add(Stall(producer_id=producer.id, story_vi=story.vi, story_en=story.en, published_at=at))
    return len(producers)


def _goods_without_offer() -> list[int]:
    """Goods that hold or held a certificate and are not offered yet."""
    certified = CertifiedGood.certificates.any()
    offered = select(Product.good_id).where(Product.good_id.is_not(None))
    return list(
        db.session.scalars(
            select(CertifiedGood.id).where(certified, CertifiedGood.id.not_in(offered)).order_by(CertifiedGood.id)
        )
    )


def _batches(numbers: Sequence[int]) -> Iterator[list[int]]:
    rest = iter(numbers)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _goods(good_ids: Sequence[int]) -> Sequence[CertifiedGood]:
    """These goods with their producers and certificates, in two statements."""
    goods = (
        select(CertifiedGood)
        .options(joinedload(CertifiedGood.producer), selectinload(CertifiedGood.certificates))
        .where(CertifiedGood.id.in_(good_ids))
    )
    return db.session.scalars(goods.order_by(CertifiedGood.id)).all()


def _offer(good: CertifiedGood, at: datetime) -> None:
    offer = plan_offer(good.slug, good.name, good.group, good.producer.name if good.producer else "")
    # As if it had stood here since its first certificate: SHOP_NOW may look at any day.
    offered_at = good.certificates[0].valid_from
    product = offer_product(good.id, _new_product(good, offer), published_at=offered_at)
    for variant, pack in zip(product.variants, offer.packs, strict=True):
        if pack.on_hand:
            receive_stock(variant.id, pack.on_hand, at=min(offered_at, at), reason=SIGNED)


def _new_product(good: CertifiedGood, offer: Offer) -> NewProduct:
    words = {
        "summary": offer.text.summary,
        "description": offer.text.description,
        "ingredients": offer.ingredients,
        "storage": offer.storage,
        "warnings": offer.warnings,
    }
    return NewProduct(
        kind=offer.kind,
        name_vi=good.name,
        name_en=offer.name_en,
        packs=[_new_pack(pack) for pack in offer.packs],
        texts={f"{name}_{code}": getattr(both, code) for name, both in words.items() for code in ("vi", "en")},
        shelf_life_months=offer.shelf_life_months,
        slug=good.slug,
        is_demonstration=True,
    )


def _new_pack(pack: OfferedPack) -> NewPack:
    return NewPack(
        label_vi=pack.idea.label.vi,
        label_en=pack.idea.label.en,
        price_vnd=pack.price_vnd,
        net_amount=pack.idea.net_amount,
        net_unit=pack.idea.net_unit,
        weight_grams=pack.idea.weight_grams,
    )
