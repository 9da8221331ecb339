"""Reads of a stall's own goods: every statement names the producer, and what is not theirs does not exist."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import and_, func, select
from sqlalchemy.orm import joinedload, selectinload

from shop.catalogue.claims import Claim, refused_claim
from shop.catalogue.models import Photo, Product, Variant
from shop.catalogue.pictures import picture_of
from shop.catalogue.refusals import NoSuchPack, NoSuchProduct
from shop.catalogue.stall_rules import GoodFacts, GoodState, WhyHidden, why_hidden, why_not_publishable
from shop.certification import CertifiedGood, Standing, Stood, how_goods_stand
from shop.database import db
from shop.photo_files import PhotoSources
from shop.stock import WEB, StockLevel, StockMove

TEXT_FIELDS = tuple(
    f"{name}_{code}"
    for name in ("name", "summary", "description", "ingredients", "storage", "warnings")
    for code in ("vi", "en")
)


@dataclass(frozen=True)
class StallGood:
    """A good as its stall lists it: the lowest price in dong, pieces on hand of all packs, and why it is hidden."""

    product: Product
    state: GoodState
    why_hidden: WhyHidden | None
    # What a draft or a retired good lacks before it can be put on sale; None where nothing does, or it is on sale.
    lacks: WhyHidden | None
    stars: int | None
    # The last day of the certificate in force, or of the one that ended last.
    last_day: date | None
    certificate_code: str | None
    packs: int
    on_hand: int
    sold_out_packs: int
    photo: PhotoSources | None
    photos: int
    # Words of its texts that name other stars than its certificate does now.
    wrong_claim: Claim | None

    @property
    def drawing(self) -> str:
        """The stem of the drawing that stands in for a photo."""
        return picture_of(self.product.name_vi, self.product.kind)


class _Packed(NamedTuple):
    packs: int
    on_hand: int
    sold_out: int


def find_product_of(producer_id: int, product_id: int) -> Product:
    """A product of this producer with its packs (retired ones too), photos, marks and good. Refuses NoSuchProduct."""
    product: Product | None = db.session.scalar(
        select(Product)
        .where(Product.id == product_id, Product.producer_id == producer_id)
        .options(
            joinedload(Product.good),
            selectinload(Product.variants),
            selectinload(Product.photos),
            selectinload(Product.marks),
        )
    )
    if product is None:
        raise NoSuchProduct(product_id)
    return product


def hold_product_of(producer_id: int, product_id: int) -> Product:
    """The same, held until the transaction ends: for what decides by a state that another request may be changing."""
    mine = select(Product).where(Product.id == product_id, Product.producer_id == producer_id)
    db.session.scalar(mine.with_for_update().execution_options(populate_existing=True))
    return find_product_of(producer_id, product_id)


def find_pack_of(producer_id: int, variant_id: int) -> Variant:
    """A pack of this producer, retired or not. Refuses NoSuchPack."""
    variant: Variant | None = db.session.scalar(
        select(Variant)
        .join(Product, Product.id == Variant.product_id)
        .where(Variant.id == variant_id, Product.producer_id == producer_id)
        .options(joinedload(Variant.product))
    )
    if variant is None:
        raise NoSuchPack(variant_id)
    return variant


def state_of(product: Product) -> GoodState:
    """What its producer decided."""
    if product.published_at is not None:
        return GoodState.PUBLISHED
    return GoodState.DRAFT if product.retired_at is None else GoodState.RETIRED


def stars_of_product(product: Product, at: datetime) -> int | None:
    """The stars that the product may name: those of its producer's own certificate in force; None without one."""
    good = product.good
    if good is None or good.producer_id != product.producer_id:
        return None
    return how_goods_stand([good.id], at)[good.id].stars


def good_facts(product: Product, at: datetime, *, is_away: bool = False) -> GoodFacts:
    """All that decides about one product at an instant."""
    packed = _packed(product.producer_id, [product.id]).get(product.id, _Packed(0, 0, 0))
    stood = how_goods_stand([product.good_id], at) if product.good_id else {}
    return _facts(product, packed, stood, is_away)


def list_stall_goods(producer_id: int, at: datetime, *, is_away: bool = False) -> list[StallGood]:
    """Every good of a stall with how it stands at the instant: what needs a hand first, then by name; five statements.

    `is_away` says whether the stall takes no orders at the instant.
    """
    query = select(Product).where(Product.producer_id == producer_id).options(joinedload(Product.good))
    products = db.session.scalars(query).all()
    packed = _packed(producer_id)
    photos = _first_photos(producer_id)
    stood = how_goods_stand({product.good_id for product in products if product.good_id}, at)
    goods = [_good(product, packed, photos, stood, is_away) for product in products]
    return sorted(goods, key=_order)


