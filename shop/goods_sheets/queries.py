"""Reads for sheets of goods: the stall as a sheet shows it, and the files that wait. Every one names the producer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from shop.catalogue import Product, Variant
from shop.certification import how_goods_stand
from shop.database import db
from shop.goods_sheets.cells import normal
from shop.goods_sheets.models import GoodsFile
from shop.goods_sheets.refusals import NoSuchGoodsFile
from shop.goods_sheets.rules import OF_PRODUCT, Field, KnownGood, KnownPack
from shop.stock import StockMove, quantities_on_hand
from shop.values.folding import vietnamese_sort_key


def list_known_goods(producer_id: int, at: datetime) -> list[KnownGood]:
    """The goods of a stall with the packs that are offered, by name; five statements."""
    query = (
        select(Product)
        .where(Product.producer_id == producer_id)
        .options(selectinload(Product.variants), joinedload(Product.good))
    )
    products = db.session.scalars(query).all()
    on_hand = quantities_on_hand(pack.id for product in products for pack in product.packs)
    stood = how_goods_stand({product.good_id for product in products if product.good_id and _is_own(product)}, at)
    goods = [
        KnownGood(
            product_id=product.id,
            values={at: normal(at, getattr(product, at.value)) for at in OF_PRODUCT},
            packs=tuple(known_pack(pack, on_hand[pack.id]) for pack in product.packs),
            own_stars=stood[product.good_id].stars if _is_own(product) and product.good_id else None,
            is_on_sale=product.published_at is not None,
            edition=product.edition,
        )
        for product in products
    ]
    return sorted(goods, key=lambda good: (vietnamese_sort_key(good.values[Field.NAME_VI]), good.product_id))


def lock_goods(producer_id: int) -> None:
    """Until the running transaction ends, nobody else changes goods and packs of the stall (SQLite: nobody anyway)."""
    of_stall = Product.producer_id == producer_id
    db.session.execute(select(Product.id).where(of_stall).order_by(Product.id).with_for_update())
    packs = select(Variant.id).join(Product, Product.id == Variant.product_id).where(of_stall).order_by(Variant.id)
    db.session.execute(packs.with_for_update(of=Variant))


def known_pack(pack: Variant, on_hand: int) -> KnownPack:
    """A pack as a sheet shows it."""
    return KnownPack(
        variant_id=pack.id,
        product_id=pack.product_id,
        values={
            Field.LABEL_VI: normal(Field.LABEL_VI, pack.label_vi),
            Field.LABEL_EN: normal(Field.LABEL_EN, pack.label_en),
            Field.PRICE: str(pack.price_vnd),
            Field.NET: f"{pack.net_amount} {pack.net_unit}",
            Field.WEIGHT: str(pack.weight_grams),
            Field.GTIN: pack.gtin or "",
        },
        on_hand=on_hand,
    )


def list_taken_changes(producer_id: int, keys: Collection[str]) -> dict[str, int]:
    """Which of these changes of stock happened already, and how many pieces they were."""
    if not keys:
        return {}
    query = (
        select(StockMove.uniq, StockMove.delta)
        .join(Variant, Variant.id == StockMove.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .where(Product.producer_id == producer_id, StockMove.uniq.in_(sorted(keys)))
    )
    return {row.uniq: row.delta for row in db.session.execute(query)}


def find_goods_file(producer_id: int, number: int) -> GoodsFile:
    """A file of this stall. Refuses NoSuchGoodsFile."""
    found: GoodsFile | None = db.session.scalar(
        select(GoodsFile).where(GoodsFile.id == number, GoodsFile.producer_id == producer_id)
    )
    if found is None:
        raise NoSuchGoodsFile(number)
    return found


def list_goods_files(producer_id: int, limit: int) -> Sequence[GoodsFile]:
    """The last files of a stall, the newest first."""
    query = select(GoodsFile).where(GoodsFile.producer_id == producer_id).order_by(GoodsFile.id.desc()).limit(limit)
    files: Sequence[GoodsFile] = db.session.scalars(query).all()
    return files


def find_taken_before(producer_id: int, sha256: str) -> datetime | None:
    """When the very same file was taken already, or None."""
    taken: datetime | None = db.session.scalar(
        select(GoodsFile.taken_at)
        .where(GoodsFile.producer_id == producer_id, GoodsFile.sha256 == sha256, GoodsFile.taken_at.is_not(None))
        .order_by(GoodsFile.id.desc())
        .limit(1)
    )
    return taken


def _is_own(product: Product) -> bool:
    return product.good is not None and product.good.producer_id == product.producer_id
