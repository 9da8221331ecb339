"""Whatever is sent as a file of goods is refused or cleaned, in less than 300 MB and two seconds (F2, F5, F8)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from openpyxl import Workbook

from tests.factories.appendices import saved
from tests.factories.hostile_tables import MB, STRINGS, WORKBOOK, HostileTables, cell, many_entries, nested
from tests.factories.table_files import SHEET
from tests.measuring import Measuring, measuring

MOST_MEGABYTES, MOST_SECONDS = 300, 2.0
HEADER = ["Tên hàng", "Quy cách", "Giá (₫)"]
ROW = ["Mật ong", "500 g", 125_000]

GOODS = HostileTables(HEADER, ROW)

# What a worker of the web would do.
ANSWERS = """
from shop.goods_sheets.reading import read_goods_file
from shop.goods_sheets.table import TableRefused
from shop.spreadsheets import FileRefused
def answer(data):
    try:
        return len(read_goods_file(data).rows)
    except (FileRefused, TableRefused) as refused:
        return refused.code
"""


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "a hundred and one entries": (many_entries, "file_bomb"),
    "a thousand to one": (lambda: GOODS.sheet_with(b" " * (30 * MB)), "file_bomb"),
    "a thousand to one, with a forged size": (lambda: GOODS.forged_size(40), "file_broken"),
    "zips in zips": (nested, "file_kind"),
    "laughs in the texts": (lambda: GOODS.entity_bomb(STRINGS), "file_broken"),
    "laughs in the sheet": (lambda: GOODS.entity_bomb(SHEET), "file_broken"),
    "laughs in the workbook": (lambda: GOODS.entity_bomb(WORKBOOK), "file_broken"),
    "half a million tags": (lambda: GOODS.sheet_with(b"<a/>" * 500_000), "file_bomb"),
    "a million columns": (lambda: GOODS.sheet_with(cell("BDWGN3")), "file_broken"),
    "all columns that there are": (lambda: GOODS.sheet_with(cell("XFD3")), "too_many_columns"),
    "far cells in every row": (lambda: GOODS.wide_rows(40_000), "file_bomb"),
    "a text of 20 MB": (lambda: GOODS.sheet_with(cell("A3", b"x" * 20 * MB)), "too_long"),
    "not even a package": (lambda: b"PK\x03\x04" + bytes(3 * MB), "file_broken"),
    "a cell of 4 MB as CSV": (lambda: GOODS.text(b"x" * 4_000_000), "too_long"),
    "a word of 4 MB beside one with a mark": (lambda: GOODS.text("é ".encode() + b"x" * 4_000_000), "too_long"),
    "a quoted cell that never ends": (lambda: GOODS.text(b'"' + b"x\n" * 2_000_000), "too_long"),
    "a million columns as CSV": (lambda: b"a" + b";a" * 1_000_000, "too_many_columns"),
    "two million rows as CSV": (lambda: GOODS.text(b"\n" * 2_000_000), "too_many_rows"),
    "more bytes than are taken": (lambda: b"x;" * (2 * MB + 1), "file_too_large"),
}


@pytest.fixture(scope="module")
def reading() -> Iterator[Measuring]:
    with measuring(ANSWERS) as each:
        yield each


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_little_memory_and_time(reading: Measuring, name: str) -> None:
    make, refusal = HOSTILE[name]
    said, seconds, megabytes = reading.of(make())
    assert said == refusal
    assert seconds < MOST_SECONDS
    assert megabytes < MOST_MEGABYTES


def test_marks_without_end_on_one_letter_are_cut_off(reading: Measuring) -> None:
    said, seconds, megabytes = reading.of(("Tên;Giá\na" + "\u0301" * 1_900_000).encode())
    assert said == 1
    assert seconds < MOST_SECONDS
    assert megabytes < MOST_MEGABYTES


def test_a_large_honest_file_is_read_within_the_same_bounds(reading: Measuring) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(HEADER)
    for number in range(500):
        sheet.append([f"Mật ong số {number}", "500 g", 125_000 + number, *["chữ " * 60] * 12])
    said, seconds, megabytes = reading.of(saved(book))
    assert said == 500
    assert seconds < MOST_SECONDS
    assert megabytes < MOST_MEGABYTES
