"""Decision appendices as offices write them, made by hand for the tests of the register import."""

from __future__ import annotations

import io
import unicodedata
from datetime import date

from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet


def saved(book: Workbook) -> bytes:
    """The workbook as a file."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def sheet_of(rows: list[list[object]], *, merges: tuple[str, ...] = (), title: str = "Phụ lục") -> Workbook:
    """A workbook of one sheet."""
    book = Workbook()
    _fill(book.active, rows, merges)
    book.active.title = title
    return book


def _fill(sheet: Worksheet, rows: list[list[object]], merges: tuple[str, ...]) -> None:
    for row in rows:
        sheet.append(row)
    for area in merges:
        sheet.merge_cells(area)


def marked_appendix() -> Workbook:
    """Titles, a header over two rows, groups, merged producers, crosses under "3 sao" to "5 sao", signatures."""
    return sheet_of(
        [
            ["ỦY BAN NHÂN DÂN TỈNH LÀO CAI"],
            ["DANH SÁCH SẢN PHẨM ĐƯỢC ĐÁNH GIÁ, PHÂN HẠNG VÀ CÔNG NHẬN SẢN PHẨM OCOP NĂM 2026"],
            ["(Kèm theo Quyết định số 123/QĐ-UBND ngày 05 tháng 3 năm 2026 của Chủ tịch UBND tỉnh Lào Cai)"],
            [],
            ["STT", "Tên sản phẩm", "Chủ thể sản xuất", "Địa chỉ", None, "Kết quả phân hạng", None, None, "Ghi chú"],
            [None, None, None, "Xã/phường", "Huyện (cũ)", "3 sao", "4 sao", "5 sao", None],
            ["I", "Nhóm thực phẩm"],
            [1, "  Mật  ong\u00a0rừng ", "HTX Ong Bảo Yên", "xã Bảo Hà", "Bảo Yên", None, "x", None, None],
            [2, "Phấn hoa", None, "xã Bảo Hà", "Bảo Yên", "X", None, None, "Công nhận lại"],
            [3, "Sữa ong chúa", None, "xã Bảo Hà", "Bảo Yên", None, None, "✓", None],
            ["II", "ĐỒ UỐNG"],
            [4, unicodedata.normalize("NFD", "Rượu ngô Bản Phố"), "Hợp tác xã Bản Phố", "xã Bản Phố", "Bắc Hà", "***"],
            ["Tổng cộng: 04 sản phẩm", None, None, None, None, 2, 1, 1],
            [],
            [None, "Nơi nhận:", None, None, None, "TM. ỦY BAN NHÂN DÂN"],
            [None, "- Như Điều 3;", None, None, None, "KT. CHỦ TỊCH"],
        ],
        merges=(
            "A1:D1",
            "A2:I2",
            "A3:I3",
            "A5:A6",
            "B5:B6",
            "C5:C6",
            "D5:E5",
            "F5:H5",
            "I5:I6",
            "B7:I7",
            "C8:C10",
            "B11:I11",
        ),
    )


def numbered_appendix() -> Workbook:
    """Stars as numbers and words, one address column, decisions and days of all kinds in the rows, a hidden sheet."""
    book = sheet_of(
        [
            ["Biểu số 01. Tổng hợp sản phẩm OCOP còn hạn"],
            [
                "TT",
                "TÊN SẢN PHẨM OCOP",
                "ĐƠN VỊ",
                "Địa chỉ",
                "Hạng sao",
                "Số quyết định",
                "Ngày quyết định",
                "Cơ quan ban hành",
            ],
            ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)"],
            ["A", "Huyện Bắc Hà"],
            [
                1,
                "Chè Shan",
                "Công ty TNHH Chè",
                "Thôn 2, xã Na Hối, huyện Bắc Hà, tỉnh Lào Cai",
                4,
                "12/QĐ-UBND",
                date(2025, 2, 28),
                "UBND tỉnh Lào Cai",
            ],
            [
                2,
                "Tương ớt",
                "HKD Giàng A Páo",
                "xã Tả Chải, Lào Cai",
                "4 sao",
                "12/QĐ-UBND",
                "28/2/2025",
                "UBND tỉnh Lào Cai",
            ],
            [
                3,
                "Trà hoa",
                "HTX Hoa",
                "Xã Bắc Hà, tỉnh Lào Cai",
                "bốn sao",
                "Số: 12 /QĐ-UBND",
                "ngày 28 tháng 02 năm 2025",
                "UBND tỉnh Lào Cai",
            ],
            [
                4,
                "Quế",
                "HTX Quế",
                "xã Nậm Đét, huyện Bắc Hà, tỉnh Lào Cai",
                "★★★★",
                "12/QĐ-UBND",
                45716,
                "UBND tỉnh Lào Cai",
            ],
            [5, "Mận", "HTX Mận", "tỉnh Lào Cai", "=1+3", "12/QĐ-UBND", date(2025, 2, 28), "UBND tỉnh Lào Cai"],
        ],
        title="Tổng hợp",
    )
    _fill(book.create_sheet("Nháp"), [["Tên sản phẩm", "Chủ thể", "Tỉnh"], ["Bản nháp", "HTX Nháp", "Lào Cai"]], ())
    book["Nháp"].sheet_state = "hidden"
    return book


def one_sheet_a_level() -> Workbook:
    """A sheet for each number of stars, without a column of stars; days counted from 1904."""
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.remove(book.active)
    header = ["Stt", "Tên sản phẩm", "Tên chủ thể", "Xã", "Huyện", "Tỉnh", "Ngày công nhận", "Quyết định số"]
    for stars, name in ((3, "Miến dong"), (4, "Gạo nếp")):
        _fill(
            book.create_sheet(f"{stars} sao"),
            [
                [f"SẢN PHẨM ĐẠT {stars} SAO"],
                header,
                [1, name, "Tổ hợp tác Tân Tiến", "Côn Minh", "Na Rì", "Bắc Kạn", date(2024, 2, 29), "77/QĐ-UBND"],
                ["Tổng", "1 sản phẩm"],
            ],
            (),
        )
    _fill(book.create_sheet("Ghi chú"), [["Bảng do phòng kinh tế lập"]], ())
    return book
