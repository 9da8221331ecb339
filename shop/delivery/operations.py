"""Writes of delivery: the operator's fee table and points of sale."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from sqlalchemy import delete, select

from shop.database import db, touch_public_version
from shop.delivery.addresses import understand_address
from shop.delivery.models import DeliveryFee, PointOfSale
from shop.delivery.rules import Address, FeeRow, NoSuchPoint, check_fees
from shop.values.folding import slugify, tidy
from shop.values.light_marks import tidy_lines
from shop.values.phone import parse_phone

LONGEST_SLUG = 110


def replace_fees(rows: Sequence[FeeRow]) -> None:
    """Put a whole new fee table in the place of the old one; refuses BadFeeTable."""
    check_fees(rows)
    db.session.execute(delete(DeliveryFee))
    db.session.add_all(
        DeliveryFee(
            zone=row.zone,
            up_to_grams=row.up_to_grams,
            fee_vnd=row.fee_vnd,
            days_min=row.days_min,
            days_max=row.days_max,
        )
        for row in rows
    )
    touch_public_version(with_register=False)


def open_point_of_sale(
    name: tuple[str, str], *, place: tuple[str, str, str], hours: tuple[str, str] = ("", ""), phone: str = ""
) -> PointOfSale:
    """A new place for picking up: its name and hours in Vietnamese and English; `place` is province, commune, street.

    Refuses AddressUnclear and BadPhone.
    """
    province, commune, street = place
    address = understand_address(province=province, commune=commune, street=street)
    point = PointOfSale(
        slug=_free_slug(name[0]),
        name_vi=tidy(name[0]),
        name_en=tidy(name[1]),
        province_code=address.province_code,
        commune_code=address.commune_code,
        street=address.street,
        phone=parse_phone(phone) if phone else "",
        hours_vi=tidy(hours[0]),
        hours_en=tidy(hours[1]),
    )
    db.session.add(point)
    db.session.flush()
    return point


def change_point_of_sale(
    point_id: int, name: tuple[str, str], *, address: Address, hours: tuple[str, str] = ("", ""), phone: str = ""
) -> PointOfSale:
    """Other names, place, hours or telephone number; orders that go there keep the address they were placed with.

    Refuses BadPhone and NoSuchPoint.
    """
    point = _point(point_id)
    point.name_vi, point.name_en = tidy(name[0]), tidy(name[1])
    point.hours_vi, point.hours_en = tidy(hours[0]), tidy(hours[1])
    point.province_code, point.commune_code, point.street = address.province_code, address.commune_code, address.street
    point.phone = parse_phone(phone) if phone else ""
    return point


def describe_point_of_sale(
    point_id: int, about: tuple[str, str] = ("", ""), *, decision: str = "", offers_pickup: bool = True
) -> None:
    """What is told of a point of sale in Vietnamese and English, by which decision it was named, and whether shoppers
    can pick up there. Refuses NoSuchPoint.
    """
    point = _point(point_id)
    point.about_vi, point.about_en = tidy_lines(about[0]), tidy_lines(about[1])
    point.decision, point.offers_pickup = tidy(decision), offers_pickup


def set_point_of_sale_open(point_id: int, is_open: bool) -> None:
    """Offer a place for picking up, or stop offering it; orders that go there keep going there. Refuses NoSuchPoint."""
    _point(point_id).is_open = is_open


def _free_slug(name: str) -> str:
    wanted = slugify(name)[:LONGEST_SLUG] or "diem-ban"
    taken = set(db.session.scalars(select(PointOfSale.slug).where(PointOfSale.slug.startswith(wanted))))
    return next(slug for number in count(1) if (slug := wanted if number == 1 else f"{wanted}-{number}") not in taken)


def _point(point_id: int) -> PointOfSale:
    point = db.session.get(PointOfSale, point_id)
    if point is None:
        raise NoSuchPoint(point_id)
    return point
