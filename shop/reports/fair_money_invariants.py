"""What must always hold of money at fairs: booked as it was sold, found once, stated as it was; see `invariants`."""

from __future__ import annotations

from shop.reports.invariants import Invariant

FAIR_MONEY = (
    Invariant(
        "F1",
        "a sale at a booth stands in the books as its lines say: each producer's share, commission, and its price",
        """
        SELECT s.id, l.producer_id FROM booth_sales s
        JOIN booth_sale_lines l ON l.booth_sale_id = s.id AND l.kind = 'sale'
        JOIN ledger_transactions t ON t.fact_id = s.id AND t.producer_id = l.producer_id
             AND t.kind = CASE s.kind WHEN 'sale' THEN 'booth_sale' ELSE 'booth_return' END
        GROUP BY s.id, s.kind, s.tender, s.fair_id, l.producer_id, t.id
        HAVING SUM(l.producer_share_vnd) * CASE s.kind WHEN 'sale' THEN -1 ELSE 1 END <> (
                   SELECT COALESCE(SUM(e.amount_vnd), 0) FROM ledger_entries e
                   WHERE e.transaction_id = t.id AND e.account = 'owed_to_producer' AND e.sub_id = l.producer_id)
            OR SUM(l.commission_vnd) * CASE s.kind WHEN 'sale' THEN -1 ELSE 1 END <> (
                   SELECT COALESCE(SUM(e.amount_vnd), 0) FROM ledger_entries e
                   WHERE e.transaction_id = t.id AND e.account = 'commission')
            OR SUM(l.quantity * l.unit_vnd) * CASE s.kind WHEN 'sale' THEN 1 ELSE -1 END <> (
                   SELECT COALESCE(SUM(e.amount_vnd), 0) FROM ledger_entries e
                   WHERE e.transaction_id = t.id AND e.sub_id = s.fair_id AND e.account =
                         CASE s.tender WHEN 'vietqr' THEN 'transfers_awaited' ELSE 'cash_at_fairs' END)
        UNION
        SELECT t.fact_id, t.producer_id FROM ledger_transactions t
        WHERE t.kind IN ('booth_sale', 'booth_return') AND NOT EXISTS (
            SELECT 1 FROM booth_sale_lines l
            WHERE l.booth_sale_id = t.fact_id AND l.producer_id = t.producer_id AND l.kind = 'sale')
        """,
    ),
    Invariant(
        "F2",
        "what happened at fairs is booked within ten minutes",
        """
        SELECT 'sale', s.id, l.producer_id FROM booth_sales s
        JOIN booth_sale_lines l ON l.booth_sale_id = s.id AND l.kind = 'sale'
        WHERE s.received_at < :now - 600000 AND NOT EXISTS (
            SELECT 1 FROM ledger_transactions t WHERE t.fact_id = s.id AND t.producer_id = l.producer_id
            AND t.kind = CASE s.kind WHEN 'sale' THEN 'booth_sale' ELSE 'booth_return' END)
        UNION SELECT 'transfer', x.id, 0 FROM booth_transfers x WHERE x.decided_at < :now - 600000
           AND NOT EXISTS (SELECT 1 FROM ledger_transactions t WHERE t.kind = 'booth_transfer' AND t.fact_id = x.id)
        UNION SELECT 'cash', c.id, 0 FROM fair_cash c WHERE c.written_at < :now - 600000
           AND NOT EXISTS (SELECT 1 FROM ledger_transactions t WHERE t.kind = 'fair_cash' AND t.fact_id = c.id)
        UNION SELECT 'goods', m.id, 0 FROM compensations m WHERE m.decided_at < :now - 600000
           AND NOT EXISTS (SELECT 1 FROM ledger_transactions t WHERE t.kind = 'goods_compensated' AND t.fact_id = m.id)
        """,
        is_alarm=True,
    ),
    Invariant(
        "F3",
        "the cash of a fair is what was sold for it there, less what went back, as counted, given out and handed in",
        """
        SELECT f.id FROM fairs f WHERE (
            SELECT COALESCE(SUM(e.amount_vnd), 0) FROM ledger_entries e
            WHERE e.account = 'cash_at_fairs' AND e.sub_id = f.id) <> (
            SELECT COALESCE(SUM(CASE s.kind WHEN 'sale' THEN s.total_vnd ELSE -s.total_vnd END), 0) FROM booth_sales s
            WHERE s.fair_id = f.id AND s.tender <> 'vietqr' AND EXISTS (SELECT 1 FROM ledger_transactions t
                WHERE t.kind IN ('booth_sale', 'booth_return') AND t.fact_id = s.id)) + (
            SELECT COALESCE(SUM(CASE c.kind WHEN 'given_out' THEN c.amount_vnd ELSE -c.amount_vnd END), 0)
            FROM fair_cash c JOIN ledger_transactions t ON t.kind = 'fair_cash' AND t.fact_id = c.id
            WHERE c.fair_id = f.id) + (
            SELECT COALESCE(SUM(e.amount_vnd), 0) FROM ledger_entries e
            JOIN ledger_transactions t ON t.id = e.transaction_id
            WHERE t.kind = 'booth_cash_counted' AND e.account = 'cash_at_fairs' AND e.sub_id = f.id)
        """,
    ),
    Invariant(
        "F4",
        "the transfers that a fair awaits are those of its sales that were neither found, given up nor sent back",
        """
        SELECT f.id FROM fairs f WHERE (
            SELECT COALESCE(SUM(e.amount_vnd), 0) FROM ledger_entries e
            WHERE e.account = 'transfers_awaited' AND e.sub_id = f.id) <> (
            SELECT COALESCE(SUM(CASE s.kind WHEN 'sale' THEN s.total_vnd ELSE -s.total_vnd END), 0) FROM booth_sales s
            WHERE s.fair_id = f.id AND s.tender = 'vietqr' AND EXISTS (SELECT 1 FROM ledger_transactions t
                WHERE t.kind IN ('booth_sale', 'booth_return') AND t.fact_id = s.id)) - (
            SELECT COALESCE(SUM(
                CASE WHEN x.outcome IN ('found', 'written_off') THEN x.settled_vnd ELSE -x.settled_vnd END), 0)
            FROM booth_transfers x JOIN booth_sales s ON s.id = x.booth_sale_id
            JOIN ledger_transactions t ON t.kind = 'booth_transfer' AND t.fact_id = x.id
            WHERE s.fair_id = f.id)
        """,
    ),
    Invariant(
        "F5",
        "a drawer that was counted differs in the books by what it differed from all that came of its session",
        """
        SELECT b.id FROM booth_sessions b
        WHERE b.closed_at IS NOT NULL AND b.counted_vnd IS NOT NULL AND b.received_at < :now - 600000
          AND b.counted_vnd - b.float_vnd - (
            SELECT COALESCE(SUM(CASE m.kind WHEN 'in' THEN m.amount_vnd ELSE -m.amount_vnd END), 0)
            FROM drawer_moves m WHERE m.booth_session_id = b.id) - (
            SELECT COALESCE(SUM(CASE s.kind WHEN 'sale' THEN s.total_vnd ELSE -s.total_vnd END), 0) FROM booth_sales s
            WHERE s.session_id = b.session_id AND s.device_id = b.device_id AND s.tender <> 'vietqr') <> (
            SELECT COALESCE(SUM(e.amount_vnd), 0) FROM ledger_entries e
            JOIN ledger_transactions t ON t.id = e.transaction_id
            WHERE t.kind = 'booth_cash_counted' AND t.fact_id = b.id AND e.account = 'cash_at_fairs')
        """,
        is_alarm=True,
    ),
    Invariant(
        "F6",
        "money for a sale at a booth is found by one sale, and a sale is never settled for more than it awaited",
        """
        SELECT 'payment', p.id FROM payments p WHERE p.allocation = 'booth' AND NOT EXISTS (
            SELECT 1 FROM booth_transfers x WHERE x.payment_id = p.id AND x.outcome = 'found')
        UNION SELECT 'payment', p.id FROM booth_transfers x JOIN payments p ON p.id = x.payment_id
        WHERE p.allocation <> 'booth' OR p.refunded_vnd <> 0 OR p.provider <> 'bank' OR p.currency <> 'vnd'
        UNION SELECT 'sale', s.id FROM booth_transfers x JOIN booth_sales s ON s.id = x.booth_sale_id
        WHERE s.kind <> 'sale' OR (SELECT SUM(y.settled_vnd) FROM booth_transfers y
            WHERE y.booth_sale_id = s.id AND y.outcome IN ('found', 'written_off')) > s.total_vnd
        """,
    ),
    Invariant(
        "F7",
        "a statement of a fair is the sum of its lines, and every piece on it is accounted for",
        """
        SELECT h.id FROM fair_statements h LEFT JOIN fair_statement_lines l ON l.statement_id = h.id
        GROUP BY h.id, h.cash_vnd, h.transfer_vnd, h.commission_vnd, h.compensated_vnd, h.owed_vnd
        HAVING h.cash_vnd <> COALESCE(SUM(l.cash_vnd), 0) OR h.transfer_vnd <> COALESCE(SUM(l.transfer_vnd), 0)
            OR h.commission_vnd <> COALESCE(SUM(l.commission_vnd), 0)
            OR h.compensated_vnd <> COALESCE(SUM(l.compensated_vnd), 0)
            OR h.owed_vnd <> h.cash_vnd + h.transfer_vnd - h.commission_vnd + h.compensated_vnd
        UNION SELECT l.statement_id FROM fair_statement_lines l
        WHERE l.handed_out + l.brought + l.returned <> l.sold + l.given_back + l.tasted + l.damaged + l.missing
        """,
    ),
    Invariant(
        "F8",
        "what a statement of a fair says is owed is what the books had owed for it when it was made",
        """
        SELECT h.id FROM fair_statements h WHERE h.owed_vnd <> (
            SELECT COALESCE(-SUM(e.amount_vnd), 0) FROM ledger_entries e
            JOIN ledger_transactions t ON t.id = e.transaction_id
            LEFT JOIN booth_sales s ON t.kind IN ('booth_sale', 'booth_return') AND s.id = t.fact_id
            LEFT JOIN compensations m ON t.kind = 'goods_compensated' AND m.id = t.fact_id
            WHERE e.account = 'owed_to_producer' AND e.sub_id = h.producer_id AND t.id <= h.last_transaction_id
              AND t.kind IN ('booth_sale', 'booth_return', 'goods_compensated')
              AND COALESCE(s.fair_id, m.fair_id) = h.fair_id)
        """,
    ),
    Invariant(
        "F9",
        "no more pieces are made good than are missing on the latest statement",
        """
        SELECT l.statement_id, l.variant_id FROM fair_statement_lines l JOIN fair_statements h ON h.id = l.statement_id
        WHERE NOT EXISTS (SELECT 1 FROM fair_statements n WHERE n.fair_id = h.fair_id
                          AND n.producer_id = h.producer_id AND n.edition > h.edition)
          AND (SELECT COALESCE(SUM(m.quantity), 0) FROM compensations m WHERE m.fair_id = h.fair_id
               AND m.producer_id = h.producer_id AND m.variant_id = l.variant_id) >
              CASE WHEN l.missing > 0 THEN l.missing ELSE 0 END
        """,
    ),
)
