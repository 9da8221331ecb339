"""Three appendices of the hardest kinds that offices write, each with what every one of its rows must come to.

`expected` has for each row of a sheet either what is read from it, the code under which it must be named as
doubtful, or PASSED for a line that is no row of the register.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.factories.appendices import saved

PASSED = "passed over"
Place = tuple[str, str, str]


class Read(NamedTuple):
    """What a row states; None where it says nothing."""

    name: str
    producer: str
    place: Place
    stars: int | None
    day: date | None
    number: str | None
    group: str | None = None


@dataclass(frozen=True)
class Appendix:
    """A file and, by sheet and row, what must come of it."""

    data: bytes
    expected: dict[tuple[str, int], Read | str]


class _Paper:
    """Writes rows one below the other and notes what is expected of each."""

    def __init__(self, sheet: Worksheet, first_column: int = 1) -> None:
        self.sheet, self.left = sheet, first_column
        self.row = 0
        self.expected: dict[tuple[str, int], Read | str] = {}

    def write(self, *cells: object, comes_to: Read | str | None = None, merge: str = "") -> int:
        """A row; `merge` names areas by letters ("A:D F:G"), counted from the first column of the table."""
        self.row += 1
        for place, value in enumerate(cells):
            if value is not None:
                self.sheet.cell(self.row, self.left + place, value)
        for area in merge.split():
            left, right = (ord(letter) - ord("A") + self.left for letter in area.split(":"))
            self.sheet.merge_cells(start_row=self.row, end_row=self.row, start_column=left, end_column=right)
        if comes_to is not None:
            self.expected[self.sheet.title, self.row] = comes_to
        return self.row

    def down(self, letter: str, first: int, last: int) -> None:
        """Merge a column over rows."""
        column = ord(letter) - ord("A") + self.left
        self.sheet.merge_cells(start_row=first, end_row=last, start_column=column, end_column=column)


def provincial_decision() -> Appendix:
    """One decision of a province after July 2025, as its office prints it.

    A letterhead of two halves, the law it rests on above the decision it belongs to, a head of three lines that is
    printed again on the next page, numbers of columns with a sum, groups within parts, communes with counts as
    headings, producers and addresses merged over their goods, scores instead of crosses under the stars, numbers
    that run on, totals of parts, a footnote, signatures beside each other.
    """
    book = Workbook()
    book.active.title = "PL1"
    paper = _Paper(book.active, first_column=2)
    day, number, province = date(2025, 12, 30), "3456/QĐ-UBND", "Lào Cai"
    paper.write("ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI", *[None] * 4, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", merge="A:D F:K")
    paper.write(*[None] * 5, "Độc lập - Tự do - Hạnh phúc", merge="F:K")
    paper.write("PHỤ LỤC I", merge="A:K")
    paper.write("KẾT QUẢ ĐÁNH GIÁ, PHÂN HẠNG SẢN PHẨM OCOP ĐẠT TỪ 3 SAO TRỞ LÊN NĂM 2025 (ĐỢT 2)", merge="A:K")
    paper.write("(Căn cứ Quyết định số 148/QĐ-TTg ngày 24/02/2023 của Thủ tướng Chính phủ)", merge="A:K")
    paper.write("(Ban hành kèm theo Quyết định số: 3456 /QĐ-UBND", merge="A:K")
    paper.write("của Chủ tịch Ủy ban nhân dân tỉnh Lào Cai ngày 30 tháng 12 năm 2025)", merge="A:K")
    paper.write()

    def head(comes_to: str | None = None) -> None:
        top = paper.write(
            "TT", "Tên sản phẩm(1)", "Chủ thể OCOP", None, None, "Nhóm/\nPhân nhóm", "Kết quả đánh giá, phân hạng",
            None, None, None, "Ghi chú", merge="C:E G:J", comes_to=comes_to,
        )  # fmt: skip
        paper.write(
            None, None, "Tên chủ thể", "Địa chỉ", "Họ tên, SĐT người đại diện", None, "Tổng\nđiểm", "Hạng sao",
            merge="H:J", comes_to=comes_to,
        )  # fmt: skip
        paper.write(*[None] * 7, "3 sao", "4 sao", "5 sao", comes_to=comes_to)
        for letter in "ABFK":
            paper.down(letter, top, top + 2)
        for letter in "CDEG":
            paper.down(letter, top + 1, top + 2)

    head()
    paper.write("(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)=(8)+...", "(8)", "(9)", "(10)", "(11)")
    paper.write("A", "SẢN PHẨM ĐÁNH GIÁ, PHÂN HẠNG LẦN ĐẦU (06 sản phẩm)", comes_to=PASSED, merge="B:K")
    paper.write("I", "Nhóm thực phẩm", comes_to=PASSED, merge="B:K")
    paper.write("I.1", "Xã Bảo Hà: 03 sản phẩm", comes_to=PASSED, merge="B:K")
    bao_ha = ("Xã Bảo Hà", "", province)

    def good(name: str, producer: str, place: Place, stars: int | None, group: str = "food") -> Read:
        return Read(name, producer, place, stars, day, number, group)

    htx = "HTX Nông nghiệp Bảo Hà"
    first = paper.write(
        1, "Mật ong hoa rừng", htx, "Bản Liên Hà 3", "Vàng A Sử\n0912 345 678", "Thực phẩm thô, sơ chế", 72.4, None,
        72.4, comes_to=good("Mật ong hoa rừng", htx, bao_ha, 4),
    )  # fmt: skip
    paper.write(
        2, "Phấn hoa (*)", *[None] * 3, "Thực phẩm thô, sơ chế", "65,5", "65,5",
        comes_to=good("Phấn hoa", htx, bao_ha, 3),
    )  # fmt: skip
    last = paper.write(
        3, "Sáp ong", *[None] * 3, "Thực phẩm khác", 91, 91, comes_to="mark_unreadable",
    )  # fmt: skip
    for letter in "CDE":
        paper.down(letter, first, last)
    paper.write("I.2", "Phường Sa Pa (02 sản phẩm)", comes_to=PASSED, merge="B:K")
    head(PASSED)
    paper.write(
        4, "Trà Atiso", "Công ty TNHH Trà Sa Pa", "Tổ 3, phường Sa Pa", None, "Chè từ thực vật khác", None, None, "x",
        comes_to=good("Trà Atiso", "Công ty TNHH Trà Sa Pa", ("phường Sa Pa", "", province), 4),
    )  # fmt: skip
    paper.write(
        5, "Cao Atiso\n(lọ 100 g)", "Công ty TNHH Trà Sa Pa", "Tổ 3, phường Sa Pa", None, None, None, "X", "x",
        comes_to="stars_twice",
    )  # fmt: skip
    paper.write("II", "Nhóm đồ uống", comes_to=PASSED, merge="B:K")
    paper.write(
        6, "Rượu ngô Bản Phố", "Hộ kinh doanh Giàng Thị Say", "Thôn Bản Phố 2, xã Bắc Hà (xã Bản Phố, huyện Bắc Hà cũ)",
        None, "Rượu trắng", 55, "✓", comes_to=good(
            "Rượu ngô Bản Phố", "Hộ kinh doanh Giàng Thị Say", ("xã Bắc Hà", "", province), 3, "beverage"),
    )  # fmt: skip
    paper.write("Cộng A: 06 sản phẩm", *[None] * 6, 3, 2, 0, comes_to=PASSED, merge="A:G")
    paper.write("B", "SẢN PHẨM ĐÁNH GIÁ LẠI, NÂNG HẠNG", comes_to=PASSED, merge="B:K")
    paper.write("I", "Sản phẩm nâng hạng từ 3 sao lên 4 sao", comes_to=PASSED, merge="B:K")
    paper.write(
        7, "Gạo Séng Cù (nâng hạng)", "THT Mường Vi", "xã Bát Xát, tỉnh Lào Cai", None, "Gạo, ngũ cốc", 70, None, 70,
        comes_to=Read("Gạo Séng Cù", "THT Mường Vi", ("xã Bát Xát", "", province), 4, day, number, None),
    )  # fmt: skip
    paper.write(
        8, "Homestay Tả Van", "Hộ gia đình bà Sùng Thị Lan", "xã Tả Van", None, "Dịch vụ du lịch cộng đồng",
        "Không đạt",
        comes_to=Read("Homestay Tả Van", "Hộ gia đình bà Sùng Thị Lan", ("xã Tả Van", "", province), None, day, number,
                      "tourism"),
    )  # fmt: skip
    paper.write("TỔNG CỘNG (A+B)", "08 sản phẩm", *[None] * 5, 3, 3, 0, comes_to=PASSED)
    paper.write()
    paper.write(None, "(*) Sản phẩm được công nhận lại theo hồ sơ của chủ thể.", comes_to=PASSED)
    paper.write("Ấn định danh sách này có 08 sản phẩm./.", comes_to=PASSED, merge="A:K")
    paper.write(None, "NGƯỜI LẬP BIỂU", None, "CHÁNH VĂN PHÒNG", None, None, "KT. CHỦ TỊCH", comes_to=PASSED)
    paper.write(None, "(Đã ký)", None, "(Đã ký)", None, None, "PHÓ CHỦ TỊCH", comes_to=PASSED)
    paper.write(None, "Lù Thị Mai", None, "Trần Văn Đức", None, None, "Hoàng Quốc Anh", comes_to=PASSED)
    return Appendix(saved(book), paper.expected)


def list_of_several_decisions() -> Appendix:
    """A district's list of all that is in force, put together over years from the papers of several authorities.

    Tables below each other with columns in another order, decisions as headings between the rows, producers as
    headings with their goods numbered below them, communes of before and of today beside each other, last days of
    validity beside days of recognition, stars asked for beside stars given, rows that somebody has hidden.
    """
    book = Workbook()
    book.active.title = "Tổng hợp"
    paper = _Paper(book.active)
    paper.write("UBND HUYỆN BẢO YÊN", None, None, None, "Mẫu số 02")
    paper.write("DANH SÁCH SẢN PHẨM OCOP CÒN HIỆU LỰC TRÊN ĐỊA BÀN TỈNH LÀO CAI", merge="A:H")
    paper.write("(Số liệu đến ngày 31/10/2025)", merge="A:H")
    paper.write("1. Danh sách theo quyết định của UBND huyện", merge="A:H")
    paper.write(
        "STT", "Tên sản phẩm", "Hạng sao đề nghị", "Hạng sao được công nhận", "Chủ thể", "Xã (trước sắp xếp)",
        "Xã, phường (sau sắp xếp)", "Ngày hết hạn",
    )  # fmt: skip
    paper.write("Quyết định số 1215/QĐ-UBND ngày 20/11/2023 của UBND huyện Bảo Yên", comes_to=PASSED, merge="A:H")
    place = ("xã Nghĩa Đô", "", "Lào Cai")
    paper.write(
        1, "Vịt bầu Nghĩa Đô", 4, 3, "HTX Vịt bầu", "Vĩnh Yên", "xã Nghĩa Đô", "20/11/2026",
        comes_to=Read("Vịt bầu Nghĩa Đô", "HTX Vịt bầu", place, 3, date(2023, 11, 20), "1215/QĐ-UBND"),
    )  # fmt: skip
    paper.write(
        2, "Cốm Nghĩa Đô", 3, 3, "HTX Vịt bầu", "Nghĩa Đô", "xã Nghĩa Đô", "31/12/2026", comes_to="end_contradicts",
    )  # fmt: skip
    hidden = paper.write(
        3, "Bản cũ đã bỏ", 3, 3, "HTX Vịt bầu", "Nghĩa Đô", "xã Nghĩa Đô", "20/11/2026", comes_to="row_hidden",
    )  # fmt: skip
    book.active.row_dimensions[hidden].hidden = True
    paper.write(
        "Quyết định số 77/QĐ-UBND ngày 15 tháng 01 năm 2025 của UBND huyện Bảo Yên", comes_to=PASSED, merge="A:H"
    )
    paper.write(
        4, "Quế vỏ khô", None, None, "HTX Quế Hồng", "Xuân Hòa", "xã Xuân Hòa", "15/01/2028",
        comes_to=Read("Quế vỏ khô", "HTX Quế Hồng", ("xã Xuân Hòa", "", "Lào Cai"), None, date(2025, 1, 15),
                      "77/QĐ-UBND"),
    )  # fmt: skip
    paper.write()
    paper.write("2. Danh sách theo quyết định của UBND tỉnh", comes_to=PASSED, merge="A:H")
    paper.write("TT", "Chủ thể / Sản phẩm", "Địa chỉ", "Quyết định công nhận", None, "Xếp hạng", comes_to=PASSED,
                merge="D:E")  # fmt: skip
    paper.write(None, None, None, "Số", "Ngày", None, comes_to=PASSED)
    paper.write(1, "HTX Mường Khương Xanh", comes_to=PASSED)
    khuong = ("xã Mường Khương", "huyện Mường Khương", "Lào Cai")
    paper.write(
        "1.1", "Tương ớt", "Thôn Na Đẩy, xã Mường Khương, huyện Mường Khương", "12/QĐ-UBND", date(2025, 2, 28), "4*",
        comes_to=Read("Tương ớt", "HTX Mường Khương Xanh", khuong, 4, date(2025, 2, 28), "12/QĐ-UBND"),
    )  # fmt: skip
    paper.write(
        "1.2", "Ớt bột", "Thôn Na Đẩy, xã Mường Khương, huyện Mường Khương", "12/QĐ-UBND", date(2025, 2, 28), "★★★☆☆",
        comes_to=Read("Ớt bột", "HTX Mường Khương Xanh", khuong, 3, date(2025, 2, 28), "12/QĐ-UBND"),
    )  # fmt: skip
    paper.write(2, "Công ty CP Chè Thanh Bình", comes_to=PASSED)
    paper.write(
        "2.1", "Chè Ô Long", "xã Thanh Bình, huyện Mường Khương", "12/QĐ-UBND; 99/QĐ-UBND", date(2025, 2, 28), "4 sao",
        comes_to="decision_twice",
    )  # fmt: skip
    paper.write(
        "2.2", "Chè xanh\n- Chè Shan\n- Chè lam", "xã Thanh Bình, huyện Mường Khương", "12/QĐ-UBND", date(2025, 2, 28),
        "4 sao", comes_to="names_several",
    )  # fmt: skip
    paper.write()
    paper.write("Người lập", "Phòng Nông nghiệp và Môi trường", None, "TM. UBND HUYỆN", comes_to=PASSED)
    return Appendix(saved(book), paper.expected)


def everything_in_one_cell() -> Appendix:
    """Cells that hold a paragraph each, dates that a foreign machine has turned, and a second sheet without a head.

    Producer, address and telephone in one cell, places with what they are called today, remarks in the names, stars
    in words, groups in a title of another sheet, rows that run on in the next sheet as if it were the next page.
    """
    book = Workbook()
    book.active.title = "Trang 1"
    paper = _Paper(book.active)
    paper.write("BIỂU TỔNG HỢP SẢN PHẨM OCOP TỈNH BẮC KẠN")
    paper.write("Số\nTT", "SẢN PHẨM (tên, quy cách)", "CHỦ THỂ\n(Tên, địa chỉ, điện thoại)", "KẾT QUẢ\n(hạng sao*)",
                "QUYẾT ĐỊNH CÔNG NHẬN\n(số, ngày)", "THỜI HẠN\nHIỆU LỰC")  # fmt: skip
    na_ri = ("xã Côn Minh", "huyện Na Rì", "Bắc Kạn")
    paper.write(
        "01", "Miến dong Tài Hoan (công nhận lại)", "HTX Tài Hoan\nĐ/c: Thôn Chè Cọ, xã Côn Minh, huyện Na Rì\n"
        "ĐT: 0987.654.321 (bà Hoan)", "Năm sao", "Số 895/QĐ-BNN-VPĐP ngày 05/3/2024", "36 tháng",
        comes_to=Read("Miến dong Tài Hoan", "HTX Tài Hoan", na_ri, 5, date(2024, 3, 5), "895/QĐ-BNN-VPĐP"),
    )  # fmt: skip
    paper.write(
        "02", "Tinh bột nghệ", "Công ty cổ phần Nghệ Bắc Kạn; Địa chỉ: xã Vi Hương, huyện Bạch Thông (nay là xã Bạch "
        "Thông, tỉnh Thái Nguyên); SĐT 0209 3870 000", "Đạt 4 sao", "QĐ số 12/QĐ-UBND ngày 31/12/2024", "36 tháng",
        comes_to="places_contradict",
    )  # fmt: skip
    paper.write(
        "02a", "Bột nghệ", "Công ty cổ phần Nghệ Bắc Kạn\nTrụ sở: xã Vi Hương, huyện Bạch Thông, tỉnh Bắc Kạn (nay là "
        "xã Phủ Thông, tỉnh Thái Nguyên)", "OCOP 4*", "QĐ số 12/QĐ-UBND ngày 31 tháng 12 năm 2024", "Đến 31/12/2027",
        comes_to=Read("Bột nghệ", "Công ty cổ phần Nghệ Bắc Kạn", ("xã Vi Hương", "huyện Bạch Thông", "Bắc Kạn"), 4,
                      date(2024, 12, 31), "12/QĐ-UBND"),
    )  # fmt: skip
    paper.write(
        "03", "Gạo nếp Khẩu Nua Lếch", "THT Khẩu Nua Lếch - xã Bằng Vân, huyện Ngân Sơn - ĐT 0912345678",
        "Tiềm năng 5 sao", "12/QĐ-UBND ngày 31/12/2024", "36 tháng",
        comes_to=Read("Gạo nếp Khẩu Nua Lếch", "THT Khẩu Nua Lếch", ("xã Bằng Vân", "huyện Ngân Sơn", "Bắc Kạn"),
                      None, date(2024, 12, 31), "12/QĐ-UBND"),
    )  # fmt: skip
    paper.write(
        "04", "Thịt lợn gác bếp", "Cơ sở Thanh Hà, Tổ 5, phường Sông Cầu, TP. Bắc Kạn", "3 sao",
        "Quyết định số 11/QĐ-UBND ngày 30/12/2022; Quyết định số 12/QĐ-UBND ngày 31/12/2024", "36 tháng",
        comes_to="decision_twice",
    )  # fmt: skip
    paper.write("05", "1. Bánh gio\n2. Bánh khảo", "HTX Bánh, xã Côn Minh, huyện Na Rì", "3 sao",
                "12/QĐ-UBND ngày 31/12/2024", "36 tháng", comes_to="names_several")  # fmt: skip

    following = _Paper(book.create_sheet("Trang 2"))
    following.write(
        "06", "Hồng không hạt", "HTX Quảng Khê\nĐịa chỉ: xã Quảng Khê, huyện Ba Bể", "3 sao",
        "12/QĐ-UBND ngày 31/12/2024", "36 tháng",
        comes_to=Read("Hồng không hạt", "HTX Quảng Khê", ("xã Quảng Khê", "huyện Ba Bể", "Bắc Kạn"), 3,
                      date(2024, 12, 31), "12/QĐ-UBND"),
    )  # fmt: skip
    following.write("Tổng số: 06 sản phẩm", comes_to=PASSED)
    following.write(None, None, None, "Bắc Kạn, ngày 05 tháng 01 năm 2025", comes_to=PASSED)
    following.write(None, None, None, "GIÁM ĐỐC", comes_to=PASSED)

    turned = _Paper(book.create_sheet("Đợt 3"))
    turned.write("Sản phẩm đạt 3 sao", merge="A:E")
    turned.write("STT", "Tên sản phẩm", "Tên cơ sở", "Địa chỉ", "Ngày cấp", "Ghi chú")
    place = ("xã Côn Minh", "huyện Na Rì", "Bắc Kạn")
    turned.write(1, "Chè hoa vàng", "HTX Hoa Vàng", "xã Côn Minh, huyện Na Rì", date(2025, 3, 4),
                 comes_to="day_order_unclear")  # fmt: skip
    turned.write(
        2, "Lạc đỏ", "HTX Hoa Vàng", "xã Côn Minh, huyện Na Rì", "25/03/2025",
        comes_to=Read("Lạc đỏ", "HTX Hoa Vàng", place, 3, date(2025, 3, 25), None),
    )  # fmt: skip
    turned.write(3, "Trám đen", "HTX Hoa Vàng", "xã Côn Minh, huyện Na Rì", "25/3/25", comes_to="day_two_digit_year")
    turned.write(4, "Tiêu\u00a0đen\u200b", "HTX  Hoa Vàng", "xã Côn Minh, huyện Na Rì", "tháng 3/2025",
                 comes_to=Read("Tiêu đen", "HTX Hoa Vàng", place, 3, None, None))  # fmt: skip
    return Appendix(saved(book), paper.expected | following.expected | turned.expected)


HARD = {
    "a province's decision": provincial_decision,
    "a list of several decisions": list_of_several_decisions,
    "everything in one cell": everything_in_one_cell,
}
