"""What must always hold of the goods of the stalls. See invariants.py."""

from __future__ import annotations

from shop.reports.invariants import Invariant

GOODS = (
    Invariant(
        "T1",
        "what lies in a producer's parcel is that producer's own good",
        """
        SELECT l.id FROM order_lines l
        JOIN parcels p ON p.id = l.parcel_id JOIN products g ON g.id = l.product_id
        WHERE g.producer_id <> p.producer_id
        """,
    ),
    Invariant(
        "T2",
        "the lowest price of a good is that of its packs on offer",
        """
        SELECT g.id FROM products g WHERE g.price_from_vnd <> (
            SELECT COALESCE(MIN(v.price_vnd), 0) FROM variants v WHERE v.product_id = g.id AND v.retired_at IS NULL)
        """,
    ),
    Invariant(
        "T3",
        "a good on sale has a pack on offer, and is of the register",
        """
        SELECT g.id FROM products g WHERE g.published_at IS NOT NULL AND (g.good_id IS NULL OR NOT EXISTS (
            SELECT 1 FROM variants v WHERE v.product_id = g.id AND v.retired_at IS NULL))
        """,
    ),
)
