"""Files of goods as programs write them: every encoding and container gives the same letters, or says no (F5)."""

from __future__ import annotations

import codecs
import csv
import io
import unicodedata
from datetime import date

import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from shop.child_process import Limits
from shop.config import ROOT
from shop.goods_sheets import LIMITS, Fault, Field, SourceRow, TableFault, TableRefused, read_goods_file, reading
from shop.places import list_provinces
from shop.places.units import former_provinces
from shop.spreadsheets import FileFault, FileRefused, Table, csv_bytes, workbook_bytes
from shop.spreadsheets.apart import answered, ask, work
from shop.spreadsheets.workbook import read_workbook
from tests.factories.appendices import saved, sheet_of
from tests.factories.table_files import SHEET, as_excel_writes, rewritten, windows_1258

HEADER = ["Tên hàng", "Quy cách", "Giá (₫)", "Mô tả"]


def names() -> list[str]:
    """Every province by its names old and new, and five hundred names of goods of the register."""
    with (ROOT / "data" / "ocop_register.csv").open(encoding="utf-8-sig", newline="") as file:
        goods = [row["product_name"] for row in csv.DictReader(file)]
    provinces = [*list_provinces(), *former_provinces().values()]
    return [province.name for province in provinces] + goods[:500]


NAMES = sorted({" ".join(unicodedata.normalize("NFC", name).split()) for name in names()})
ROWS: list[list[str]] = [HEADER, *([name, "Gói 1 kg", "125000", name] for name in NAMES)]


def text(delimiter: str = ";", newline: str = "\r\n") -> str:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter, lineterminator=newline).writerows(ROWS)
    return written.getvalue()


WRITTEN: dict[str, bytes] = {
    "utf-8": text().encode(),
    "utf-8 with mark, commas": codecs.BOM_UTF8 + text(",").encode(),
    "utf-8, old line ends": text(newline="\r").encode(),
    "utf-8, line ends mixed": text().replace("\r\n", "\n", 40).encode(),
    "utf-16 as Excel's Unicode text": codecs.BOM_UTF16_LE + text("\t").encode("utf-16-le"),
    "utf-16 big end": codecs.BOM_UTF16_BE + text().encode("utf-16-be"),
    "utf-16 without mark": text("\t").encode("utf-16-le"),
    "letters taken apart (NFD)": unicodedata.normalize("NFD", text()).encode(),
    "our own CSV": csv_bytes(ROWS),
    "our own CSV in English": csv_bytes(ROWS, ","),
    "our own XLSX": workbook_bytes([Table("Hàng", ROWS)]),
    "XLSX as Excel writes it": as_excel_writes(saved(sheet_of([list(row) for row in ROWS]))),
    "sep= as first line": ("sep=;\r\n" + text()).encode(),
}


@pytest.mark.parametrize("kind", WRITTEN)
def test_all_names_come_through(kind: str) -> None:
    rows = read_goods_file(WRITTEN[kind]).rows
    assert [row.cells[Field.NAME_VI].strip().removeprefix("'") for row in rows] == NAMES


def test_the_windows_encoding_of_vietnamese() -> None:
    rows = [["Tên hàng", "Giá"], ["Rượu Ngô Bản Phố", "90000"], ["Mật ong rừng Ễ Ộ Ữ", "1"]]
    written = "\n".join(";".join(row) for row in rows)
    read = read_goods_file(windows_1258(written)).rows
    assert [row.cells[Field.NAME_VI] for row in read] == ["Rượu Ngô Bản Phố", "Mật ong rừng Ễ Ộ Ữ"]


GARBLED = {
    "tcvn3": (
        "Tên hàng;Giá\n".encode("cp1258", "ignore") + b"M\xcbt ong r\xf5ng B\xb6o Y\xaan;1\n",
        FileFault.ENCODING_UNKNOWN,
    ),
    "utf-8 read as western": (text().encode().decode("cp1252", "ignore").encode(), FileFault.TEXT_GARBLED),
    "replacement signs": ("Tên hàng;Giá\nM\ufffdt ong;1".encode(), FileFault.TEXT_GARBLED),
    "an open quotation mark": ('Tên hàng;Giá\n"Mật ong;1\n'.encode(), FileFault.QUOTES_BROKEN),
}


@pytest.mark.parametrize("kind", GARBLED)
def test_broken_letters_are_never_guessed(kind: str) -> None:
    data, fault = GARBLED[kind]
    with pytest.raises(FileRefused) as refused:
        read_goods_file(data)
    assert refused.value.code is fault


def only(rows: list[SourceRow]) -> SourceRow:
    assert len(rows) == 1
    return rows[0]


def test_merged_names_count_for_each_row_and_titles_for_none() -> None:
    book = sheet_of(
        [
            ["BẢNG GIÁ THÁNG 11", None, None],
            ["Tên hàng", "Quy cách", "Giá"],
            ["Mật ong", "Hũ 500 g", 125_000],
            [None, "Hũ 1 kg", 230_000],
        ],
        merges=("A1:C1", "A3:A4"),
    )
    rows = read_goods_file(saved(book)).rows
    assert [(row.number, row.cells[Field.NAME_VI], row.cells[Field.PRICE]) for row in rows] == [
        (3, "Mật ong", "125000"),
        (4, "Mật ong", "230000"),
    ]


