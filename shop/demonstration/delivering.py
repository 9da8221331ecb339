"""Delivery in the demonstration: an invented table of fees and invented places to pick up."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select

from shop.catalogue import Product, put_at_point
from shop.certification import CertifiedGood
from shop.database import db, transaction
from shop.delivery import (
    FeeRow,
    Zone,
    describe_point_of_sale,
    list_points_of_sale,
    open_point_of_sale,
    read_fee_table,
    replace_fees,
)

MOST_AT_SHOP = 24
FILE = Path(__file__).parent / "data" / "delivery.toml"


def arrange_delivery() -> tuple[int, int]:
    """Write the fees where there are none, and the points of sale where there are none; how many of each are new.

    What an operator changed stays, also in a demonstration that was loaded before there were fees.
    """
    with transaction():
        fees = [] if read_fee_table().rows else _fees()
        if fees:
            replace_fees(fees)
        points = [] if list_points_of_sale(with_closed=True) else _plan()["points"]
        for point in points:
            open_point_of_sale(
                (point["name_vi"], point["name_en"]),
                place=(point["province"], point["commune"], point["street"]),
                hours=(point["hours_vi"], point["hours_en"]),
            )
    return len(fees), len(points)


def open_official_shops() -> int:
    """The ten OCOP shops of which a document tells, under invented names and addresses, with goods of their province;
    how many are new.

    At none of them orders are picked up.
    """
    plan = _plan()["official"]
    with transaction():
        if any(point.decision for point in list_points_of_sale(with_closed=True)):
            return 0
        for number, shop in enumerate(plan["shops"], 1):
            names = (plan["name_vi"].format(number=number), plan["name_en"].format(number=number))
            point = open_point_of_sale(
                names,
                place=(plan["province"], shop["commune"], shop["street"]),
                hours=(plan["hours_vi"], plan["hours_en"]),
            )
            describe_point_of_sale(
                point.id, (plan["about_vi"], plan["about_en"]), decision=plan["decision"], offers_pickup=False
            )
            for product_id in _products_around(point.province_code, skip=number):
                put_at_point(point.id, product_id)
    return len(plan["shops"])


def _products_around(province_code: str, *, skip: int) -> list[int]:
    """Some products of a province, other ones for each shop."""
    made_there = (
        select(Product.id)
        .join(CertifiedGood, CertifiedGood.id == Product.good_id)
        .where(CertifiedGood.province_code == province_code, Product.published_at.is_not(None))
        .order_by(Product.id)
    )
    products = list(db.session.scalars(made_there))
    return products[skip % 3 :: 3][:MOST_AT_SHOP]


@cache
def _plan() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def _fees() -> list[FeeRow]:
    plan = _plan()
    return [
        FeeRow(Zone(zone), grams, fee * 1_000, *row["days"])
        for zone, row in plan["zones"].items()
        for grams, fee in zip(plan["up_to_grams"], row["fees"], strict=True)
    ]
