"""What must always hold of the books: they balance, say what happened, and are complete; see `invariants`."""

from __future__ import annotations

from shop.reports.invariants import Invariant

LEDGER = (
    Invariant(
        "B0",
        "money that came stands in the books as much as came: where it lies and whose it is",
        """
        SELECT p.id FROM payments p JOIN ledger_transactions t ON t.kind = 'payment' AND t.fact_id = p.id
        WHERE p.currency <> 'vnd'
           OR p.amount_vnd <> (SELECT COALESCE(SUM(e.amount_vnd), 0) FROM ledger_entries e
               WHERE e.transaction_id = t.id AND e.account IN ('bank', 'card_provider', 'cash_with_carriers'))
           OR p.amount_vnd <> -(SELECT COALESCE(SUM(e.amount_vnd), 0) FROM ledger_entries e
               WHERE e.transaction_id = t.id AND (
                   (e.account = 'customer_money' AND e.sub_id = p.order_id)
                   OR (e.account = 'suspense' AND e.sub_id = p.id)))
        """,
    ),
    Invariant(
        "M6",
        "what goes into accounts comes out of accounts",
        "SELECT transaction_id FROM ledger_entries GROUP BY transaction_id HAVING SUM(amount_vnd) <> 0",
    ),
    Invariant(
        "B1",
        "money that went back stands in the books as much as went",
        """
        SELECT m.id FROM money_back m
        JOIN ledger_transactions t ON t.kind IN ('money_sent_back', 'money_came_back') AND t.fact_id = m.id
        WHERE m.amount_vnd * CASE t.kind WHEN 'money_sent_back' THEN -1 ELSE 1 END <> (
            SELECT COALESCE(SUM(e.amount_vnd), 0) FROM ledger_entries e
            WHERE e.transaction_id = t.id AND e.account IN ('bank', 'card_provider', 'dispute_losses'))
        """,
    ),
    Invariant(
        "B2",
        "what was delivered is shared between producer, shop and delivery without a remainder",
        """
        SELECT p.id FROM parcels p
        JOIN ledger_transactions t ON t.kind = 'parcel_delivered' AND t.fact_id = p.id
        WHERE p.status <> 'delivered'
           OR p.fee_vnd <> -(SELECT COALESCE(SUM(e.amount_vnd), 0) FROM ledger_entries e
               WHERE e.transaction_id = t.id AND e.account = 'delivery')
           OR (SELECT COALESCE(SUM(l.unit_vnd * (l.quantity - (
                   SELECT COALESCE(SUM(w.quantity), 0) FROM line_withdrawals w WHERE w.order_line_id = l.id))), 0)
               FROM order_lines l WHERE l.parcel_id = p.id)
            <> -(SELECT COALESCE(SUM(e.amount_vnd), 0) FROM ledger_entries e WHERE e.transaction_id = t.id AND (
                   e.account = 'commission' OR (e.account = 'owed_to_producer' AND e.sub_id = p.producer_id)))
        """,
    ),
    Invariant(
        "B3",
        "no more of a parcel's share and commission is taken back than was earned with it",
        """
        SELECT t.parcel_id, e.account FROM ledger_transactions t JOIN ledger_entries e ON e.transaction_id = t.id
        WHERE t.kind IN ('parcel_delivered', 'goods_returned') AND e.account IN ('owed_to_producer', 'commission')
        GROUP BY t.parcel_id, e.account HAVING SUM(e.amount_vnd) > 0
        """,
    ),
    Invariant(
        "B4",
        "facts older than ten minutes are booked",
        """
        SELECT 'payment', p.id FROM payments p WHERE p.currency = 'vnd' AND p.recorded_at < :now - 600000
           AND NOT EXISTS (SELECT 1 FROM ledger_transactions t WHERE t.kind = 'payment' AND t.fact_id = p.id)
        UNION ALL SELECT 'suspense', s.id FROM suspense_entries s JOIN payments p ON p.id = s.payment_id
        WHERE s.closed_at < :now - 600000 AND p.currency = 'vnd'
           AND (s.outcome = 'closed' OR (s.outcome = 'assigned' AND p.allocation = 'order'))
           AND NOT EXISTS (SELECT 1 FROM ledger_transactions t
               WHERE t.kind IN ('suspense_assigned', 'suspense_closed') AND t.fact_id = s.id)
        UNION ALL SELECT 'parcel', p.id FROM parcels p
        WHERE p.status = 'delivered' AND p.delivered_at < :now - 600000
           AND NOT EXISTS (SELECT 1 FROM ledger_transactions t WHERE t.kind = 'parcel_delivered' AND t.fact_id = p.id)
        UNION ALL SELECT 'parcel', p.id FROM parcels p JOIN orders o ON o.id = p.order_id
        JOIN parcel_events v ON v.parcel_id = p.id AND v.seq = p.seq
        WHERE p.status = 'returned' AND o.method <> 'cod' AND v.happened_at < :now - 600000
           AND NOT EXISTS (SELECT 1 FROM ledger_transactions t WHERE t.kind = 'parcel_returned' AND t.fact_id = p.id)
        UNION ALL SELECT 'refund', r.id FROM refunds_due r
        WHERE r.status <> 'dropped' AND r.decided_at < :now - 600000
           AND NOT EXISTS (SELECT 1 FROM ledger_transactions t
               WHERE t.kind IN ('refund_decided', 'goods_returned') AND t.fact_id = r.id)
        UNION ALL SELECT 'refund', r.id FROM refunds_due r
        JOIN ledger_transactions t ON t.kind = 'refund_decided' AND t.fact_id = r.id
        JOIN order_events v ON v.order_id = r.order_id AND v.from_status = 'refund_due' AND v.to_status = 'paid'
        WHERE r.status = 'dropped' AND v.happened_at < :now - 600000
           AND NOT EXISTS (SELECT 1 FROM ledger_transactions d WHERE d.kind = 'refund_dropped' AND d.fact_id = r.id)
        UNION ALL SELECT 'money_back', m.id FROM money_back m JOIN payments p ON p.id = m.payment_id
        WHERE p.currency = 'vnd' AND (m.sent_at IS NULL OR m.sent_at < :now - 600000)
           AND CASE m.status WHEN 'sent' THEN 1 ELSE 0 END <> (
               SELECT COALESCE(SUM(CASE t.kind WHEN 'money_sent_back' THEN 1 ELSE -1 END), 0)
               FROM ledger_transactions t
               WHERE t.kind IN ('money_sent_back', 'money_came_back') AND t.fact_id = m.id)
        UNION ALL SELECT 'dispute', d.id FROM disputes d
        WHERE d.status = 'lost' AND d.currency = 'vnd' AND COALESCE(d.closed_at, d.told_at) < :now - 600000
           AND NOT EXISTS (SELECT 1 FROM ledger_transactions t WHERE t.kind = 'dispute_lost' AND t.fact_id = d.id)
        UNION ALL SELECT 'remittance', c.id FROM cash_remittances c WHERE c.recorded_at < :now - 600000
           AND NOT EXISTS (SELECT 1 FROM ledger_transactions t WHERE t.kind = 'remittance' AND t.fact_id = c.id)
        """,
        is_alarm=True,
    ),
    Invariant(
        "B5",
        "an order that is over for ten minutes has no money of its shopper lying unearned",
        """
        SELECT o.code FROM orders o JOIN order_events v ON v.order_id = o.id AND v.seq = o.seq
        WHERE o.status IN ('completed', 'cancelled', 'expired', 'refunded', 'refund_due')
          AND v.happened_at < :now - 600000 AND 0 <> (
            SELECT COALESCE(SUM(e.amount_vnd), 0) FROM ledger_entries e
            WHERE e.account = 'customer_money' AND e.sub_id = o.id)
        """,
        is_alarm=True,
    ),
)

