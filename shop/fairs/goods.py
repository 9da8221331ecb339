"""What lies at booths and how it came and went: the figures of each pack, from the ledger of stock alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from shop.catalogue import Product, Variant
from shop.database import db
from shop.fairs.models import Booth
from shop.fairs.rules import Figures, booth_location, figures_of
from shop.producers import Producer
from shop.stock import StockLevel, StockMove


@dataclass(frozen=True)
class GoodsAtBooth:
    """One pack at one booth: whose it is, what it is called, and its figures in pieces."""

    booth_id: int
    producer_id: int
    producer_name: str
    product_id: int
    variant_id: int
    name_vi: str
    name_en: str
    pack_vi: str
    pack_en: str
    price_vnd: int
    figures: Figures

    @property
    def on_hand(self) -> int:
        """How many pieces lie there."""
        return self.figures.on_hand


def goods_at_booths(fair_id: int, booth_id: int | None = None) -> list[GoodsAtBooth]:
    """Every pack that ever lay at a fair's booths (or at one of them), by producer, name and pack; three statements."""
    booths = db.session.scalars(select(Booth.id).where(Booth.fair_id == fair_id)).all()
    wanted = [number for number in booths if booth_id in (None, number)]
    return _goods(wanted)


def goods_of_producer_at(producer_id: int, booth_ids: Collection[int]) -> list[GoodsAtBooth]:
    """The same of one producer's goods at some booths, for its stall; two statements."""
    return _goods(booth_ids, producer_id)


def booth_stock(booth_id: int) -> dict[int, int]:
    """Pieces on hand by pack, for every pack that ever lay at the booth."""
    query = select(StockLevel.variant_id, StockLevel.on_hand).where(StockLevel.location == booth_location(booth_id))
    return {row[0]: row[1] for row in db.session.execute(query)}


def _goods(booth_ids: Collection[int], producer_id: int | None = None) -> list[GoodsAtBooth]:
    places = {booth_location(number): number for number in booth_ids}
    figures = _figures(places, producer_id)
    variants = {variant_id for variant_id, _ in figures}
    query = (
        select(Variant, Product, Producer.name)
        .join(Product, Product.id == Variant.product_id)
        .join(Producer, Producer.id == Product.producer_id)
        .where(Variant.id.in_(variants), _own(producer_id))
        .order_by(Producer.name, Product.producer_id, Product.name_vi, Product.id, Variant.position)
    )
    found = []
    for variant, product, producer in db.session.execute(query):
        for place, number in places.items():
            if (variant.id, place) in figures:
                found.append(_named(number, variant, product, producer, figures[variant.id, place]))
    return found


def _named(booth_id: int, variant: Variant, product: Product, producer: str, figures: Figures) -> GoodsAtBooth:
    return GoodsAtBooth(
        booth_id=booth_id,
        producer_id=product.producer_id,
        producer_name=producer,
        product_id=product.id,
        variant_id=variant.id,
        name_vi=product.name_vi,
        name_en=product.name_en,
        pack_vi=variant.label_vi,
        pack_en=variant.label_en,
        price_vnd=variant.price_vnd,
        figures=figures,
    )


def _figures(places: Collection[str], producer_id: int | None) -> dict[tuple[int, str], Figures]:
    """The moves of each pack at each place, summed by what they were."""
    # Levels are few and moves are many: the packs are found through the levels, their moves through the packs.
    there = select(StockLevel.variant_id).where(StockLevel.location.in_(places))
    is_count = StockMove.uniq.like("count:%")
    is_in = StockMove.delta > 0
    query = (
        select(StockMove.variant_id, StockMove.location, StockMove.kind, is_count, is_in, func.sum(StockMove.delta))
        .join(Variant, Variant.id == StockMove.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .where(StockMove.variant_id.in_(there), StockMove.location.in_(places), _own(producer_id))
        .group_by(StockMove.variant_id, StockMove.location, StockMove.kind, is_count, is_in)
    )
    sums: defaultdict[tuple[int, str], list[tuple[str, bool, int]]] = defaultdict(list)
    for variant_id, location, kind, counted, _, pieces in db.session.execute(query):
        sums[variant_id, location].append((kind, bool(counted), int(pieces)))
    return {key: figures_of(moves) for key, moves in sums.items()}


def _own(producer_id: int | None) -> ColumnElement[bool]:
    return Product.producer_id.is_not(None) if producer_id is None else Product.producer_id == producer_id
