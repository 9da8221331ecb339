"""What must always hold, each as one query that finds nothing: stock, money, certificates, orders, outbox.

Plain SQL on purpose: an audit that went through the models would share their mistakes. The names are those of the
catalogue of promises in docs/; a query returns the subject that breaks its invariant.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Invariant:
    """A promise, in words and as SQL. `:now` is the instant of the audit in milliseconds of UTC.

    An alarm says that somebody is late with their work, not that anything is wrong with the records.
    """

    name: str
    says: str
    sql: str
    is_alarm: bool = False


STOCK = (
    Invariant(
        "S1",
        "a level is the sum of its moves",
        """
        SELECT s.variant_id, s.location FROM stock_levels s WHERE s.on_hand <> (
            SELECT COALESCE(SUM(m.delta), 0) FROM stock_moves m
            WHERE m.variant_id = s.variant_id AND m.location = s.location)
        UNION
        SELECT m.variant_id, m.location FROM stock_moves m
        LEFT JOIN stock_levels s ON s.variant_id = m.variant_id AND s.location = m.location
        WHERE s.variant_id IS NULL
        """,
    ),
    Invariant("S2", "no level is below nothing", "SELECT variant_id, location FROM stock_levels WHERE on_hand < 0"),
    Invariant(
        "S3",
        "an order line took what is still to be sent or was sent, and nothing else",
        """
        SELECT l.id FROM order_lines l JOIN parcels p ON p.id = l.parcel_id
        WHERE (SELECT COALESCE(SUM(m.delta), 0) FROM stock_moves m WHERE m.order_line_id = l.id)
           <> CASE WHEN p.status = 'cancelled' THEN 0 ELSE
              (SELECT COALESCE(SUM(w.quantity), 0) FROM line_withdrawals w WHERE w.order_line_id = l.id) - l.quantity
              END
        """,
    ),
    Invariant(
        "S4",
        "what leaves one location arrives at another",
        """
        SELECT transfer_id FROM stock_moves WHERE transfer_id IS NOT NULL
        GROUP BY transfer_id HAVING SUM(delta) <> 0
        """,
    ),
    Invariant("S5", "a move happens once", "SELECT uniq FROM stock_moves GROUP BY uniq HAVING COUNT(*) > 1"),
    Invariant(
        "S6",
        "ended holds are released within ten minutes",
        "SELECT code FROM orders WHERE status = 'awaiting_payment' AND hold_until < :now - 600000",
        is_alarm=True,
    ),
)

MONEY = (
    Invariant(
        "M1",
        "a total is its lines and its delivery",
        """
        SELECT o.code FROM orders o WHERE o.total_vnd <> o.goods_vnd + o.delivery_vnd
           OR o.goods_vnd <> (
               SELECT COALESCE(SUM(l.quantity * l.unit_vnd), 0) FROM order_lines l WHERE l.order_id = o.id)
           OR o.goods_vnd <> (SELECT COALESCE(SUM(p.goods_vnd), 0) FROM parcels p WHERE p.order_id = o.id)
           OR o.delivery_vnd <> (SELECT COALESCE(SUM(p.fee_vnd), 0) FROM parcels p WHERE p.order_id = o.id)
        """,
    ),
    Invariant(
        "M7",
        "the shop's and the producer's share of a line are its price, neither below nothing",
        """
        SELECT id FROM order_lines
        WHERE quantity * unit_vnd <> producer_share_vnd + commission_vnd OR producer_share_vnd < 0 OR commission_vnd < 0
        """,
    ),
    Invariant(
        "M12",
        "what is owed back is the sum of its parts, and its parts cost what was paid",
        """
        SELECT r.id FROM refunds_due r WHERE r.amount_vnd <> (
            SELECT COALESCE(SUM(x.amount_vnd), 0) FROM refund_due_lines x WHERE x.refund_due_id = r.id)
        UNION
        SELECT x.refund_due_id FROM refund_due_lines x JOIN order_lines l ON l.id = x.order_line_id
        WHERE x.amount_vnd <> x.quantity * l.unit_vnd
        """,
    ),
    Invariant(
        "M13",
        "no more is owed back of an order than its total",
        """
        SELECT o.code FROM orders o JOIN refunds_due r ON r.order_id = o.id AND r.status <> 'dropped'
        GROUP BY o.id, o.code, o.total_vnd HAVING SUM(r.amount_vnd) > o.total_vnd
        """,
    ),
    Invariant(
        "M14",
        "no piece of a line and no delivery is owed back twice",
        """
        SELECT x.order_line_id FROM refund_due_lines x
        JOIN refunds_due r ON r.id = x.refund_due_id AND r.status <> 'dropped'
        JOIN order_lines l ON l.id = x.order_line_id
        GROUP BY x.order_line_id, l.quantity HAVING SUM(x.quantity) > l.quantity
        UNION
        SELECT -x.parcel_id FROM refund_due_lines x
        JOIN refunds_due r ON r.id = x.refund_due_id AND r.status <> 'dropped'
        WHERE x.order_line_id IS NULL GROUP BY x.parcel_id HAVING COUNT(*) > 1
        """,
    ),
    Invariant(
        "M15",
        "a dead order that was paid owes its money back or has given it back",
        """
        SELECT o.code FROM orders o
        WHERE (o.status IN ('cancelled', 'expired') AND o.paid_at IS NOT NULL)
           OR (o.status = 'refund_due' AND NOT EXISTS (
               SELECT 1 FROM refunds_due r WHERE r.order_id = o.id AND r.status IN ('due', 'begun')))
           OR (o.status = 'refunded' AND EXISTS (
               SELECT 1 FROM refunds_due r WHERE r.order_id = o.id AND r.status IN ('due', 'begun')))
        """,
    ),
)

CERTIFICATES = (
    Invariant(
        "C1",
        "every line was certified at the decisive instant",
        """
        SELECT l.id FROM order_lines l JOIN orders o ON o.id = l.order_id
        WHERE o.status IN ('placed', 'paid', 'completed')
          AND (o.decisive_at IS NULL OR o.decisive_at < l.valid_from OR o.decisive_at >= l.valid_until)
        """,
    ),
    Invariant(
        "C2",
        "the certificate of a line is its good's, or went with it into another entry",
        """
        SELECT l.id FROM order_lines l LEFT JOIN certificates c ON c.id = l.certificate_id
        WHERE c.id IS NULL OR c.code <> l.certificate_code OR (c.good_id <> l.good_id AND NOT EXISTS (
            SELECT 1 FROM register_act_goods g JOIN register_acts a ON a.id = g.act_id
            WHERE g.good_id = l.good_id AND a.kind IN ('merge', 'split')))
        """,
    ),
)

OUTBOX = (
    Invariant(
        "X1",
        "whoever gave an address is told once that the order was placed",
        """
        SELECT o.code FROM orders o WHERE o.email <> '' AND 1 <> (
            SELECT COUNT(*) FROM outbox_messages x WHERE x.kind = 'order_placed' AND x.key = CAST(o.id AS TEXT))
        """,
    ),
    Invariant(
        "X2",
        "mails leave within five minutes",
        "SELECT id FROM outbox_messages WHERE state = 'waiting' AND next_try_at < :now - 300000",
        is_alarm=True,
    ),
)