def test_formulas_count_by_their_result_or_are_named() -> None:
    data = saved(sheet_of([["Tên hàng", "Giá"], ["Mật ong", "=1000*125"]]))
    assert only(read_goods_file(data).rows).broken == {Field.PRICE: Fault.FORMULA_WITHOUT_VALUE}
    solved = rewritten(data, SHEET, (b"<v></v>", b"<v>125000</v>"))
    solved = rewritten(solved, SHEET, (b"<v />", b"<v>125000</v>"))
    solved = rewritten(solved, SHEET, (b"<v/>", b"<v>125000</v>"))
    assert only(read_goods_file(solved).rows).cells[Field.PRICE] == "125000"
    failed = saved(sheet_of([["Tên hàng", "Giá"], ["Mật ong", "#REF!"]]))
    assert only(read_goods_file(failed).rows).broken == {Field.PRICE: Fault.CELL_BROKEN}


def test_numbers_and_days_in_cells() -> None:
    rows = [
        ["Tên hàng", "Giá", "Cân nặng", "Mã vạch", "Mô tả"],
        ["Mật ong", 125_000.0, 1.5, 8_935_049_500_018, date(2026, 11, 22)],
    ]
    cells = only(read_goods_file(saved(sheet_of(rows))).rows).cells
    assert cells == {
        Field.NAME_VI: "Mật ong",
        Field.PRICE: "125000",
        Field.WEIGHT: "1.5000",
        Field.GTIN: "8935049500018",
        Field.DESCRIPTION_VI: "2026-11-22",
    }


def test_a_workbook_that_counts_days_from_1904() -> None:
    book = sheet_of([["Tên hàng", "Mô tả"], ["Mật ong", date(2026, 11, 22)]])
    book.epoch = CALENDAR_MAC_1904
    assert only(read_goods_file(saved(book)).rows).cells[Field.DESCRIPTION_VI] == "2026-11-22"


def test_hidden_sheets_and_sheets_without_headings_are_passed_over() -> None:
    book = sheet_of([["Tên hàng", "Giá"], ["Mật ong", 1]])
    book.create_sheet("Ghi chú").append(["Nhớ gọi HTX"])
    hidden = book.create_sheet("Cũ")
    hidden.append(["Tên hàng", "Giá"])
    hidden.append(["Hàng cũ", 1])
    hidden.sheet_state = "hidden"
    row = only(read_goods_file(saved(book)).rows)
    assert (row.cells[Field.NAME_VI], row.sheet) == ("Mật ong", "")


def test_rows_of_two_sheets_are_told_apart() -> None:
    book = sheet_of([["Tên hàng", "Giá"], ["Mật ong", 1]], title="Ong")
    other = book.create_sheet("Trà")
    other.append(["Tên hàng", "Giá"])
    other.append(["Trà shan", 1])
    rows = read_goods_file(saved(book)).rows
    assert [(row.sheet, row.number) for row in rows] == [("Ong", 2), ("Trà", 2)]
    assert rows[0].place != rows[1].place


def test_too_many_rows_are_not_taken() -> None:
    rows = "Tên hàng;Giá\n" + "Mật ong;1\n" * 501
    with pytest.raises(TableRefused) as refused:
        read_goods_file(rows.encode())
    assert refused.value.code is TableFault.TOO_MANY_GOODS_ROWS


def test_saved_again_it_is_the_same_file() -> None:
    rows = [["Tên hàng", "Giá"], ["Mật ong", "1"]]
    first, second = read_goods_file(csv_bytes(rows)), read_goods_file(workbook_bytes([Table("x", rows)]))
    assert first.sha256 == second.sha256
    assert (first.format, second.format) == ("csv, utf-8", "xlsx")


def test_what_the_child_says_comes_back_as_it_was() -> None:
    """In this process, step by step: the letters, numbers and days, what is merged, and a refusal with its place."""
    book = sheet_of([["Tên hàng", "Ngày", None], ["Mật ong", date(2026, 11, 22), 1.5]], merges=("A2:A3",))
    data = saved(book)
    assert answered(work(ask(data, LIMITS))) == read_workbook(data, LIMITS)
    with pytest.raises(FileRefused) as refused:
        answered(work(ask(saved(sheet_of([["x"] * 61])), LIMITS)))
    assert (refused.value.code, refused.value.row) == (FileFault.TOO_MANY_COLUMNS, 1)


def test_a_file_that_breaks_the_child_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "CHILD", Limits(memory_bytes=2**20, cpu_seconds=1, wall_seconds=8))
    with pytest.raises(FileRefused) as refused:
        read_goods_file(saved(sheet_of([["Tên hàng", "Giá"], ["Mật ong", 1]])))
    assert refused.value.code is FileFault.FILE_BOMB
