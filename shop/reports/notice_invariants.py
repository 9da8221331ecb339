"""What must always hold of the office's letters; see `invariants`."""

from __future__ import annotations

from shop.reports.invariants import Invariant

NOTICES = (
    Invariant(
        "N1",
        "what a letter tells stands as long as the letter does",
        """
        SELECT c.letter_id FROM notice_lines c LEFT JOIN notice_letters l ON l.id = c.letter_id
        WHERE l.id IS NULL OR c.stands <> (l.voided_at IS NULL) OR c.producer_id <> l.producer_id
        """,
    ),
    Invariant(
        "N2",
        "a mail that a letter's log names was put into the outbox",
        """
        SELECT d.id FROM notice_deliveries d LEFT JOIN notice_letters l ON l.id = d.letter_id
        WHERE d.way = 'mail' AND NOT EXISTS (
            SELECT 1 FROM outbox_messages m
            WHERE m.kind = 'due_notice'
              AND m.key = CASE WHEN l.province_code = '' THEN 'vn' ELSE l.province_code END
                  || '-' || CAST(l.year AS TEXT) || '-' || CAST(l.number AS TEXT) || '-' || CAST(d.person_id AS TEXT)
        )
        """,
    ),
)
