"""The few statements from which a Shelf is made: plain rows, no objects, read in one snapshot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Select, and_, case, exists, func, select, type_coerce
from sqlalchemy.orm import Session, aliased

from shop.catalogue.models import Photo, Product, Variant
from shop.catalogue.queries import visible_products
from shop.certification import Certificate, CertifiedGood, GoodPlace, certificate_in_force_at
from shop.producers import Producer
from shop.stalls import Holiday, Stall
from shop.stock import WEB, StockLevel

ROWS_AT_ONCE = 1000


class GoodRow(NamedTuple):
    """One good on sale with the certificate in force, its cheapest pack and its first photo."""

    product_id: int
    slug: str
    kind: str
    name_vi: str
    name_en: str
    price_from_vnd: int
    is_demonstration: bool
    good_id: int
    group: str | None
    producer_id: int | None
    province_code: str | None
    commune_code: str | None
    former_commune: str
    former_district: str
    code: str
    stars: int
    first_day: date
    day_is_known: bool
    # Milliseconds of UTC, as they are stored: thousands of goods share a few hundred ends.
    valid_until: int
    pack_vi: str | None
    pack_en: str | None
    net_amount: int | None
    net_unit: str | None
    has_more_prices: bool
    in_stock: bool
    # The cheapest pack, where it is the only one in stock.
    sole_variant_id: int | None
    photo_stem: str | None
    photo_width: int | None
    photo_height: int | None
    photo_alt_vi: str | None
    photo_alt_en: str | None


def read_goods(session: Session, at: datetime) -> Iterator[GoodRow]:
    """Every good on sale once."""
    last = None
    for row in _stream(session, _goods(at)):
        # Two packs may share the lowest price: the first of them is the one to show.
        if row[0] != last:
            last = row[0]
            yield GoodRow._make(row)


def _stream(session: Session, query: Select[*tuple[Any, ...]]) -> Iterator[Any]:
    """Rows as the driver gives them, a thousand at a time; the session's own handling of rows costs twice the time."""
    result = session.connection().execute(query, execution_options={"yield_per": ROWS_AT_ONCE})
    for rows in result.partitions():
        yield from rows


def _goods(at: datetime) -> Select[*tuple[Any, ...]]:
    dearer, other_photo = aliased(Variant), aliased(Photo)
    stocked = _stocked().subquery()
    has_more_prices = exists().where(
        dearer.product_id == Product.id, dearer.price_vnd > Product.price_from_vnd, dearer.retired_at.is_(None)
    )
    is_sole = and_(stocked.c.first == Variant.id, stocked.c.last == Variant.id)
    first_photo = select(func.min(other_photo.position)).where(other_photo.product_id == Product.id).scalar_subquery()
    cheapest = and_(
        Variant.product_id == Product.id,
        Variant.price_vnd == Product.price_from_vnd,
        Variant.retired_at.is_(None),
    )
    columns = (
        *(Product.id, Product.slug, Product.kind, Product.name_vi, Product.name_en, Product.price_from_vnd),
        *(Product.is_demonstration, CertifiedGood.id, CertifiedGood.group, CertifiedGood.producer_id),
        *(CertifiedGood.province_code, CertifiedGood.commune_code),
        *(CertifiedGood.former_commune, CertifiedGood.former_district),
        *(Certificate.code, Certificate.stars, Certificate.first_day, Certificate.day_is_known),
        *(
            type_coerce(Certificate.valid_until, BigInteger),
            Variant.label_vi,
            Variant.label_en,
            Variant.net_amount,
            Variant.net_unit,
        ),
        *(has_more_prices.label("has_more_prices"), stocked.c.first.is_not(None), case((is_sole, Variant.id))),
        *(Photo.stem, Photo.width, Photo.height, Photo.alt_vi, Photo.alt_en),
    )
    return (
        visible_products(at)
        .join(Certificate, and_(Certificate.good_id == CertifiedGood.id, certificate_in_force_at(at)))
        .outerjoin(Variant, cheapest)
        .outerjoin(stocked, stocked.c.product_id == Product.id)
        .outerjoin(Photo, and_(Photo.product_id == Product.id, Photo.position == first_photo))
        .order_by(Product.id, Variant.position)
        .with_only_columns(*columns)
    )


def _stocked() -> Select[int, int, int]:
    """The first and the last pack in stock of each product that has any."""
    first, last = func.min(Variant.id).label("first"), func.max(Variant.id).label("last")
    in_stock = and_(StockLevel.variant_id == Variant.id, StockLevel.location == WEB, StockLevel.on_hand > 0)
    query = select(Variant.product_id, first, last).join(StockLevel, in_stock)
    return query.where(Variant.retired_at.is_(None)).group_by(Variant.product_id)


def read_places(session: Session, at: datetime) -> dict[int, str]:
    """Ids of the places of each good on sale, in order, a space between; by good id."""
    places = func.aggregate_strings(GoodPlace.place_id, " ")
    on_sale = visible_products(at).with_only_columns(Product.good_id)
    query = select(GoodPlace.good_id, places).where(GoodPlace.good_id.in_(on_sale)).group_by(GoodPlace.good_id)
    in_order: dict[str, str] = {}
    found: dict[int, str] = {}
    for good_id, text in _stream(session, query):
        ordered = in_order.get(text)
        if ordered is None:
            ordered = in_order[text] = " ".join(sorted(text.split()))
        found[good_id] = ordered
    return found


class ProducerRow(NamedTuple):
    """A producer as lists name it."""

    id: int
    slug: str
    name: str
    kind: str
    province_code: str | None
    commune_code: str | None


def read_producers(session: Session, wanted: Iterable[int]) -> list[ProducerRow]:
    """The producers with these ids, by address."""
    kept = set(wanted)
    query = select(
        Producer.id, Producer.slug, Producer.name, Producer.kind, Producer.province_code, Producer.commune_code
    ).order_by(Producer.slug)
    return [ProducerRow._make(row) for row in _stream(session, query) if row[0] in kept]


def read_holidays(session: Session, day: date) -> dict[str, Holiday]:
    """The holidays of stalls that run on a Vietnamese day or come after it, by the producer's address."""
    query = select(Producer.slug, Stall.holiday_from, Stall.holiday_until).join(Stall, Stall.producer_id == Producer.id)
    rows = session.execute(query.where(Stall.holiday_until >= day)).all()
    return {slug: Holiday(first, last) for slug, first, last in rows if first is not None and last is not None}


def publications_around(session: Session, at: datetime) -> tuple[datetime | None, datetime | None]:
    """The last instant up to this one and the first after it at which a product is published."""
    before = select(func.max(Product.published_at)).where(Product.published_at <= at).scalar_subquery()
    after = select(func.min(Product.published_at)).where(Product.published_at > at).scalar_subquery()
    row = session.execute(select(before, after)).one()
    return row[0], row[1]
