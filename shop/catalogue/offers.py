"""What one pack is offered for at an instant, and why another is not: what carts and orders are made of."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any, cast

from sqlalchemy import ColumnElement, Date, Select, and_, bindparam, exists, func, select

from shop.catalogue.kinds import is_alcohol, is_service
from shop.catalogue.models import Product, Variant
from shop.catalogue.queries import visible_products
from shop.certification import Certificate, CertifiedGood, Standing, certificate_in_force_at, standings_of
from shop.database import Instant, db
from shop.producers import Producer
from shop.stalls import Stall, stall_rests_on
from shop.stock import WEB, StockLevel
from shop.values.dates import last_day_until, vietnam_day


@dataclass(frozen=True, slots=True)
class Offer:
    """A pack on offer at an instant, with the certificate that allows it: price in dong, weight in grams.

    `commission_basis_points` is what the shop keeps of the price, in hundredths of a percent.
    """

    variant_id: int
    product_id: int
    good_id: int
    slug: str
    kind: str
    name_vi: str
    name_en: str
    pack_vi: str
    pack_en: str
    price_vnd: int
    weight_grams: int
    on_hand: int
    producer_id: int
    producer_name: str
    producer_slug: str
    producer_province: str | None
    commission_basis_points: int
    certificate_id: int
    certificate_code: str
    stars: int
    valid_from: datetime
    valid_until: datetime
    says_alcohol: bool = False

    @property
    def last_valid_day(self) -> date:
        """The last Vietnamese day on which the certificate is in force."""
        return last_day_until(self.valid_until)

    @property
    def is_alcohol(self) -> bool:
        """Adults only, never for cash on delivery."""
        return self.says_alcohol or is_alcohol(self.kind)

    @property
    def is_service(self) -> bool:
        """A voucher, which goes into no parcel."""
        return is_service(self.kind)


class WhyNot(StrEnum):
    """Why a pack is not on offer."""

    LAPSED = "lapsed"
    REVOKED = "revoked"
    ON_HOLIDAY = "on_holiday"
    NOT_OFFERED = "not_offered"


@dataclass(frozen=True, slots=True)
class NotOffered:
    """A pack that cannot be bought, with what is needed to say why."""

    variant_id: int
    slug: str
    name_vi: str
    name_en: str
    pack_vi: str
    pack_en: str
    why: WhyNot
    last_valid_day: date | None
    # The first day on which its stall takes orders again, where it is on holiday.
    back_on: date | None = None


_COLUMNS = (
    Variant.id,
    Product.id,
    Product.good_id,
    Product.slug,
    Product.kind,
    Product.name_vi,
    Product.name_en,
    Variant.label_vi,
    Variant.label_en,
    Variant.price_vnd,
    Variant.weight_grams,
    func.coalesce(StockLevel.on_hand, 0),
    Producer.id,
    Producer.name,
    Producer.slug,
    Producer.province_code,
    Producer.commission_basis_points,
    Certificate.id,
    Certificate.code,
    Certificate.stars,
    Certificate.valid_from,
    Certificate.valid_until,
    Product.says_alcohol,
)


# Putting the statement together takes ten times as long as running it, so it is put together once.
@cache
def _offers_statement() -> Select[*tuple[Any, ...]]:
    at = cast(datetime, bindparam("at", type_=Instant()))
    return (
        visible_products(at)
        .join(Variant, Variant.product_id == Product.id)
        .join(Producer, Producer.id == Product.producer_id)
        .join(Certificate, and_(Certificate.good_id == CertifiedGood.id, certificate_in_force_at(at)))
        .outerjoin(StockLevel, and_(StockLevel.variant_id == Variant.id, StockLevel.location == WEB))
        .where(Variant.id.in_(bindparam("variant_ids", expanding=True)), Variant.retired_at.is_(None))
        .where(~_rests(cast(date, bindparam("day", type_=Date()))))
        .with_only_columns(*_COLUMNS)
    )


def _rests(day: date) -> ColumnElement[bool]:
    """Is the stall of the good's producer on holiday on a Vietnamese day?"""
    return exists().where(Stall.producer_id == Product.producer_id, stall_rests_on(day))


def list_offers(variant_ids: Collection[int], at: datetime) -> dict[int, Offer]:
    """What can be bought of these packs at the instant, by variant id, sold out or not; one statement."""
    if not variant_ids:
        return {}
    values = {"at": at, "day": vietnam_day(at), "variant_ids": list(variant_ids)}
    rows = db.session.execute(_offers_statement(), values)
    return {row[0]: Offer(*tuple(row)) for row in rows}


def why_not_offered(variant_ids: Collection[int], at: datetime) -> dict[int, NotOffered]:
    """Why these packs cannot be bought at the instant, by variant id; unknown ids are left out; two
    statements, one more where a stall may be on holiday.
    """
    if not variant_ids:
        return {}
    rows = db.session.execute(
        select(
            Variant.id,
            Product.good_id,
            Product.slug,
            Product.name_vi,
            Product.name_en,
            Variant.label_vi,
            Variant.label_en,
        )
        .join(Product)
        .where(Variant.id.in_(variant_ids))
    ).all()
    standings = standings_of({row.good_id for row in rows if row.good_id is not None}, at)
    reasons: dict[Standing | None, WhyNot] = {Standing.LAPSED: WhyNot.LAPSED, Standing.REVOKED: WhyNot.REVOKED}
    certified = {good_id for good_id, (standing, _) in standings.items() if standing is Standing.CERTIFIED}
    resting = _resting([row.id for row in rows if row.good_id in certified], at) if certified else {}
    found = {}
    for row in rows:
        standing, last_day = standings.get(row.good_id, (None, None))
        names = (row.slug, row.name_vi, row.name_en, row.label_vi, row.label_en)
        if row.id in resting:
            back_on = resting[row.id] + timedelta(days=1)
            found[row.id] = NotOffered(row.id, *names, WhyNot.ON_HOLIDAY, last_day, back_on)
        else:
            found[row.id] = NotOffered(row.id, *names, reasons.get(standing, WhyNot.NOT_OFFERED), last_day)
    return found


def _resting(variant_ids: Collection[int], at: datetime) -> dict[int, date]:
    """The last day of the holiday for which packs that are on sale cannot be ordered, by variant id."""
    rows = db.session.execute(
        visible_products(at)
        .join(Variant, Variant.product_id == Product.id)
        .join(Stall, Stall.producer_id == Product.producer_id)
        .where(Variant.id.in_(variant_ids), Variant.retired_at.is_(None), stall_rests_on(vietnam_day(at)))
        .with_only_columns(Variant.id, Stall.holiday_until)
    )
    return {variant_id: last_day for variant_id, last_day in rows.all() if last_day is not None}
