"""What every producer's goods and money did at a fair, as it stands now; six statements, however many sales."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, func, select

from shop.catalogue import Product, Variant
from shop.database import db
from shop.fairs import (
    Booth,
    BoothCount,
    BoothCountLine,
    BoothSale,
    BoothSaleLine,
    BoothWriteOff,
    Direction,
    HandOver,
    HandOverLine,
    LineKind,
    OtherEnd,
    SaleKind,
    Tender,
    WriteOff,
)
from shop.producers import Producer
from shop.settlement.fair_models import Compensation
from shop.settlement.fair_rules import FairGoods

Key = tuple[int, int]
Figures = tuple[Key, FairGoods]


@dataclass(frozen=True)
class PackAtFair:
    """One pack and its figures."""

    variant_id: int
    name_vi: str
    name_en: str
    pack_vi: str
    pack_en: str
    goods: FairGoods


@dataclass(frozen=True)
class ProducerAtFair:
    """A producer whose goods were at a fair, pack by pack."""

    producer_id: int
    name: str
    slug: str
    packs: tuple[PackAtFair, ...]

    @property
    def goods(self) -> FairGoods:
        """All packs together."""
        return sum((pack.goods for pack in self.packs), FairGoods())


def list_producers_at_fair(fair_id: int, *, producer_id: int | None = None) -> list[ProducerAtFair]:
    """Every producer who has goods or sales at a fair (or the one), by name."""
    found: dict[Key, FairGoods] = defaultdict(FairGoods)
    for key, goods in _figures(fair_id):
        if producer_id in (None, key[0]):
            found[key] += goods
    names = _names({variant_id for _producer_id, variant_id in found})
    producers = db.session.scalars(select(Producer).where(Producer.id.in_({key[0] for key in found})))
    return [
        ProducerAtFair(
            producer.id,
            producer.name,
            producer.slug,
            tuple(
                PackAtFair(key[1], *names[key[1]], found[key])
                for key in sorted(found, key=lambda key: (names[key[1]], key))
                if key[0] == producer.id
            ),
        )
        for producer in sorted(producers, key=lambda producer: (producer.name, producer.id))
    ]


def _figures(fair_id: int) -> Iterator[Figures]:
    yield from _handed_over(fair_id)
    yield from _sold(fair_id)
    yield from _written_off(fair_id)
    yield from _counted(fair_id)
    yield from _made_good(fair_id)


def _handed_over(fair_id: int) -> Iterator[Figures]:
    query = (
        select(
            HandOver.producer_id,
            HandOverLine.variant_id,
            HandOver.direction,
            HandOverLine.other_end,
            func.sum(HandOverLine.quantity),
        )
        .join(HandOver, HandOver.id == HandOverLine.hand_over_id)
        .join(Booth, Booth.id == HandOver.booth_id)
        .where(Booth.fair_id == fair_id)
        .group_by(HandOver.producer_id, HandOverLine.variant_id, HandOver.direction, HandOverLine.other_end)
    )
    for producer_id, variant_id, direction, other_end, pieces in db.session.execute(query):
        count = int(pieces)
        if direction == Direction.BACK:
            goods = FairGoods(given_back=count)
        else:
            goods = FairGoods(handed_out=count) if other_end == OtherEnd.WEB else FairGoods(brought=count)
        yield (producer_id, variant_id), goods


def _sold(fair_id: int) -> Iterator[Figures]:
    line = BoothSaleLine
    amounts = (line.quantity, line.missing, line.commission_vnd, line.commission_vnd + line.producer_share_vnd)
    query = (
        select(
            line.producer_id,
            line.variant_id,
            line.kind,
            _is(BoothSale.kind == SaleKind.SALE).label("is_sale"),
            _is(BoothSale.tender == Tender.VIETQR).label("is_transfer"),
            *(func.sum(amount) for amount in amounts),
        )
        .join(BoothSale, BoothSale.id == line.booth_sale_id)
        .where(BoothSale.fair_id == fair_id)
        .group_by(line.producer_id, line.variant_id, line.kind, "is_sale", "is_transfer")
    )
    for producer_id, variant_id, kind, is_sale, is_transfer, *sums in db.session.execute(query):
        figures = _of_lines(LineKind(kind), bool(is_sale), bool(is_transfer), [int(one) for one in sums])
        yield (producer_id, variant_id), figures


def _of_lines(kind: LineKind, is_sale: bool, is_transfer: bool, sums: list[int]) -> FairGoods:
    pieces, missing, commission, price = sums
    if kind is LineKind.TASTING:
        return FairGoods(tasted=pieces, missing=-missing)
    if kind is LineKind.DAMAGE:
        return FairGoods(damaged=pieces, missing=-missing)
    sign = 1 if is_sale else -1
    money = {"transfer_vnd" if is_transfer else "cash_vnd": sign * price, "commission_vnd": sign * commission}
    return FairGoods(**{"sold" if is_sale else "returned": pieces}, missing=-missing, **money)


def _written_off(fair_id: int) -> Iterator[Figures]:
    row = BoothWriteOff
    query = (
        select(row.producer_id, row.variant_id, row.kind, func.sum(row.quantity))
        .join(Booth, Booth.id == row.booth_id)
        .where(Booth.fair_id == fair_id)
        .group_by(row.producer_id, row.variant_id, row.kind)
    )
    for producer_id, variant_id, kind, pieces in db.session.execute(query):
        count = int(pieces)
        goods = FairGoods(tasted=count) if kind == WriteOff.TASTING else FairGoods(damaged=count)
        yield (producer_id, variant_id), goods


def _counted(fair_id: int) -> Iterator[Figures]:
    row = BoothCountLine
    query = (
        select(row.producer_id, row.variant_id, func.sum(row.expected - row.counted))
        .join(BoothCount, BoothCount.id == row.count_id)
        .join(Booth, Booth.id == BoothCount.booth_id)
        .where(Booth.fair_id == fair_id)
        .group_by(row.producer_id, row.variant_id)
    )
    for producer_id, variant_id, pieces in db.session.execute(query):
        yield (producer_id, variant_id), FairGoods(missing=int(pieces))


def _made_good(fair_id: int) -> Iterator[Figures]:
    query = (
        select(Compensation.producer_id, Compensation.variant_id, func.sum(Compensation.amount_vnd))
        .where(Compensation.fair_id == fair_id)
        .group_by(Compensation.producer_id, Compensation.variant_id)
    )
    for producer_id, variant_id, amount in db.session.execute(query):
        yield (producer_id, variant_id), FairGoods(compensated_vnd=int(amount))


def _is(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, 1), else_=0)


def _names(variant_ids: set[int]) -> dict[int, tuple[str, str, str, str]]:
    columns: tuple[Any, ...] = (Variant.id, Product.name_vi, Product.name_en, Variant.label_vi, Variant.label_en)
    query = select(*columns).join(Product, Product.id == Variant.product_id).where(Variant.id.in_(variant_ids))
    return {row[0]: (row[1], row[2], row[3], row[4]) for row in db.session.execute(query)}
