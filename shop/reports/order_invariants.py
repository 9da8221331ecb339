"""What must always hold of the lives of orders and parcels; see `invariants`."""

from __future__ import annotations

from shop.reports.invariants import Invariant

ORDERS = (
    Invariant(
        "O1",
        "an order stands where its last event took it",
        """
        SELECT o.code FROM orders o LEFT JOIN order_events e ON e.order_id = o.id AND e.seq = o.seq
        WHERE e.to_status IS NULL OR e.to_status <> o.status
           OR EXISTS (SELECT 1 FROM order_events n WHERE n.order_id = o.id AND n.seq > o.seq)
        """,
    ),
    Invariant(
        "O2",
        "every step of an order is allowed",
        """
        SELECT e.order_id, e.seq FROM order_events e
        LEFT JOIN order_transitions t ON t.from_status = e.from_status AND t.to_status = e.to_status
        WHERE t.to_status IS NULL
        """,
    ),
    Invariant(
        "O3",
        "every step of an order begins where the one before ended",
        """
        SELECT e.order_id, e.seq FROM order_events e
        LEFT JOIN order_events b ON b.order_id = e.order_id AND b.seq = e.seq - 1
        WHERE COALESCE(b.to_status, 'new') <> e.from_status OR (b.seq IS NULL AND e.seq <> 1)
        """,
    ),
    Invariant(
        "O4",
        "a checkout key and a code name one order",
        """
        SELECT checkout_key FROM orders GROUP BY checkout_key HAVING COUNT(*) > 1
        UNION ALL SELECT code FROM orders GROUP BY code HAVING COUNT(*) > 1
        """,
    ),
    Invariant(
        "O6",
        "every order and every parcel has lines",
        """
        SELECT o.code FROM orders o WHERE NOT EXISTS (SELECT 1 FROM order_lines l WHERE l.order_id = o.id)
        UNION ALL SELECT o.code FROM parcels p JOIN orders o ON o.id = p.order_id
        WHERE NOT EXISTS (SELECT 1 FROM order_lines l WHERE l.parcel_id = p.id)
        """,
    ),
    Invariant(
        "O7",
        "orders and their parcels live and die together",
        """
        SELECT o.code FROM orders o JOIN parcels p ON p.order_id = o.id
        WHERE (o.status = 'awaiting_payment' AND p.status <> 'waiting')
           OR (o.status IN ('placed', 'paid') AND p.status = 'waiting')
           OR (o.status = 'completed' AND p.status NOT IN ('delivered', 'returned', 'cancelled'))
           OR (o.status IN ('cancelled', 'expired', 'refund_due', 'refunded')
               AND p.status NOT IN ('returned', 'cancelled'))
        UNION
        SELECT o.code FROM orders o WHERE o.status IN ('placed', 'paid') AND NOT EXISTS (
            SELECT 1 FROM parcels p
            WHERE p.order_id = o.id AND p.status NOT IN ('delivered', 'returned', 'cancelled'))
        """,
    ),
    Invariant(
        "O8",
        "a line lies in a parcel of its order and its producer",
        """
        SELECT l.id FROM order_lines l JOIN parcels p ON p.id = l.parcel_id
        WHERE p.order_id <> l.order_id OR p.producer_id <> l.producer_id
        """,
    ),
    Invariant(
        "O9",
        "no more of a line is withdrawn than it holds",
        """
        SELECT l.id FROM order_lines l JOIN line_withdrawals w ON w.order_line_id = l.id
        GROUP BY l.id, l.quantity HAVING SUM(w.quantity) > l.quantity
        """,
    ),
    Invariant(
        "O10",
        "no more comes back to a producer than was sent, and only what was theirs",
        """
        SELECT g.id FROM goods_back g JOIN order_lines l ON l.id = g.order_line_id
        LEFT JOIN return_requests r ON r.id = g.return_id
        WHERE g.producer_id <> l.producer_id OR g.parcel_id <> l.parcel_id
           OR g.sellable + g.spoiled > COALESCE(r.quantity, l.quantity) OR r.order_line_id <> l.id
        """,
    ),
)

PARCELS = (
    Invariant(
        "O1p",
        "a parcel stands where its last event took it",
        """
        SELECT p.id FROM parcels p LEFT JOIN parcel_events e ON e.parcel_id = p.id AND e.seq = p.seq
        WHERE e.to_status IS NULL OR e.to_status <> p.status
           OR EXISTS (SELECT 1 FROM parcel_events n WHERE n.parcel_id = p.id AND n.seq > p.seq)
        """,
    ),
    Invariant(
        "O2p",
        "every step of a parcel is allowed",
        """
        SELECT e.parcel_id, e.seq FROM parcel_events e
        LEFT JOIN parcel_transitions t ON t.from_status = e.from_status AND t.to_status = e.to_status
        WHERE t.to_status IS NULL
        """,
    ),
    Invariant(
        "O3p",
        "every step of a parcel begins where the one before ended",
        """
        SELECT e.parcel_id, e.seq FROM parcel_events e
        LEFT JOIN parcel_events b ON b.parcel_id = e.parcel_id AND b.seq = e.seq - 1
        WHERE COALESCE(b.to_status, 'new') <> e.from_status OR (b.seq IS NULL AND e.seq <> 1)
        """,
    ),
)
