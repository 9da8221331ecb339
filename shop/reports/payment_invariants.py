"""What must always hold of money that came and goes back; see `invariants`."""

from __future__ import annotations

from shop.reports.invariants import Invariant

PAYMENTS = (
    Invariant(
        "M2",
        "an order that was paid has exactly its total, also where it is dead and owes it back",
        """
        SELECT o.code FROM orders o
        WHERE o.method <> 'cod' AND o.status IN ('paid', 'completed', 'refund_due', 'refunded') AND o.total_vnd <> (
            SELECT COALESCE(SUM(p.amount_vnd), 0) FROM payments p
            WHERE p.order_id = o.id AND p.allocation = 'order' AND p.currency = 'vnd')
        """,
    ),
    Invariant(
        "M3",
        "no order that is unpaid or over holds money",
        """
        SELECT p.id FROM payments p JOIN orders o ON o.id = p.order_id
        WHERE p.allocation = 'order' AND o.status IN ('awaiting_payment', 'expired', 'cancelled')
        """,
    ),
    Invariant(
        "M4",
        "no more of a payment goes back than came, and what goes back is written down",
        """
        SELECT p.id FROM payments p WHERE p.refunded_vnd > p.amount_vnd OR p.refunded_vnd <> (
            SELECT COALESCE(SUM(b.amount_vnd), 0) FROM money_back b WHERE b.payment_id = p.id)
        """,
    ),
    Invariant(
        "M5",
        "what orders say goes or went back is what payments send, to the dong",
        """
        SELECT r.id FROM refunds_due r WHERE r.status IN ('begun', 'refunded') AND r.amount_vnd <> (
            SELECT COALESCE(SUM(b.amount_vnd), 0) FROM money_back b WHERE b.refund_due_id = r.id)
        UNION
        SELECT r.id FROM refunds_due r JOIN money_back b ON b.refund_due_id = r.id
        WHERE r.status IN ('due', 'dropped') OR (r.status = 'begun' AND NOT EXISTS (
                  SELECT 1 FROM money_back x WHERE x.refund_due_id = r.id AND x.status <> 'sent'))
              OR (r.status = 'refunded' AND b.sent_at IS NULL)
        UNION
        SELECT r.id FROM refunds_due r JOIN money_back b ON b.refund_due_id = r.id
        JOIN payments p ON p.id = b.payment_id
        WHERE p.allocation <> 'order' OR p.order_id <> r.order_id
        """,
    ),
    Invariant(
        "M8",
        "money is written down once",
        "SELECT provider, provider_ref FROM payments GROUP BY provider, provider_ref HAVING COUNT(*) > 1",
    ),
    Invariant(
        "M9",
        "a message and a fact have their effect once",
        """
        SELECT fact_key FROM payment_events WHERE fact_key IS NOT NULL GROUP BY fact_key HAVING COUNT(*) > 1
        UNION ALL
        SELECT event_id FROM payment_events GROUP BY provider, event_id HAVING COUNT(*) > 1
        """,
    ),
    Invariant(
        "M10",
        "what providers tell has its effect within ten minutes",
        "SELECT id FROM payment_events WHERE processed_at IS NULL AND received_at < :now - 600000",
        is_alarm=True,
    ),
    Invariant(
        "M11",
        "money from afar that pays an order is its whole total, in dong",
        """
        SELECT p.id FROM payments p JOIN orders o ON o.id = p.order_id
        WHERE p.allocation = 'order' AND p.provider <> 'cash'
          AND (p.currency <> 'vnd' OR p.amount_vnd <> o.total_vnd OR o.method = 'cod')
        """,
    ),
    Invariant(
        "M16",
        "cash is recorded for each parcel that was delivered for it, and for no other",
        """
        SELECT c.id FROM parcels c JOIN orders o ON o.id = c.order_id
        WHERE o.method = 'cod' AND c.status = 'delivered' AND 1 <> (
            SELECT COUNT(*) FROM payments p
            WHERE p.parcel_id = c.id AND p.provider = 'cash' AND p.allocation = 'order' AND p.order_id = c.order_id
              AND p.amount_vnd = c.goods_vnd + c.fee_vnd - (
                  SELECT COALESCE(SUM(w.quantity * l.unit_vnd), 0) FROM line_withdrawals w
                  JOIN order_lines l ON l.id = w.order_line_id WHERE l.parcel_id = c.id))
        UNION
        SELECT p.parcel_id FROM payments p LEFT JOIN parcels c ON c.id = p.parcel_id
        LEFT JOIN orders o ON o.id = c.order_id
        WHERE p.provider = 'cash' AND (c.id IS NULL OR c.status <> 'delivered' OR o.method <> 'cod')
        """,
    ),
    Invariant(
        "M17",
        "surplus goes back whole",
        """
        SELECT p.id FROM payments p WHERE p.allocation = 'surplus' AND p.refunded_vnd <> p.amount_vnd
        """,
    ),
    Invariant(
        "M18",
        "money without an order has an entry with a person and a day, and its end is what happened",
        """
        SELECT p.id FROM payments p LEFT JOIN suspense_entries s ON s.payment_id = p.id
        WHERE p.allocation = 'suspense' AND (
            s.id IS NULL OR s.owner = '' OR s.outcome = 'assigned'
            OR (s.outcome = 'sent_back' AND p.refunded_vnd <> p.amount_vnd)
            OR (s.outcome IN ('', 'closed') AND p.refunded_vnd <> (
                SELECT COALESCE(SUM(b.amount_vnd), 0) FROM money_back b
                WHERE b.payment_id = p.id AND b.origin = 'provider')))
        UNION
        SELECT p.id FROM suspense_entries s JOIN payments p ON p.id = s.payment_id
        WHERE p.allocation <> 'suspense' AND (s.outcome <> 'assigned' OR s.order_id <> p.order_id)
        """,
    ),
    Invariant(
        "M19",
        "a card session that was paid left its money",
        """
        SELECT c.id FROM card_sessions c WHERE c.status = 'complete' AND NOT EXISTS (
            SELECT 1 FROM payments p WHERE p.card_session_id = c.id)
        UNION
        SELECT c.id FROM card_sessions c JOIN payments p ON p.card_session_id = c.id
        WHERE c.status <> 'complete' OR (p.order_id IS NOT NULL AND p.allocation <> 'suspense'
              AND p.order_id <> c.order_id AND NOT EXISTS (
                  SELECT 1 FROM suspense_entries s WHERE s.payment_id = p.id AND s.outcome = 'assigned'))
        """,
    ),
    Invariant(
        "M20",
        "what a carrier hands over and keeps is what it collected",
        """
        SELECT r.id FROM cash_remittances r WHERE r.amount_vnd + r.fee_vnd <> (
            SELECT COALESCE(SUM(p.amount_vnd), 0) FROM payments p
            WHERE p.remittance_id = r.id AND p.provider = 'cash')
        """,
    ),
)
