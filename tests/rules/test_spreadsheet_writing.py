"""No cell of an export runs, letters and numbers stay right, and what was written is read again as it was."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from shop.spreadsheets import Table, csv_bytes, harmless, without_guard, workbook_bytes

DANGEROUS = [
    '=HYPERLINK("http://example.com")',
    "=cmd|' /C calc'!A0",
    "+84 901",
    "-18 °C",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "\u00a0=1",
    "\u200b=1",
    "\ufeff=1",
    "\x00=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "﹦1",
    "'=1",
    "''@x",
]
STARTS = "=+-@\t\r\n＝＋－＠﹦﹢﹣﹫"


def read_csv(content: bytes, separator: str = ";") -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=separator))


def read_sheet(content: bytes) -> list[tuple[object, ...]]:
    return list(load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True))


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_cell_that_would_run_gets_an_apostrophe_in_both_kinds_of_file(text: str) -> None:
    kept = text.replace("\x00", "")
    assert read_csv(csv_bytes([[text]])) == [[f"'{kept}"]]
    written = read_sheet(workbook_bytes([Table("x", [[text]], is_headed=False)]))
    assert written == [(f"'{kept}".replace("\r", "\n"),)]  # XML knows one line end only


@pytest.mark.parametrize("text", ["Mật ong", "a=b", "1-2", "x@y.vn", "'tốt'", "", "°C", "a\n=b"])
def test_a_harmless_cell_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


@given(st.text())
def test_no_text_whatever_begins_a_formula_and_every_text_comes_back(text: str) -> None:
    written = harmless(text)
    assert not written.startswith(tuple(STARTS))
    assert not written.lstrip().startswith(tuple("=+-@"))
    assert harmless(without_guard(written)) == written


@given(st.text(alphabet=st.sampled_from("=+-@'\tabộ ＝"), max_size=8))
def test_the_guard_comes_off_exactly_once(text: str) -> None:
    assert without_guard(harmless(text)) == text


def test_excel_is_shown_the_right_letters_numbers_and_days() -> None:
    written = csv_bytes([("Hợp tác xã; Bảo Yên", 'nói "tốt"', -125_000, date(2026, 11, 22), None, "a,b")])
    assert written.startswith(b"\xef\xbb\xbf")
    assert written.decode("utf-8-sig") == '"Hợp tác xã; Bảo Yên";"nói ""tốt""";-125000;"2026-11-22";"";"a,b"\r\n'
    assert read_csv(csv_bytes([("a,b", 1)], ","), ",") == [["a,b", "1"]]


def test_a_workbook_holds_texts_as_texts_numbers_as_numbers_and_days_as_days() -> None:
    rows = [("Tên", "Mã vạch", "Giá", "Ngày", "Trống"), ("Mật ong", "0893000000012", -5, date(2026, 11, 22), None)]
    content = workbook_bytes([Table("Hàng: [1]/2", rows, widths=(20, 14))])
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    assert (sheet.title, sheet.freeze_panes, sheet.column_dimensions["A"].width) == ("Hàng   1  2", "A2", 20)
    name, code, price, day, empty = next(iter(sheet.iter_rows(min_row=2, max_row=2)))
    assert (name.value, code.value, price.value, day.value) == (
        "Mật ong",
        "0893000000012",
        -5,
        datetime(2026, 11, 22),  # noqa: DTZ001  a day in a sheet has no zone
    )
    assert empty.value is None
    assert (code.data_type, code.number_format, day.number_format) == ("s", "@", "dd/mm/yyyy")
    assert sheet["A1"].font.bold
    assert not name.font.bold


def test_a_workbook_never_holds_a_formula() -> None:
    content = workbook_bytes([Table("x", [[text] for text in DANGEROUS])])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_signs_that_no_file_may_hold_are_left_out() -> None:
    rows = [["a\x00b\x0bc\ud800d\ufffe"]]
    assert read_csv(csv_bytes(rows)) == [["abcd"]]
    assert read_sheet(workbook_bytes([Table("x", rows, is_headed=False)])) == [("abcd",)]


def test_an_instant_is_not_written_as_a_day() -> None:
    with pytest.raises(TypeError, match="which day"):
        csv_bytes([[datetime(2026, 11, 22, tzinfo=UTC)]])
