"""What a producer sees of fairs: those its goods went to, what became of them, and the notes of its hand-overs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from operator import add

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from shop.catalogue import Product, Variant
from shop.database import db
from shop.fairs.goods import GoodsAtBooth, goods_of_producer_at
from shop.fairs.goods_models import HandOver, HandOverLine
from shop.fairs.models import Booth, Fair
from shop.fairs.notes import NoteLine, PackName, note_line
from shop.fairs.refusals import NoSuchFair, NoSuchNote
from shop.fairs.rules import Figures
from shop.fairs.sale_models import BoothSale, BoothSaleLine
from shop.fairs.sale_rules import LineKind, SaleKind
from shop.values.dates import vietnam_day


@dataclass(frozen=True)
class FairOfProducer:
    """A fair with one producer's goods there, pack by pack; those of several booths are put together."""

    fair: Fair
    goods: tuple[GoodsAtBooth, ...]

    @property
    def figures(self) -> Figures:
        """Of all its packs together, in pieces."""
        return reduce(add, (one.figures for one in self.goods), Figures())


@dataclass(frozen=True)
class NoteOfProducer:
    """One note of a hand-over, with its booth; `pieces` is how many are on it."""

    note: HandOver
    pieces: int


@dataclass(frozen=True)
class DayOfSales:
    """What a producer's goods brought in on one Vietnamese day of a fair, less what was given back; in dong."""

    day: date
    pieces: int = 0
    goods_vnd: int = 0
    commission_vnd: int = 0
    share_vnd: int = 0


def list_days_of(producer_id: int, fair_id: int) -> list[DayOfSales]:
    """The days on which a producer's goods were sold at a fair, in their order; one statement."""
    query = (
        select(BoothSale.happened_at, BoothSale.kind, BoothSaleLine.quantity)
        .add_columns(BoothSaleLine.commission_vnd, BoothSaleLine.producer_share_vnd)
        .join(BoothSaleLine, BoothSaleLine.booth_sale_id == BoothSale.id)
        .where(
            BoothSaleLine.producer_id == producer_id,
            BoothSaleLine.kind == LineKind.SALE,
            BoothSale.fair_id == fair_id,
        )
    )
    days: dict[date, DayOfSales] = {}
    for happened_at, kind, quantity, commission, share in db.session.execute(query):
        day, sign = vietnam_day(happened_at), 1 if kind == SaleKind.SALE else -1
        before = days.get(day, DayOfSales(day))
        days[day] = DayOfSales(
            day,
            before.pieces + sign * quantity,
            before.goods_vnd + sign * (commission + share),
            before.commission_vnd + sign * commission,
            before.share_vnd + sign * share,
        )
    return [days[day] for day in sorted(days)]


def list_fairs_of(producer_id: int) -> list[FairOfProducer]:
    """The fairs that goods of a producer were handed out to, those that end last first; three statements."""
    went = select(HandOver.booth_id).where(HandOver.producer_id == producer_id)
    query = select(Booth).where(Booth.id.in_(went)).options(joinedload(Booth.fair))
    booths = {booth.id: booth for booth in db.session.scalars(query)}
    goods = goods_of_producer_at(producer_id, booths)
    fairs = {booth.fair_id: booth.fair for booth in booths.values()}
    found = [
        FairOfProducer(fair, _together([one for one in goods if booths[one.booth_id].fair_id == fair.id]))
        for fair in fairs.values()
    ]
    return sorted(found, key=lambda one: (one.fair.ends_on, one.fair.id), reverse=True)


def get_fair_of(producer_id: int, fair_id: int) -> FairOfProducer:
    """One of them; refuses NoSuchFair where no goods of the producer went."""
    found = next((one for one in list_fairs_of(producer_id) if one.fair.id == fair_id), None)
    if found is None:
        raise NoSuchFair(fair_id)
    return found


def list_notes_of(producer_id: int, fair_id: int) -> list[NoteOfProducer]:
    """The notes of a producer's goods at a fair with their booths, the newest first; one statement."""
    pieces = (
        select(HandOverLine.hand_over_id, func.sum(HandOverLine.quantity).label("pieces"))
        .join(HandOver, HandOver.id == HandOverLine.hand_over_id)
        .where(HandOver.producer_id == producer_id)
        .group_by(HandOverLine.hand_over_id)
        .subquery()
    )
    rows = db.session.execute(
        select(HandOver, pieces.c.pieces)
        .join(pieces, pieces.c.hand_over_id == HandOver.id)
        .join(Booth, Booth.id == HandOver.booth_id)
        .where(HandOver.producer_id == producer_id, Booth.fair_id == fair_id)
        .options(joinedload(HandOver.booth))
        .order_by(HandOver.id.desc())
    )
    return [NoteOfProducer(row[0], int(row[1])) for row in rows]


def get_note_of(producer_id: int, note_id: int) -> tuple[HandOver, tuple[NoteLine, ...]]:
    """A note of a producer's goods with its booth, fair and lines. Refuses NoSuchNote."""
    note: HandOver | None = db.session.scalar(
        select(HandOver)
        .where(HandOver.id == note_id, HandOver.producer_id == producer_id)
        .options(joinedload(HandOver.booth).joinedload(Booth.fair))
    )
    if note is None:
        raise NoSuchNote(note_id)
    rows = db.session.execute(
        select(HandOverLine, Variant.id, Product.name_vi, Product.name_en, Variant.label_vi, Variant.label_en)
        .join(Variant, Variant.id == HandOverLine.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .where(HandOverLine.hand_over_id == note_id, Product.producer_id == producer_id)
        .order_by(HandOverLine.id)
    )
    return note, tuple(note_line(row[0], PackName(*row[1:])) for row in rows)


def _together(goods: Sequence[GoodsAtBooth]) -> tuple[GoodsAtBooth, ...]:
    """One entry a pack, over all booths."""
    found: dict[int, GoodsAtBooth] = {}
    for one in goods:
        before = found.get(one.variant_id)
        found[one.variant_id] = one if before is None else replace(before, figures=before.figures + one.figures)
    return tuple(found.values())
