"""A file of goods as a producer sends it, read into rows. Workbooks are opened in a bounded process of their own."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from shop.child_process import ChildFailed, Limits, run_in_child
from shop.goods_sheets.rules import SourceRow
from shop.goods_sheets.table import columns_found, read_rows
from shop.spreadsheets import FileFault, FileLimits, FileRefused, Sheet, open_tables
from shop.spreadsheets.apart import answered, ask

# A thousand packs with all their texts are about half a megabyte.
LIMITS = FileLimits(
    most_bytes=4 * 1024 * 1024,
    most_unpacked=24 * 1024 * 1024,
    most_columns=60,
    most_sheet_rows=2_000,
    most_text_rows=2_000,
    most_tags=400_000,
)
CHILD = Limits(memory_bytes=200 * 1024 * 1024, cpu_seconds=1.5, wall_seconds=8)


@dataclass(frozen=True)
class ReadFile:
    """The rows of a file, what it is, and a hash of what its rows say: saved once more it is the same file."""

    rows: list[SourceRow]
    format: str
    sha256: str


def read_goods_file(data: bytes) -> ReadFile:
    """The rows of an XLSX or CSV file. Takes up to a second or two: call it before the transaction.

    Refuses FileRefused (the file cannot be opened) and TableRefused (it holds no table of goods).
    """
    sheets, kind = open_tables(data, LIMITS, columns_found, _read_workbook_apart)
    rows = read_rows(sheets)
    said = [(row.place, sorted(row.cells.items())) for row in rows]
    return ReadFile(rows, kind, sha256(repr(said).encode()).hexdigest())


def _read_workbook_apart(data: bytes, limits: FileLimits) -> list[Sheet]:
    try:
        return answered(run_in_child("shop.spreadsheets.apart", ask(data, limits), CHILD))
    except ChildFailed as failed:
        raise FileRefused(
            FileFault.FILE_BOMB, entries=limits.most_entries, megabytes=limits.most_unpacked // 2**20
        ) from failed
