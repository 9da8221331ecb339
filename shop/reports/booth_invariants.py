"""What must always hold of what the booths told. See invariants.py."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from shop.database import db
from shop.fairs import BoothSale, BoothSession, BoothTask, QuarantinedSale, TaskKind, compare_with_manifest
from shop.reports.invariants import Invariant
from shop.values.canonical_json import sha256_hex

BOOTHS = (
    Invariant(
        "K1",
        "a booth's sale is here once, and so is each number of a device's log",
        """
        SELECT sale_id FROM booth_sales GROUP BY sale_id HAVING COUNT(*) > 1
        UNION ALL SELECT CAST(device_id AS TEXT) FROM booth_sales WHERE seq IS NOT NULL
        GROUP BY device_id, seq HAVING COUNT(*) > 1
        """,
    ),
    Invariant(
        "K2",
        "every gap in the numbers of a device's log is somebody's task",
        """
        SELECT s.device_id, s.seq FROM booth_sales s
        LEFT JOIN booth_sales b ON b.device_id = s.device_id AND b.seq = s.seq - 1
        WHERE s.seq > 1 AND b.id IS NULL
          AND NOT EXISTS (SELECT 1 FROM quarantined_sales q WHERE q.device_id = s.device_id AND q.seq = s.seq - 1)
          AND NOT EXISTS (SELECT 1 FROM booth_tasks t WHERE t.booth_sale_id = s.id AND t.kind = 'numbers_missing')
        """,
    ),
    Invariant(
        "K4",
        "a booth's sale costs what its lines cost",
        """
        SELECT s.sale_id FROM booth_sales s WHERE NOT EXISTS (
            SELECT 1 FROM booth_sale_lines l WHERE l.booth_sale_id = s.id)
        OR s.total_vnd <> (SELECT COALESCE(SUM(l.commission_vnd + l.producer_share_vnd), 0)
            FROM booth_sale_lines l WHERE l.booth_sale_id = s.id)
        OR s.total_vnd <> (SELECT COALESCE(SUM(l.quantity * l.unit_vnd), 0)
            FROM booth_sale_lines l WHERE l.booth_sale_id = s.id AND l.kind = 'sale')
        """,
    ),
    Invariant(
        "K5",
        "no more comes back to a booth than was sold there, nor more of anybody's share",
        """
        SELECT o.id FROM booth_sale_lines o JOIN booth_sale_lines b ON b.of_line_id = o.id
        GROUP BY o.id, o.quantity, o.commission_vnd, o.producer_share_vnd
        HAVING SUM(b.quantity) > o.quantity OR SUM(b.commission_vnd) > o.commission_vnd
            OR SUM(b.producer_share_vnd) > o.producer_share_vnd
        UNION ALL
        SELECT b.id FROM booth_sale_lines b JOIN booth_sales s ON s.id = b.booth_sale_id
        LEFT JOIN booth_sale_lines o ON o.id = b.of_line_id
        WHERE (s.kind = 'sale') <> (b.of_line_id IS NULL)
           OR (o.id IS NOT NULL AND (o.booth_sale_id <> s.of_sale_id OR o.variant_id <> b.variant_id))
        """,
    ),
    Invariant(
        "K6",
        "what a booth sold has left its stock, and what came back has come back",
        # A colon before a letter would be a parameter.
        r"""
        SELECT l.id FROM booth_sale_lines l JOIN booth_sales s ON s.id = l.booth_sale_id
        LEFT JOIN stock_moves m ON m.uniq = (CASE WHEN s.kind = 'sale' THEN l.kind ELSE 'release' END)
            || '\:booth\:' || s.sale_id || ':' || CAST(l.position AS TEXT)
        LEFT JOIN stock_moves n ON n.uniq = 'shortage:' || m.uniq
        WHERE m.id IS NULL OR m.variant_id <> l.variant_id
           OR m.location <> 'booth:' || CAST(s.booth_id AS TEXT)
           OR m.delta <> (CASE WHEN s.kind = 'sale' THEN -l.quantity ELSE l.quantity END)
           OR COALESCE(n.delta, 0) <> l.missing
        """,
    ),
    Invariant(
        "K7",
        "whatever is odd about a booth's sale, or in quarantine, is or was somebody's task",
        """
        SELECT s.sale_id FROM booth_sales s WHERE s.exceptions <> ''
          AND LENGTH(s.exceptions) - LENGTH(REPLACE(s.exceptions, ' ', '')) + 1 <> (
            SELECT COUNT(*) FROM booth_tasks t
            WHERE t.key LIKE 'sale:' || CAST(s.id AS TEXT) || ':%' AND t.booth_sale_id = s.id)
        UNION ALL
        SELECT q.sale_id FROM quarantined_sales q WHERE NOT EXISTS (
            SELECT 1 FROM booth_tasks t WHERE t.quarantined_id = q.id AND t.kind = 'quarantined'
              AND (t.settled_at IS NULL) = (q.settled_at IS NULL))
        """,
    ),
    Invariant(
        "K8",
        "what a booth sold was certified at that instant, or that it was not is told",
        """
        SELECT l.id FROM booth_sale_lines l JOIN booth_sales s ON s.id = l.booth_sale_id
        WHERE s.kind = 'sale' AND l.kind = 'sale' AND s.exceptions NOT LIKE '%certificate_lapsed%'
          AND (l.certificate_id IS NULL OR l.valid_from > s.happened_at OR l.valid_until <= s.happened_at)
        """,
    ),
)


def strayed_manifests() -> Iterable[str]:
    """K3: a closed session is here as its device has it, or somebody has been told of what differs."""
    key = BoothTask.booth_session_id
    told = set(db.session.scalars(select(key).where(BoothTask.kind == TaskKind.MANIFEST_DISAGREES)))
    for session in db.session.scalars(select(BoothSession).where(BoothSession.closed_at.is_not(None))):
        agrees = compare_with_manifest(session).agrees
        if agrees != session.manifest_agrees or (not agrees and session.id not in told):
            yield session.session_id


def rewritten_sales() -> Iterable[str]:
    """K9: a booth's sale is kept as it came."""
    by_person = set(db.session.scalars(select(QuarantinedSale.booth_sale_id)))
    for number, sale_id, body, written in db.session.execute(
        select(BoothSale.id, BoothSale.sale_id, BoothSale.body, BoothSale.body_hash)
    ):
        if number not in by_person and sha256_hex(body) != written:
            yield sale_id