def list_moves_of(producer_id: int, product_id: int, limit: int) -> Sequence[tuple[StockMove, Variant]]:
    """The last changes of the stock that is sold on the web, the newest first, each with its pack."""
    rows = db.session.execute(
        select(StockMove, Variant)
        .join(Variant, Variant.id == StockMove.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .where(Product.producer_id == producer_id, Product.id == product_id, StockMove.location == WEB)
        .order_by(StockMove.moved_at.desc(), StockMove.id.desc())
        .limit(limit)
    )
    return [(row[0], row[1]) for row in rows]


def on_hand_of(producer_id: int, product_id: int) -> dict[int, int]:
    """Pieces that are for sale on the web by pack, retired packs too."""
    level = and_(StockLevel.variant_id == Variant.id, StockLevel.location == WEB)
    rows = db.session.execute(
        select(Variant.id, func.coalesce(StockLevel.on_hand, 0))
        .join(Product, Product.id == Variant.product_id)
        .outerjoin(StockLevel, level)
        .where(Product.producer_id == producer_id, Product.id == product_id)
    )
    return {row[0]: row[1] for row in rows}


@dataclass(frozen=True)
class GoodToOffer:
    """A good of the register that is the producer's own and not in the stall yet."""

    good: CertifiedGood
    standing: Standing
    stars: int | None
    last_day: date | None

    @property
    def is_certified(self) -> bool:
        """Whether it can be put on sale now."""
        return self.standing is Standing.CERTIFIED


def list_goods_to_offer(producer_id: int, at: datetime) -> list[GoodToOffer]:
    """The producer's own goods of the register that the stall does not have yet, those with a certificate first."""
    offered = select(Product.good_id).where(Product.producer_id == producer_id, Product.good_id.is_not(None))
    goods = db.session.scalars(
        select(CertifiedGood)
        .where(CertifiedGood.producer_id == producer_id, CertifiedGood.counts, CertifiedGood.id.not_in(offered))
        .order_by(CertifiedGood.name, CertifiedGood.id)
    ).all()
    stood = how_goods_stand({good.id for good in goods}, at)
    found = [
        GoodToOffer(good, stood[good.id].standing, stood[good.id].stars, stood[good.id].last_day) for good in goods
    ]
    return sorted(found, key=lambda one: not one.is_certified)


def _packed(producer_id: int, product_ids: Collection[int] | None = None) -> dict[int, _Packed]:
    """How many packs each product has that are offered, how many pieces lie there, how many packs are sold out."""
    on_hand = func.coalesce(StockLevel.on_hand, 0)
    level = and_(StockLevel.variant_id == Variant.id, StockLevel.location == WEB)
    query = (
        select(Variant.product_id, on_hand)
        .join(Product, Product.id == Variant.product_id)
        .outerjoin(StockLevel, level)
        .where(Product.producer_id == producer_id, Variant.retired_at.is_(None))
    )
    if product_ids is not None:
        query = query.where(Product.id.in_(product_ids))
    found: dict[int, _Packed] = {}
    for product_id, pieces in db.session.execute(query):
        before = found.get(product_id, _Packed(0, 0, 0))
        found[product_id] = _Packed(before.packs + 1, before.on_hand + pieces, before.sold_out + (pieces == 0))
    return found


def _first_photos(producer_id: int) -> dict[int, list[PhotoSources]]:
    rows = db.session.execute(
        select(Photo.product_id, Photo.stem, Photo.width, Photo.height, Photo.alt_vi, Photo.alt_en)
        .join(Product, Product.id == Photo.product_id)
        .where(Product.producer_id == producer_id)
        .order_by(Photo.product_id, Photo.position)
    )
    found: dict[int, list[PhotoSources]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(PhotoSources(*row[1:]))
    return found


def _facts(product: Product, packed: _Packed, stood: dict[int, Stood], is_away: bool) -> GoodFacts:
    good = product.good
    return GoodFacts(
        state=state_of(product),
        standing=stood[good.id].standing if good else None,
        is_own=good is not None and good.producer_id == product.producer_id,
        packs=packed.packs,
        on_hand=packed.on_hand,
        is_away=is_away,
    )


def _good(
    product: Product,
    packed: dict[int, _Packed],
    photos: dict[int, list[PhotoSources]],
    stood: dict[int, Stood],
    is_away: bool,
) -> StallGood:
    counted = packed.get(product.id, _Packed(0, 0, 0))
    facts = _facts(product, counted, stood, is_away)
    held = stood.get(product.good_id) if product.good_id and facts.is_own else None
    shown = photos.get(product.id, [])
    return StallGood(
        product=product,
        state=facts.state,
        why_hidden=why_hidden(facts),
        lacks=None if facts.state is GoodState.PUBLISHED else why_not_publishable(facts),
        stars=held.stars if held else None,
        last_day=held.last_day if held else None,
        certificate_code=held.certificate.code if held and held.certificate else None,
        packs=counted.packs,
        on_hand=counted.on_hand,
        sold_out_packs=counted.sold_out,
        photo=shown[0] if shown else None,
        photos=len(shown),
        wrong_claim=_wrong_claim(product, held.stars if held else None),
    )


def _wrong_claim(product: Product, stars: int | None) -> Claim | None:
    """The first words that name other stars than those in force; without stars nothing is seen, so nothing is wrong."""
    if stars is None:
        return None
    claims = (refused_claim(getattr(product, field), stars) for field in TEXT_FIELDS)
    return next((claim for claim in claims if claim is not None), None)


def _order(good: StallGood) -> tuple[int, str]:
    states = (GoodState.PUBLISHED, GoodState.DRAFT, GoodState.RETIRED)
    needs_a_hand = good.state is GoodState.PUBLISHED and (good.why_hidden is not None or good.wrong_claim is not None)
    return (0 if needs_a_hand else 1 + states.index(good.state)), good.product.name_vi
