"""Whatever is sent as a file of goods is refused or cleaned, in less than 300 MB and two seconds (F2, F5, F8)."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from shop.config import ROOT
from tests.factories.appendices import saved, sheet_of
from tests.factories.table_files import SHEET, archive, as_excel_writes, rewritten

MOST_MEGABYTES, MOST_SECONDS = 300, 2.0
HEADER = ["Tên hàng", "Quy cách", "Giá (₫)"]
ROW = ["Mật ong", "500 g", 125_000]

# What a worker would do, in a process whose memory and children can be measured. Time is the processor's, so that a
# machine which does other things as well fails nothing.
MEASURE = """
import json, resource, sys, time
from pathlib import Path
from shop.goods_sheets.reading import read_goods_file
from shop.spreadsheets import FileRefused
from shop.goods_sheets.table import TableRefused
data = sys.stdin.buffer.read()
def processor_seconds():
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime
begun = processor_seconds()
try:
    said = [len(read_goods_file(data).rows)]
except (FileRefused, TableRefused) as refused:
    said = [refused.code]
seconds = processor_seconds() - begun
# What getrusage says of this process began before it was itself: as large as the one that it was forked from.
own = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
peak = max(int(own.split()[1]), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024
print(json.dumps([said[0], seconds, peak]))
"""


def workbook() -> bytes:
    return as_excel_writes(saved(sheet_of([HEADER, ROW])))


def sheet_with(rows: bytes) -> bytes:
    return rewritten(workbook(), SHEET, (b"</sheetData>", rows + b"</sheetData>"))


def entity_bomb(part: str) -> bytes:
    """A billion laughs in one part of the workbook."""
    with zipfile.ZipFile(io.BytesIO(workbook())) as packed:
        content = packed.read(part)
    laughs = b'<!DOCTYPE x [<!ENTITY a0 "ha">'
    for step in range(1, 31):
        laughs += b'<!ENTITY a%d "%s">' % (step, b"&a%d;" % (step - 1) * 10)
    head, mark, body = content.rpartition(b"?>")
    return rewritten(workbook(), part, (content, head + mark + laughs + b"]>" + body.replace("ật".encode(), b"&a30;")))


def forged_size() -> bytes:
    """A package that says its sheet is small: it unpacks to 40 MB."""
    data = bytearray(sheet_with(b" " * (40 * 2**20)))
    real = next(e for e in zipfile.ZipFile(io.BytesIO(bytes(data))).infolist() if e.filename == SHEET)
    return bytes(data).replace(real.file_size.to_bytes(4, "little"), (900).to_bytes(4, "little"))


def nested(levels: int = 12) -> bytes:
    inner = bytes(5 * 2**20)
    for level in range(levels):
        inner = archive(**{f"{level}-{n}.zip": inner for n in range(8)})
    return inner


def wide_rows() -> bytes:
    """Styled cells without a value at the far end of thousands of rows."""
    return sheet_with(b"".join(b'<row r="%d"><c r="XFD%d" s="0"/></row>' % (n, n) for n in range(3, 40_000)))


def deep() -> bytes:
    return sheet_with(b"<a>" * 150_000 + b"</a>" * 150_000)


def cell(place: str, text: bytes = b"x") -> bytes:
    return b'<row r="3"><c r="%s" t="inlineStr"><is><t>%s</t></is></c></row>' % (place.encode(), text)


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "a hundred and one entries": (
        lambda: archive(**{"xl/workbook.xml": b"", **{f"{n}.xml": b"" for n in range(100)}}),
        "file_bomb",
    ),
    "a thousand to one": (lambda: sheet_with(b" " * (30 * 2**20)), "file_bomb"),
    "a thousand to one, with a forged size": (forged_size, "file_broken"),
    "zips in zips": (nested, "file_kind"),
    "laughs in the texts": (lambda: entity_bomb("xl/sharedStrings.xml"), "file_broken"),
    "laughs in the sheet": (lambda: entity_bomb(SHEET), "file_broken"),
    "laughs in the workbook": (lambda: entity_bomb("xl/workbook.xml"), "file_broken"),
    "half a million tags": (lambda: sheet_with(b"<a/>" * 500_000), "file_bomb"),
    "a million columns": (lambda: sheet_with(cell("BDWGN3")), "file_broken"),
    "all columns that there are": (lambda: sheet_with(cell("XFD3")), "too_many_columns"),
    "far cells in every row": (wide_rows, "file_bomb"),
    "a text of 20 MB": (lambda: sheet_with(cell("A3", b"x" * 20 * 2**20)), "too_long"),
    "not even a package": (lambda: b"PK\x03\x04" + bytes(3 * 2**20), "file_broken"),
    "a cell of 4 MB as CSV": (lambda: b"T\xc3\xaan;Gi\xc3\xa1\n" + b"x" * 4_000_000, "too_long"),
    "a quoted cell that never ends": (lambda: b'T\xc3\xaan;Gi\xc3\xa1\n"' + b"x\n" * 2_000_000, "too_long"),
    "a million columns as CSV": (lambda: b"a" + b";a" * 1_000_000, "too_many_columns"),
    "two million rows as CSV": (lambda: b"T\xc3\xaan;Gi\xc3\xa1\n" + b"\n" * 2_000_000, "too_many_rows"),
    "more bytes than are taken": (lambda: b"x;" * (2 * 2**20 + 1), "file_too_large"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_little_memory_and_time(name: str) -> None:
    make, refusal = HOSTILE[name]
    said, seconds, megabytes = measured(make())
    assert said == refusal
    assert seconds < MOST_SECONDS
    assert megabytes < MOST_MEGABYTES


def test_marks_without_end_on_one_letter_are_cut_off() -> None:
    said, seconds, megabytes = measured(("Tên;Giá\na" + "\u0301" * 1_900_000).encode())
    assert said == 1
    assert seconds < MOST_SECONDS
    assert megabytes < MOST_MEGABYTES


def test_a_large_honest_file_is_read_within_the_same_bounds() -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(HEADER)
    for number in range(500):
        sheet.append([f"Mật ong số {number}", "500 g", 125_000 + number, *["chữ " * 60] * 12])
    said, seconds, megabytes = measured(saved(book))
    assert said == 500
    assert seconds < MOST_SECONDS
    assert megabytes < MOST_MEGABYTES


def measured(data: bytes) -> tuple[str | int, float, float]:
    ended = subprocess.run(
        [sys.executable, "-c", MEASURE], input=data, capture_output=True, cwd=Path(ROOT), timeout=60, check=True
    )
    said, seconds, megabytes = json.loads(ended.stdout)
    return said, seconds, megabytes