PRODUCERS = (
    Invariant(
        "B6",
        "a producer is owed the sum of their entries, and what is set aside is in payouts that are prepared",
        """
        SELECT b.producer_id FROM producer_balances b
        WHERE b.owed_vnd <> -(SELECT COALESCE(SUM(e.amount_vnd), 0) FROM ledger_entries e
               WHERE e.account = 'owed_to_producer' AND e.sub_id = b.producer_id)
           OR b.in_payout_vnd <> (SELECT COALESCE(SUM(p.amount_vnd), 0) FROM payouts p
               WHERE p.producer_id = b.producer_id AND p.status = 'prepared')
        UNION SELECT e.sub_id FROM ledger_entries e WHERE e.account = 'owed_to_producer'
           AND NOT EXISTS (SELECT 1 FROM producer_balances b WHERE b.producer_id = e.sub_id)
        """,
    ),
    Invariant(
        "B7",
        "no producer was ever paid more than they had earned",
        """
        SELECT p.producer_id FROM payouts p WHERE p.status <> 'failed' GROUP BY p.producer_id
        HAVING SUM(p.amount_vnd) > (
            SELECT -COALESCE(SUM(e.amount_vnd), 0) FROM ledger_entries e
            JOIN ledger_transactions t ON t.id = e.transaction_id
            WHERE t.kind IN ('parcel_delivered', 'booth_sale', 'goods_compensated')
              AND e.account = 'owed_to_producer' AND e.sub_id = p.producer_id)
        """,
    ),
    Invariant(
        "B8",
        "a payout stands in the books once it was sent, as much as was sent, and not when it came back",
        """
        SELECT p.id FROM payouts p
        WHERE CASE p.status WHEN 'sent' THEN p.amount_vnd ELSE 0 END <> (
            SELECT COALESCE(SUM(e.amount_vnd), 0) FROM ledger_entries e
            JOIN ledger_transactions t ON t.id = e.transaction_id
            WHERE t.kind IN ('payout_sent', 'payout_came_back') AND t.fact_id = p.id
              AND e.account = 'owed_to_producer' AND e.sub_id = p.producer_id)
        """,
    ),
    Invariant(
        "B9",
        "a statement begins where the one before ended and adds up",
        """
        SELECT s.id FROM statements s
        WHERE s.closing_vnd - s.opening_vnd <> (
               SELECT COALESCE(SUM(x.amount_vnd), 0) FROM statement_lines x WHERE x.statement_id = s.id)
           OR s.closing_vnd <> s.opening_vnd + s.earned_vnd + s.returned_vnd + s.paid_vnd
           OR s.opening_vnd <> COALESCE((
               SELECT b.closing_vnd FROM statements b
               WHERE b.producer_id = s.producer_id AND b.first_day < s.first_day
               ORDER BY b.first_day DESC LIMIT 1), 0)
        """,
    ),
    Invariant(
        "B10",
        "a line of a statement is an entry of its producer in the books, on no other statement",
        """
        SELECT x.statement_id, x.seq FROM statement_lines x JOIN statements s ON s.id = x.statement_id
        LEFT JOIN ledger_entries e ON e.id = x.entry_id
        WHERE e.id IS NULL OR e.account <> 'owed_to_producer' OR e.sub_id <> s.producer_id
           OR x.amount_vnd <> -e.amount_vnd
        UNION SELECT MIN(x.statement_id), MIN(x.seq) FROM statement_lines x
        GROUP BY x.entry_id HAVING COUNT(*) > 1
        """,
    ),
)
