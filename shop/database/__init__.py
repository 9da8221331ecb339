"""The database: its session, the only committer, and what differs between SQLite and PostgreSQL."""

from shop.database.aside import run_aside
from shop.database.bulk import ReadyRows, change_rows, reserve_ids, room_for_many
from shop.database.named_files import named_stems, stem_columns
from shop.database.public_version import VersionWatch, known_public_version, read_public_version, read_versions
from shop.database.rows import (
    changed_one,
    count_changed,
    insert_if_missing,
    insert_many,
    insert_or_change,
    insert_rows,
    insert_unless_taken,
)
from shop.database.session import (
    Attempt,
    allow_seconds,
    attempt,
    connect_to,
    integrity_faults,
    leave_database,
    snapshot,
    take_turns,
    touch_public_version,
    transaction,
)
from shop.database.tables import EPOCH, MILLISECOND, Base, Instant, PublicVersion, db
from shop.database.tenancy import StrayQuery, across_stalls, stop_watching, tables_of_stalls, watch_stall

__all__ = [
    "EPOCH",
    "MILLISECOND",
    "Attempt",
    "Base",
    "Instant",
    "PublicVersion",
    "ReadyRows",
    "StrayQuery",
    "VersionWatch",
    "across_stalls",
    "allow_seconds",
    "attempt",
    "change_rows",
    "changed_one",
    "connect_to",
    "count_changed",
    "db",
    "insert_if_missing",
    "insert_many",
    "insert_or_change",
    "insert_rows",
    "insert_unless_taken",
    "integrity_faults",
    "known_public_version",
    "leave_database",
    "named_stems",
    "read_public_version",
    "read_versions",
    "reserve_ids",
    "room_for_many",
    "run_aside",
    "snapshot",
    "stem_columns",
    "stop_watching",
    "tables_of_stalls",
    "take_turns",
    "touch_public_version",
    "transaction",
    "watch_stall",
]
