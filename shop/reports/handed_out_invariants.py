"""What must always hold of goods that were handed out to booths, counted and written off there. See invariants.py."""

from __future__ import annotations

from shop.reports.invariants import Invariant

# A colon before a letter would be a parameter, so it is escaped.
HANDED_OUT = (
    Invariant(
        "H1",
        "what a note says was brought along or taken home has come to the booth or left it, once",
        r"""
        SELECT l.id FROM hand_over_lines l JOIN hand_overs h ON h.id = l.hand_over_id
        LEFT JOIN stock_moves m ON m.uniq = 'hand-over\:' || CAST(l.id AS TEXT)
        WHERE (l.other_end = 'producer') <> (m.id IS NOT NULL)
           OR m.variant_id <> l.variant_id OR m.location <> 'booth\:' || CAST(h.booth_id AS TEXT)
           OR m.delta <> CASE WHEN h.direction = 'out' THEN l.quantity ELSE -l.quantity END
        UNION ALL
        SELECT m.id FROM stock_moves m WHERE m.uniq LIKE 'hand-over\:%' AND NOT EXISTS (
            SELECT 1 FROM hand_over_lines l WHERE m.uniq = 'hand-over\:' || CAST(l.id AS TEXT))
        """,
    ),
    Invariant(
        "H2",
        "what a note says went from the web's shelf to a booth, or back there, was transferred",
        r"""
        SELECT w.note_id, w.variant_id FROM (
            SELECT h.id AS note_id, h.booth_id, l.variant_id,
                   SUM(CASE WHEN h.direction = 'out' THEN l.quantity ELSE -l.quantity END) AS pieces
            FROM hand_over_lines l JOIN hand_overs h ON h.id = l.hand_over_id
            WHERE l.other_end = 'web' GROUP BY h.id, h.booth_id, l.variant_id) w
        WHERE w.pieces <> (SELECT COALESCE(SUM(m.delta), 0) FROM stock_moves m
            WHERE m.kind = 'transfer' AND m.variant_id = w.variant_id
              AND m.location = 'booth\:' || CAST(w.booth_id AS TEXT)
              AND m.reason = 'hand-over ' || CAST(w.note_id AS TEXT))
        """,
    ),
    Invariant(
        "H3",
        "a count moved exactly what it found or missed, and what the office wrote off has left the booth",
        r"""
        SELECT l.id FROM booth_count_lines l JOIN booth_counts c ON c.id = l.count_id
        LEFT JOIN stock_moves m
          ON m.uniq = 'count\:' || CAST(c.id AS TEXT) || '\:' || CAST(l.variant_id AS TEXT)
        WHERE l.counted - l.expected <> COALESCE(m.delta, 0)
           OR m.location <> 'booth\:' || CAST(c.booth_id AS TEXT)
        UNION ALL
        SELECT w.id FROM booth_write_offs w
        LEFT JOIN stock_moves m ON m.uniq = 'write-off\:' || CAST(w.id AS TEXT)
        WHERE m.id IS NULL OR m.variant_id <> w.variant_id OR m.delta <> -w.quantity OR m.kind <> w.kind
           OR m.location <> 'booth\:' || CAST(w.booth_id AS TEXT)
        """,
    ),
    Invariant(
        "H4",
        "the notes of a booth are numbered without gaps, and name their producer's goods alone",
        """
        SELECT h.booth_id FROM hand_overs h GROUP BY h.booth_id, h.direction
        HAVING MIN(h.number) <> 1 OR MAX(h.number) <> COUNT(*)
        UNION ALL
        SELECT l.id FROM hand_over_lines l JOIN hand_overs h ON h.id = l.hand_over_id
        JOIN variants v ON v.id = l.variant_id JOIN products p ON p.id = v.product_id
        WHERE p.producer_id <> h.producer_id
        """,
    ),
)
