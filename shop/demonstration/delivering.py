"""Delivery in the demonstration: an invented table of fees and invented places to pick up."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from shop.database import transaction
from shop.delivery import FeeRow, Zone, list_points_of_sale, open_point_of_sale, read_fee_table, replace_fees

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
