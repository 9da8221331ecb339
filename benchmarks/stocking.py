"""`python -m benchmarks.stocking`: fees, and plenty of stock of some goods for a crowd; prints the packs."""

from __future__ import annotations

import os

from sqlalchemy import select

from shop import clock
from shop.app import create_app
from shop.catalogue import Variant, visible_products
from shop.catalogue.kinds import is_alcohol, is_service
from shop.config import Config
from shop.database import transaction
from shop.delivery import read_fee_table, replace_fees
from shop.stock import receive_stock
from tests.factories.buying import FEES

PACKS = 64
PLENTY = 1_000_000


def main() -> list[int]:
    """The numbers of the packs that can be bought without end."""
    app = create_app(Config.from_environment(os.environ))
    with app.app_context(), transaction() as session:
        if not read_fee_table().rows:
            replace_fees(FEES)
        visible = visible_products(clock.now()).subquery()
        found = session.execute(
            select(Variant.id, visible.c.kind).join(visible, visible.c.id == Variant.product_id).order_by(Variant.id)
        )
        # What anybody may pay for in cash.
        packs = [pack for pack, kind in found if not is_alcohol(kind) and not is_service(kind)][:PACKS]
        for pack in packs:
            receive_stock(pack, PLENTY, at=clock.now(), reason="measuring")
    return packs


if __name__ == "__main__":
    print("\n".join(map(str, main())))
