"""Reading a workbook in a process of its own: what goes in, what is done there, and what comes out, as bytes. Pure.

The answer is JSON, so that nothing that a stranger's file made of the child can run in the parent.
"""

from __future__ import annotations

import dataclasses
import json
from datetime import date, datetime
from typing import Any

from shop.spreadsheets.faults import FileFault, FileRefused
from shop.spreadsheets.sheets import CellValue, FileLimits, Sheet, SheetRow


def ask(data: bytes, limits: FileLimits) -> bytes:
    """What the child is given."""
    return json.dumps(dataclasses.asdict(limits)).encode() + b"\n" + data


def work(given: bytes) -> bytes:
    """In the child: the sheets of a workbook, or why it is refused."""
    from shop.spreadsheets.workbook import read_workbook

    head, _, data = given.partition(b"\n")
    try:
        sheets = read_workbook(data, FileLimits(**json.loads(head)))
    except FileRefused as refused:
        return json.dumps([refused.code, refused.row, refused.sheet, refused.facts]).encode()
    return json.dumps({"sheets": [_packed(sheet) for sheet in sheets]}).encode()


def answered(answer: bytes) -> list[Sheet]:
    """What the child said: the sheets. Raises FileRefused where it refused."""
    said = json.loads(answer)
    if isinstance(said, list):
        code, row, sheet, facts = said
        raise FileRefused(FileFault(code), row=row, sheet=sheet, **facts)
    return [_unpacked(*sheet) for sheet in said["sheets"]]


def _packed(sheet: Sheet) -> list[Any]:
    rows = [
        [
            row.number,
            [_packed_cell(cell) for cell in row.cells],
            list(row.merged.items()),
            sorted(row.continued),
            list(row.broken.items()),
        ]
        for row in sheet.rows
    ]
    return [sheet.name, rows, sheet.starts_1904]


def _unpacked(name: str, rows: list[Any], starts_1904: bool) -> Sheet:
    return Sheet(
        name,
        [
            SheetRow(number, [_unpacked_cell(cell) for cell in cells], dict(merged), frozenset(continued), dict(broken))
            for number, cells, merged, continued, broken in rows
        ],
        starts_1904,
    )


def _packed_cell(cell: CellValue) -> Any:
    return {type(cell).__name__: cell.isoformat()} if isinstance(cell, date) else cell


def _unpacked_cell(cell: Any) -> CellValue:
    if not isinstance(cell, dict):
        value: CellValue = cell
        return value
    (kind, text) = next(iter(cell.items()))
    return datetime.fromisoformat(text) if kind == "datetime" else date.fromisoformat(text)
