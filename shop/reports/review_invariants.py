"""What must always hold of reviews; see `invariants`."""

from __future__ import annotations

from shop.reports.invariants import Invariant

REVIEWS = (
    Invariant(
        "R1",
        "a review is of its own order's line, of that line's good and maker, and the line was delivered",
        """
        SELECT r.id FROM reviews r
        JOIN order_lines l ON l.id = r.order_line_id
        JOIN parcels p ON p.id = l.parcel_id
        WHERE l.order_id <> r.order_id OR l.product_id <> r.product_id OR l.producer_id <> r.producer_id
           OR p.delivered_at IS NULL OR r.written_at < p.delivered_at
        """,
    ),
    Invariant(
        "R2",
        "what shoppers read was published by somebody, and nothing is left of what was taken back",
        """
        SELECT r.id FROM reviews r
        WHERE (r.status = 'published' AND (r.published_at IS NULL OR r.decided_by = ''))
           OR (r.status = 'withdrawn' AND (r.text <> '' OR r.shown_as <> '' OR r.answer <> ''
               OR EXISTS (SELECT 1 FROM review_photos f WHERE f.review_id = r.id)))
        """,
    ),
)
